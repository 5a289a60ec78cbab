#include "tests/cli/library.h"

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace tangthu::test {

std::string records(const RecordSet& set) {
    std::string out;
    for (int i = set.first; i < set.first + set.count; ++i) {
        const auto number = std::to_string(i);
        out += "=LDR  00000nam a2200000 a 4500\n=001  rec" + number +
               "\n=003  VN-THU\n=008  200101s2019\\\\\\\\vm\\\\\\\\\\\\\\\\\\\\\\\\000\\0\\vie\\d\n"
               "=100  0\\$aNguyễn Văn Thử\n=245  10$aSách " +
               set.word + " số " + number + "$bphần " + std::to_string(i % 7) +
               "\n=260  \\\\$aHà Nội$bMẫu$c2019\n=650  \\4$aThử nghiệm\n=952  \\\\$a" + set.unit + "$b" + set.unit +
               "$cKM$o895.92 M" + number + "$p" + set.prefix + number + "$yBK\n\n";
    }
    return out;
}

boost::json::object parse_object(const std::string& text) {
    boost::json::error_code failed;
    auto value = boost::json::parse(text, failed);
    if (failed || !value.is_object()) {
        ADD_FAILURE() << "not a JSON object: " << text;
        return {};
    }
    return std::move(value.as_object());
}

std::int64_t number(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_number()) {
        ADD_FAILURE() << "no number " << name << " in " << boost::json::serialize(object);
        return -1;
    }
    return value->to_number<std::int64_t>();
}

std::string text(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) {
        ADD_FAILURE() << "no text " << name << " in " << boost::json::serialize(object);
        return {};
    }
    return std::string{value->as_string()};
}

RunningServer::RunningServer(const std::filesystem::path& folder)
    : process_(std::make_unique<Process>(std::vector<std::string>{"serve", "--json", "--listen", "127.0.0.1:0"},
                                         ProcessOptions{.folder = folder})) {
    if (!process_->says("}\n")) { // a first start also says which migrations it applies
        ADD_FAILURE() << "the server did not start: " << process_->err();
        return;
    }
    const auto address = text(parse_object(process_->out()), "address");
    port_ = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

boost::json::object RunningServer::get(const std::string& target) const {
    const auto reply = client().get(target);
    EXPECT_EQ(reply.status, 200) << target << ": " << reply.body;
    return parse_object(reply.body);
}

Outcome RunningServer::stop() {
    process_->send(SIGTERM);
    return process_->wait();
}

void LibraryTest::SetUp() {
    auto pattern = (std::filesystem::temp_directory_path() / "tangthu-cli-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
}

void LibraryTest::TearDown() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string LibraryTest::write(const std::string& name, const std::string& contents) const {
    std::ofstream(folder_ / name, std::ios::binary) << contents;
    return name;
}

Outcome LibraryTest::tangthu(const std::vector<std::string>& words, const std::string& input) const {
    auto with_input = options();
    with_input.input = input;
    return run(words, with_input);
}

boost::json::object LibraryTest::json(std::vector<std::string> words) const {
    words.emplace_back("--json");
    const auto outcome = tangthu(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    return outcome.code == 0 ? parse_object(outcome.out) : boost::json::object{};
}

boost::json::object LibraryTest::problem(std::vector<std::string> words, int code) const {
    words.emplace_back("--json");
    const auto outcome = tangthu(words);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    EXPECT_EQ(outcome.out, "") << "a failure leaves stdout to results";
    const auto object = parse_object(outcome.err);
    EXPECT_EQ(number(object, "exit_code"), code);
    return object;
}

std::int64_t LibraryTest::hits(const std::string& query) const {
    return number(json({"catalogue", "search", query, "--limit", "1"}), "total");
}

} // namespace tangthu::test
