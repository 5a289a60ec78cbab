#include "platform/search/impl/columns/tables_writer.h"

#include "platform/base/error.h"
#include "platform/search/impl/columns/word_hash.h"
#include "platform/search/impl/head_of.h"
#include "platform/text/normalize.h"
#include "platform/text/sort.h"
#include "platform/text/tokens.h"

#include <algorithm>
#include <numeric>

namespace tangthu::search::impl {

namespace {

/// Keys in one buffer, ordered by bytes; equal keys by the values themselves.
class KeyOrder {
public:
    void add(std::string_view key) {
        starts_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        bytes_ += key;
    }
    /// Positions of the values in the order of their keys.
    [[nodiscard]] std::vector<std::uint32_t> order(const std::vector<std::string_view>& values) {
        starts_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        struct Head {
            std::uint64_t head;
            std::uint32_t index;
        };
        std::vector<Head> heads(values.size());
        for (std::uint32_t i = 0; i < heads.size(); ++i)
            heads[i] = {head_of(key(i)), i};
        std::sort(heads.begin(), heads.end(), [&](const Head& a, const Head& b) {
            if (a.head != b.head) return a.head < b.head;
            const int by_key = key(a.index).compare(key(b.index));
            return by_key != 0 ? by_key < 0 : values[a.index] < values[b.index];
        });
        std::vector<std::uint32_t> result(heads.size());
        std::transform(heads.begin(), heads.end(), result.begin(), [](const Head& head) { return head.index; });
        return result;
    }

private:
    [[nodiscard]] std::string_view key(std::uint32_t index) const {
        return std::string_view{bytes_}.substr(starts_[index], starts_[index + 1] - starts_[index]);
    }
    std::string bytes_;
    std::vector<std::uint32_t> starts_;
};

/// Ids of a column in the order they were met, before the dictionary has its order.
struct RawColumn {
    std::vector<std::string_view> values;
    std::vector<std::uint32_t> counts;
    std::vector<std::uint32_t> rows; ///< one per id: the row it belongs to
    std::vector<std::uint32_t> ids;  ///< 1 + position in values
};

class Maker {
public:
    Maker(const std::filesystem::path& path, const Schema& schema, const RowSource& source)
        : file_(path), schema_(schema), source_(source) {}

    void write(const std::function<std::vector<WordEntry>()>& words) {
        TablesHeader header{};
        file_.write(&header, sizeof header);
        write_rows();
        const std::size_t columns = schema_.facets.size() + schema_.sorts.size();
        for (std::size_t column = 0; column < columns; ++column)
            write_column(column);
        write_words(words(), static_cast<std::uint32_t>(columns));
        file_.align(8);
        std::memcpy(header.magic, kTablesMagic, sizeof kTablesMagic);
        header.version = kTablesVersion;
        header.columns = static_cast<std::uint32_t>(columns);
        header.directory = file_.position();
        header.sections = static_cast<std::uint32_t>(sections_.size());
        header.rows = rows_;
        file_.write(sections_.data(), sections_.size() * sizeof(SectionEntry));
        header.file_size = file_.position();
        file_.patch(0, &header, sizeof header);
        file_.close(Sync::yes);
    }

private:
    template <class T>
    void section(Section kind, std::size_t column, const std::vector<T>& numbers) {
        begin(kind, column);
        file_.write(numbers.data(), numbers.size() * sizeof(T));
        end();
    }
    void begin(Section kind, std::size_t column) {
        file_.align(8);
        sections_.push_back({kind, static_cast<std::uint32_t>(column), file_.position(), 0});
    }
    void end() { sections_.back().size = file_.position() - sections_.back().offset; }

    void write_rows() {
        std::vector<std::uint64_t> present;
        source_.for_each_document([&](std::uint32_t id) {
            const std::size_t page = id >> kPageBits;
            if (page >= page_rows_.size()) page_rows_.resize(page + 1, kNoRow);
            if (page_rows_[page] == kNoRow) {
                page_rows_[page] = rows_;
                rows_ += kPageRows;
                present.resize(rows_ / 64);
            }
            const std::uint32_t row = row_of(id);
            present[row / 64] |= std::uint64_t{1} << (row % 64);
        });
        section(Section::page_rows, 0, page_rows_);
        section(Section::present, 0, present);
    }
    [[nodiscard]] std::uint32_t row_of(std::uint32_t id) const {
        return page_rows_[id >> kPageBits] + (id & (kPageRows - 1));
    }

    [[nodiscard]] bool is_multi_valued(std::size_t column) const {
        return column < schema_.facets.size() && schema_.facets[column].multi_valued;
    }

    [[nodiscard]] RawColumn collect(std::size_t column) const {
        const bool is_multi = is_multi_valued(column);
        RawColumn raw;
        WordHash hash;
        std::uint32_t last_row = kNoRow;
        std::size_t row_begin = 0;
        source_.for_each_value(column, [&](std::uint32_t id, std::string_view value) {
            const std::uint32_t row = row_of(id);
            if (row != last_row)
                row_begin = raw.ids.size();
            else if (!is_multi)
                return;
            last_row = row;
            const std::uint32_t known = hash.find_or_add(value, raw.values);
            if (known == raw.counts.size()) raw.counts.push_back(0);
            for (std::size_t i = row_begin; i < raw.ids.size(); ++i)
                if (raw.ids[i] == known + 1) return;
            ++raw.counts[known];
            raw.rows.push_back(row);
            raw.ids.push_back(known + 1);
        });
        return raw;
    }

