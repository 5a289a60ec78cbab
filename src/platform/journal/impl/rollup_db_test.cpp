#include "platform/journal/rollup.h"

#include "platform/db/database.h"
#include "platform/journal/journal.h"
#include "tests/support/engines.h"

#include <map>
#include <random>
#include <set>
#include <thread>

namespace tangthu::journal {
namespace {

class RollupTest : public test::EngineTest {
protected:
    /// A random but repeatable act of a library, with late entries and several programmes.
    Entry act() {
        const auto pick = [&](std::initializer_list<const char*> of) {
            return std::string{*(of.begin() + static_cast<std::ptrdiff_t>(random_() % of.size()))};
        };
        Entry entry;
        entry.kind = pick({"circulation.checked_out", "circulation.visited", "circulation.renewed"});
        entry.unit_id = UnitId{static_cast<std::int64_t>(random_() % 4)};
        entry.actor.channel = random_() % 2 == 0 ? Channel::desk : Channel::mobile;
        entry.cohort.age_band = pick({"0-14", "15-60", "60+", ""});
        entry.cohort.reader_token = pick({"a", "b", "c", "d", ""});
        entry.quantity = static_cast<std::int64_t>(random_() % 5);
        entry.value_vnd = static_cast<std::int64_t>(random_() % 100) * 1000;
        if (random_() % 3 == 0) entry.programmes = {"summer"};
        if (random_() % 5 == 0) entry.programmes = {"rural", "summer"};
        entry.happened_at = Instant{clock_.now().unix_ms - static_cast<std::int64_t>(random_() % 40) * 86'400'000};
        return entry;
    }
    void add(int count) {
        for (int i = 0; i < count; ++i) {
            clock_.advance_ms(static_cast<std::int64_t>(random_() % 20) * 3'600'000);
            (void)db().write([&](db::WriteTx& tx) -> Result<int> {
                const auto added = append(tx, act(), clock_.now());
                if (random_() % 10 == 0) seqs_.push_back(added.position.seq);
                if (random_() % 20 == 0 && !seqs_.empty()) {
                    (void)correct(tx, seqs_.back(), "", {}, clock_.now());
                    seqs_.pop_back();
                }
                return 0;
            });
        }
    }
    static std::vector<Indicator> indicators() {
        const std::vector<std::string> loans{"circulation.checked_out", "circulation.renewed"};
        const std::vector<Dimension> by{Dimension::age_band, Dimension::programme, Dimension::channel};
        return {{"loans", 1, Measure::quantity, loans, {}, by},
                {"loan_value", 1, Measure::value_vnd, loans, {}, {}},
                {"mobile_visits", 1, Measure::entries, {"circulation.visited"}, {{Dimension::channel, {"mobile"}}}, by},
                {"readers", 1, Measure::distinct_readers, loans, {}, by}};
    }
    RollupProgress advance(const std::vector<Indicator>& which, int limit = 100'000) {
        return advance_rollups(db(), which, limit, clock_.now());
    }
    std::vector<Figure> ask(const FigureRequest& request) {
        return *db().read([&](db::ReadTx& tx) -> Result<std::vector<Figure>> { return figures(tx, request); });
    }

