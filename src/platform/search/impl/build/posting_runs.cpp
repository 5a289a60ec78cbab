#include "platform/search/impl/build/posting_runs.h"

#include "platform/base/error.h"
#include "platform/search/impl/head_of.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace tangthu::search::impl {

namespace {

constexpr std::size_t kArenaBytes = std::size_t{1} << 20U;
/// Postings are handed on in pieces of about this size, so that a list can be cut where a chunk is full.
constexpr std::size_t kPieceBytes = 240;
/// Before the postings of a first chunk: documents, sum of wdfs, first document, last chunk or not, last document.
constexpr std::size_t kMostChunkHead = 5 + 10 + 5 + 1 + 5;
constexpr std::size_t kMostChunkKeyTail = 1 + 5; ///< end of the term, first document
constexpr std::string_view kLengthsKey{"\x00\xe0", 2};

/// Reads what pack_uint wrote; our own file, just written.
std::uint64_t unpack_uint(const char*& at) {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at++);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) return value;
    }
}

std::uint32_t unpack_uint32(const char*& at) { return static_cast<std::uint32_t>(unpack_uint(at)); }

/// Some postings of one term: the first one's wdf, then for each further one the gap and the wdf.
struct Piece {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::string bytes;

    void add(std::uint32_t id, std::uint32_t bits) {
        if (bytes.empty())
            first = id;
        else
            pack_uint(bytes, id - last - 1);
        last = id;
        pack_uint(bytes, bits);
    }
};

/// The list of a document's terms, as glass keeps it to be able to change the document: length, number of terms, then
/// each term without what it shares with the one before.
void pack_term_list(std::string& out, const std::vector<MadeTerm>& terms, std::uint32_t length) {
    out.clear();
    if (terms.empty()) return;
    pack_uint(out, length);
    pack_uint(out, terms.size());
    std::string_view before;
    for (const MadeTerm& term : terms) {
        const auto [mine, theirs] = std::mismatch(term.term.begin(), term.term.end(), before.begin(), before.end());
        const auto shared = static_cast<std::size_t>(mine - term.term.begin());
        // A small wdf shares its byte with the number of shared letters.
        const std::size_t both = (std::size_t{term.bits} + 1) * (before.size() + 1) + shared;
        const bool is_joined = !before.empty() && term.bits < 127 && both < 256;
        if (is_joined)
            out += static_cast<char>(both);
        else if (!before.empty())
            out += static_cast<char>(shared);
        out += static_cast<char>(term.term.size() - shared);
        out += term.term.substr(shared);
        if (!is_joined) pack_uint(out, term.bits);
        before = term.term;
    }
}

/// Writes one posting list, or that of the documents' lengths (an empty term, counted as nothing), chunk by chunk.
class ListWriter {
public:
    ListWriter(GlassTableWriter& table, std::string_view term, std::uint32_t documents, std::uint64_t total)
        : table_(table), term_(term), documents_(documents), total_(total) {
        if (term.empty())
            key_ = kLengthsKey;
        else
            pack_term(key_, term, KeyEnd::open);
        room_ = GlassTableWriter::room_beside(key_.size() + kMostChunkKeyTail) - kMostChunkHead;
    }
    void add(std::uint32_t first, std::uint32_t last, std::string_view bytes) {
        if (!chunk_.empty() && chunk_.size() + 5 + bytes.size() > room_) flush('0');
        if (chunk_.empty())
            first_ = first;
        else
            pack_uint(chunk_, first - last_ - 1);
        chunk_ += bytes;
        last_ = last;
    }
    void finish() { flush('1'); }

private:
    void flush(char is_last) {
        tag_.clear();
        if (is_first_) {
            pack_uint(tag_, documents_);
            pack_uint(tag_, total_);
            pack_uint(tag_, first_ - 1);
        } else {
            key_.clear();
            if (term_.empty())
                key_ = kLengthsKey;
            else
                pack_term(key_, term_, KeyEnd::marked);
            pack_uint_sorted(key_, first_);
        }
        tag_ += is_last;
        pack_uint(tag_, last_ - first_);
        tag_ += chunk_;
        table_.add(key_, tag_);
        chunk_.clear();
        is_first_ = false;
    }
    GlassTableWriter& table_;
    const std::string_view term_;
    const std::uint32_t documents_;
    const std::uint64_t total_;
    std::size_t room_;
    std::string key_;
    std::string tag_;
    std::string chunk_;
    std::uint32_t first_ = 0;
    std::uint32_t last_ = 0;
    bool is_first_ = true;
};

