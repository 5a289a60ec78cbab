#include "modules/identity/impl/session_store.h"

namespace tangthu::identity::impl {

namespace {

#define IDN_SESSION_SELECT                                                                                             \
    "SELECT s.id, s.staff_id, s.kind, s.label, s.csrf, s.unit_id, s.client, s.created_at, s.seen_at, s.expires_at, "   \
    "u.must_change, u.is_active FROM idn_sessions s JOIN idn_staff u ON u.id = s.staff_id "

std::optional<SessionRow> read_one(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    const auto& row = rows.row();
    return SessionRow{.id = row.get<SessionId>(0),
                      .staff = row.get<StaffId>(1),
                      .kind = enum_from_name<SessionKind>(row.get<std::string_view>(2)).value_or(SessionKind::browser),
                      .label = row.get<std::string>(3),
                      .csrf = row.get<std::string>(4),
                      .unit = row.get<UnitId>(5),
                      .client = row.get<std::string>(6),
                      .created_at = row.get<Instant>(7),
                      .seen_at = row.get<Instant>(8),
                      .expires_at = row.get<Instant>(9),
                      .must_change = row.get<bool>(10),
                      .is_staff_active = row.get<bool>(11)};
}

} // namespace

SessionId insert_session(db::WriteTx& tx, std::string_view token_hash, const SessionRow& row) {
    return tx.insert_returning<SessionId>(
        "INSERT INTO idn_sessions (token_hash, staff_id, kind, label, csrf, unit_id, client, created_at, seen_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) RETURNING id",
        token_hash, row.staff, enum_name(row.kind), row.label, row.csrf, row.unit, row.client, row.created_at,
        row.expires_at);
}

std::optional<SessionRow> find_session_row(db::ReadTx& tx, std::string_view token_hash) {
    return read_one(tx.query(IDN_SESSION_SELECT "WHERE s.token_hash = $1", token_hash));
}

std::optional<SessionRow> find_session_row(db::ReadTx& tx, SessionId id) {
    return read_one(tx.query(IDN_SESSION_SELECT "WHERE s.id = $1", id));
}

void note_session_use(db::WriteTx& tx, SessionId id, Instant seen_at, Instant expires_at) {
    tx.execute("UPDATE idn_sessions SET seen_at = $2, expires_at = $3 WHERE id = $1", id, seen_at, expires_at);
}

void set_session_unit(db::WriteTx& tx, SessionId id, UnitId unit) {
    tx.execute("UPDATE idn_sessions SET unit_id = $2 WHERE id = $1", id, unit);
}

void remove_session(db::WriteTx& tx, SessionId id) { tx.execute("DELETE FROM idn_sessions WHERE id = $1", id); }

void remove_sessions_of(db::WriteTx& tx, StaffId staff, SessionId but) {
    tx.execute("DELETE FROM idn_sessions WHERE staff_id = $1 AND id <> $2", staff, but);
}

void remove_ended_sessions(db::WriteTx& tx, Instant now) {
    tx.execute("DELETE FROM idn_sessions WHERE expires_at <= $1", now);
}

} // namespace tangthu::identity::impl
