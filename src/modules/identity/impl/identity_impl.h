#pragma once

#include "modules/branches/branches.h"
#include "modules/identity/identity.h"
#include "modules/identity/impl/session_store.h"
#include "modules/identity/impl/staff_store.h"
#include "platform/db/database.h"

#include <functional>
#include <mutex>

namespace tangthu::identity {

struct Identity::Impl {
    db::Database& database;
    const branches::Branches& branches;
    const Clock& clock;
    PasswordCost cost;
    mutable std::mutex mutex; ///< of those below
    mutable std::shared_ptr<const impl::StaffBook> kept_book;
    mutable std::int64_t checked_ms = 0;
    std::string nobodys_hash;

    /// Verified for names nobody has, so that a wrong name takes as long as a wrong password.
    [[nodiscard]] std::string hash_of_nobody();

    /// Accounts, roles and grants; renewed at once after a change here, within a second after one elsewhere.
    [[nodiscard]] std::shared_ptr<const impl::StaffBook> book() const;
    void forget_book();

    /// What an account's roles give, units by code. Grants at units nobody knows any more give nothing.
    [[nodiscard]] std::vector<impl::Right> rights_of(const impl::StaffBook& book, StaffId staff) const;
    /// The unit and all above it, as of today; empty for the whole network and for a code nobody knows.
    [[nodiscard]] std::vector<std::string> path_to(std::string_view unit) const;
    [[nodiscard]] std::string code_of(UnitId unit) const; ///< empty for none
    /// With grants and home by code.
    [[nodiscard]] StaffUser whole(const impl::StaffBook& book, const StaffUser& account) const;
    [[nodiscard]] Session session_of(const impl::SessionRow& row) const;

    /// What somebody says they are, and the secret that shows it.
    struct Claim {
        std::function<std::optional<impl::SignInFacts>(db::ReadTx&)> find;
        std::string impl::SignInFacts::* hash; ///< which secret: password or PIN
        std::string_view secret;
        const char* refusal; ///< error key, the same whatever of it was wrong
    };
    /// Who it is, or what is to be answered. Counts the failure.
    [[nodiscard]] Result<impl::SignInFacts> verify(const Claim& claim, std::string_view client);
    [[nodiscard]] Result<impl::SignInFacts> verify_named(std::string_view name, std::string_view password,
                                                         std::string_view client);
    /// Stores a browser's session under the digest of its secret.
    [[nodiscard]] impl::SessionRow begin_session(db::WriteTx& tx, const impl::SignInFacts& facts, UnitId unit,
                                                 std::string_view client, std::string_view token) const;
};

} // namespace tangthu::identity
