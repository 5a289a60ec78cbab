// The parts that searching is made of, each against a simple statement of what it should do.

#include "platform/search/impl/columns/row_blob.h"
#include "platform/search/impl/query/correction.h"
#include "platform/search/impl/query/parser.h"
#include "platform/search/impl/query/plan.h"
#include "platform/search/impl/query/walk.h"
#include "platform/search/impl/terms.h"
#include "platform/search/impl/test_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace tangthu::search::impl {
namespace {

using ::testing::ElementsAre;
using Ids = std::set<std::uint32_t>;

TEST(TermMaker, WritesEachWordOnceWithTheFieldsItStandsIn) {
    const Schema schema = test::book_schema();
    TermMaker maker{schema};
    std::map<std::string, std::uint32_t> made;
    for (const MadeTerm& term : maker.make({{0, "Hoà bình"}, {2, "hòa"}}, {{0, "978-1"}, {1, "895.922 NG"}}))
        made[std::string{term.term}] = term.bits;
    const std::uint32_t title = field_bit(0) | kShortBit | kEarlyBit;
    EXPECT_EQ(made["hòa"], title | field_bit(2));
    EXPECT_EQ(made["Fhoa"], title | field_bit(2));
    EXPECT_EQ(made["bình"], title);
    EXPECT_EQ(made["Bhoa binh"], title);
    EXPECT_TRUE(made.contains("Whòa bình"));
    EXPECT_TRUE(made.contains("Whoa binh"));
    EXPECT_TRUE(made.contains("XI9781"));
    EXPECT_TRUE(made.contains("XC895.922ng"));
    EXPECT_EQ(made.size(), 9U);
    EXPECT_EQ(maker.lines(), "a hòa bình\n") << "the note keeps no neighbours";
}

TEST(TermMaker, HintsAreOfTheFirstValueOfAField) {
    const Schema schema = test::book_schema();
    TermMaker maker{schema};
    std::map<std::string, std::uint32_t> made;
    for (const MadeTerm& term : maker.make({{0, "Diary"}, {0, "Dế mèn"}}, {}))
        made[std::string{term.term}] = term.bits;
    EXPECT_EQ(made["diary"], field_bit(0) | kShortBit | kEarlyBit);
    EXPECT_EQ(made["dế"], field_bit(0));
    EXPECT_EQ(maker.make({{0, "Diary"}}, {}).back().bits, field_bit(0) | kShortBit | kEarlyBit) << "each document anew";
}

TEST(TermMaker, CutsLongValues) {
    const Schema schema = test::book_schema();
    TermMaker maker{schema};
    const std::string name = "ư";
    std::string huge;
    for (int i = 0; i < 5'000; ++i)
        huge += name;
    for (const MadeTerm& term : maker.make({{0, huge + " " + huge}}, {{0, huge}, {1, huge}}))
        EXPECT_LE(term.term.size(), 245U);
}

TEST(EditDistance, CountsSwapsAsOne) {
    EXPECT_EQ(edit_distance("nguyen", "nguyen", 2), 0U);
    EXPECT_EQ(edit_distance("nguyen", "nguyne", 2), 1U);
    EXPECT_EQ(edit_distance("nguyen", "nguyem", 2), 1U);
    EXPECT_EQ(edit_distance("nguyen", "nuyen", 2), 1U);
    EXPECT_EQ(edit_distance("librarry", "library", 2), 1U);
    EXPECT_EQ(edit_distance("abc", "xyz", 2), 3U);
    EXPECT_EQ(edit_distance("", "ab", 2), 2U);
}

TEST(Marks, MayBeAddedButNotChanged) {
    EXPECT_TRUE(adds_marks("duong", "đường"));
    EXPECT_TRUE(adds_marks("đuong", "đường"));
    EXPECT_TRUE(adds_marks("viêt", "việt"));
    EXPECT_FALSE(adds_marks("việt", "viết"));
    EXPECT_FALSE(adds_marks("đường", "đường"));
    EXPECT_FALSE(adds_marks("đuong", "dương"));
    EXPECT_TRUE(may_begin("toà", "toàn"));
    EXPECT_TRUE(may_begin("tòa", "toàn")) << "the tone, wherever its mark stands by then";
    EXPECT_TRUE(may_begin("th", "thư"));
    EXPECT_FALSE(may_begin("toá", "toàn"));
    EXPECT_FALSE(may_begin("thư", "thu"));
}

TEST(Lines, HoldAPhraseOnlyInOneLineAndField) {
    const std::string lines = "a văn hóa làng\nb xã hội\n";
    EXPECT_TRUE(lines_hold(lines, " văn hóa", kAnyField, Spelling::as_written));
    EXPECT_TRUE(lines_hold(lines, " hoa lang", kAnyField, Spelling::folded));
    EXPECT_FALSE(lines_hold(lines, " hoa lang", kAnyField, Spelling::as_written));
    EXPECT_FALSE(lines_hold(lines, " làng xã", kAnyField, Spelling::as_written));
    EXPECT_FALSE(lines_hold(lines, " văn hóa", field_bit(1), Spelling::as_written));
    EXPECT_FALSE(lines_hold(lines, " văn hó", kAnyField, Spelling::as_written));
}

TEST(Blob, ComesBackAsItWentIn) {
    const Schema schema = test::book_schema();
    std::string blob;
    append_document(blob, schema, test::document_of({300, "Sách", "Nam Cao", "1941"}));
    append_removal(blob, 7);
    append_word(blob, "sach", "sách");
    std::string told;
    BlobVisitor visitor;
    visitor.document = [&](std::uint32_t id, bool is_removed) {
        told += std::to_string(id) + (is_removed ? "-" : "+");
    };
    visitor.value = [&](std::size_t column, std::string_view value) {
        told += " " + std::to_string(column) + "=" + std::string{value};
    };
    visitor.word = [&](std::string_view folded, std::string_view written) {
        told += std::string{folded} + ">" + std::string{written};
    };
    ASSERT_TRUE(read_blob(blob, visitor));
    EXPECT_EQ(told, "300+ 0=Nam Cao 1=vie 2=1941 3=Sách 4=Sách 5=19417-sach>sách");
    for (std::size_t cut = 1; cut < blob.size(); ++cut)
        (void)read_blob(std::string_view{blob}.substr(cut), BlobVisitor{}); // never a crash
    EXPECT_FALSE(read_blob("v\x01\x7Fxx", BlobVisitor{}));
}

TEST(Parser, ReadsWordsPhrasesFieldsAndOperators) {
    const Schema schema = test::book_schema();
    const auto tree = [&](std::string_view text) { return parse_query(text, schema).value().root; };
    EXPECT_EQ(tree("").kind, NodeKind::nothing);
    EXPECT_EQ(tree("thư viện").kind, NodeKind::words);
    EXPECT_EQ(tree("thư viện").tokens.size(), 2U);
    EXPECT_EQ(tree("\"thư viện\"").kind, NodeKind::phrase);
    EXPECT_EQ(tree("thư OR viện").kind, NodeKind::any_of);
    EXPECT_EQ(tree("CHIẾN TRANH OR HÒA BÌNH").kind, NodeKind::words) << "capitals mean words";
    EXPECT_EQ(tree("isbn:978-604").kind, NodeKind::term);
    EXPECT_EQ(tree("isbn:978-604").value, "978604");
    EXPECT_EQ(tree("nope:thư").kind, NodeKind::all_of) << "an unknown field is a word";
}

// --- walks against sets ---------------------------------------------------------------------------------------------

/// A database of a few documents with a few terms, and walks built together with the set they should give.
struct Woods {
    Xapian::WritableDatabase database{std::string{}, Xapian::DB_BACKEND_INMEMORY};
    std::map<std::string, std::map<std::uint32_t, std::uint32_t>> terms; // id → bits
    std::shared_ptr<const BitWeights> bits = std::make_shared<const BitWeights>(test::book_schema());

    Woods() {
        const auto last = *rc::gen::inRange<std::uint32_t>(1, 40);
        for (std::uint32_t id = 1; id <= last; ++id) {
            if (*rc::gen::inRange(0, 4) == 0) continue;
            Xapian::Document document;
            for (const std::string term : {"a", "b", "c", "d"}) {
                if (*rc::gen::inRange(0, 2) == 0) continue;
                const auto field = *rc::gen::inRange<std::uint32_t>(1, 8) << 2U;
                document.add_term(term, field);
                terms[term][id] = field;
            }
            database.replace_document(id, document);
        }
    }
    struct Tree {
        WalkPtr walk;
        Ids ids;
    };
    Tree leaf() {
        const std::string term = *rc::gen::elementOf(std::vector<std::string>{"a", "b", "c", "d", "none"});
        const std::uint32_t mask = *rc::gen::element(kAnyField, field_bit(0), field_bit(1) | field_bit(2));
        Ids ids;
        for (const auto& [id, field] : terms[term])
            if ((field & mask) != 0) ids.insert(id);
        return {walk_term(database, {term, 1, mask}, bits), ids};
    }
    Tree tree(int depth) {
        const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 5);
        if (kind == 0) return leaf();
        if (kind <= 2) {
            std::vector<WalkPtr> parts;
            Ids ids;
            const int count = *rc::gen::inRange(1, 5);
            for (int i = 0; i < count; ++i) {
                Tree part = tree(depth - 1);
                Ids both;
                for (const std::uint32_t id : part.ids)
                    if (ids.contains(id)) both.insert(id);
                if (kind == 1)
                    ids = i == 0 ? part.ids : both;
                else
                    ids.insert(part.ids.begin(), part.ids.end());
                parts.push_back(std::move(part.walk));
            }
            return {kind == 1 ? walk_all_of(std::move(parts)) : walk_any_of(std::move(parts)), ids};
        }
        Tree first = tree(depth - 1);
        Tree second = tree(depth - 1);
        if (kind == 3) return {walk_with(std::move(first.walk), std::move(second.walk)), first.ids};
        for (const std::uint32_t id : second.ids)
            first.ids.erase(id);
        return {walk_without(std::move(first.walk), std::move(second.walk)), first.ids};
    }
};

RC_GTEST_PROP(Walk, VisitsExactlyTheDocumentsOfItsSet, ()) {
    Woods woods;
    auto [walk, ids] = woods.tree(3);
    Ids met;
    for (walk->next(); walk->id() != Walk::kEnd; walk->next()) {
        const bool ascends = met.empty() || *met.rbegin() < walk->id();
        RC_ASSERT(ascends);
        RC_ASSERT(walk->score() >= 0);
        met.insert(walk->id());
    }
    RC_ASSERT(met == ids);
}

RC_GTEST_PROP(Walk, SkipsToTheFirstDocumentNotBelow, ()) {
    Woods woods;
    auto [walk, ids] = woods.tree(3);
    std::uint32_t at = 0;
    while (walk->id() != Walk::kEnd) {
        at += *rc::gen::inRange<std::uint32_t>(1, 6);
        if (*rc::gen::arbitrary<bool>()) {
            walk->skip_to(at);
            if (walk->id() > at) at = walk->id();
        } else {
            at = walk->id() + 1;
            walk->next();
            if (walk->id() != Walk::kEnd) RC_ASSERT(walk->id() >= at);
        }
        const auto expected = ids.lower_bound(std::min(at, walk->id()));
        if (walk->id() == Walk::kEnd)
            RC_ASSERT(ids.lower_bound(at) == ids.end());
        else
            RC_ASSERT(expected != ids.end() && *expected == walk->id());
    }
}

} // namespace
} // namespace tangthu::search::impl
