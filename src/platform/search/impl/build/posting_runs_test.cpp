// The tables written in one go against those that Xapian itself makes of the same documents.

#include "platform/search/impl/build/posting_runs.h"
#include "platform/search/impl/test_index.h"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <xapian.h>

namespace tangthu::search::impl {

namespace {

struct Doc {
    std::map<std::string, std::uint32_t> terms;
    std::string lines;
};
using Docs = std::map<std::uint32_t, Doc>;

/// As an index is built, in blocks of so many documents.
std::vector<std::string> write_at_once(const Docs& docs, const std::filesystem::path& folder, std::size_t block) {
    const auto parts = folder / "parts";
    const auto database = folder / "whole";
    std::filesystem::create_directories(parts);
    PostingRuns runs;
    std::optional<RunMaker> run;
    std::size_t held = 0;
    std::size_t number = 0;
    const auto end_block = [&] {
        if (!run) return;
        const auto postings = parts / ("p" + std::to_string(number));
        const auto documents = parts / ("d" + std::to_string(number++));
        run->write(postings, documents);
        runs.add(postings, documents);
        run.reset();
        held = 0;
    };
    for (const auto& [id, doc] : docs) {
        std::vector<MadeTerm> terms;
        for (const auto& [term, bits] : doc.terms)
            terms.push_back({term, bits});
        if (!run) run.emplace();
        run->add(id, terms, doc.lines);
        if (++held == block) end_block();
    }
    end_block();
    Xapian::WritableDatabase{database.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS}.close();
    std::vector<WordEntry> words;
    GlassRoots roots;
    roots.postlist = runs.write_postings(database / "postlist.glass", words);
    const auto statistics = runs.write_documents(database, roots);
    write_glass_version(database, roots, statistics);
    std::vector<std::string> written;
    for (const auto& word : words)
        written.push_back(word.written + "/" + std::to_string(word.count));
    return written;
}

void write_one_by_one(const Docs& docs, const std::filesystem::path& folder) {
    Xapian::WritableDatabase database{(folder / "oracle").string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS};
    for (const auto& [id, doc] : docs) {
        Xapian::Document made;
        for (const auto& [term, bits] : doc.terms)
            made.add_term(term, bits);
        made.set_data(doc.lines);
        database.replace_document(id, made);
    }
    database.commit();
}

/// Everything a database says, in words.
std::string all_of(const Xapian::Database& database, const Docs& docs) {
    std::ostringstream out;
    out << database.get_doccount() << " documents, last " << database.get_lastdocid() << ", length "
        << database.get_total_length() << ", shortest " << database.get_doclength_lower_bound() << '\n';
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        out << *term << " in " << term.get_termfreq() << " (" << database.get_collection_freq(*term) << "):";
        for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at)
            out << ' ' << *at << '/' << at.get_wdf();
        out << '\n';
    }
    for (auto at = database.postlist_begin({}); at != database.postlist_end({}); ++at)
        out << *at << " has length " << database.get_doclength(*at) << '\n';
    for (const auto& [id, doc] : docs) {
        out << id << ": " << database.get_document(id).get_data() << '\n';
        for (auto term = database.termlist_begin(id); term != database.termlist_end(id); ++term)
            out << *term << '*' << term.get_wdf() << ' ';
        out << '\n';
    }
    return out.str();
}

void expect_sound(const std::filesystem::path& database) {
    std::ostringstream report;
    EXPECT_EQ(Xapian::Database::check(database.string(), 0, &report), 0U) << report.str();
}

void expect_same(const Docs& docs, std::size_t block) {
    const test::TempFolder folder;
    std::filesystem::create_directories(folder.path());
    (void)write_at_once(docs, folder.path(), block);
    write_one_by_one(docs, folder.path());
    const Xapian::Database whole{(folder.path() / "whole").string()};
    const Xapian::Database oracle{(folder.path() / "oracle").string()};
    EXPECT_TRUE(all_of(whole, docs) == all_of(oracle, docs)); // too long to print
    EXPECT_GE(whole.get_doclength_upper_bound(), oracle.get_doclength_upper_bound());
    // Xapian's check takes four bytes for each number up to the last document's.
    if (docs.empty() || docs.rbegin()->first < 10'000'000) expect_sound(folder.path() / "whole");
}

std::string word_of(std::mt19937& random) {
    static constexpr std::string_view kLetters = "aăbcdđeêghiklmnoôơ tuưvxy";
    std::string word(1 + random() % 3, 'B');
    for (std::size_t i = random() % 9; i > 0; --i)
        word += kLetters[random() % kLetters.size()];
    return word;
}

