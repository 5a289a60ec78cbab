#include "tests/support/engines.h"

#include "platform/base/log.h"
#include "platform/db/impl/connection.h"
#include "platform/db/migrate.h"
#include "tests/support/postgres_server.h"

#include <cstdlib>
#include <unistd.h>

namespace tangthu::test {

namespace {

namespace fs = std::filesystem;

fs::path make_folder() {
    const fs::path base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : fs::temp_directory_path();
    std::string pattern = base / "tangthu_test_XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for tests under " + base.string());
    return pattern;
}

db::Database open_or_throw(const db::DatabaseLocation& location, const db::DatabaseOptions& options) {
    auto database = db::Database::open(location, options);
    if (!database) throw std::runtime_error(database.error().key + ": " + database.error().detail);
    return *std::move(database);
}

void migrate_or_throw(db::Database& database) {
    log::set_level("warning");
    const auto report = db::migrate(database, SystemClock{});
    if (!report) throw std::runtime_error(report.error().key + ": " + report.error().detail);
}

void run_outside_transaction(db::Database& database, const std::string& sql) {
    db::impl::Access::backend(database).with_connection(
        [&](db::impl::Connection& connection) { connection.run_script(sql); });
}

/// One per test binary: the migrated SQLite file, the PostgreSQL server and its migrated template.
class Templates {
public:
    static Templates& instance() {
        static Templates templates;
        return templates;
    }
    ~Templates() {
        if (template_made_ && !server_) administer("DROP DATABASE IF EXISTS " + template_name_);
        administrator_.reset();
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }

    const fs::path& sqlite_file() {
        if (folder_.empty()) {
            folder_ = make_folder();
            file_ = folder_ / "template.db";
            auto database = open_or_throw({db::Engine::Sqlite, file_}, fast());
            migrate_or_throw(database);
        }
        return file_;
    }

    /// Why there is no PostgreSQL; empty when there is.
    std::string require_postgres() {
        if (server_ || !given_url().empty()) return {};
        if (!problem_.empty()) return problem_;
        try {
            server_ = std::make_unique<PostgresServer>();
        } catch (const std::runtime_error& error) {
            problem_ = error.what();
        }
        return problem_;
    }

    db::DatabaseLocation postgres(const std::string& name) const {
        if (server_) return {db::Engine::Postgres, server_->url(name)};
        const auto url = given_url();
        const auto from = url.find("://") + 3;
        const auto query = std::min(url.find('?', from), url.size());
        const auto slash = std::min(url.find('/', from), query);
        return {db::Engine::Postgres, url.substr(0, slash) + "/" + name + url.substr(query)};
    }

    void drop_postgres(const std::string& name) { administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); }

    db::DatabaseLocation make_postgres(bool is_migrated) {
        if (is_migrated && !template_made_) {
            administer("CREATE DATABASE " + template_name_ + " TEMPLATE template0");
            auto database = open_or_throw(postgres(template_name_), {});
            template_made_ = true;
            migrate_or_throw(database);
        }
        const auto name = prefix_ + std::to_string(++count_);
        administer("CREATE DATABASE " + name + " TEMPLATE " +
                   (is_migrated ? template_name_ : std::string{"template0"}));
        return postgres(name);
    }

private:
    void administer(const std::string& sql) {
        if (!administrator_) administrator_.emplace(open_or_throw(postgres("postgres"), fast()));
        run_outside_transaction(*administrator_, sql);
    }

    static db::DatabaseOptions fast() { return {.durability = db::Durability::Relaxed}; }
    static std::string given_url() {
        const char* url = std::getenv("TANGTHU_TEST_POSTGRES");
        return url == nullptr || std::string_view{url} == "required" ? "" : url;
    }

    fs::path folder_;
    fs::path file_;
    std::unique_ptr<PostgresServer> server_;
    std::optional<db::Database> administrator_;
    std::string problem_;
    std::string prefix_ = "tangthu_test_" + std::to_string(getpid()) + "_";
    std::string template_name_ = prefix_ + "template";
    bool template_made_ = false;
    int count_ = 0;
};

} // namespace

Result<EmptyDatabase> make_database(db::Engine engine, bool is_migrated) {
    auto& templates = Templates::instance();
    if (engine == db::Engine::Postgres) {
        if (const auto problem = templates.require_postgres(); !problem.empty())
            return fail(ErrorKind::Unavailable, "test.no_postgres", {}, problem);
        return EmptyDatabase{templates.make_postgres(is_migrated), make_folder()};
    }
    EmptyDatabase made{{db::Engine::Sqlite, {}}, make_folder()};
    made.location.target = made.folder / "tangthu.db";
    if (is_migrated) fs::copy_file(templates.sqlite_file(), made.location.target);
    return made;
}

void drop_database(const EmptyDatabase& database) {
    std::error_code ignored;
    fs::remove_all(database.folder, ignored);
    if (database.location.engine == db::Engine::Sqlite) return;
    const auto& url = database.location.target;
    const auto slash = url.rfind('/');
    const auto name = url.substr(slash + 1, url.find('?', slash) - slash - 1);
    Templates::instance().drop_postgres(name);
}

db::DatabaseOptions EngineTest::fast_options() { return {.durability = db::Durability::Relaxed}; }

db::Database EngineTest::open_again(const db::DatabaseOptions& options) const {
    return open_or_throw(location_, options);
}

namespace {
std::optional<EmptyDatabase> database_or_skip(db::Engine engine, bool is_migrated) {
    auto made = make_database(engine, is_migrated);
    if (made) return *std::move(made);
    // Only its absence is a reason to skip: one that is installed and does not start is a finding.
    if (std::getenv("TANGTHU_TEST_POSTGRES") != nullptr || PostgresServer::is_installed())
        throw std::runtime_error(made.error().detail);
    return std::nullopt;
}
} // namespace

void EngineTest::SetUp() {
    const auto made = database_or_skip(GetParam(), true);
    if (!made) GTEST_SKIP() << "PostgreSQL is not installed: this test ran on SQLite only";
    adopt(made->location, made->folder);
}

void EmptyEngineTest::SetUp() {
    const auto made = database_or_skip(GetParam(), false);
    if (!made) GTEST_SKIP() << "PostgreSQL is not installed: this test ran on SQLite only";
    adopt(made->location, made->folder);
}

void EngineTest::adopt(const db::DatabaseLocation& location, const fs::path& folder) {
    location_ = location;
    folder_ = folder;
    reopen();
}

void EngineTest::TearDown() {
    close();
    if (!folder_.empty()) drop_database({location_, folder_});
}

} // namespace tangthu::test
