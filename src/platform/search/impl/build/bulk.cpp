#include "platform/search/impl/build/bulk.h"

#include "platform/search/impl/build/posting_runs.h"
#include "platform/search/impl/build/writer.h"
#include "platform/search/impl/faults.h"

#include <algorithm>
#include <future>

namespace tangthu::search::impl {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostBlockBytes = std::size_t{16} << 20U;

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
        fs::create_directories(folder_);
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

fs::path BulkState::path_of(std::size_t block, BlockFile file) const {
    static constexpr const char* kNames[] = {"columns.", "postings.", "documents."};
    return folder_ / (kNames[static_cast<std::size_t>(file)] + std::to_string(block));
}

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
            make_run(*block);
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

void BulkState::make_run(const Block& block) const {
    TermMaker maker{core_->schema()};
    RunMaker run;
    Document document;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        block.get(i, document);
        const auto& terms = maker.make(document.texts, document.terms);
        run.add(static_cast<std::uint32_t>(document.id), terms, maker.lines());
    }
    run.write(path_of(block.number, BlockFile::postings), path_of(block.number, BlockFile::documents));
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
    FileWriter file{path_of(block.number, BlockFile::columns)};
    std::uint64_t at = (segments.size() + 1) * sizeof at;
    file.write(&at, sizeof at);
    for (const std::string& segment : segments) {
        at += segment.size();
        file.write(&at, sizeof at);
    }
    for (const std::string& segment : segments)
        file.write(segment);
    file.close(Sync::no);
}

void BulkState::finish(std::int64_t position) {
    try {
        if (!filling_->entries.empty()) hand_over();
        stop_workers();
        if (failure_) std::rethrow_exception(failure_);
        const fs::path built = folder_ / "built";
        const fs::path database = built / "xapian";
        fs::create_directories(built);
        SpoolSource columns;
        PostingRuns runs;
        for (std::size_t i = 0; i < blocks_; ++i) {
            columns.add(path_of(i, BlockFile::columns));
            runs.add(path_of(i, BlockFile::postings), path_of(i, BlockFile::documents));
        }
        const IndexState state{1, 0, 0, position};
        Xapian::WritableDatabase{database.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS}.close();
        GlassRoots roots;
        std::vector<WordEntry> words;
        auto postings = std::async(std::launch::async,
                                   [&] { roots.postlist = runs.write_postings(database / "postlist.glass", words); });
        const GlassStatistics statistics = runs.write_documents(database, roots);
        write_tables(built / "tables.1", core_->schema(), columns, [&] { // asked for when the columns are done
            postings.get();
            return std::move(words);
        });
        write_glass_version(database, roots, statistics);
        Xapian::WritableDatabase whole{database.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS};
        whole.set_metadata(kSchemaKey, schema_fingerprint(core_->schema()));
        whole.set_metadata(kStateKey, write_state(state));
        whole.commit();
        whole.close();
        write_manifest(built, core_->schema(), state);
        core_->drop_folded();
        core_->activate(built);
    } catch (const Fault&) {
        throw;
    } catch (...) {
        rethrow_as_fault(std::current_exception());
    }
}

} // namespace tangthu::search::impl