    /// Counts from the entries by its own, plainest means.
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> count_plainly(const Indicator& indicator,
                                                                               const FigureRequest& request) {
        std::map<std::pair<std::int64_t, std::string>, std::int64_t> totals;
        std::map<std::pair<std::int64_t, std::string>, std::map<std::string, int>> readers;
        const auto entries =
            *db().read([](db::ReadTx& tx) -> Result<std::vector<StoredEntry>> { return follow(tx, {}, 100'000); });
        for (const auto& stored : entries) {
            const auto& entry = stored.entry;
            if (std::count(indicator.kinds.begin(), indicator.kinds.end(), entry.kind) == 0) continue;
            if (!indicator.conditions.empty() && entry.actor.channel != Channel::mobile) continue;
            const auto day = iso_date(request.basis == Basis::happened ? stored.happened_on : stored.recorded_on);
            const bool is_distinct = indicator.measure == Measure::distinct_readers;
            const std::size_t length = is_distinct ? 7 : 10;
            if (day.substr(0, length) < iso_date(request.from).substr(0, length)) continue;
            if (day.substr(0, length) > iso_date(request.to).substr(0, length)) continue;
            std::vector<std::string> values{""};
            if (request.breakdown == Dimension::age_band) values = {entry.cohort.age_band};
            if (request.breakdown == Dimension::channel)
                values = {entry.actor.channel == Channel::desk ? "desk" : "mobile"};
            if (request.breakdown == Dimension::programme) values = entry.programmes;
            const int sign = stored.corrects != 0 ? -1 : 1;
            for (const auto& value : values) {
                auto& total = totals[{entry.unit_id.value, value}];
                if (indicator.measure == Measure::quantity) total += entry.quantity;
                if (indicator.measure == Measure::value_vnd) total += entry.value_vnd;
                if (indicator.measure == Measure::entries) total += sign;
                if (is_distinct && !entry.cohort.reader_token.empty())
                    readers[{entry.unit_id.value, value}][entry.cohort.reader_token] += sign;
            }
        }
        for (const auto& [key, tokens] : readers)
            for (const auto& [token, uses] : tokens)
                totals[key] += uses > 0 ? 1 : 0;
        std::erase_if(totals, [](const auto& entry) { return entry.second == 0; });
        return totals;
    }

    void expect_sums_equal_recount() {
        const auto now = days_since_epoch(date_in_vietnam(clock_.now()));
        for (const auto& indicator : indicators()) {
            for (int i = 0; i < 8; ++i) {
                FigureRequest request{.indicator = indicator.name, .measure = indicator.measure};
                request.basis = i % 2 == 0 ? Basis::happened : Basis::recorded;
                request.from = date_from_days(now - static_cast<std::int64_t>(random_() % 500));
                request.to =
                    date_from_days(days_since_epoch(request.from) + static_cast<std::int64_t>(random_() % 400));
                if (i % 3 != 0 && !indicator.breakdowns.empty())
                    request.breakdown = indicator.breakdowns[random_() % 3];
                std::map<std::pair<std::int64_t, std::string>, std::int64_t> summed;
                for (const auto& figure : ask(request))
                    summed[{figure.unit_id.value, figure.value}] = figure.total;
                std::map<std::pair<std::int64_t, std::string>, std::int64_t> recounted;
                const auto again = db().read(
                    [&](db::ReadTx& tx) -> Result<std::vector<Figure>> { return recount(tx, indicator, request); });
                for (const auto& figure : *again)
                    recounted[{figure.unit_id.value, figure.value}] = figure.total;
                EXPECT_EQ(summed, count_plainly(indicator, request)) << indicator.name;
                EXPECT_EQ(summed, recounted) << indicator.name;
            }
        }
    }

    std::mt19937 random_{42};
    std::vector<std::int64_t> seqs_;
};
TANGTHU_ON_BOTH_ENGINES(RollupTest);

TEST_P(RollupTest, SumsEqualARecount) {
    add(80);
    EXPECT_TRUE(advance(indicators()).is_caught_up);
    expect_sums_equal_recount();
    add(80);
    while (!advance(indicators(), 23).is_caught_up) {
    }
    expect_sums_equal_recount();
}

TEST_P(RollupTest, ANewIndicatorBackFillsWhileTheOthersStandStill) {
    add(60);
    auto some = indicators();
    some.resize(1);
    advance(some);
    add(30);
    EXPECT_FALSE(advance(indicators(), 50).is_caught_up);
    while (!advance(indicators(), 50).is_caught_up) {
    }
    expect_sums_equal_recount();
}

TEST_P(RollupTest, ANewVersionIsCountedAnew) {
    add(40);
    auto mine = indicators();
    mine.resize(1);
    advance(mine);
    mine[0].version = 2;
    mine[0].kinds = {"circulation.visited"};
    const auto all = db().read([](db::ReadTx& tx) -> Result<std::size_t> { return follow(tx, {}, 1000).size(); });
    EXPECT_EQ(advance(mine).entries, static_cast<std::int64_t>(*all)) << "from the first entry";
    FigureRequest request{.indicator = "loans", .version = 2, .from = {2020, 1, 1}, .to = {2030, 12, 31}};
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> summed;
    for (const auto& figure : ask(request))
        summed[{figure.unit_id.value, figure.value}] = figure.total;
    EXPECT_EQ(summed, count_plainly(mine[0], request));
}

TEST_P(RollupTest, TwoProgramsAddEachEntryOnce) {
    add(100);
    auto other = open_again();
    std::thread second{[&] {
        for (int i = 0; i < 40; ++i)
            advance_rollups(other, indicators(), 13, clock_.now());
    }};
    for (int i = 0; i < 40; ++i)
        advance(indicators(), 17);
    second.join();
    while (!advance(indicators()).is_caught_up) {
    }
    expect_sums_equal_recount();
}

TEST_P(RollupTest, AReaderOfTwoUnitsCountsOnce) {
    for (const auto unit : {1, 2}) {
        Entry entry;
        entry.kind = "circulation.checked_out";
        entry.unit_id = UnitId{unit};
        entry.cohort.reader_token = "an";
        (void)db().write([&](db::WriteTx& tx) -> Result<int> {
            append(tx, entry, clock_.now());
            return 0;
        });
    }
    advance(indicators());
    FigureRequest request{
        .indicator = "readers", .measure = Measure::distinct_readers, .from = {2025, 7, 1}, .to = {2025, 7, 1}};
    EXPECT_EQ(ask(request).size(), 2U);
    const auto count = [&] {
        return *db().read([&](db::ReadTx& tx) -> Result<std::int64_t> { return count_distinct(tx, request); });
    };
    EXPECT_EQ(count(), 1);
    request.units = {UnitId{3}};
    EXPECT_EQ(count(), 0);
}

} // namespace
} // namespace tangthu::journal
