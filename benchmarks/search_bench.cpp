// Measures platform/search: bench_search [DOCUMENTS] [FOLDER]. Prints a JSON row a line.
// The index of FOLDER is used when it holds as many documents already, else it is built there; without FOLDER in a
// temporary one. Words are drawn from titles, so that common words are asked for often; of two rounds the second
// counts.

#include "benchmarks/collection.h"
#include "platform/search/index.h"
#include "platform/text/sort.h"
#include "platform/text/tokens.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace tangthu;
using bench::Random;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void row(const std::string& name, double ours, const char* unit, std::size_t runs, const char* goal = "") {
    std::printf(
        "{\"name\":\"%s\",\"ours\":%.3f,\"peer\":null,\"ratio\":null,\"unit\":\"%s\",\"runs\":%zu,\"goal\":\"%s\"}\n",
        name.c_str(), ours, unit, runs, goal);
    std::fflush(stdout);
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Resident memory in MiB, as the system counts it; the part that is not files' pages apart.
double resident_mib(const char* key) {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;) {
        if (word != key) continue;
        double kib = 0;
        status >> kib;
        return kib / 1024;
    }
    return 0;
}

search::Schema schema() {
    search::Schema made;
    made.text = {{.name = "title", .aliases = {}, .weight = 6, .whole = true},
                 {.name = "author", .aliases = {}, .weight = 4},
                 {.name = "subject", .aliases = {}, .weight = 3},
                 {.name = "series", .aliases = {}, .weight = 2},
                 {.name = "publisher", .aliases = {}, .adjacent = false},
                 {.name = "note", .aliases = {}, .adjacent = false}};
    made.terms = {{.name = "barcode", .aliases = {}, .prefix = "XB", .found_bare = true},
                  {.name = "call_number", .aliases = {}, .prefix = "XC", .form = search::TermForm::notation}};
    made.facets = {{.name = "author", .multi_valued = true, .suggest_weight = 3},
                   {.name = "subject", .multi_valued = true, .suggest_weight = 1},
                   {.name = "language"},
                   {.name = "unit", .multi_valued = true},
                   {.name = "year"},
                   {.name = "title", .suggest_weight = 4}};
    made.sorts = {{.name = "title"}, {.name = "year"}};
    return made;
}

const std::vector<std::string> kFiveFacets = {"author", "subject", "language", "unit", "year"};

/// A record's text, and the document that looks at it.
struct Made {
    std::vector<std::pair<int, std::string>> parts; ///< text field (6: language, 7: year, 8: title, 9: key, 20…: item)
    void fill(const marc::Record& record) {
        parts.clear();
        const auto add = [&](int kind, std::string text) {
            if (!text.empty()) parts.emplace_back(kind, std::move(text));
        };
        for (const auto field : record.fields()) {
            const auto tag = field.tag();
            if (tag == "245") {
                add(0, field.join("ab"));
                add(8, field.join("ab"));
                add(9, text::sort_key(field.join("ab")));
            } else if (tag == "100" || tag == "700") {
                add(1, std::string{field.subfield('a')});
            } else if (tag == "650") {
                add(2, std::string{field.subfield('a')});
            } else if (tag == "490") {
                add(3, std::string{field.subfield('a')});
            } else if (tag == "264") {
                add(4, std::string{field.subfield('b')});
            } else if (tag == "520") {
                add(5, std::string{field.subfield('a')});
            } else if (tag == "008") {
                add(7, std::string{field.value().substr(7, 4)});
                add(6, std::string{field.value().substr(35, 3)});
            } else if (tag == "952") {
                add(20, std::string{field.subfield('p')});
                add(21, std::string{field.subfield('o')});
                add(22, std::string{field.subfield('a')});
            }
        }
    }
    void give(std::int64_t id, search::Document& document) const {
        document.clear();
        document.id = id;
        for (const auto& [kind, text] : parts) {
            if (kind < 6) document.texts.push_back({static_cast<std::size_t>(kind), text});
            if (kind == 1) document.facets.push_back({0, text});
            if (kind == 2) document.facets.push_back({1, text});
            if (kind == 6) document.facets.push_back({2, text});
            if (kind == 7) document.facets.push_back({4, text}), document.sorts.push_back({1, text});
            if (kind == 8) document.facets.push_back({5, text});
            if (kind == 9) document.sorts.push_back({0, text});
            if (kind == 20) document.terms.push_back({0, text});
            if (kind == 21) document.terms.push_back({1, text});
            if (kind == 22) document.facets.push_back({3, text});
        }
    }
};