/// Writes a run. An entry: term, documents, sum of wdfs, pieces; numbers as pack_uint has them. The lengths of
/// documents come first, as the list of an empty term that counts nothing.
class RunWriter {
public:
    explicit RunWriter(FileWriter& file) : file_(file) {}
    void add(std::uint32_t id, std::uint32_t bits) {
        if (piece_.bytes.size() >= kPieceBytes) hand_on();
        piece_.add(id, bits);
        total_ += bits;
    }
    void finish_lengths() {
        total_ = 0;
        finish_term({}, 0);
    }
    void finish_term(std::string_view term, std::uint32_t documents) {
        hand_on();
        entry_.clear();
        pack_uint(entry_, term.size());
        entry_ += term;
        pack_uint(entry_, documents);
        pack_uint(entry_, total_);
        pack_uint(entry_, count_);
        file_.write(entry_);
        file_.write(pieces_);
        pieces_.clear();
        count_ = 0;
        total_ = 0;
    }

private:
    void hand_on() {
        pack_uint(pieces_, piece_.first);
        pack_uint(pieces_, piece_.last - piece_.first);
        pack_uint(pieces_, piece_.bytes.size());
        pieces_ += piece_.bytes;
        piece_.bytes.clear();
        ++count_;
    }
    FileWriter& file_;
    Piece piece_;
    std::string entry_;
    std::string pieces_;
    std::uint64_t total_ = 0;
    std::uint32_t count_ = 0;
};

/// A run read from its first term to its last.
class RunReader {
public:
    explicit RunReader(const std::filesystem::path& path)
        : file_(path), at_(file_.bytes().data()), end_(at_ + file_.bytes().size()) {
        next();
    }
    [[nodiscard]] bool is_done() const { return is_done_; }
    [[nodiscard]] std::uint64_t head() const { return head_; }
    [[nodiscard]] std::string_view term() const { return term_; }
    [[nodiscard]] std::uint32_t documents() const { return documents_; }
    [[nodiscard]] std::uint64_t total() const { return total_; }

    void give(ListWriter& list) {
        for (; pieces_ > 0; --pieces_) {
            const std::uint32_t first = unpack_uint32(at_);
            const std::uint32_t last = first + unpack_uint32(at_);
            const auto size = static_cast<std::size_t>(unpack_uint(at_));
            list.add(first, last, {at_, size});
            at_ += size;
        }
        next();
    }

private:
    void next() {
        if (at_ == end_) {
            is_done_ = true;
            return;
        }
        const auto read = static_cast<std::size_t>(at_ - file_.bytes().data());
        if (read - let_go_ > kReadAtOnce) file_.let_go_before(let_go_ = read);
        const auto size = static_cast<std::size_t>(unpack_uint(at_));
        term_ = {at_, size};
        at_ += size;
        head_ = head_of(term_);
        documents_ = unpack_uint32(at_);
        total_ = unpack_uint(at_);
        pieces_ = unpack_uint32(at_);
    }
    static constexpr std::size_t kReadAtOnce = std::size_t{1} << 20U;
    MappedFile file_;
    const char* at_;
    const char* end_;
    std::size_t let_go_ = 0;
    std::string_view term_;
    std::uint64_t head_ = 0;
    std::uint64_t total_ = 0;
    std::uint32_t documents_ = 0;
    std::uint32_t pieces_ = 0;
    bool is_done_ = false;
};

/// A document in its file.
struct DocumentHead {
    std::uint32_t id;
    std::uint32_t length;
    std::uint32_t lines;
    std::uint32_t term_list;
};

template <class Visit>
void for_each_document(std::string_view file, Visit&& visit) {
    for (std::size_t at = 0; at < file.size();) {
        DocumentHead head{};
        std::memcpy(&head, file.data() + at, sizeof head);
        at += sizeof head;
        visit(head, file.substr(at, head.lines), file.substr(at + head.lines, head.term_list));
        at += head.lines + head.term_list;
    }
}

} // namespace

// --- RunMaker -------------------------------------------------------------------------------------------------------

std::string_view RunMaker::kept(std::string_view word) {
    if (arena_.empty() || arena_left_ < word.size()) {
        arena_.push_back(std::make_unique_for_overwrite<char[]>(kArenaBytes));
        arena_left_ = kArenaBytes;
    }
    char* const at = arena_.back().get() + (kArenaBytes - arena_left_);
    std::memcpy(at, word.data(), word.size());
    arena_left_ -= word.size();
    return {at, word.size()};
}

void RunMaker::add(std::uint32_t id, const std::vector<MadeTerm>& terms, std::string_view lines) {
    const auto document = static_cast<std::uint32_t>(ids_.size());
    ids_.push_back(id);
    std::uint32_t length = 0;
    for (const MadeTerm& term : terms) {
        const std::size_t known = words_.size();
        const std::uint32_t word = hash_.find_or_add(term.term, words_);
        if (words_.size() > known) {
            words_[word] = kept(term.term);
            counts_.push_back(0);
        }
        ++counts_[word];
        postings_.push_back({word, document, term.bits});
        length += term.bits;
    }
    lengths_.push_back(length);
    pack_term_list(term_list_, terms, length);
    const DocumentHead head{id, length, static_cast<std::uint32_t>(lines.size()),
                            static_cast<std::uint32_t>(term_list_.size())};
    documents_.append(reinterpret_cast<const char*>(&head), sizeof head);
    documents_ += lines;
    documents_ += term_list_;
}

