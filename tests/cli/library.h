#pragma once

#include "platform/net/client.h"
#include "tests/cli/process.h"

#include <boost/json.hpp>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tangthu::test {

/// Made-up records in MARCMaker text: numbers `first` … `first + count - 1`, each with its number in the title and one
/// copy.
struct RecordSet {
    int first = 1;
    int count = 1;
    std::string unit = "X-THU";   ///< of the copies
    std::string prefix = "DK";    ///< of the barcodes
    std::string word = "bản mẫu"; ///< in every title
};
[[nodiscard]] std::string records(const RecordSet& set);

/// A server of ours on a free port.
class RunningServer {
public:
    explicit RunningServer(const std::filesystem::path& folder);
    [[nodiscard]] net::Client client() const { return net::Client(port_); }
    /// An answer that must be 200 and JSON.
    [[nodiscard]] boost::json::object get(const std::string& target) const;
    /// SIGTERM, and its end.
    Outcome stop();
    [[nodiscard]] Process& process() { return *process_; }

private:
    std::unique_ptr<Process> process_;
    std::uint16_t port_ = 0;
};

/// A folder of its own for each test, with commands that run in it on `./data`.
class LibraryTest : public ::testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    /// Writes a file into the folder; returns its name.
    std::string write(const std::string& name, const std::string& text) const;
    [[nodiscard]] virtual Outcome tangthu(const std::vector<std::string>& words, const std::string& input = "") const;
    /// With --json: what it printed. The command must succeed.
    [[nodiscard]] boost::json::object json(std::vector<std::string> words) const;
    /// With --json: the problem object of a command that must fail.
    [[nodiscard]] boost::json::object problem(std::vector<std::string> words, int code) const;
    [[nodiscard]] std::int64_t hits(const std::string& query) const;
    [[nodiscard]] ProcessOptions options() const { return {.folder = folder_}; }

private:
    std::filesystem::path folder_;
};

[[nodiscard]] boost::json::object parse_object(const std::string& text);
[[nodiscard]] std::int64_t number(const boost::json::object& object, std::string_view name);
[[nodiscard]] std::string text(const boost::json::object& object, std::string_view name);

} // namespace tangthu::test
