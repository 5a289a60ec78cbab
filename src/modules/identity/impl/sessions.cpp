#include "modules/identity/impl/identity_impl.h"
#include "platform/base/digest.h"

namespace tangthu::identity {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;
/// A shift and its overtime; and a browser left signed in is asked for the password once a week.
constexpr std::int64_t kIdleLife = 12 * kHour;
constexpr std::int64_t kLongestLife = 7 * kDay;
/// A use is written down at most so often: reading a page must not cost a write.
constexpr std::int64_t kUseNotedEvery = 60 * kSecond;

Instant later(Instant from, std::int64_t ms) { return {from.unix_ms + ms}; }

Instant expiry_of(const impl::SessionRow& row, Instant now) {
    if (row.kind == impl::SessionKind::token) return row.expires_at;
    return std::min(later(now, kIdleLife), later(row.created_at, kLongestLife));
}

auto sign_in_needed() { return fail(ErrorKind::Unauthenticated, "net.sign_in_needed"); }

std::string actor_name(StaffId staff) { return "staff:" + std::to_string(staff.value); }

} // namespace

Session Identity::Impl::session_of(const impl::SessionRow& row) const {
    return {.id = row.id,
            .staff = row.staff,
            .unit = code_of(row.unit),
            .csrf = row.csrf,
            .expires_at = row.expires_at,
            .must_change_password = row.kind == impl::SessionKind::browser && row.must_change};
}

Result<impl::SignInFacts> Identity::Impl::verify(const Claim& claim, std::string_view client) {
    const auto now = clock.now();
    std::optional<impl::SignInFacts> facts;
    impl::Failures before;
    TANGTHU_CHECK(database.read([&](db::ReadTx& tx) -> Result<void> {
        facts = claim.find(tx);
        // What nobody has shares one line an address: guessing names must not fill the table.
        before = impl::read_failures(tx, facts ? facts->name : "", client);
        return {};
    }));
    if (const auto seconds = impl::seconds_to_wait(before, now); seconds > 0)
        return fail(ErrorKind::TooManyRequests, "identity.too_many_attempts", {{"seconds", std::to_string(seconds)}});
    // Outside any transaction: it takes a while on purpose.
    const auto hash = facts ? (*facts).*claim.hash : std::string{};
    const bool is_right = verify_password(hash.empty() ? hash_of_nobody() : hash, claim.secret) && !hash.empty();
    const std::string counted_name = facts ? facts->name : "";
    if (!is_right || !facts->is_active) {
        TANGTHU_CHECK(database.write([&](db::WriteTx& tx) -> Result<void> {
            auto failures = impl::read_failures(tx, counted_name, client);
            if (impl::is_forgotten(failures, now)) failures.count = 0;
            impl::note_failure(tx, counted_name, client, {failures.count + 1, now});
            if (facts) impl::note_audit(tx, "sign_in_failed", "visitor", facts->id, client, "", now);
            return {};
        }));
        return fail(ErrorKind::Unauthenticated, claim.refusal);
    }
    if (before.count > 0)
        TANGTHU_CHECK(database.write([&](db::WriteTx& tx) -> Result<void> {
            impl::forget_failures(tx, counted_name, client);
            return {};
        }));
    return *facts;
}

Result<impl::SignInFacts> Identity::Impl::verify_named(std::string_view name, std::string_view password,
                                                       std::string_view client) {
    return verify({.find =
                       [&](db::ReadTx& tx) {
                           const auto known = impl::account_name(name);
                           return known ? impl::find_sign_in(tx, *known) : std::nullopt;
                       },
                   .hash = &impl::SignInFacts::password_hash,
                   .secret = password,
                   .refusal = "identity.wrong_password"},
                  client);
}

impl::SessionRow Identity::Impl::begin_session(db::WriteTx& tx, const impl::SignInFacts& facts, UnitId unit,
                                               std::string_view client, std::string_view token) const {
    const auto now = clock.now();
    impl::SessionRow row{.staff = facts.id,
                         .kind = impl::SessionKind::browser,
                         .csrf = random_token(),
                         .unit = unit,
                         .client = std::string{client},
                         .created_at = now,
                         .must_change = facts.must_change,
                         .is_staff_active = true};
    row.expires_at = expiry_of(row, now);
    impl::remove_ended_sessions(tx, now);
    impl::note_seen(tx, facts.id, now);
    row.id = impl::insert_session(tx, sha256_hex(token), row);
    return row;
}

Result<NewSession> Identity::sign_in(std::string_view name, std::string_view password, std::string_view client) {
    TANGTHU_TRY(const auto facts, impl_->verify_named(name, password, client));
    const bool is_outdated = is_outdated_hash(facts.password_hash, impl_->cost);
    const auto new_hash = is_outdated ? hash_password(password, impl_->cost) : std::string{};
    const auto token = random_token();
    TANGTHU_TRY(const auto row, impl_->database.write([&](db::WriteTx& tx) -> Result<impl::SessionRow> {
        if (is_outdated)
            impl::set_password(tx, facts.id, new_hash,
                               facts.must_change ? impl::PasswordFrom::somebody_else : impl::PasswordFrom::its_owner);
        impl::note_audit(tx, "signed_in", actor_name(facts.id), facts.id, client, "", impl_->clock.now());
        return impl_->begin_session(tx, facts, facts.home_unit, client, token);
    }));
    return NewSession{impl_->session_of(row), token};
}

