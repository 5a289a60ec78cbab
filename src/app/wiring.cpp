#include "app/wiring.h"

#include "platform/db/migrate.h"
#include "platform/journal/journal.h"

#include <chrono>
#include <thread>
#include <tuple>

namespace tangthu::app {

namespace {

/// How long a command waits for another one that is writing the index: a large import takes minutes.
constexpr std::chrono::minutes kIndexPatience{30};
/// How long a search waits for a running server to index what was just written.
constexpr std::chrono::seconds kReaderPatience{2};

Result<void> require_schema(db::Database& database) {
    TANGTHU_TRY(const auto pending, db::pending_migrations(database));
    if (pending.applied.empty()) return {};
    return fail(ErrorKind::Unavailable, "app.migrations_pending", {{"count", std::to_string(pending.applied.size())}});
}

} // namespace

Result<db::Database> open_database(const Settings& settings, Missing missing) {
    const DataFolder folder(settings.data);
    TANGTHU_TRY(const auto location, database_location(settings));
    std::error_code failed;
    const bool is_there = location.engine == db::Engine::Postgres || std::filesystem::exists(location.target, failed);
    if (!is_there && missing == Missing::refuse)
        return fail(ErrorKind::NotFound, "app.no_library", {{"folder", folder.root().string()}});
    TANGTHU_CHECK(folder.create());
    return db::Database::open(location);
}

Library::Library(db::Database database, const Settings& settings, const text::Messages& messages)
    : settings_(settings), folder_(settings.data), messages_(messages), database_(std::move(database)),
      branches_(database_, clock_), identity_(database_, branches_, clock_) {}

Library::~Library() = default;

Result<std::unique_ptr<Library>> Library::open(const Settings& settings, const text::Messages& messages, Use use,
                                               const Hooks& hooks) {
    TANGTHU_TRY(auto database, open_database(settings, use == Use::look ? Missing::refuse : Missing::create));
    auto library = std::make_unique<Library>(std::move(database), settings, messages);
    if (use == Use::look) {
        TANGTHU_CHECK(require_schema(library->database()));
        TANGTHU_CHECK(library->open_for_reading(hooks));
    } else {
        TANGTHU_CHECK(db::migrate(library->database(), library->clock()));
        journal::prepare(library->database());
        TANGTHU_CHECK(library->open_for_writing(use, hooks));
    }
    return library;
}

Result<void> Library::open_index(search::Access access) {
    importer_.reset();
    catalogue_.reset();
    indexer_.reset();
    index_.reset();
    TANGTHU_TRY(auto index, search::Index::open(folder_.index(), catalogue::catalogue_index_schema(), access));
    index_.emplace(std::move(index));
    const auto role = access == search::Access::write ? catalogue::IndexRole::writer : catalogue::IndexRole::reader;
    indexer_.emplace(database_, branches_, *index_, role);
    catalogue_.emplace(database_, *index_);
    importer_.emplace(database_, branches_, *indexer_, messages_, clock_);
    return {};
}

/// A look needs no lock. Where the index is not what the database says (a killed import, a lost folder) and nobody is
/// at work on it, it is put right first.
Result<void> Library::open_for_reading(const Hooks& hooks) {
    TANGTHU_CHECK(open_index(search::Access::read));
    TANGTHU_TRY(const auto standing, indexer_->standing());
    if (standing.ok) return {};
    if (ServerLock::find_server(folder_)) {
        // The server is catching up: give it a moment. Should that not do, an older answer is better than none.
        if (standing.is_stale) std::ignore = indexer_->wait_for(standing.journal_position, kReaderPatience).has_value();
        return {};
    }
    auto as_writer = open_index(search::Access::write);
    if (!as_writer && as_writer.error().key != "search.index_locked") return as_writer;
    if (!as_writer) return open_index(search::Access::read); // another command is at work on it
    TANGTHU_CHECK(indexer_->ensure(hooks.on_rebuild));
    return open_index(search::Access::read);
}

/// The index has one writer. A running server keeps it up with what a command writes to the database; another command
/// is waited for.
Result<void> Library::open_for_writing(Use use, const Hooks& hooks) {
    const auto deadline = std::chrono::steady_clock::now() + kIndexPatience;
    for (bool has_told = false;;) {
        if (use == Use::write && ServerLock::find_server(folder_)) return open_index(search::Access::read);
        auto opened = open_index(search::Access::write);
        if (opened || opened.error().key != "search.index_locked") return opened;
        if (std::chrono::steady_clock::now() > deadline) return fail(ErrorKind::Unavailable, "app.index_in_use");
        if (!has_told && hooks.on_wait) hooks.on_wait();
        has_told = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

} // namespace tangthu::app
