#include "platform/search/impl/query/search.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

/// A facet's values in their order: those of the file and those that came since, merged, in either direction.
class HeadingWalk {
public:
    HeadingWalk(const Snapshot& snapshot, std::size_t facet)
        : snapshot_(snapshot), facet_(facet), headings_(snapshot.headings(facet)),
          in_file_(snapshot.base().columns[facet].values.size()) {}

    void start(const BrowseRequest& request) {
        is_descending_ = request.direction == Direction::descending;
        const auto extras = static_cast<std::int64_t>(headings_.ids.size());
        if (request.from.empty()) {
            file_at_ = is_descending_ ? std::int64_t{in_file_} - 1 : 0;
            extra_at_ = is_descending_ ? extras - 1 : 0;
            return;
        }
        const std::string key = facet_key(snapshot_.schema().facets[facet_], request.from);
        // Of equal keys the values decide: a page that ended inside a group of them goes on inside it.
        const auto before = [&](std::uint32_t id) {
            const std::string mine = snapshot_.key(facet_, id);
            if (mine != key) return mine < key;
            const std::string_view value = snapshot_.value(facet_, id);
            // Ascending begins behind `from` when it is skipped; descending ends before it then.
            return is_descending_ == request.skip_from ? value < request.from : value <= request.from;
        };
        std::int64_t low = 0;
        std::int64_t high = in_file_;
        while (low < high) {
            const std::int64_t middle = (low + high) / 2;
            if (before(static_cast<std::uint32_t>(middle + 1)))
                low = middle + 1;
            else
                high = middle;
        }
        file_at_ = is_descending_ ? low - 1 : low;
        const auto split = std::partition_point(headings_.ids.begin(), headings_.ids.end(), before);
        extra_at_ = (split - headings_.ids.begin()) - (is_descending_ ? 1 : 0);
    }

    /// The next value's id; 0 at the end.
    std::uint32_t next() {
        const bool has_file = file_at_ >= 0 && file_at_ < in_file_;
        const bool has_extra = extra_at_ >= 0 && extra_at_ < static_cast<std::int64_t>(headings_.ids.size());
        if (!has_file && !has_extra) return 0;
        const auto file_id = has_file ? static_cast<std::uint32_t>(file_at_ + 1) : 0;
        const auto extra_id = has_extra ? headings_.ids[static_cast<std::size_t>(extra_at_)] : 0;
        const bool take_file = !has_extra || (has_file && comes_first(file_id, extra_id));
        if (take_file)
            file_at_ += is_descending_ ? -1 : 1;
        else
            extra_at_ += is_descending_ ? -1 : 1;
        return take_file ? file_id : extra_id;
    }

    [[nodiscard]] std::uint64_t count(std::uint32_t id) const {
        std::int64_t count = id <= in_file_ ? snapshot_.base().columns[facet_].counts[id - 1] : 0;
        if (const auto change = headings_.more.find(id); change != headings_.more.end()) count += change->second;
        return count > 0 ? static_cast<std::uint64_t>(count) : 0;
    }

    /// Values that some document has.
    [[nodiscard]] std::uint64_t distinct() const {
        std::uint64_t all = in_file_;
        for (const auto& [id, more] : headings_.more) {
            if (id <= in_file_ && count(id) == 0) --all;
            if (id > in_file_ && count(id) > 0) ++all;
        }
        return all;
    }

private:
    [[nodiscard]] bool comes_first(std::uint32_t a, std::uint32_t b) const {
        const std::string left = snapshot_.key(facet_, a);
        const std::string right = snapshot_.key(facet_, b);
        const bool is_less = left != right ? left < right : snapshot_.value(facet_, a) < snapshot_.value(facet_, b);
        return is_less != is_descending_;
    }
    const Snapshot& snapshot_;
    const std::size_t facet_;
    const Headings& headings_;
    const std::uint32_t in_file_;
    std::int64_t file_at_ = 0;
    std::int64_t extra_at_ = 0;
    bool is_descending_ = false;
};

} // namespace

Result<BrowsePage> run_browse(Reader& reader, const BrowseRequest& request) {
    const Snapshot& snapshot = *reader.snapshot;
    const auto facet = snapshot.schema().find_facet(request.facet);
    if (!facet) return fail(ErrorKind::Invalid, "search.unknown_facet", {{"name", request.facet}});
    const std::size_t limit = std::min(request.limit, kMaxPageSize);
    HeadingWalk walk{snapshot, *facet};
    walk.start(request);
    BrowsePage page;
    page.distinct = walk.distinct();
    while (const std::uint32_t id = walk.next()) {
        const std::uint64_t count = walk.count(id);
        if (count == 0) continue;
        if (page.values.size() == limit) {
            page.has_more = true;
            break;
        }
        page.values.push_back({std::string{snapshot.value(*facet, id)}, count});
    }
    return page;
}

} // namespace tangthu::search::impl
