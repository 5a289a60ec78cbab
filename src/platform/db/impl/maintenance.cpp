#include "platform/db/maintenance.h"

#include "platform/db/impl/connection.h"
#include "platform/db/impl/whole_copy.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace tangthu::db {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWordForEngine[] = {"sqlite", "postgresql"};

/// The file's contents, and then its name, are on the disk when this returns.
void sync_to_disk(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || fsync(file) != 0) {
        const std::string reason = std::strerror(errno);
        if (file >= 0) ::close(file);
        throw DatabaseFault(FaultCause::InputOutput, "fsync " + path.string() + ": " + reason);
    }
    ::close(file);
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path{"."}; }

void remove_database(const fs::path& file) {
    std::error_code ignored;
    for (const auto* tail : {"", "-wal", "-shm", "-journal"})
        fs::remove(file.string() + tail, ignored);
}

/// Gives a finished file its name in one step: a reader never finds half a backup under it.
void publish(const fs::path& part, const fs::path& file) {
    sync_to_disk(part);
    fs::rename(part, file);
    sync_to_disk(folder_of(file));
}

/// Errors: db.backup_cannot_create: the folder is not there, is closed, is full.
Result<void> try_to_create(const fs::path& part, const fs::path& file) {
    const int made = ::open(part.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (made < 0)
        return fail(ErrorKind::Conflict, "db.backup_cannot_create",
                    {{"file", file.string()}, {"reason", std::strerror(errno)}});
    ::close(made);
    std::error_code ignored;
    fs::remove(part, ignored);
    return {};
}

Result<int> schema_number(Database& db) {
    TANGTHU_TRY(const auto state, pending_migrations(db));
    return state.from_number;
}

Result<Database> open_file(const fs::path& file) {
    return Database::open({Engine::Sqlite, file.string()}, {.durability = Durability::Relaxed});
}

/// A dump of PostgreSQL: a SQLite file with the same tables (docs/decisions/0022-one-backup-format.md).
void dump_postgres(Database& db, const fs::path& part, const Clock& clock) {
    auto steps = impl::applied_migrations(db, built_in_migrations());
    if (!steps) throw DatabaseFault(FaultCause::Statement, steps.error().key);
    auto file = open_file(part);
    if (!file) throw DatabaseFault(FaultCause::InputOutput, file.error().detail);
    if (const auto made = migrate(*file, clock, *steps); !made)
        throw DatabaseFault(FaultCause::Statement, made.error().key);
    (void)db.read([&](ReadTx& from) -> Result<int> {
        return file->write([&](WriteTx& to) -> Result<int> {
            impl::copy_tables(from, to);
            to.execute("CREATE TABLE db_backups (engine TEXT NOT NULL)");
            to.execute("INSERT INTO db_backups (engine) VALUES ('postgresql')");
            return 0;
        });
    });
}

void vacuum_into(Database& db, const fs::path& part) {
    // A connection of its own: the writer stays free for the desk all the while.
    auto file = Database::open(db.location());
    if (!file) throw DatabaseFault(FaultCause::InputOutput, file.error().detail);
    std::string quoted;
    for (const char c : part.string())
        quoted += c == '\'' ? std::string{"''"} : std::string(1, c);
    impl::Access::backend(*file).with_connection(
        [&](impl::Connection& connection) { connection.run_script("VACUUM INTO '" + quoted + "'"); });
}

Result<BackupView> view_of_file(const fs::path& file, int number) {
    std::error_code problem;
    const auto size = fs::file_size(file, problem);
    return BackupView{file.string(), problem ? 0 : static_cast<std::int64_t>(size), number, {}};
}

Error restore_failed(const fs::path& file, const std::string& detail) {
    return {ErrorKind::Unavailable, "db.restore_failed", {{"file", file.string()}}, detail};
}

/// Reads the whole backup once: a damaged page is found here and not in a year.
Result<void> require_sound(Database& backup, const fs::path& file) {
    const auto unreadable = [&](const std::string& detail) {
        return fail(ErrorKind::Invalid, "db.backup_unreadable", {{"file", file.string()}}, detail);
    };
    try {
        const auto verdict = backup.read([](ReadTx& tx) -> Result<std::string> {
            return tx.find_value<std::string>("SELECT * FROM pragma_quick_check(1)").value_or("no answer");
        });
        if (*verdict != "ok") return unreadable(*verdict);
    } catch (const DatabaseFault& fault) {
        return unreadable(fault.what());
    }
    TANGTHU_TRY(const int number, schema_number(backup));
    if (number == 0) return unreadable("it holds no tables of ours");
    return {};
}

bool is_of_postgres(Database& backup) {
    return *backup.read([](ReadTx& tx) -> Result<bool> {
        return tx.find_value<int>("SELECT 1 FROM sqlite_master WHERE name = 'db_backups'").has_value();
    });
}

/// True when no other program has the file open: only then SQLite lets go of the write-ahead log.
bool settle(const fs::path& file) {
    auto db = Database::open({Engine::Sqlite, file.string()}, {.busy_timeout_ms = 200});
    if (!db) return db.error().key == "db.not_a_database"; // what nobody can read nobody has open
    try {
        impl::Access::backend(*db).with_connection(
            [](impl::Connection& connection) { connection.run_script("PRAGMA journal_mode = DELETE"); });
    } catch (const DatabaseFault& fault) {
        return fault.cause() == FaultCause::Corrupt;
    }
    std::error_code ignored;
    return !fs::exists(file.string() + "-wal", ignored);
}

Result<BackupView> restore_sqlite(const fs::path& target, const fs::path& file, const Clock& clock, BackupView view) {
    const fs::path part = target.string() + ".part";
    remove_database(part);
    fs::copy_file(file, part);
    if (fs::exists(target)) {
        if (!settle(target)) return fail(ErrorKind::Conflict, "db.in_use", {{"location", target.string()}});
        const fs::path aside = target.string() + ".before-" + std::to_string(clock.now().unix_ms);
        // A second name, so that at no moment the database is without one: a kill here must not let the next start make
        // an empty database.
        fs::create_hard_link(target, aside);
        view.kept_aside = aside.string();
    }
    for (const auto* tail : {"-wal", "-shm"})
        fs::remove(target.string() + tail);
    publish(part, target);
    return view;
}

Result<BackupView> restore_postgres(const DatabaseLocation& location, Database& backup, const Clock& clock,
                                    BackupView view) {
    TANGTHU_TRY(auto db, Database::open(location));
    TANGTHU_TRY(const auto state, pending_migrations(db));
    if (state.from_number != 0) return fail(ErrorKind::Conflict, "db.not_empty", {{"location", location.redacted()}});
    TANGTHU_TRY(const auto steps, impl::applied_migrations(backup, built_in_migrations()));
    TANGTHU_CHECK(migrate(db, clock, steps));
    TANGTHU_CHECK(backup.read([&](ReadTx& from) -> Result<int> {
        return db.write([&](WriteTx& to) -> Result<int> {
            impl::copy_tables(from, to);
            return 0;
        });
    }));
    return view;
}

} // namespace

