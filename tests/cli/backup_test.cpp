#include "tests/cli/in_process.h"

#include <fstream>
#include <iterator>

namespace tangthu::test {
namespace {

class BackupsFromTheCommandLine : public InProcessTest {
protected:
    void SetUp() override {
        InProcessTest::SetUp();
        ASSERT_EQ(tangthu({"catalogue", "import", write("một.mrk", records({}))}).code, 0);
    }
};

TEST_F(BackupsFromTheCommandLine, APlaceThatCanNotBeWrittenIsNamedWithItsReason) {
    EXPECT_EQ(text(problem({"db", "backup", "một.mrk"}, 73), "key"), "db.backup_exists");
    const auto absent = problem({"db", "backup", "không có/a.db"}, 73);
    EXPECT_EQ(text(absent, "key"), "db.backup_cannot_create");
    EXPECT_NE(text(absent, "detail").find("không có tệp hoặc thư mục đó"), std::string::npos) << text(absent, "detail");
    const auto closed = problem({"db", "backup", "/proc/a.db"}, 73);
    EXPECT_EQ(text(closed, "key"), "db.backup_cannot_create");
}

TEST_F(BackupsFromTheCommandLine, ADatabaseThatIsSpoiltIsSaidInWordsAndRestored) {
    ASSERT_EQ(tangthu({"db", "backup", "a.db"}).code, 0);
    const auto sound = [&] {
        std::ifstream in(folder() / "a.db", std::ios::binary);
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }();
    for (const auto& spoilt : {std::string(20'000, 'x'), sound.substr(0, 100) + std::string(sound.size() - 100, 'x')}) {
        for (const auto* tail : {"-wal", "-shm"})
            std::filesystem::remove(data() / (std::string{"tangthu.db"} + tail));
        write("data/tangthu.db", spoilt);
        const auto examined = tangthu({"doctor"});
        EXPECT_EQ(examined.code, 69);
        EXPECT_NE(examined.out.find("\n            → tangthu db restore FILE\n"), std::string::npos) << examined.out;
        const auto object = problem({"catalogue", "search", "sách"}, 65);
        EXPECT_EQ(text(object, "key"), "db.not_a_database");
        EXPECT_EQ(text(object, "next"), "tangthu db restore FILE");
        const auto restored = tangthu({"db", "restore", "a.db"});
        EXPECT_EQ(restored.code, 0) << restored.err;
        EXPECT_EQ(hits("sách"), 1);
    }
}

} // namespace
} // namespace tangthu::test
