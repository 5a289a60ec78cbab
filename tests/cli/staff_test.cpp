#include "tests/cli/library.h"

#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace tangthu::test {
namespace {

class StaffFromTheCommandLine : public LibraryTest {};

std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

TEST_F(StaffFromTheCommandLine, AnAccountIsAddedListedAndGivenANewPassword) {
    const auto first = tangthu({"user", "add", "lan", "--full-name", "Nguyễn Thị Lan"});
    EXPECT_EQ(first.code, 0) << first.err;
    const auto made = json({"user", "add", "binh", "--full-name", "Hoàng Văn Bình", "--role", "cataloguer"});
    EXPECT_EQ(text(made, "name"), "binh");
    EXPECT_EQ(text(made, "password").size(), 19U);
    EXPECT_EQ(text(problem({"user", "add", "binh", "--full-name", "x"}, 65), "key"), "identity.name_taken");
    EXPECT_EQ(text(problem({"user", "add", "x y", "--full-name", "x"}, 65), "key"), "identity.bad_name");
    EXPECT_EQ(text(problem({"user", "add", "an"}, 64), "key"), "app.usage_option_missing");
    EXPECT_EQ(json({"user", "list"}).at("staff").as_array().size(), 2U);
    const auto listed = tangthu({"user", "list"});
    EXPECT_NE(listed.out.find("Hoàng Văn Bình"), std::string::npos) << listed.out;
    const auto reset = json({"user", "reset", "binh"});
    EXPECT_EQ(text(reset, "password").size(), 19U);
    EXPECT_NE(text(reset, "password"), text(made, "password"));
    EXPECT_EQ(text(problem({"user", "reset", "nobody"}, 66), "key"), "identity.staff_not_found");
}

TEST_F(StaffFromTheCommandLine, ADevicesTokenOpensTheInterface) {
    EXPECT_EQ(text(problem({"user", "token", "gate"}, 66), "key"), "identity.staff_not_found");
    const auto gate = json({"user", "add", "gate", "--full-name", "Cổng tầng 1", "--device", "--role", "manager"});
    EXPECT_TRUE(gate.at("password").is_null());
    const auto token = text(json({"user", "token", "gate", "--label", "cổng", "--days", "30"}), "token");
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(problem({"user", "token", "gate", "--days", "1000"}, 64).at("exit_code").as_int64(), 64);
    RunningServer server(folder());
    auto client = server.client();
    EXPECT_EQ(client.get("/api/v1/staff").status, 401);
    EXPECT_EQ(client.get("/api/v1/staff", {{"Authorization", "Bearer " + token}}).status, 200);
    EXPECT_EQ(client.get("/api/v1/staff", {{"Authorization", "Bearer " + token + "x"}}).status, 401);
}

TEST_F(StaffFromTheCommandLine, TheFirstStartTellsTheAdministratorsPasswordOnce) {
    RunningServer first(folder());
    const auto told = first.stop();
    EXPECT_NE(told.err.find("admin"), std::string::npos) << told.err;
    RunningServer second(folder());
    EXPECT_EQ(second.stop().err.find("admin"), std::string::npos);
}

TEST_F(StaffFromTheCommandLine, TheDemosPasswordsAreForTheKeeperOfTheDataAlone) {
    ASSERT_EQ(tangthu({"demo", "load"}).code, 0);
    const auto file = data() / "tai-khoan-dung-thu.txt";
    const auto lines = contents(file);
    EXPECT_NE(lines.find("thuthu\t"), std::string::npos) << lines;
    EXPECT_NE(lines.find("admin\t"), std::string::npos);
    struct stat facts{};
    ASSERT_EQ(::stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    const auto from = lines.find("thuthu\t") + 7;
    const auto password = lines.substr(from, lines.find('\n', from) - from);
    RunningServer server(folder());
    auto client = server.client();
    const auto reply = client.request("POST", "/api/v1/session", {{"Content-Type", "application/json"}},
                                      R"({"name":"thuthu","password":")" + password + "\"}");
    EXPECT_EQ(reply.status, 201) << reply.body;
    EXPECT_NE(reply.body.find("\"unit\":\"LC-YB\""), std::string::npos) << reply.body;
    EXPECT_NE(reply.body.find("\"must_change_password\":false"), std::string::npos);
}

} // namespace
} // namespace tangthu::test
