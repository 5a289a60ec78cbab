// Prints one JSON row for each measurement of platform/marc, ours beside its peer on the same input:
//   parse and check ISO 2709 against the record tree of libyaz, in this process, CPU seconds;
//   conversion of the file against the program yaz-marcdump, CPU seconds of the child process.
// bench_marc [RECORDS] [RUNS]. The input is made here: half Vietnamese, half English, 19 fields and 36 subfields a
// record, every fiftieth in MARC-8.

#include "platform/marc/commands.h"
#include "platform/marc/reader.h"
#include "platform/marc/writer.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>
#include <yaz/marcdisp.h>

namespace {

namespace marc = tangthu::marc;

constexpr auto kVietnamese = std::to_array<std::string_view>(
    {"thư",   "viện",   "tỉnh",  "lịch", "sử",  "văn",  "học",  "người",  "nước", "đường",
     "những", "nghiên", "cứu",   "kinh", "tế",  "của",  "và",   "trong",  "thời", "kỳ",
     "mới",   "giáo",   "trình", "sông", "núi", "biển", "rừng", "truyện", "ngắn", "thơ"});
constexpr auto kEnglish = std::to_array<std::string_view>(
    {"history", "of",        "the",       "and",     "library",      "river",   "mountain", "studies",
     "in",      "modern",    "education", "science", "introduction", "to",      "economic", "development",
     "stories", "collected", "poems",     "journal", "new",          "language"});

template <std::size_t N>
std::string words(std::mt19937& random, const std::array<std::string_view, N>& from, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ' ';
        text += from[random() % N];
    }
    return text;
}

/// 19 fields, 36 subfields, about 970 bytes.
marc::Record make_record(std::mt19937& random, std::size_t number) {
    const bool vietnamese = number % 2 == 0;
    const auto some = [&](std::size_t count) {
        return vietnamese ? words(random, kVietnamese, count) : words(random, kEnglish, count);
    };
    marc::Record record;
    record.set_leader("00000cam a2200000 a 4500");
    record.add_control("001", "bench" + std::to_string(10000000 + number));
    record.add_control("003", "VN-TT");
    record.add_control("005", "20260101120000.0");
    record.add_control("008", "260101s2025    vm a    b    001 0 vie d");
    const auto field = [&](std::string_view tag, char ind1, char ind2, std::string_view codes, std::size_t count) {
        record.add_field(tag, ind1, ind2);
        for (const char code : codes)
            record.add_subfield(code, some(count));
    };
    field("020", ' ', ' ', "a", 2);
    field("040", ' ', ' ', "acd", 1);
    field("082", '0', '4', "a2", 1);
    field("100", '1', ' ', "ad", 3);
    field("245", '1', '0', "abc", 4);
    field("260", ' ', ' ', "abc", 2);
    field("300", ' ', ' ', "abc", 2);
    field("490", '0', ' ', "av", 4);
    field("504", ' ', ' ', "a", 7);
    field("520", ' ', ' ', "a", 9);
    field("650", ' ', '4', "axz", 2);
    field("650", ' ', '4', "ax", 3);
    field("700", '1', ' ', "ae", 3);
    field("852", ' ', ' ', "abh", 2);
    field("952", ' ', ' ', "abcop", 1);
    return record;
}

std::string make_file(std::size_t records) {
    std::mt19937 random(20260101);
    marc::RecordWriter utf8({.format = marc::Format::Iso2709});
    marc::RecordWriter marc8({.format = marc::Format::Iso2709, .encoding = marc::Encoding::Marc8});
    std::string file;
    for (std::size_t i = 0; i < records; ++i) {
        marc::Record record = make_record(random, i);
        if (i % 50 != 49) {
            utf8.write(record, file);
            continue;
        }
        // One of those that say MARC-8 and mean it: English, with an accent here and there.
        record.add_field("710", '2', ' ');
        record.add_subfield('a', "Société d’études orientales à Hué");
        marc8.write(record, file);
    }
    return file;
}

