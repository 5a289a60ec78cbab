#include "modules/identity/impl/identity_fixture.h"
#include "modules/identity/routes.h"
#include "platform/base/json_io.h"
#include "platform/net/router.h"

namespace tangthu::identity::impl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Accounts over HTTP, through the router, as a browser and a device would.
class IdentityHttpTest : public IdentityTest {
protected:
    void SetUp() override {
        IdentityTest::SetUp();
        if (IsSkipped()) return;
        router_ = std::make_unique<net::Router>();
        mount(*router_, *identity_, *branches_);
    }
    void TearDown() override {
        router_.reset();
        IdentityTest::TearDown();
    }

    net::Response send(std::string_view method, std::string_view target, const std::string& body = {}) {
        net::Headers headers{{"Host", "127.0.0.1"}};
        if (!body.empty()) headers.add("Content-Type", "application/json");
        if (!cookie_.empty()) headers.add("Cookie", "tangthu_session=" + cookie_);
        if (!csrf_.empty()) headers.add("X-CSRF-Token", csrf_);
        if (!bearer_.empty()) headers.add("Authorization", "Bearer " + bearer_);
        if (!if_match_.empty()) headers.add("If-Match", if_match_);
        auto request = net::Request::make(method, target, std::move(headers), body);
        EXPECT_TRUE(request);
        request->client = "10.0.0.1";
        request->received_at = clock_.now();
        return router_->handle(*std::move(request));
    }
    static std::string text(const net::Response& response) { return std::string{response.content()}; }
    static std::string member(const net::Response& response, const std::string& name) {
        const auto document = json::Document::parse(response.content(), {});
        EXPECT_TRUE(document) << response.content();
        if (!document) return {};
        const auto found = document->root().find(name);
        return found ? std::string{found->string()} : std::string{};
    }
    net::Response sign_in(const std::string& name, const std::string& password = kPassword) {
        cookie_.clear();
        csrf_.clear();
        auto response =
            send("POST", "/api/v1/session", R"({"name":")" + name + R"(","password":")" + password + R"("})");
        if (response.status != 201) return response;
        const std::string set = std::string{response.headers.find("set-cookie").value_or("")};
        cookie_ = set.substr(set.find('=') + 1, set.find(';') - set.find('=') - 1);
        csrf_ = member(response, "csrf_token");
        return response;
    }

    std::unique_ptr<net::Router> router_;
    std::string cookie_;
    std::string csrf_;
    std::string bearer_;
    std::string if_match_;
};
TANGTHU_ON_BOTH_ENGINES(IdentityHttpTest);

TEST_P(IdentityHttpTest, SignsInByACookieThatScriptsCannotRead) {
    add("lan", {{"desk", "LC-YB"}});
    const auto response = sign_in("lan");
    EXPECT_EQ(response.status, 201) << text(response);
    const std::string set{response.headers.find("set-cookie").value_or("")};
    EXPECT_THAT(set, StartsWith("tangthu_session="));
    EXPECT_THAT(set, HasSubstr("HttpOnly"));
    EXPECT_THAT(set, HasSubstr("SameSite=Lax"));
    EXPECT_THAT(set, Not(HasSubstr("Max-Age"))) << "gone with the window";
    EXPECT_THAT(text(response), Not(HasSubstr(cookie_))) << "the secret is in no body";
    EXPECT_THAT(text(response), HasSubstr(R"("permissions":["CatalogueRead"])"));
    EXPECT_THAT(text(response), HasSubstr(R"("unit":"LC-YB")"));
    EXPECT_THAT(std::string{response.headers.find("cache-control").value_or("")}, HasSubstr("no-store"));
    EXPECT_EQ(member(send("GET", "/api/v1/session"), "name"), "lan");
}

TEST_P(IdentityHttpTest, SaysOnlyThatSomethingWasWrong) {
    add("lan", {{"desk", "LC-YB"}});
    const auto wrong = sign_in("lan", "sai mật khẩu");
    const auto nobody = sign_in("nobody", "sai mật khẩu");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(nobody.status, 401);
    EXPECT_EQ(member(wrong, "key"), "identity.wrong_password");
    EXPECT_EQ(member(nobody, "key"), "identity.wrong_password");
    for (int i = 0; i < 4; ++i)
        static_cast<void>(sign_in("lan", "sai"));
    const auto waits = sign_in("lan");
    EXPECT_EQ(waits.status, 429);
    EXPECT_EQ(waits.headers.find("retry-after"), "5");
}

