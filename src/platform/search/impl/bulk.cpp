#include "platform/search/impl/bulk.h"

#include "platform/search/impl/writer.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostBlockBytes = std::size_t{16} << 20U;
constexpr std::size_t kMergedAtOnce = 32; ///< shards; each holds some files open

void compact(const std::vector<fs::path>& sources, const fs::path& target) {
    Xapian::Database all;
    for (const fs::path& source : sources)
        all.add_database(Xapian::Database{source.string()});
    all.compact(target.string(), Xapian::DBCOMPACT_NO_RENUMBER);
    for (const fs::path& source : sources)
        fs::remove_all(source);
}

/// Runs tasks on some threads; rethrows the first failure.
template <class Task>
void in_parallel(std::size_t tasks, std::size_t threads, Task&& task) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto run = [&] {
        for (std::size_t i = next++; i < tasks; i = next++) {
            try {
                task(i);
            } catch (...) {
                const std::lock_guard lock{mutex};
                failure = std::current_exception();
            }
        }
    };
    std::vector<std::thread> pool;
    for (std::size_t i = 1; i < std::min(tasks, threads); ++i)
        pool.emplace_back(run);
    run();
    for (std::thread& thread : pool)
        thread.join();
    if (failure) std::rethrow_exception(failure);
}

/// Throws Xapian's exceptions on as Faults.
[[noreturn]] void rethrow_as_fault(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Xapian::Error& error) {
        throw Fault("search: " + error.get_description());
    } catch (const fs::filesystem_error& error) {
        throw Fault(std::string{"search: "} + error.what());
    }
}

struct SpoolHead {
    std::uint32_t id;
    std::uint32_t size;
};

} // namespace

// --- Block ----------------------------------------------------------------------------------------------------------

void Block::add(const Document& document) {
    Entry entry{document.id, {}};
    std::size_t part = 0;
    for (const auto* list : {&document.texts, &document.terms, &document.facets, &document.sorts}) {
        for (const FieldValue& value : *list) {
            values.push_back({static_cast<std::uint32_t>(value.field), static_cast<std::uint32_t>(bytes.size()),
                              static_cast<std::uint32_t>(value.value.size())});
            bytes += value.value;
        }
        entry.ends[part++] = static_cast<std::uint32_t>(values.size());
    }
    entries.push_back(entry);
}

void Block::get(std::size_t index, Document& document) const {
    document.clear();
    const Entry& entry = entries[index];
    document.id = entry.id;
    std::uint32_t at = index == 0 ? 0 : entries[index - 1].ends[3];
    std::size_t part = 0;
    const std::string_view all = bytes;
    for (auto* list : {&document.texts, &document.terms, &document.facets, &document.sorts}) {
        for (; at < entry.ends[part]; ++at)
            list->push_back({values[at].field, all.substr(values[at].at, values[at].size)});
        ++part;
    }
}

// --- SpoolSource ----------------------------------------------------------------------------------------------------
// A spool file: u64 count of columns + 1 ends, then segment 0 (u32 ids), then per column id, size, bytes.

void SpoolSource::for_each_document(const VisitId& visit) const {
    for (const MappedFile& file : files_) {
        std::uint64_t ends[2];
        std::memcpy(ends, file.bytes().data(), sizeof ends);
        for (std::uint64_t at = ends[0]; at < ends[1]; at += sizeof(std::uint32_t)) {
            std::uint32_t id = 0;
            std::memcpy(&id, file.bytes().data() + at, sizeof id);
            visit(id);
        }
    }
}

void SpoolSource::for_each_value(std::size_t column, const VisitValue& visit) const {
    for (const MappedFile& file : files_) {
        std::uint64_t ends[2];
        std::memcpy(ends, file.bytes().data() + (column + 1) * sizeof(std::uint64_t), sizeof ends);
        for (std::uint64_t at = ends[0]; at < ends[1];) {
            SpoolHead head{};
            std::memcpy(&head, file.bytes().data() + at, sizeof head);
            visit(head.id, file.bytes().substr(at + sizeof head, head.size));
            at += sizeof head + head.size;
        }
    }
}

// --- BulkState ------------------------------------------------------------------------------------------------------

BulkState::BulkState(std::shared_ptr<Core> core, BulkOptions options)
    : core_(std::move(core)), folder_(core_->folder() / "build"),
      block_documents_(std::max<std::size_t>(options.block_documents, 1)),
      threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())),
      filling_(std::make_unique<Block>()) {
    try {
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "shards");
        for (std::size_t i = 0; i < threads_; ++i)
            workers_.emplace_back([this] { work(); });
    } catch (...) {
        stop_workers();
        core_->end_change();
        throw;
    }
}

BulkState::~BulkState() {
    {
        const std::lock_guard lock{mutex_};
        waiting_.clear();
    }
    stop_workers();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    core_->end_change();
}

fs::path BulkState::shard_path(std::size_t number) const { return folder_ / "shards" / std::to_string(number); }
fs::path BulkState::spool_path(std::size_t number) const { return folder_ / ("spool." + std::to_string(number)); }

Result<void> BulkState::add(const Document& document) {
    TANGTHU_CHECK(check_document(document, last_id_));
    last_id_ = document.id;
    filling_->add(document);
    if (filling_->entries.size() >= block_documents_ || filling_->bytes.size() >= kMostBlockBytes) hand_over();
    return {};
}