    void write_column(std::size_t column) {
        const bool is_facet = column < schema_.facets.size();
        const Facet* facet = is_facet ? &schema_.facets[column] : nullptr;
        RawColumn raw = collect(column);
        KeyOrder keys;
        for (std::string_view value : raw.values)
            if (facet != nullptr)
                keys.add(facet_key(*facet, value));
            else
                keys.add(value);
        const std::vector<std::uint32_t> order = keys.order(raw.values);
        std::vector<std::uint32_t> rank(order.size() + 1);
        for (std::uint32_t i = 0; i < order.size(); ++i)
            rank[order[i] + 1] = i + 1;
        for (std::uint32_t& id : raw.ids)
            id = rank[id];
        write_dictionary(column, raw, order);
        write_ids(column, raw);
        if (facet != nullptr && facet->suggest_weight > 0) write_suggestions(column, raw, order);
    }

    void write_dictionary(std::size_t column, const RawColumn& raw, const std::vector<std::uint32_t>& order) {
        std::vector<std::uint32_t> offsets{0};
        std::vector<std::uint32_t> counts;
        offsets.reserve(order.size() + 1);
        begin(Section::value_bytes, column);
        std::uint64_t at = 0;
        for (std::uint32_t index : order) {
            file_.write(raw.values[index]);
            at += raw.values[index].size();
            if (at > 0xFFFFFFFFU) throw Fault("search: a column's values take more than 4 GiB");
            offsets.push_back(static_cast<std::uint32_t>(at));
            counts.push_back(raw.counts[index]);
        }
        end();
        section(Section::value_offsets, column, offsets);
        section(Section::value_counts, column, counts);
    }

    void write_ids(std::size_t column, const RawColumn& raw) {
        const bool is_multi = is_multi_valued(column);
        const unsigned width = id_width(raw.values.size());
        std::vector<char> bytes((is_multi ? raw.ids.size() : rows_) * width);
        const auto put = [&](std::size_t index, std::uint32_t id) {
            std::memcpy(bytes.data() + index * width, &id, width); // little-endian: the low bytes come first
        };
        for (std::size_t i = 0; i < raw.ids.size(); ++i)
            put(is_multi ? i : raw.rows[i], raw.ids[i]);
        section(Section::ids, column, bytes);
        if (!is_multi) return;
        std::vector<std::uint32_t> starts(rows_ + 1);
        std::size_t next = 0;
        for (std::uint32_t row = 0; row < rows_; ++row) {
            starts[row] = static_cast<std::uint32_t>(next);
            while (next < raw.rows.size() && raw.rows[next] == row)
                ++next;
        }
        starts[rows_] = static_cast<std::uint32_t>(next);
        section(Section::id_starts, column, starts);
    }

    void write_suggestions(std::size_t column, const RawColumn& raw, const std::vector<std::uint32_t>& value_order) {
        std::vector<std::string_view> values;
        KeyOrder keys;
        values.reserve(value_order.size());
        for (std::uint32_t index : value_order) {
            values.push_back(raw.values[index]);
            keys.add(suggestion_key(raw.values[index]));
        }
        std::vector<std::uint32_t> order = keys.order(values);
        const std::size_t blocks = (order.size() + kSuggestBlock - 1) / kSuggestBlock;
        std::size_t leaves = 1;
        while (leaves < blocks)
            leaves *= 2;
        std::vector<std::uint32_t> maxima(2 * leaves);
        for (std::size_t i = 0; i < order.size(); ++i) {
            std::uint32_t& leaf = maxima[leaves + i / kSuggestBlock];
            leaf = std::max(leaf, raw.counts[value_order[order[i]]]);
        }
        for (std::size_t node = leaves - 1; node > 0; --node)
            maxima[node] = std::max(maxima[2 * node], maxima[2 * node + 1]);
        for (std::uint32_t& id : order)
            ++id;
        section(Section::suggest_order, column, order);
        section(Section::suggest_maxima, column, maxima);
    }

    void write_words(std::vector<WordEntry> words, std::uint32_t column) {
        std::sort(words.begin(), words.end(), [](const WordEntry& a, const WordEntry& b) {
            return a.folded != b.folded ? a.folded < b.folded : a.written < b.written;
        });
        std::vector<std::uint32_t> offsets{0};
        std::vector<std::uint32_t> counts;
        std::uint32_t at = 0;
        begin(Section::word_bytes, column);
        for (const WordEntry& word : words) {
            file_.write(word.folded);
            file_.write(std::string_view{"\0", 1});
            file_.write(word.written);
            at += static_cast<std::uint32_t>(word.folded.size() + 1 + word.written.size());
            offsets.push_back(at);
            counts.push_back(word.count);
        }
        end();
        section(Section::word_offsets, column, offsets);
        section(Section::word_counts, column, counts);
    }

    FileWriter file_;
    const Schema& schema_;
    const RowSource& source_;
    std::vector<SectionEntry> sections_;
    std::vector<std::uint32_t> page_rows_;
    std::uint32_t rows_ = 0;
};

} // namespace

std::string suggestion_key(std::string_view value) {
    std::string key;
    text::for_each_token(value, [&key](const text::Token& token) {
        if (!key.empty()) key += ' ';
        key += token.folded;
    });
    return key;
}

std::string facet_key(const Facet& facet, std::string_view value) {
    return facet.sort_key ? facet.sort_key(value) : text::sort_key(value);
}

void write_tables(const std::filesystem::path& path, const Schema& schema, const RowSource& source,
                  const std::function<std::vector<WordEntry>()>& words) {
    Maker{path, schema, source}.write(words);
}

} // namespace tangthu::search::impl
