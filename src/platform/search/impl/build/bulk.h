#pragma once

#include "platform/search/impl/columns/tables_writer.h"
#include "platform/search/impl/core.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tangthu::search::impl {

/// Documents waiting to become a run; all text in one buffer.
struct Block {
    struct Value {
        std::uint32_t field;
        std::uint32_t at;
        std::uint32_t size;
    };
    struct Entry {
        std::int64_t id;
        std::uint32_t ends[4]; ///< of texts, terms, facets, sorts in `values`
    };
    std::size_t number = 0;
    std::string bytes;
    std::vector<Value> values;
    std::vector<Entry> entries;

    void add(const Document& document);
    /// Views into this block.
    void get(std::size_t index, Document& document) const;
};

/// Column values of all blocks, read back from the files their makers left.
class SpoolSource final : public RowSource {
public:
    void add(const std::filesystem::path& path) { files_.emplace_back(path); }
    void for_each_document(const VisitId& visit) const override;
    void for_each_value(std::size_t column, const VisitValue& visit) const override;

private:
    std::vector<MappedFile> files_; ///< ascending by document
};

class BulkState {
public:
    BulkState(std::shared_ptr<Core> core, BulkOptions options);
    ~BulkState();
    [[nodiscard]] Result<void> add(const Document& document);
    void finish(std::int64_t position);

private:
    void hand_over();
    void work();
    void make_run(const Block& block) const;
    void write_spool(const Block& block) const;
    void stop_workers();
    /// The files of a block: its columns' values, its postings, its documents.
    enum class BlockFile { columns, postings, documents };
    [[nodiscard]] std::filesystem::path path_of(std::size_t block, BlockFile file) const;

    const std::shared_ptr<Core> core_;
    const std::filesystem::path folder_;
    const std::size_t block_documents_;
    const std::size_t threads_;
    std::unique_ptr<Block> filling_;
    std::int64_t last_id_ = 0;
    std::size_t blocks_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Block>> waiting_;
    std::exception_ptr failure_;
    bool is_ending_ = false;
    std::vector<std::thread> workers_;
};

} // namespace tangthu::search::impl