void BulkState::hand_over() {
    filling_->number = blocks_++;
    auto fresh = std::make_unique<Block>();
    fresh->bytes.reserve(filling_->bytes.size());
    fresh->values.reserve(filling_->values.size());
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return waiting_.size() < 2 || failure_; });
    if (failure_) rethrow_as_fault(failure_);
    waiting_.push_back(std::move(filling_));
    filling_ = std::move(fresh);
    changed_.notify_all();
}

void BulkState::work() {
    while (true) {
        std::unique_ptr<Block> block;
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return !waiting_.empty() || is_ending_; });
            if (waiting_.empty()) return;
            block = std::move(waiting_.front());
            waiting_.pop_front();
            changed_.notify_all();
        }
        try {
            write_spool(*block);
            make_shard(*block);
        } catch (...) {
            const std::lock_guard lock{mutex_};
            failure_ = std::current_exception();
            changed_.notify_all();
            return;
        }
    }
}

void BulkState::stop_workers() {
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
        changed_.notify_all();
    }
    for (std::thread& worker : workers_)
        worker.join();
    workers_.clear();
}

void BulkState::make_shard(const Block& block) const {
    TermMaker maker{core_->schema()};
    Xapian::WritableDatabase shard{shard_path(block.number).string(), Xapian::DB_CREATE_OR_OVERWRITE |
                                                                          Xapian::DB_BACKEND_GLASS |
                                                                          Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS};
    Document document;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        block.get(i, document);
        shard.replace_document(static_cast<Xapian::docid>(document.id), xapian_document(maker, document));
    }
    shard.commit();
}

void BulkState::write_spool(const Block& block) const {
    const Schema& schema = core_->schema();
    std::vector<std::string> segments(column_count(schema) + 1);
    const auto append = [](std::string& to, const auto& number) {
        to.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    Document document;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        block.get(i, document);
        const auto id = static_cast<std::uint32_t>(document.id);
        append(segments[0], id);
        for_each_column_value(schema, document, [&](std::size_t column, std::string_view value) {
            append(segments[column + 1], SpoolHead{id, static_cast<std::uint32_t>(value.size())});
            segments[column + 1] += value;
        });
    }
    FileWriter file{spool_path(block.number)};
    std::uint64_t at = (segments.size() + 1) * sizeof at;
    file.write(&at, sizeof at);
    for (const std::string& segment : segments) {
        at += segment.size();
        file.write(&at, sizeof at);
    }
    for (const std::string& segment : segments)
        file.write(segment);
    file.close(false);
}

std::vector<fs::path> BulkState::merge_groups(const std::vector<fs::path>& shards, std::size_t level) const {
    std::vector<std::vector<fs::path>> groups;
    for (std::size_t i = 0; i < shards.size(); i += kMergedAtOnce)
        groups.emplace_back(shards.begin() + static_cast<std::ptrdiff_t>(i),
                            shards.begin() + static_cast<std::ptrdiff_t>(std::min(i + kMergedAtOnce, shards.size())));
    std::vector<fs::path> merged;
    for (std::size_t i = 0; i < groups.size(); ++i)
        merged.push_back(folder_ / "shards" / ("level" + std::to_string(level) + "." + std::to_string(i)));
    in_parallel(groups.size(), threads_, [&](std::size_t i) { compact(groups[i], merged[i]); });
    return merged;
}

void BulkState::merge_shards(const fs::path& target) const {
    std::vector<fs::path> shards;
    for (std::size_t i = 0; i < blocks_; ++i)
        shards.push_back(shard_path(i));
    for (std::size_t level = 1; shards.size() > kMergedAtOnce; ++level)
        shards = merge_groups(shards, level);
    if (!shards.empty()) compact(shards, target);
}

void BulkState::finish(std::int64_t position) {
    try {
        if (!filling_->entries.empty()) hand_over();
        stop_workers();
        if (failure_) std::rethrow_exception(failure_);
        const fs::path built = folder_ / "built";
        const fs::path database = built / "xapian";
        fs::create_directories(built);
        SpoolSource source;
        for (std::size_t i = 0; i < blocks_; ++i)
            source.add(spool_path(i));
        const IndexState state{1, 0, 0, position};
        std::exception_ptr failure;
        std::thread merging{[&] {
            try {
                merge_shards(database);
                Xapian::WritableDatabase whole{database.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS};
                whole.set_metadata(kSchemaKey, schema_fingerprint(core_->schema()));
                whole.set_metadata(kStateKey, write_state(state));
                whole.commit();
            } catch (...) {
                failure = std::current_exception();
            }
        }};
        const auto words = [&] { // asked for when the columns are done
            merging.join();
            if (failure) std::rethrow_exception(failure);
            return collect_words(Xapian::Database{database.string()});
        };
        try {
            write_tables(built / "tables.1", core_->schema(), source, words);
        } catch (...) {
            if (merging.joinable()) merging.join();
            throw;
        }
        write_manifest(built, core_->schema(), state);
        (void)core_->take_folded(true);
        core_->activate(built);
    } catch (const Fault&) {
        throw;
    } catch (...) {
        rethrow_as_fault(std::current_exception());
    }
}

} // namespace tangthu::search::impl
