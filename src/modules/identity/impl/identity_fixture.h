#pragma once

#include "modules/branches/branches.h"
#include "modules/identity/identity.h"
#include "tests/support/engines.h"

#include <gmock/gmock.h>
#include <memory>

namespace tangthu::identity::impl {

/// Accounts on a throw-away database with a small network: LC over LC-YB and LC-LC, X-MAU-A under LC-YB.
class IdentityTest : public test::EngineTest {
protected:
    static constexpr const char* kPassword = "mật khẩu của tôi";

    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) return;
        branches_ = std::make_unique<branches::Branches>(db(), clock_);
        identity_ = std::make_unique<Identity>(db(), *branches_, clock_, PasswordCost::least);
        for (const auto& [code, parent] : {std::pair{"LC", ""}, {"LC-YB", "LC"}, {"LC-LC", "LC"}, {"X-MAU-A", "LC-YB"}})
            ASSERT_TRUE(branches_->add_unit({.code = code,
                                             .kind = branches::UnitKind::site,
                                             .name_vi = std::string{"Thư viện "} + code,
                                             .name_en = std::string{"Library "} + code,
                                             .parent = parent,
                                             .valid_from = {2020, 1, 1}},
                                            machine_));
        const auto password = identity_->prepare();
        ASSERT_TRUE(password && *password);
        admin_password_ = **password;
    }
    void TearDown() override {
        identity_.reset();
        branches_.reset();
        EngineTest::TearDown();
    }

    /// Somebody with a role at a unit and a password of their own.
    StaffUser add(const std::string& name, const std::vector<Grant>& grants, const std::string& home = "LC-YB") {
        const auto made = identity_->add_staff(
            {.name = name, .full_name = "Nguyễn Thị " + name, .home_unit = home, .grants = grants}, machine_);
        EXPECT_TRUE(made) << made.error().key;
        if (!made) return {};
        const auto session = identity_->sign_in(name, made->password, "10.0.0.9");
        EXPECT_TRUE(session) << session.error().key;
        EXPECT_TRUE(identity_->change_password(session->session, made->password, kPassword, "10.0.0.9"));
        EXPECT_TRUE(identity_->sign_out(session->session.id));
        return identity_->get_staff(made->staff.id).value();
    }
    Actor actor(const StaffUser& account) const {
        return {.name = "staff:" + std::to_string(account.id.value), .staff = account.id, .channel = Channel::desk};
    }
    template <class T>
    static std::string key_of(const Result<T>& result) {
        return result ? "" : result.error().key;
    }

    const Actor machine_{.name = "cli", .channel = Channel::command_line};
    std::string admin_password_;
    std::unique_ptr<branches::Branches> branches_;
    std::unique_ptr<Identity> identity_;
};

} // namespace tangthu::identity::impl
