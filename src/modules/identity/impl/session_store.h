#pragma once

#include "modules/identity/staff.h"
#include "platform/db/transaction.h"

namespace tangthu::identity::impl {

enum class SessionKind { browser, token };
TANGTHU_DESCRIBE_ENUM(SessionKind, browser, token)

struct SessionRow {
    SessionId id;
    StaffId staff;
    SessionKind kind = SessionKind::browser;
    std::string label;
    std::string csrf;
    UnitId unit;
    std::string client;
    Instant created_at;
    Instant seen_at;
    Instant expires_at;
    bool must_change = false;     ///< of its account
    bool is_staff_active = false; ///< of its account
};

/// `token_hash`: SHA-256 in hexadecimal.
[[nodiscard]] SessionId insert_session(db::WriteTx& tx, std::string_view token_hash, const SessionRow& row);
/// With what its account says of it.
[[nodiscard]] std::optional<SessionRow> find_session_row(db::ReadTx& tx, std::string_view token_hash);
[[nodiscard]] std::optional<SessionRow> find_session_row(db::ReadTx& tx, SessionId id);
void note_session_use(db::WriteTx& tx, SessionId id, Instant seen_at, Instant expires_at);
void set_session_unit(db::WriteTx& tx, SessionId id, UnitId unit);
void remove_session(db::WriteTx& tx, SessionId id);
/// All of an account but one (none: all).
void remove_sessions_of(db::WriteTx& tx, StaffId staff, SessionId but = {});
void remove_ended_sessions(db::WriteTx& tx, Instant now);

} // namespace tangthu::identity::impl