/// Words and titles to ask for, taken from every n-th record.
struct Sample {
    std::vector<std::string> titles;
    std::string word(Random& random, std::size_t count = 1) const {
        const auto tokens = text::tokens(titles[random() % titles.size()]);
        if (tokens.size() < count) return word(random, 1);
        const std::size_t at = random() % (tokens.size() - count + 1);
        std::string words;
        for (std::size_t i = 0; i < count; ++i)
            words += (i == 0 ? "" : " ") + tokens[at + i].exact;
        return words;
    }
    std::string unmarked(Random& random) const {
        const auto tokens = text::tokens(titles[random() % titles.size()]);
        return tokens.empty() ? "sach" : tokens[random() % tokens.size()].folded;
    }
    std::string beginning(Random& random) const {
        const std::string& title = titles[random() % titles.size()];
        std::size_t size = std::min<std::size_t>(title.size(), 2 + random() % 12);
        while (size < title.size() && (static_cast<unsigned char>(title[size]) & 0xC0U) == 0x80U)
            ++size;
        return title.substr(0, size);
    }
};

/// What this thread has used: on a machine shared with others it tells more than the clock on the wall.
double thread_cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

struct Goal {
    const char* p50 = "";
    const char* p99 = "";
};

/// `runs` queries, two rounds of the same; rows for the second one.
void measure(const std::string& name, std::size_t runs, const std::function<std::string(Random&)>& query,
             const std::function<std::uint64_t(const std::string&)>& ask, Goal goal = {}) {
    std::vector<double> times;
    std::vector<double> cpu;
    std::vector<std::pair<double, std::string>> slowest; // by CPU
    std::uint64_t hits = 0;
    for (int round = 0; round < 2; ++round) {
        Random random{7};
        times.clear();
        cpu.clear();
        slowest.clear();
        hits = 0;
        for (std::size_t i = 0; i < runs; ++i) {
            const std::string text = query(random);
            const auto start = Clock::now();
            const double cpu_start = thread_cpu_ms();
            hits += ask(text);
            cpu.push_back(thread_cpu_ms() - cpu_start);
            times.push_back(ms_since(start));
            slowest.emplace_back(cpu.back(), text);
        }
    }
    std::partial_sort(slowest.begin(), slowest.begin() + 4, slowest.end(), std::greater<>{});
    std::sort(times.begin(), times.end());
    std::sort(cpu.begin(), cpu.end());
    std::fprintf(stderr, "%s: %.0f hits a query on average; CPU p50 %.2f ms, p99 %.2f ms\n", name.c_str(),
                 static_cast<double>(hits) / static_cast<double>(runs), cpu[runs / 2], cpu[runs * 99 / 100]);
    for (std::size_t i = 0; i < 4; ++i)
        std::fprintf(stderr, "    %.2f ms: %s\n", slowest[i].first, slowest[i].second.c_str());
    row(name + " p50", times[times.size() / 2], "ms", runs, goal.p50);
    row(name + " p99", times[times.size() * 99 / 100], "ms", runs, goal.p99);
}

/// Documents made beforehand, so that only indexing is timed.
void measure_build(const std::filesystem::path& folder, std::size_t documents) {
    bench::Collection collection{2026};
    std::vector<Made> made(documents);
    for (std::size_t i = 0; i < documents; ++i)
        made[i].fill(collection.make(i + 1));
    auto index = search::Index::open(folder, schema(), search::Access::write);
    const auto start = Clock::now();
    const double cpu = cpu_seconds();
    auto builder = index->rebuild();
    search::Document document;
    for (std::size_t i = 0; i < documents; ++i) {
        made[i].give(static_cast<std::int64_t>(i + 1), document);
        if (!builder->add(document)) std::abort();
    }
    const double fed = ms_since(start);
    builder->finish(1);
    const double used = cpu_seconds() - cpu;
    std::fprintf(stderr,
                 "build: fed after %.0f ms, finished after %.0f ms, %.1f s of CPU: %.0f documents a CPU second\n", fed,
                 ms_since(start), used, static_cast<double>(documents) / used);
    row("index " + std::to_string(documents) + " documents", static_cast<double>(documents) / ms_since(start) * 1000,
        "documents/s", 1);
}

void build_large(const std::filesystem::path& folder, std::size_t documents) {
    auto index = search::Index::open(folder, schema(), search::Access::write);
    bench::Collection collection{2026};
    Made made;
    search::Document document;
    const auto start = Clock::now();
    auto builder = index->rebuild();
    for (std::size_t i = 0; i < documents; ++i) {
        made.fill(collection.make(i + 1));
        made.give(static_cast<std::int64_t>(i + 1), document);
        if (!builder->add(document)) std::abort();
    }
    const double fed = ms_since(start);
    builder->finish(1);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::fprintf(stderr, "large build: fed after %.0f s, finished after %.0f s (records made meanwhile)\n", fed / 1000,
                 ms_since(start) / 1000);
    row("index " + std::to_string(documents) + " documents, made on the way",
        static_cast<double>(documents) / ms_since(start) * 1000, "documents/s", 1);
    row("memory while building", static_cast<double>(usage.ru_maxrss) / 1024, "MiB", 1);
}

