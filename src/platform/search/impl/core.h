#pragma once

#include "platform/search/impl/columns/snapshot.h"
#include "platform/search/impl/files.h"
#include "platform/search/impl/query/walk.h"
#include "platform/search/index.h"

#include "platform/base/error.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>
#include <xapian.h>

namespace tangthu::search::impl {

// The folder:   lock                 held by the writing process
//               CURRENT              name of the folder in use, `g7`
//               g7/xapian/           postings, and as metadata: state, schema, changes since the tables file
//               g7/tables.3          columns, dictionaries, words
//               g7/MANIFEST          what a sound folder must contain
//               build/               a rebuild under way; thrown away when nobody holds it

/// Where the Xapian database stands; kept in its metadata, so that it changes with the postings in one step.
struct IndexState {
    std::uint64_t tables = 0;     ///< number of the tables file
    std::uint64_t tables_seq = 0; ///< last change folded into it
    std::uint64_t seq = 0;        ///< last change
    std::int64_t position = 0;    ///< the owner's journal position
    friend bool operator==(const IndexState&, const IndexState&) = default;
};
[[nodiscard]] std::string write_state(const IndexState& state);
[[nodiscard]] bool read_state(const std::string& text, IndexState& state);
[[nodiscard]] std::string change_key(std::uint64_t seq);
inline constexpr const char* kStateKey = "state";
inline constexpr const char* kSchemaKey = "schema";
[[nodiscard]] std::string schema_fingerprint(const Schema& schema);

/// What a sound folder must contain: recorded after each commit, compared when the index is opened.
void write_manifest(const std::filesystem::path& generation, const Schema& schema, const IndexState& state);

/// Counters for one facet while it is counted; all zero between searches.
struct FacetCounters {
    std::vector<std::uint32_t> counts;
    std::vector<std::uint32_t> touched;
};

class ResultCache;

/// What one search at a time works with.
struct Reader {
    Xapian::Database database;
    IndexState state;
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<FacetCounters> counters;  ///< by facet
    std::shared_ptr<ResultCache> results; ///< of the generation: searches of one commit share it
};

/// One generation of the index, open.
class Generation {
public:
    Generation(std::filesystem::path path, const Schema& schema);
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// A reader that sees the latest commit. Throws Xapian::Error, Fault.
    [[nodiscard]] std::unique_ptr<Reader> take();
    void give_back(std::unique_ptr<Reader> reader);
    /// Gives the reader the snapshot of the commit its database stands at. False: others are at a later one, open the
    /// database again. Throws Xapian::Error, Fault.
    [[nodiscard]] bool bring_up_to_date(Reader& reader);

private:
    [[nodiscard]] std::shared_ptr<const Snapshot> load_tables(std::uint64_t number) const;

    const std::filesystem::path path_;
    const Schema& schema_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<Reader>> idle_;
    std::mutex snapshot_mutex_;
    std::shared_ptr<const Snapshot> latest_; ///< of latest_state_
    IndexState latest_state_;
    const std::shared_ptr<ResultCache> results_;
};

class Core {
public:
    Core(std::filesystem::path folder, Schema schema, Access access);
    ~Core();
    /// Errors as Index::open.
    [[nodiscard]] Result<void> open();

    [[nodiscard]] const Schema& schema() const { return schema_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] Access access() const { return access_; }
    [[nodiscard]] const std::shared_ptr<const BitWeights>& bits() const { return bits_; }
    [[nodiscard]] IndexHealth health() const;
    [[nodiscard]] IndexHealth check_deeply(const std::stop_token& stop);
    [[nodiscard]] std::shared_ptr<Generation> generation() const;
    /// Damage was met in a folder that had looked sound: health() says so from now on, and the next opening, too.
    void distrust(const std::string& why);

    /// Takes the finished folder in use and throws the old one away. Throws Fault where it is not sound: the old one
    /// stays.
    void activate(const std::filesystem::path& built);
    /// The right to change the index; false when it is taken.
    [[nodiscard]] bool begin_change() { return !is_changing_.exchange(true); }
    void end_change() { is_changing_ = false; }

    /// Calls work(Reader&) on the latest commit, again from the start where a commit pulled its blocks away.
    template <class Work>
    auto read(Work&& work) -> decltype(work(std::declval<Reader&>()));

    /// Searches that keep being overtaken hold it shared; commits take it alone.
    std::shared_mutex commit_gate;

    // Folding changes into a new tables file, beside searching and writing.
    void start_folding(std::shared_ptr<Generation> generation);
    struct Folded {
        std::uint64_t tables = 0;
        std::uint64_t seq = 0;
    };
    /// A tables file that waits to be taken into use by the next commit; none while the folding is under way.
    [[nodiscard]] std::optional<Folded> take_folded();
    /// Waits for the folding under way; what came of it is not wanted any more.
    void drop_folded();
    /// Waits for the folding under way; true when there is a tables file that waits to be taken into use.
    [[nodiscard]] bool await_folding();

private:
    [[nodiscard]] IndexHealth look(const std::filesystem::path& generation) const;
    [[nodiscard]] IndexHealth look_once(const std::filesystem::path& generation) const;
    void fold(Generation& generation);
    void clean_up();

    const std::filesystem::path folder_;
    const Schema schema_;
    const Access access_;
    std::shared_ptr<const BitWeights> bits_; ///< of a sound schema
    FolderLock lock_;
    mutable std::mutex mutex_; ///< generation_, health_
    std::shared_ptr<Generation> generation_;
    IndexHealth health_;
    std::atomic<bool> is_changing_{false};
    std::mutex fold_mutex_;
    std::thread folding_;
    std::optional<Folded> folded_;
    bool is_folded_ = false; ///< the thread has nothing more to do
};

[[nodiscard]] inline auto unusable() {
    return fail(ErrorKind::Unavailable, "search.index_unusable", {}, "the search index must be built again");
}

template <class Work>
auto Core::read(Work&& work) -> decltype(work(std::declval<Reader&>())) {
    constexpr int kPatience = 2; // overtaken so often, a search makes commits wait
    for (int attempt = 0; attempt < 10; ++attempt) {
        const std::shared_ptr<Generation> current = generation();
        if (!current) return unusable();
        std::shared_lock<std::shared_mutex> gate{commit_gate, std::defer_lock};
        if (attempt >= kPatience) gate.lock();
        try {
            std::unique_ptr<Reader> reader = current->take();
            auto result = work(*reader);
            current->give_back(std::move(reader));
            return result;
        } catch (const Xapian::DatabaseModifiedError&) {
            continue; // the reader with its half-used counters is dropped
        } catch (const Xapian::DatabaseCorruptError& error) {
            if (generation() != current) continue; // as below
            distrust(error.get_description());
            return fail(ErrorKind::Unavailable, "search.index_unusable", {}, error.get_description());
        } catch (const Xapian::DatabaseError& error) {
            // A rebuild has put another generation in place and removed this one before it was opened.
            if (generation() != current) continue;
            return fail(ErrorKind::Unavailable, "search.index_unusable", {}, error.get_description());
        } catch (const Fault&) {
            if (generation() == current) throw;
        }
    }
    return fail(ErrorKind::Unavailable, "search.too_slow", {}, "overtaken by commits again and again");
}

/// The words of a database with their counts, for a new tables file.
[[nodiscard]] std::vector<WordEntry> collect_words(const Xapian::Database& database);

} // namespace tangthu::search::impl
