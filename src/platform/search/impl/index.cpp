#include "platform/search/index.h"

#include "platform/base/log.h"
#include "platform/search/impl/build/bulk.h"
#include "platform/search/impl/build/writer.h"
#include "platform/search/impl/core.h"
#include "platform/search/impl/query/parser.h"
#include "platform/search/impl/query/result_cache.h"
#include "platform/search/impl/query/search.h"
#include "platform/search/impl/terms.h"

#include <chrono>

namespace tangthu::search {

Index::Index(std::shared_ptr<impl::Core> core) : core_(std::move(core)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&& other) noexcept {
    std::swap(core_, other.core_);
    return *this;
}

/// A command that writes once and ends leaves no later commit to take the folded changes into use: each command would
/// fold them again, in vain, and each opening would read them all.
Index::~Index() {
    if (!core_ || core_.use_count() > 1 || !core_->await_folding()) return;
    try {
        const auto at = position();
        if (auto last = writer()) last->commit(at);
    } catch (const std::exception& error) { // no harm done: the changes stay as they are
        log::warning(std::string{"search: changes could not be folded: "} + error.what());
    }
}

Result<Index> Index::open(std::filesystem::path folder, Schema schema, Access access) {
    auto core = std::make_shared<impl::Core>(std::move(folder), std::move(schema), access);
    TANGTHU_CHECK(core->open());
    return Index{std::move(core)};
}

const Schema& Index::schema() const { return core_->schema(); }
IndexHealth Index::health() const { return core_->health(); }
IndexHealth Index::check_deeply(const std::stop_token& stop) const { return core_->check_deeply(stop); }

namespace {

constexpr std::chrono::microseconds kWorthKeeping{500}; ///< a search that took so long is kept

/// A request for one field of exact terms is a single term, spaces and all. What holds none stays as it was `parsed`:
/// everything, or signs alone.
impl::ParsedQuery whole_term(const Schema& schema, std::size_t field, std::string_view text, impl::ParsedQuery parsed) {
    impl::ParsedQuery query;
    query.root.value = impl::term_value(schema.terms[field].form, text);
    if (query.root.value.empty()) return parsed;
    query.root.kind = impl::NodeKind::term;
    query.root.term_field = field;
    query.has_operators = true;
    query.terms = 1;
    return query;
}

} // namespace

Result<Results> Index::search(const Request& request) const {
    TANGTHU_TRY(impl::ParsedQuery query, impl::parse_query(request.text, core_->schema()));
    if (const auto field = core_->schema().find_term(request.field))
        query = whole_term(core_->schema(), *field, request.text, std::move(query));
    const std::string key = impl::request_key(request);
    return core_->read([&](impl::Reader& reader) -> Result<Results> {
        if (request.may_be_kept)
            if (const auto kept = reader.results->find(key, reader.state)) return *kept;
        const auto begin = std::chrono::steady_clock::now();
        TANGTHU_TRY(Results results, impl::run_search({reader, request, query, core_->bits()}));
        if (request.may_be_kept && std::chrono::steady_clock::now() - begin >= kWorthKeeping)
            reader.results->keep(key, reader.state, std::make_shared<const Results>(results));
        return results;
    });
}

Result<std::vector<Suggestion>> Index::suggest(std::string_view text, std::size_t limit) const {
    return core_->read([&](impl::Reader& reader) { return impl::run_suggest(reader, text, limit); });
}

Result<BrowsePage> Index::browse(const BrowseRequest& request) const {
    return core_->read([&](impl::Reader& reader) { return impl::run_browse(reader, request); });
}

std::int64_t Index::position() const {
    const auto position =
        core_->read([](impl::Reader& reader) -> Result<std::int64_t> { return reader.state.position; });
    return position.value_or(0);
}

Result<Writer> Index::writer() {
    if (core_->access() != Access::write) return fail(ErrorKind::Conflict, "search.read_only");
    if (!core_->generation()) return impl::unusable();
    if (!core_->begin_change()) return fail(ErrorKind::Conflict, "search.index_busy");
    return Writer{std::make_unique<impl::WriterState>(core_)};
}

Result<BulkBuilder> Index::rebuild(BulkOptions options) {
    if (core_->access() != Access::write) return fail(ErrorKind::Conflict, "search.read_only");
    if (!core_->begin_change()) return fail(ErrorKind::Conflict, "search.index_busy");
    return BulkBuilder{std::make_unique<impl::BulkState>(core_, options)};
}

Writer::Writer(std::unique_ptr<impl::WriterState> state) : state_(std::move(state)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;
Result<void> Writer::replace(const Document& document) { return state_->replace(document); }
void Writer::remove(std::int64_t id) { state_->remove(id); }
void Writer::commit(std::int64_t position) { state_->commit(position); }
std::size_t Writer::pending() const { return state_->pending(); }

BulkBuilder::BulkBuilder(std::unique_ptr<impl::BulkState> state) : state_(std::move(state)) {}
BulkBuilder::BulkBuilder(BulkBuilder&&) noexcept = default;
BulkBuilder& BulkBuilder::operator=(BulkBuilder&&) noexcept = default;
BulkBuilder::~BulkBuilder() = default;
Result<void> BulkBuilder::add(const Document& document) { return state_->add(document); }
void BulkBuilder::finish(std::int64_t position) { state_->finish(position); }

} // namespace tangthu::search