void measure_commits(const std::filesystem::path& folder, const Sample& sample) {
    auto index = search::Index::open(folder, schema(), search::Access::write);
    auto writer = index->writer();
    std::vector<double> times;
    search::Document document;
    bench::Collection collection{99};
    Made made;
    Random random{3};
    for (int i = 0; i < 200; ++i) {
        made.fill(collection.make(static_cast<std::size_t>(i)));
        made.give(static_cast<std::int64_t>(1 + random() % 1000), document);
        const auto start = Clock::now();
        if (!writer->replace(document)) std::abort();
        writer->commit(2 + i);
        times.push_back(ms_since(start));
        (void)index->search({.text = sample.word(random), .facets = kFiveFacets});
    }
    std::sort(times.begin(), times.end());
    row("one document, replaced and committed p50", times[times.size() / 2], "ms", times.size());
    row("one document, replaced and committed p99", times[times.size() * 99 / 100], "ms", times.size());
}

void measure_searches(const search::Index& index, const Sample& sample) {
    const auto asks = [&](const search::Request& request) {
        return [&index, request](const std::string& text) {
            search::Request one = request;
            one.text = text;
            one.may_be_kept = false; // searches are measured, not what was kept of them
            const auto results = index.search(one);
            return results ? results->total : 0;
        };
    };
    const auto one_word = [&](Random& random) { return sample.word(random); };
    const auto two_words = [&](Random& random) { return sample.word(random, 2); };
    const auto unmarked = [&](Random& random) { return sample.unmarked(random); };
    const search::Request plain{.facets = {}, .suggest_correction = false};
    search::Request faceted{.facets = kFiveFacets, .suggest_correction = false};
    measure("one word, no facets", 400, one_word, asks(plain));
    measure("one word, 5 facets, exact to 10,000", 400, one_word, asks(faceted), {"≤ 5", "≤ 20"});
    measure("unmarked word, 5 facets, exact to 10,000", 400, unmarked, asks(faceted));
    measure("two words, 5 facets, exact to 10,000", 400, two_words, asks(faceted));
    faceted.exact_to = 0;
    measure("one word, 5 facets, exact over all", 400, one_word, asks(faceted), {"", "≤ 40"});
    measure("two words, 5 facets, exact over all", 400, two_words, asks(faceted));
    faceted.sort = "year";
    measure("one word, by year, 5 facets", 400, one_word, asks(faceted));
    measure(
        "phrase of two words", 400, [&](Random& random) { return '"' + sample.word(random, 2) + '"'; }, asks(plain));
    measure("title:word", 400, [&](Random& random) { return "title:" + sample.word(random); }, asks(plain));
    measure(
        "suggestions", 1000, [&](Random& random) { return sample.beginning(random); },
        [&](const std::string& text) { return index.suggest(text, 8)->size(); }, {"", "≤ 5"});
    measure("everything, 5 facets", 20, [](Random&) { return std::string{}; }, asks({.facets = kFiveFacets}));
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t documents = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const auto temporary = std::filesystem::temp_directory_path() / ("tangthu_bench_" + std::to_string(::getpid()));
    const std::filesystem::path folder = argc > 2 ? std::filesystem::path{argv[2]} : temporary / "large";
    Sample sample;
    bench::Collection collection{2026};
    Made made;
    for (std::size_t i = 1; i <= 5'000; ++i) {
        made.fill(collection.make(i));
        for (const auto& [kind, text] : made.parts)
            if (kind == 8) sample.titles.push_back(text);
    }
    if (search::Index::open(folder, schema(), search::Access::read)->health().documents != documents) {
        measure_build(temporary / "small", 100'000);
        build_large(folder, documents);
    }
    {
        const double before = resident_mib("RssAnon:");
        const auto start = Clock::now();
        const auto index = search::Index::open(folder, schema(), search::Access::read);
        row("opening", ms_since(start), "ms", 1);
        (void)index->search({.text = "sách", .facets = kFiveFacets});
        row("opening and first answer", ms_since(start), "ms", 1);
        row("memory of an idle index: heap", resident_mib("RssAnon:") - before, "MiB", 1);
        row("memory of an idle index: mapped pages in use", resident_mib("RssFile:"), "MiB", 1);
        measure_searches(*index, sample);
        row("memory after searches: heap", resident_mib("RssAnon:") - before, "MiB", 1);
        row("memory after searches: mapped pages in use", resident_mib("RssFile:"), "MiB", 1);
    }
    measure_commits(folder, sample);
    std::filesystem::remove_all(temporary);
    return 0;
}