Docs random_docs(std::size_t count, std::uint32_t widest_gap, unsigned seed) {
    std::mt19937 random{seed};
    Docs docs;
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < count; ++i) {
        id += 1 + static_cast<std::uint32_t>(random() % widest_gap);
        Doc& doc = docs[id];
        for (std::size_t j = random() % 40; j > 0; --j)
            doc.terms[word_of(random)] |= 1U << (random() % 16);
        doc.terms["moi"] = static_cast<std::uint32_t>(4 + i % 300); // a list of several chunks
        doc.lines.assign(random() % 300, 'x');
    }
    return docs;
}

} // namespace

TEST(PostingRuns, MakeWhatXapianMakes) {
    expect_same(random_docs(3'000, 1, 1), 700);
    expect_same(random_docs(800, 9, 2), 1);
    expect_same(random_docs(500, 7'000'000, 3), 100'000);
}

TEST(PostingRuns, TakeOddDocuments) {
    Docs docs;
    docs[1]; // neither words nor terms
    docs[2].lines = std::string(100'000, 'y');
    docs[2].terms["a"] = 1;
    docs[9].terms[std::string("a\0b", 3)] = 2;
    docs[9].terms["a\x01"] = 126;
    docs[9].terms["ab"] = 127;
    docs[70'000].terms[std::string(200, 'z')] = 1U << 15U;
    docs[70'000].terms[std::string(199, 'z') + "ậ"] = 1;
    for (int i = 0; i < 3'000; ++i)
        docs[0x7FFFFFFF].terms["t" + std::to_string(i)] = 5; // a long list of terms
    docs[0xFFFFFFFE].terms["a"] = 3;
    expect_same(docs, 2);
}

TEST(PostingRuns, FillTreesOfSeveralLevels) {
    Docs docs;
    std::mt19937 random{4};
    for (std::uint32_t id = 1; id <= 400; ++id) {
        docs[id].lines = std::string(random() % 5'000, 'w');
        for (int i = 0; i < 60; ++i) // long keys: few branch entries a block
            docs[id].terms[std::to_string(random()) + std::string(180, 'k') + std::to_string(random())] = 4;
    }
    expect_same(docs, 90);
}

TEST(PostingRuns, OfNothingAreAnEmptyDatabase) { expect_same({}, 10); }

TEST(PostingRuns, ListWordsWithTheirDocuments) {
    Docs docs;
    docs[1].terms = {{"sách", 4}, {"Fsach", 4}, {"Bsach hay", 4}, {"XLvie", 1}};
    docs[2].terms = {{"sách", 8}, {"7", 4}};
    const test::TempFolder folder;
    std::filesystem::create_directories(folder.path());
    EXPECT_EQ(write_at_once(docs, folder.path(), 1), (std::vector<std::string>{"7/1", "sách/2"}));
}

TEST(PostingRuns, CanBeChangedByXapianAfterwards) {
    Docs docs = random_docs(2'000, 3, 5);
    const test::TempFolder folder;
    std::filesystem::create_directories(folder.path());
    (void)write_at_once(docs, folder.path(), 300);
    write_one_by_one(docs, folder.path());
    std::mt19937 random{6};
    std::vector<std::uint32_t> ids;
    for (const auto& [id, doc] : docs)
        ids.push_back(id);
    for (int round = 0; round < 4; ++round) {
        std::set<std::uint32_t> removed;
        std::set<std::uint32_t> replaced;
        for (int i = 0; i < 150; ++i)
            (i % 3 == 0 ? removed : replaced).insert(ids[random() % ids.size()]);
        replaced.insert(docs.rbegin()->first + 5);
        const Doc fresh = random_docs(1, 1, static_cast<unsigned>(round)).begin()->second;
        for (const char* name : {"whole", "oracle"}) {
            Xapian::WritableDatabase database{(folder.path() / name).string(), Xapian::DB_OPEN};
            for (const auto id : removed)
                if (docs.contains(id)) database.delete_document(id);
            for (const auto id : replaced) {
                Xapian::Document made;
                for (const auto& [term, bits] : fresh.terms)
                    made.add_term(term, bits);
                made.set_data(fresh.lines);
                database.replace_document(id, made);
            }
            database.set_metadata("state", std::to_string(round));
            database.commit();
        }
        for (const auto id : removed)
            docs.erase(id);
        for (const auto id : replaced)
            docs[id] = fresh;
        const Xapian::Database whole{(folder.path() / "whole").string()};
        const Xapian::Database oracle{(folder.path() / "oracle").string()};
        EXPECT_TRUE(all_of(whole, docs) == all_of(oracle, docs)) << "round " << round;
        expect_sound(folder.path() / "whole");
    }
}

TEST(PostingRuns, RefuseAnUnknownFormat) {
    const test::TempFolder folder;
    std::filesystem::create_directories(folder.path());
    replace_file(folder.path() / "iamglass", std::string("\x0f\x0dXapian Glass\x05\x6f", 16) + std::string(40, 'u'),
                 Sync::no);
    EXPECT_THROW(write_glass_version(folder.path(), {"", "", ""}, {}), Fault);
}

} // namespace tangthu::search::impl