std::vector<std::uint32_t> RunMaker::words_in_order() const {
    struct Key {
        std::uint64_t head;
        std::uint32_t word;
    };
    std::vector<Key> keys;
    keys.reserve(words_.size());
    for (std::uint32_t i = 0; i < words_.size(); ++i)
        keys.push_back({head_of(words_[i]), i});
    std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
        return a.head != b.head ? a.head < b.head : words_[a.word] < words_[b.word];
    });
    std::vector<std::uint32_t> order;
    order.reserve(keys.size());
    for (const Key& key : keys)
        order.push_back(key.word);
    return order;
}

void RunMaker::write(const std::filesystem::path& postings, const std::filesystem::path& documents) const {
    // Postings lie by document; each word's own part of `sorted` keeps that order.
    std::vector<std::uint32_t> ends(words_.size());
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < words_.size(); ++i)
        ends[i] = std::exchange(sum, sum + counts_[i]);
    std::vector<const Posting*> sorted(postings_.size());
    for (const Posting& posting : postings_)
        sorted[ends[posting.word]++] = &posting;

    FileWriter out{postings};
    RunWriter run{out};
    for (std::size_t i = 0; i < ids_.size(); ++i)
        run.add(ids_[i], lengths_[i]);
    run.finish_lengths();
    for (const std::uint32_t word : words_in_order()) {
        for (std::uint32_t i = ends[word] - counts_[word]; i < ends[word]; ++i)
            run.add(ids_[sorted[i]->document], sorted[i]->bits);
        run.finish_term(words_[word], counts_[word]);
    }
    out.close(Sync::no);
    FileWriter whole{documents};
    whole.write(documents_);
    whole.close(Sync::no);
}

// --- PostingRuns ----------------------------------------------------------------------------------------------------

void PostingRuns::add(const std::filesystem::path& postings, const std::filesystem::path& documents) {
    postings_.push_back(postings);
    documents_.push_back(documents);
}

std::string PostingRuns::write_postings(const std::filesystem::path& path, std::vector<WordEntry>& words) const {
    GlassTableWriter table{path};
    std::vector<RunReader> runs;
    for (const auto& file : postings_)
        runs.emplace_back(file);
    // The run whose term comes first is on top; of equal terms the one with the earlier documents.
    std::vector<std::size_t> heap;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (!runs[i].is_done()) heap.push_back(i);
    const auto is_later = [&](std::size_t a, std::size_t b) {
        if (runs[a].head() != runs[b].head()) return runs[a].head() > runs[b].head();
        const int order = runs[a].term().compare(runs[b].term());
        return order != 0 ? order > 0 : a > b;
    };
    std::make_heap(heap.begin(), heap.end(), is_later);
    std::vector<std::size_t> same;
    while (!heap.empty()) {
        same.clear();
        std::uint32_t documents = 0;
        std::uint64_t total = 0;
        const std::string_view term = runs[heap.front()].term();
        do {
            std::pop_heap(heap.begin(), heap.end(), is_later);
            same.push_back(heap.back());
            documents += runs[heap.back()].documents();
            total += runs[heap.back()].total();
            heap.pop_back();
        } while (!heap.empty() && runs[heap.front()].term() == term);
        ListWriter list{table, term, documents, total};
        for (const std::size_t run : same)
            runs[run].give(list);
        list.finish();
        const bool is_word = !term.empty() && (term[0] < 'A' || term[0] > 'Z');
        if (is_word) words.push_back({text::fold(term), std::string{term}, documents});
        for (const std::size_t run : same) {
            if (runs[run].is_done()) continue;
            heap.push_back(run);
            std::push_heap(heap.begin(), heap.end(), is_later);
        }
    }
    return table.finish();
}

GlassStatistics PostingRuns::write_documents(const std::filesystem::path& folder, GlassRoots& roots) const {
    GlassTableWriter data{folder / "docdata.glass"};
    GlassTableWriter terms{folder / "termlist.glass"};
    GlassStatistics all;
    std::string key;
    const auto write = [&](const DocumentHead& head, std::string_view lines, std::string_view term_list) {
        key.clear();
        pack_uint_sorted(key, head.id);
        if (!lines.empty()) data.add(key, lines);
        terms.add(key, term_list);
        ++all.documents;
        all.last_id = head.id;
        if (head.length > 0 && (all.least_length == 0 || head.length < all.least_length))
            all.least_length = head.length;
        all.most_length = std::max(all.most_length, head.length);
        all.total_length += head.length;
    };
    for (const auto& file : documents_)
        for_each_document(MappedFile{file}.bytes(), write);
    // An upper bound is all that is asked for; no wdf is larger than the sum of all.
    all.most_wdf = all.most_length;
    roots.docdata = data.finish();
    roots.termlist = terms.finish();
    return all;
}

} // namespace tangthu::search::impl
