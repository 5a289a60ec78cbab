#pragma once

#include "platform/base/result.h"
#include "platform/search/document.h"
#include "platform/search/query.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace tangthu::search {

enum class Access {
    read,  ///< searching only; any number of processes
    write, ///< this process holds the folder's lock until the Index is closed
};

/// What a look at the folder says, and what searching and writing have met since. The index is derived: where it is not
/// ok, build it again from the database.
struct IndexHealth {
    bool ok = true;
    bool missing = false;      ///< never built, or files are gone
    bool truncated = false;    ///< a file is shorter than recorded, or can't be read
    bool outdated = false;     ///< made with another schema or by another version of this room
    std::int64_t position = 0; ///< journal position of the last commit (0: none): older than the journal = stale
    std::uint64_t documents = 0;
    std::string detail; ///< English, for logs
};

struct BulkOptions {
    unsigned threads = 0;                ///< 0: as many as the machine has cores
    std::size_t block_documents = 8'000; ///< documents turned around in memory at once, by each thread
};

class Writer;
class BulkBuilder;

namespace impl {
class Core;
class BulkState;
class WriterState;
} // namespace impl

/// A search index in a folder of its own. Thread-safe: any number of threads may search while one writes.
/// A search sees the last commit that ended before it began.
class Index {
public:
    /// Opens or creates. An unusable index opens all the same: see health(); searching it gives search.index_unusable.
    /// Errors: search.index_locked (another process writes), search.bad_schema.
    [[nodiscard]] static Result<Index> open(std::filesystem::path folder, Schema schema, Access access);
    Index(Index&&) noexcept;
    Index& operator=(Index&&) noexcept;
    ~Index();

    [[nodiscard]] const Schema& schema() const;
    [[nodiscard]] IndexHealth health() const;
    /// Reads every block; slow (half a minute a million documents). Searching and writing go on meanwhile.
    /// Stopped, it answers at once, as health() does.
    [[nodiscard]] IndexHealth check_deeply(const std::stop_token& stop = {}) const;

    /// Errors: search.query_too_long {limit}, search.too_many_terms {limit}, search.unknown_field {name, fields},
    /// search.unknown_facet/unknown_sort {name}, search.page_too_deep {limit}, search.bad_cursor, search.too_slow
    /// (Unavailable), search.index_unusable (Unavailable).
    [[nodiscard]] Result<Results> search(const Request& request) const;
    /// Values of facets with a suggest_weight that begin with the text, then values that hold its words in any place.
    /// Marks may be missing. Never an error for odd text: nothing is suggested.
    [[nodiscard]] Result<std::vector<Suggestion>> suggest(std::string_view text, std::size_t limit) const;
    /// Errors: search.unknown_facet, search.index_unusable.
    [[nodiscard]] Result<BrowsePage> browse(const BrowseRequest& request) const;
    /// Journal position of the last commit, as a search begun now would see it.
    [[nodiscard]] std::int64_t position() const;

    /// The one writer of this Index. Errors: search.read_only, search.index_busy (a writer or a build is alive
    /// already), search.index_unusable.
    [[nodiscard]] Result<Writer> writer();
    /// Starts building afresh beside what is there, which stays searchable until finish(). Errors: search.read_only,
    /// search.index_busy.
    [[nodiscard]] Result<BulkBuilder> rebuild(BulkOptions options = {});

private:
    explicit Index(std::shared_ptr<impl::Core> core);
    std::shared_ptr<impl::Core> core_;
};

/// Changes documents one by one or in batches; nothing is seen, and nothing survives, before commit().
/// Belongs to one thread at a time.
class Writer {
public:
    Writer(Writer&&) noexcept;
    Writer& operator=(Writer&&) noexcept;
    ~Writer(); ///< uncommitted changes are dropped

    /// Adds the document or takes the place of the one with its id. Errors: search.bad_document {id, reason}.
    [[nodiscard]] Result<void> replace(const Document& document);
    /// Not an error where there is none.
    void remove(std::int64_t id);
    /// Makes everything so far durable and visible, in one step, with the journal position it stands for.
    /// One document: a few milliseconds. Throws Fault where the disk fails: drop the Writer, what was committed stays.
    void commit(std::int64_t position);
    [[nodiscard]] std::size_t pending() const; ///< documents changed since the last commit

private:
    friend class Index;
    explicit Writer(std::unique_ptr<impl::WriterState> state);
    std::unique_ptr<impl::WriterState> state_;
};

/// Builds a whole index from documents in ascending order of id. The caller's thread only copies the document;
/// worker threads index shards, finish() merges them and puts the result in place of the old index.
/// Dropping it without finish() leaves the old index as it was, as does a kill at any moment.
class BulkBuilder {
public:
    BulkBuilder(BulkBuilder&&) noexcept;
    BulkBuilder& operator=(BulkBuilder&&) noexcept;
    ~BulkBuilder();

    /// Waits while the workers are behind. Errors: search.bad_document (id not above the last one, no id).
    /// Throws Fault where a worker's disk has failed.
    [[nodiscard]] Result<void> add(const Document& document);
    /// Throws Fault where the disk fails; the old index stays.
    void finish(std::int64_t position);

private:
    friend class Index;
    explicit BulkBuilder(std::unique_ptr<impl::BulkState> state);
    std::unique_ptr<impl::BulkState> state_;
};

} // namespace tangthu::search