Result<void> Identity::sign_out(SessionId session) {
    const auto now = impl_->clock.now();
    return impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        if (const auto row = impl::find_session_row(tx, session))
            impl::note_audit(tx, "signed_out", actor_name(row->staff), row->staff, row->client, "", now);
        impl::remove_session(tx, session);
        return {};
    });
}

Result<Session> Identity::find_session(std::string_view token) {
    const auto now = impl_->clock.now();
    TANGTHU_TRY(auto row, impl_->database.read([&](db::ReadTx& tx) -> Result<std::optional<impl::SessionRow>> {
        return impl::find_session_row(tx, sha256_hex(token));
    }));
    if (!row || row->expires_at <= now || !row->is_staff_active) return sign_in_needed();
    if (now.unix_ms - row->seen_at.unix_ms > kUseNotedEvery) {
        row->expires_at = expiry_of(*row, now);
        TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
            impl::note_session_use(tx, row->id, now, row->expires_at);
            return {};
        }));
    }
    return impl_->session_of(*row);
}

Result<Session> Identity::move_to(SessionId session, std::string_view unit) {
    TANGTHU_TRY(const auto there, impl_->branches.get_unit(unit));
    TANGTHU_TRY(const auto row, impl_->database.write([&](db::WriteTx& tx) -> Result<impl::SessionRow> {
        auto found = impl::find_session_row(tx, session);
        if (!found) return sign_in_needed();
        if (permissions_at(found->staff, unit).empty())
            return fail(ErrorKind::Forbidden, "identity.not_there", {{"unit", std::string{unit}}});
        impl::set_session_unit(tx, session, there.id);
        found->unit = there.id;
        return *found;
    }));
    return impl_->session_of(row);
}

Result<void> Identity::change_password(const Session& session, std::string_view old_password,
                                       std::string_view new_password, std::string_view client) {
    TANGTHU_TRY(const auto account, get_staff(session.staff));
    TANGTHU_TRY(const auto facts, impl_->verify_named(account.name, old_password, client));
    TANGTHU_CHECK(impl::check_password(new_password, account.name));
    const auto hash = hash_password(new_password, impl_->cost);
    const auto now = impl_->clock.now();
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        impl::set_password(tx, facts.id, hash, impl::PasswordFrom::its_owner);
        impl::remove_sessions_of(tx, facts.id, session.id);
        impl::note_audit(tx, "password_changed", actor_name(facts.id), facts.id, client, "", now);
        impl::raise_revision(tx);
        return {};
    }));
    impl_->forget_book();
    return {};
}

Result<void> Identity::set_pin(const Session& session, std::string_view password, std::string_view pin,
                               std::string_view client) {
    TANGTHU_TRY(const auto account, get_staff(session.staff));
    if (account.desk_card.empty()) return fail(ErrorKind::Conflict, "identity.no_desk_card");
    TANGTHU_CHECK(impl::check_pin(pin));
    TANGTHU_TRY(const auto facts, impl_->verify_named(account.name, password, client));
    const auto hash = hash_password(pin, impl_->cost);
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        impl::set_pin(tx, facts.id, hash);
        impl::note_audit(tx, "pin_set", actor_name(facts.id), facts.id, client, "", impl_->clock.now());
        impl::raise_revision(tx);
        return {};
    }));
    impl_->forget_book();
    return {};
}

Result<NewSession> Identity::hand_over(const Session& from, std::string_view card, std::string_view pin,
                                       std::string_view client) {
    TANGTHU_TRY(const auto facts,
                impl_->verify({.find = [&](db::ReadTx& tx) { return impl::find_by_desk_card(tx, card); },
                               .hash = &impl::SignInFacts::pin_hash,
                               .secret = pin,
                               .refusal = "identity.wrong_pin"},
                              client));
    if (facts.must_change) return fail(ErrorKind::Forbidden, "identity.password_must_change");
    if (!from.unit.empty() && permissions_at(facts.id, from.unit).empty())
        return fail(ErrorKind::Forbidden, "identity.not_there", {{"unit", from.unit}});
    const auto token = random_token();
    TANGTHU_TRY(const auto row, impl_->database.write([&](db::WriteTx& tx) -> Result<impl::SessionRow> {
        const auto before = impl::find_session_row(tx, from.id);
        if (!before || before->kind != impl::SessionKind::browser) return sign_in_needed();
        impl::remove_session(tx, from.id);
        impl::note_audit(tx, "desk_handed_over", actor_name(before->staff), facts.id, client, from.unit,
                         impl_->clock.now());
        return impl_->begin_session(tx, facts, before->unit, client, token);
    }));
    return NewSession{impl_->session_of(row), token};
}

} // namespace tangthu::identity
