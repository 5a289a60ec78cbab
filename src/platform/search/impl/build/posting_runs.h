#pragma once

#include "platform/search/impl/build/glass_table.h"
#include "platform/search/impl/columns/tables_writer.h"
#include "platform/search/impl/columns/word_hash.h"
#include "platform/search/impl/files.h"
#include "platform/search/impl/terms.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

// A whole index is built in two steps. Each block of documents is turned around in memory into a run: its terms in
// their order, each with its documents, already packed as the posting table will hold them. Then all runs are read
// side by side and the tables written from the first key to the last.

/// Turns a block of documents around.
class RunMaker {
public:
    /// Ascending by id. `terms` sorted by bytes, without repeats.
    void add(std::uint32_t id, const std::vector<MadeTerm>& terms, std::string_view lines);
    /// Writes the postings to one file and the documents themselves to another. Throws Fault.
    void write(const std::filesystem::path& postings, const std::filesystem::path& documents) const;

private:
    struct Posting {
        std::uint32_t word;
        std::uint32_t document; ///< position in ids_
        std::uint32_t bits;
    };
    [[nodiscard]] std::string_view kept(std::string_view word);
    [[nodiscard]] std::vector<std::uint32_t> words_in_order() const;

    WordHash hash_;
    std::vector<std::string_view> words_;
    std::vector<std::uint32_t> counts_; ///< postings of each word
    std::vector<std::unique_ptr<char[]>> arena_;
    std::size_t arena_left_ = 0;
    std::vector<Posting> postings_;
    std::vector<std::uint32_t> ids_;
    std::vector<std::uint32_t> lengths_; ///< beside ids_: sums of bits
    std::string documents_;
    std::string term_list_;
};

/// The runs of one index, ascending by document, and the three tables made from them.
class PostingRuns {
public:
    void add(const std::filesystem::path& postings, const std::filesystem::path& documents);
    /// Writes `postlist.glass`; what the version file says of it. `words` gets every term without a prefix.
    /// Throws Fault.
    [[nodiscard]] std::string write_postings(const std::filesystem::path& path, std::vector<WordEntry>& words) const;
    /// Writes `docdata.glass` and `termlist.glass`, and counts what there is. Throws Fault.
    [[nodiscard]] GlassStatistics write_documents(const std::filesystem::path& folder, GlassRoots& roots) const;

private:
    std::vector<std::filesystem::path> postings_;
    std::vector<std::filesystem::path> documents_;
};

} // namespace tangthu::search::impl
