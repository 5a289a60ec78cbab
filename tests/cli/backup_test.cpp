#include "tests/cli/in_process.h"

#include <unistd.h>

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
    if (::geteuid() == 0) GTEST_SKIP() << "nothing is closed to root";
    const auto closed = problem({"db", "backup", "/proc/a.db"}, 73);
    EXPECT_EQ(text(closed, "key"), "db.backup_cannot_create");
}

TEST_F(BackupsFromTheCommandLine, ADatabaseThatIsNoneIsSaidInWordsAndRestored) {
    ASSERT_EQ(tangthu({"db", "backup", "a.db"}).code, 0);
    std::filesystem::remove(data() / "tangthu.db-wal");
    std::filesystem::remove(data() / "tangthu.db-shm");
    write("data/tangthu.db", std::string(20'000, 'x'));
    const auto examined = tangthu({"doctor"});
    EXPECT_EQ(examined.code, 69);
    EXPECT_NE(
        examined.out.find("Khôi phục từ bản sao lưu mới nhất, tệp hiện nay được giữ riêng: tangthu db restore FILE"),
        std::string::npos)
        << examined.out;
    const auto object = problem({"catalogue", "search", "sách"}, 74);
    EXPECT_EQ(text(object, "key"), "app.fault_damaged");
    EXPECT_EQ(text(object, "next"), "tangthu db restore FILE");
    const auto restored = tangthu({"db", "restore", "a.db"});
    EXPECT_EQ(restored.code, 0) << restored.err;
    EXPECT_EQ(hits("sách"), 1);
}

} // namespace
} // namespace tangthu::test