double cpu_seconds(const rusage& usage) {
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double cpu_of(const std::function<void()>& work) {
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    work();
    ::getrusage(RUSAGE_SELF, &after);
    return cpu_seconds(after) - cpu_seconds(before);
}

/// CPU seconds of a program; negative when it can't be run.
double cpu_of_program(const std::vector<std::string>& command) {
    const pid_t child = ::fork();
    if (child == 0) {
        const int null = ::open("/dev/null", O_WRONLY);
        ::dup2(null, STDOUT_FILENO);
        ::dup2(null, STDERR_FILENO);
        std::vector<char*> args;
        for (const std::string& word : command)
            args.push_back(const_cast<char*>(word.c_str()));
        args.push_back(nullptr);
        ::execvp(args[0], args.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? -1 : cpu_seconds(usage);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::size_t parse_ours(const std::filesystem::path& file) {
    auto reader = marc::RecordReader::open(file);
    if (!reader) std::abort();
    marc::Record record;
    std::size_t subfields = 0;
    for (auto outcome = reader->next(record); outcome != marc::ReadOutcome::End; outcome = reader->next(record)) {
        if (outcome == marc::ReadOutcome::Record) subfields += record.field_count();
    }
    return subfields;
}

std::size_t parse_yaz(const std::string& file) {
    yaz_marc_t tree = yaz_marc_create();
    std::size_t records = 0;
    std::size_t at = 0;
    while (at < file.size()) {
        const int used = yaz_marc_read_iso2709(tree, file.data() + at,
                                               static_cast<int>(std::min<std::size_t>(file.size() - at, 100000)));
        if (used <= 0) break;
        at += static_cast<std::size_t>(used);
        ++records;
    }
    yaz_marc_destroy(tree);
    return records;
}

struct Row {
    std::string name;
    double ours = 0;
    double peer = 0;
    std::string peer_name;
    std::string goal;
    std::size_t runs = 0;
};

void print(const Row& row) {
    std::printf("{\"name\":\"%s\",\"ours\":%.0f,\"unit\":\"rec/s\",", row.name.c_str(), row.ours);
    if (row.peer > 0) {
        std::printf("\"peer\":%.0f,\"ratio\":%.2f,", row.peer, row.ours / row.peer);
    } else {
        std::printf("\"peer\":null,\"ratio\":null,");
    }
    std::printf("\"peer_name\":\"%s\",\"goal\":\"%s\",\"runs\":%zu}\n", row.peer_name.c_str(), row.goal.c_str(),
                row.runs);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000;
    const std::size_t runs = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 5;
    const std::string bytes = make_file(records);
    const auto path = std::filesystem::temp_directory_path() / ("bench_marc_" + std::to_string(::getpid()) + ".mrc");
    std::ofstream(path, std::ios::binary) << bytes;
    const auto rate = [&](const std::vector<double>& seconds) {
        return static_cast<double>(records) / median(seconds);
    };

    std::vector<double> ours;
    std::vector<double> peer;
    for (std::size_t run = 0; run < runs; ++run) {
        ours.push_back(cpu_of([&] { parse_ours(path); }));
        peer.push_back(cpu_of([&] { parse_yaz(bytes); }));
    }
    print({"parse and check ISO 2709, one core", rate(ours), rate(peer), "libyaz record tree",
           "≥ 1,000,000; ≥ 2.2 × peer", runs});

    for (const auto& [name, format] :
         {std::pair{"marcxml", marc::Format::MarcXml}, {"json", marc::Format::Ndjson}, {"line", marc::Format::Line}}) {
        ours.clear();
        peer.clear();
        for (std::size_t run = 0; run < std::max<std::size_t>(runs / 2, 1); ++run) {
            ours.push_back(cpu_of([&, to = format] {
                std::ofstream out("/dev/null", std::ios::binary);
                if (!marc::convert_file({.file = path, .to = to}, out)) std::abort();
            }));
            const double seconds = cpu_of_program({"yaz-marcdump", "-o", name, path.string()});
            if (seconds >= 0) peer.push_back(seconds);
        }
        print({std::string("convert ISO 2709 to ") + name, rate(ours), peer.empty() ? 0 : rate(peer), "yaz-marcdump",
               "≥ 5 × peer", ours.size()});
    }
    std::filesystem::remove(path);
    return 0;
}
