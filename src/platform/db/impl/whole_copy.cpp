#include "platform/db/impl/whole_copy.h"

#include "platform/db/impl/connection.h"
#include "platform/db/impl/identifier.h"

#include <algorithm>
#include <map>
#include <set>

namespace tangthu::db::impl {

namespace {

struct Columns {
    std::vector<std::string> names;
    std::string identity; ///< the `@id@` column, on PostgreSQL
};

/// In the order of the migration, which is one file for both engines.
Columns columns_of(ReadTx& tx, const std::string& table) {
    auto rows = tx.engine() == Engine::Sqlite
                    ? tx.query("SELECT name, 0 FROM pragma_table_info($1) ORDER BY cid", table)
                    : tx.query("SELECT column_name::text, (is_identity = 'YES')::int FROM information_schema.columns "
                               "WHERE table_schema = ANY (current_schemas(false)) AND table_name = $1 "
                               "ORDER BY ordinal_position",
                               table);
    Columns columns;
    while (rows.next()) {
        columns.names.push_back(rows.row().get<std::string>(0));
        require_identifier(columns.names.back());
        if (rows.row().get<bool>(1)) columns.identity = columns.names.back();
    }
    return columns;
}

std::map<std::string, std::set<std::string>> references(ReadTx& tx) {
    std::map<std::string, std::set<std::string>> needs;
    auto rows =
        tx.engine() == Engine::Sqlite
            ? tx.query("SELECT m.name, f.\"table\" FROM sqlite_master m LEFT JOIN "
                       "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' "
                       "ESCAPE '!'")
            : tx.query("SELECT t.relname::text, (SELECT r.relname::text FROM pg_class r WHERE r.oid = c.confrelid) "
                       "FROM pg_class t LEFT JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' WHERE "
                       "t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace");
    while (rows.next()) {
        const auto table = rows.row().get<std::string>(0);
        auto& of_table = needs[table];
        const auto other = rows.row().get<std::optional<std::string>>(1);
        if (other && *other != table) of_table.insert(*other);
    }
    return needs;
}

void copy_table(ReadTx& from, WriteTx& to, const std::string& table) {
    const auto columns = columns_of(to, table);
    std::string list;
    std::vector<std::string_view> names;
    for (const auto& name : columns.names) {
        list += (list.empty() ? "" : ", ") + name;
        names.push_back(name);
    }
    auto rows = from.scan("SELECT " + list + " FROM " + table);
    std::vector<Param> values;
    Access::connection(to).copy_in(table, names, [&](CopySink& sink) {
        while (rows.next()) {
            values.clear();
            for (int i = 0; i < static_cast<int>(names.size()); ++i)
                values.push_back(rows.row().param(i));
            sink.row(values);
        }
    });
    if (!columns.identity.empty())
        (void)to.find_value<std::int64_t>("SELECT setval(pg_get_serial_sequence($1, $2), greatest((SELECT max(" +
                                              columns.identity + ") FROM " + table + "), 1))",
                                          table, columns.identity);
}

} // namespace

std::vector<std::string> tables_in_order(ReadTx& tx) {
    auto needs = references(tx);
    std::vector<std::string> order;
    while (!needs.empty()) {
        const auto before = order.size();
        for (auto at = needs.begin(); at != needs.end();) {
            const bool is_ready = std::none_of(at->second.begin(), at->second.end(),
                                               [&](const std::string& other) { return needs.contains(other); });
            if (is_ready) {
                require_identifier(at->first);
                order.push_back(at->first);
                at = needs.erase(at);
            } else {
                ++at;
            }
        }
        if (order.size() == before)
            throw DatabaseFault(FaultCause::Statement, "tables refer to each other in a circle");
    }
    return order;
}

void copy_tables(ReadTx& from, WriteTx& to) {
    const auto order = tables_in_order(to);
    for (auto table = order.rbegin(); table != order.rend(); ++table)
        to.execute("DELETE FROM " + *table);
    for (const auto& table : order)
        copy_table(from, to, table);
}

Result<std::vector<Migration>> applied_migrations(Database& db, const std::vector<Migration>& migrations) {
    TANGTHU_TRY(const auto state, pending_migrations(db, migrations));
    std::vector<Migration> applied;
    for (const auto& migration : migrations) {
        if (migration.number <= state.from_number) applied.push_back(migration);
    }
    return applied;
}

} // namespace tangthu::db::impl