TEST_P(IdentityHttpTest, ACookieAloneChangesNothing) {
    add("lan", {{"desk", "LC-YB"}});
    static_cast<void>(sign_in("lan"));
    const auto right = csrf_;
    for (const auto& wrong : {std::string{}, std::string{"x"}, right.substr(1), right + "x"}) {
        csrf_ = wrong;
        const auto refused = send("PATCH", "/api/v1/session", R"({"unit":"X-MAU-A"})");
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(member(refused, "key"), "identity.csrf");
    }
    EXPECT_EQ(member(send("GET", "/api/v1/session"), "unit"), "LC-YB") << "looking needs none";
    csrf_ = right;
    EXPECT_EQ(member(send("PATCH", "/api/v1/session", R"({"unit":"X-MAU-A"})"), "unit"), "X-MAU-A");
    EXPECT_EQ(send("DELETE", "/api/v1/session").status, 204);
    EXPECT_EQ(send("GET", "/api/v1/session").status, 401);
}

TEST_P(IdentityHttpTest, APasswordFromSomebodyElseIsChangedFirst) {
    const auto signed_in = sign_in("admin", admin_password_);
    EXPECT_THAT(text(signed_in), HasSubstr(R"("must_change_password":true)"));
    EXPECT_EQ(member(send("GET", "/api/v1/staff"), "key"), "identity.password_must_change");
    const auto weak =
        send("POST", "/api/v1/passwords", R"({"old_password":")" + admin_password_ + R"(","new_password":"ngắn"})");
    EXPECT_EQ(weak.status, 400);
    EXPECT_EQ(member(weak, "key"), "identity.weak_password");
    const auto changed = send("POST", "/api/v1/passwords",
                              R"({"old_password":")" + admin_password_ + R"(","new_password":"một câu dài dễ nhớ"})");
    EXPECT_EQ(changed.status, 200) << text(changed);
    EXPECT_EQ(send("GET", "/api/v1/staff").status, 200);
}

TEST_P(IdentityHttpTest, AnAccountIsMadeEditedAndGivenANewPassword) {
    add("chief", {{"admin", ""}}, "");
    static_cast<void>(sign_in("chief"));
    const auto made = send("POST", "/api/v1/staff",
                           R"({"name":"pao","full_name":"Giàng A Páo","home_unit":"X-MAU-A","desk_card":"NV-0007",)"
                           R"("grants":[{"role":"desk","unit":"X-MAU-A"}]})");
    ASSERT_EQ(made.status, 201) << text(made);
    EXPECT_EQ(member(made, "password").size(), 19U);
    const auto id = identity_->get_staff("pao")->id.value;
    const auto one = "/api/v1/staff/" + std::to_string(id);
    const std::string edit = R"({"full_name":"Giàng A Páo","home_unit":null,"is_active":false,"grants":[]})";
    EXPECT_EQ(send("PUT", one, edit).status, 428);
    if_match_ = "\"staff-99\"";
    EXPECT_EQ(send("PUT", one, edit).status, 412);
    if_match_ = std::string{send("GET", one).headers.find("etag").value_or("")};
    const auto edited = send("PUT", one, edit);
    EXPECT_EQ(edited.status, 200) << text(edited);
    EXPECT_EQ(member(edited, "desk_card"), "NV-0007") << "what an edit does not speak of stays";
    if_match_.clear();
    EXPECT_EQ(member(send("POST", one + "/passwords"), "password").size(), 19U);
    EXPECT_EQ(send("GET", "/api/v1/staff/999").status, 404);
    EXPECT_THAT(text(send("GET", "/api/v1/roles")), HasSubstr("Thủ thư"));
}

TEST_P(IdentityHttpTest, ADeviceComesWithItsTokenInAHeader) {
    const auto gate = identity_->add_staff({.name = "gate",
                                            .full_name = "Máy đếm lượt",
                                            .home_unit = "LC-YB",
                                            .kind = StaffKind::service,
                                            .grants = {{"manager", "LC-YB"}}},
                                           machine_);
    bearer_ = identity_->add_token(gate->staff.id, "cổng", 30, machine_)->token;
    EXPECT_EQ(send("GET", "/api/v1/staff").status, 200);
    EXPECT_EQ(send("POST", "/api/v1/staff", R"({"name":"x"})").status, 400) << "no cookie, no CSRF token asked for";
    bearer_ += "x";
    EXPECT_EQ(send("GET", "/api/v1/staff").status, 401);
    bearer_.clear();
    EXPECT_EQ(send("GET", "/api/v1/staff").status, 401);
}

} // namespace
} // namespace tangthu::identity::impl
