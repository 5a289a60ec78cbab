// An index folder that was lost or damaged while nobody looked: a server that starts on it notices, builds it again
// from the database, and answers right. The database itself is never touched.

#include "app/server.h"
#include "tests/cli/in_process.h"

#include <fstream>
#include <random>
#include <thread>

namespace tangthu::test {
namespace {

constexpr int kRecords = 60;

enum class Damage { deleted, emptied, halved, garbage, garbage_behind_its_first_page };
constexpr Damage kDamages[] = {Damage::deleted, Damage::emptied, Damage::halved, Damage::garbage,
                               Damage::garbage_behind_its_first_page};

void write_garbage(const std::filesystem::path& file, std::size_t from) {
    const auto size = std::filesystem::file_size(file);
    std::mt19937 random(20'240'229); // the same garbage in every run
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(from));
    for (auto at = static_cast<std::uintmax_t>(from); at < size; ++at)
        out.put(static_cast<char>(random()));
}

void damage(const std::filesystem::path& file, Damage kind) {
    switch (kind) {
    case Damage::deleted:
        std::filesystem::remove(file);
        return;
    case Damage::emptied:
        std::filesystem::resize_file(file, 0);
        return;
    case Damage::halved:
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        return;
    case Damage::garbage:
        return write_garbage(file, 0);
    case Damage::garbage_behind_its_first_page:
        return write_garbage(file, 8192);
    }
}

/// What `serve` is beneath its routes: starting a process for each of these cases would take minutes.
class Served {
public:
    Served() {
        auto opened = app::Library::open(app::Settings{}, messages_, app::Use::serve);
        if (!opened) throw std::runtime_error(opened.error().key);
        library_ = *std::move(opened);
        follower_.emplace(*library_, nullptr);
    }
    /// Asks until the answer is right: it may be late while the index is built.
    void expect_hits(const std::string& query, std::uint64_t hits) const {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        Result<catalogue::SearchResults> found;
        do {
            found = library_->catalogue().search({.query = query, .with_facets = true});
            if (found && found->total == hits) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        } while (std::chrono::steady_clock::now() < deadline);
        if (found)
            ADD_FAILURE() << query << ": " << found->total << " hits for " << hits;
        else
            ADD_FAILURE() << query << ": " << found.error().key << ' ' << found.error().detail;
    }
    /// The damage need not be met by a search: what lies on the disk must be sound again.
    void expect_sound_in_the_end() const {
        IndexHealth health;
        for (int round = 0; round < 400; ++round) {
            health = library_->index().check_deeply();
            if (health.ok) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        ADD_FAILURE() << health.detail;
    }

private:
    using IndexHealth = search::IndexHealth;
    text::Messages messages_;
    std::unique_ptr<app::Library> library_;
    std::optional<app::Follower> follower_;
};

class DamagedIndex : public InProcessTest {
protected:
    void SetUp() override {
        InProcessTest::SetUp();
        ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = kRecords}))}), "created"),
                  kRecords);
        // Once more, so that there are changes beside the tables, too.
        ASSERT_EQ(number(json({"catalogue", "import",
                               write("b.mrk", records({.first = 101, .count = 2, .prefix = "B", .word = "thêm"}))}),
                         "created"),
                  2);
        std::filesystem::copy(data() / "index", folder() / "sound", std::filesystem::copy_options::recursive);
    }
    void restore() const {
        std::filesystem::remove_all(data() / "index");
        std::filesystem::copy(folder() / "sound", data() / "index", std::filesystem::copy_options::recursive);
    }
    [[nodiscard]] std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> list;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() / "sound"))
            if (entry.is_regular_file() && entry.file_size() > 0)
                list.push_back(data() / "index" / std::filesystem::relative(entry.path(), folder() / "sound"));
        std::sort(list.begin(), list.end());
        return list;
    }
    static void expect_a_server_to_put_it_right() {
        const Served served;
        served.expect_hits("bản mẫu", kRecords);
        served.expect_hits("\"số 101\"", 1);
        served.expect_hits("nguyen van thu", kRecords + 2);
        served.expect_sound_in_the_end();
    }
};

TEST_F(DamagedIndex, EveryFileInEveryWayIsPutRightByAServer) {
    for (const auto& file : files()) {
        for (const auto kind : kDamages) {
            SCOPED_TRACE(file.filename().string() + " damaged in way " + std::to_string(static_cast<int>(kind)));
            restore();
            if (kind == Damage::garbage_behind_its_first_page && std::filesystem::file_size(file) <= 8192) continue;
            damage(file, kind);
            expect_a_server_to_put_it_right();
        }
    }
}

TEST_F(DamagedIndex, AFolderThatIsGoneOrFullOfStrangersIsPutRight) {
    std::filesystem::remove_all(data() / "index");
    expect_a_server_to_put_it_right();
    std::filesystem::remove_all(data() / "index");
    std::filesystem::create_directories(data() / "index" / "g1" / "xapian");
    std::ofstream(data() / "index" / "CURRENT") << "g1\n";
    std::ofstream(data() / "index" / "g1" / "xapian" / "ảnh.jpg") << "\xff\xd8\xff\xe0";
    expect_a_server_to_put_it_right();
}

TEST_F(DamagedIndex, TheRealServerDoesItToo) {
    for (const auto& file : files())
        if (file.filename() == "termlist.glass" || file.filename() == "postlist.glass") damage(file, Damage::garbage);
    RunningServer server(folder());
    net::ClientReply reply;
    for (int round = 0; round < 1000; ++round) {
        reply = server.client().get("/api/v1/search?q=nguyen+van+thu");
        ASSERT_TRUE(reply.status == 200 || reply.status == 503) << reply.status << reply.body;
        if (reply.status == 200) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(number(parse_object(reply.body), "total"), kRecords + 2);
    const auto outcome = server.stop();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

/// A search from the command line either answers right or says that the index must be built: never a wrong number,
/// never a crash.
TEST_F(DamagedIndex, TheCommandLineAnswersRightOrSaysWhatToDo) {
    for (const auto& file : files()) {
        SCOPED_TRACE(file.filename().string());
        restore();
        damage(file, Damage::garbage);
        const auto outcome = tangthu({"catalogue", "search", "nguyễn văn thử", "--json"});
        if (outcome.code == 0) {
            EXPECT_EQ(number(parse_object(outcome.out), "total"), kRecords + 2);
        } else {
            EXPECT_EQ(outcome.code, 69) << outcome.err;
            EXPECT_EQ(text(parse_object(outcome.err), "next"), "tangthu index rebuild");
            EXPECT_EQ(tangthu({"index", "rebuild"}).code, 0);
            EXPECT_EQ(hits("nguyễn văn thử"), kRecords + 2);
        }
        // Records that come now are found, too.
        const auto more = write("c.mrk", records({.first = 201, .count = 1, .prefix = "C", .word = "sau cùng"}));
        const auto imported = tangthu({"catalogue", "import", more, "--json"});
        EXPECT_EQ(imported.code, 0) << imported.err;
        EXPECT_EQ(hits("sau cùng"), 1);
        EXPECT_EQ(tangthu({"catalogue", "undo", text(parse_object(imported.out), "batch")}).code, 0);
        EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
    }
}

} // namespace
} // namespace tangthu::test