Result<StatusView> run_status(Database& db) {
    StatusView view;
    view.engine = kWordForEngine[static_cast<std::size_t>(db.engine())];
    view.location = db.location().redacted();
    TANGTHU_CHECK(db.read([&](ReadTx& tx) -> Result<int> {
        const bool is_sqlite = tx.engine() == Engine::Sqlite;
        view.server = tx.find_value<std::string>(is_sqlite ? "SELECT sqlite_version()"
                                                           : "SELECT current_setting('server_version')")
                          .value_or("");
        view.size_bytes =
            tx.find_value<std::int64_t>(is_sqlite ? "SELECT page_count * page_size FROM pragma_page_count, "
                                                    "pragma_page_size"
                                                  : "SELECT pg_database_size(current_database())")
                .value_or(0);
        return 0;
    }));
    const auto state = pending_migrations(db);
    if (state) {
        view.schema_number = state->from_number;
        view.pending = state->applied;
    } else {
        view.problem = state.error().key;
    }
    return view;
}

Result<MigrateView> run_migrate(Database& db, const Clock& clock) {
    TANGTHU_TRY(auto report, migrate(db, clock));
    return MigrateView{report.from_number, report.to_number, std::move(report.applied)};
}

Result<BackupView> run_backup(Database& db, const fs::path& file, const Clock& clock) {
    std::error_code problem;
    if (fs::exists(file, problem)) return fail(ErrorKind::Conflict, "db.backup_exists", {{"file", file.string()}});
    TANGTHU_TRY(const int number, schema_number(db));
    const fs::path part = file.string() + ".part";
    remove_database(part);
    TANGTHU_CHECK(try_to_create(part, file));
    const auto failed = [&](const std::string& detail) {
        remove_database(part);
        return fail(ErrorKind::Unavailable, "db.backup_failed", {{"file", file.string()}}, detail);
    };
    try {
        if (db.engine() == Engine::Sqlite) {
            vacuum_into(db, part);
        } else {
            dump_postgres(db, part, clock);
            if (!settle(part)) return failed("the write-ahead log of the backup stays open");
        }
        publish(part, file);
    } catch (const DatabaseFault& fault) {
        if (fault.cause() != FaultCause::Busy) return failed(fault.what());
        remove_database(part);
        throw;
    } catch (const fs::filesystem_error& error) {
        return failed(error.what());
    }
    return view_of_file(file, number);
}

Result<BackupView> run_restore(const DatabaseLocation& location, const fs::path& file, const Clock& clock) {
    std::error_code problem;
    if (!fs::is_regular_file(file, problem))
        return fail(ErrorKind::NotFound, "db.backup_unreadable", {{"file", file.string()}}, "no such file");
    // The backup itself is never opened for writing: a copy is checked, then put in place.
    const fs::path scratch = location.engine == Engine::Sqlite
                                 ? fs::path{location.target + ".check"}
                                 : fs::temp_directory_path() / ("tangthu-restore-" + std::to_string(getpid()) + ".db");
    remove_database(scratch);
    try {
        fs::copy_file(file, scratch);
        auto restored = [&]() -> Result<BackupView> {
            auto backup = open_file(scratch);
            if (!backup)
                return fail(ErrorKind::Invalid, "db.backup_unreadable", {{"file", file.string()}},
                            backup.error().detail);
            TANGTHU_CHECK(require_sound(*backup, file));
            TANGTHU_TRY(const int number, schema_number(*backup));
            TANGTHU_TRY(auto view, view_of_file(file, number));
            if (location.engine == Engine::Postgres) return restore_postgres(location, *backup, clock, std::move(view));
            if (is_of_postgres(*backup))
                return fail(ErrorKind::Unsupported, "db.backup_of_postgres", {{"file", file.string()}});
            return restore_sqlite(location.target, file, clock, std::move(view));
        }();
        remove_database(scratch);
        return restored;
    } catch (const DatabaseFault& fault) {
        remove_database(scratch);
        return fail(restore_failed(file, fault.what()));
    } catch (const fs::filesystem_error& error) {
        remove_database(scratch);
        return fail(restore_failed(file, error.what()));
    }
}

} // namespace tangthu::db
