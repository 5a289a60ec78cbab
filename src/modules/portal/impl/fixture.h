#pragma once

#include "modules/portal/impl/pages/class_names.h"
#include "modules/portal/impl/pages/labels.h"
#include "modules/portal/impl/pages/pages.h"
#include "modules/portal/impl/records/record_facts.h"

/// Pages full of real-looking books, for tests and for looking at (portal_preview). Nothing here is served.
namespace tangthu::portal::fixture {

using namespace impl;

inline catalogue::BibSummary bib(std::int64_t id, std::string title, std::string author, int year,
                                 std::string publisher, std::string class_number) {
    catalogue::BibSummary b;
    b.id = catalogue::BibId(id);
    b.title = std::move(title);
    b.author = std::move(author);
    b.year = year;
    b.publisher = std::move(publisher);
    b.class_number = std::move(class_number);
    b.language = "vie";
    b.material_type = "book";
    b.extent = "235 tr.";
    b.place = "Hà Nội";
    b.items = 3;
    return b;
}

inline std::vector<catalogue::BibSummary> books() {
    std::vector<catalogue::BibSummary> all{
        bib(1, "Dế Mèn phiêu lưu ký", "Tô Hoài", 2019, "Kim Đồng", "895.9223"),
        bib(2, "Truyện Kiều", "Nguyễn Du", 2015, "Văn học", "895.92212"),
        bib(3, "Đại Việt sử ký toàn thư", "Ngô Sĩ Liên", 2017, "Khoa học xã hội", "959.7"),
        bib(4, "Nghệ thuật nấu ăn của người Thái ở Tây Bắc", "Nguyễn Thị Ẩm Thuỷ", 2021, "Phụ nữ Việt Nam",
            "641.59597"),
        bib(5, "Vật lý đại cương", "Lương Duyên Bình", 2012, "Giáo dục Việt Nam", "530"),
        bib(6, "Từ điển Hán – Việt", "Đào Duy Anh", 2009, "Văn hóa Thông tin", "495.9227"),
        bib(7, "Những ngã tư và những cột đèn", "Trần Dần", 2011, "Hội Nhà văn", "895.9223"),
        bib(8, "Luật Thư viện", "", 2020, "Chính trị quốc gia Sự thật", "344.597"),
        bib(9, "Les Misérables", "Hugo, Victor", 1998, "Gallimard", "843.7"),
        bib(10, "Tâm lý học đám đông", "Le Bon, Gustave", 2018, "Thế giới", "302.33"),
        bib(11, "Tranh dân gian Đông Hồ", "Nguyễn Bá Vân", 1984, "Văn hóa", "769.9597"),
        bib(12, "Mười vạn câu hỏi vì sao: Thế giới động vật – phần loài bò sát và lưỡng cư ở Việt Nam", "Nhiều tác giả",
            2016, "Dân trí", "590"),
        bib(13, "Tin học ứng dụng", "Hồ Sĩ Đàm", 2014, "Đại học Quốc gia Hà Nội", "004"),
        bib(14, "Kinh Pháp cú", "Thích Minh Châu dịch", 2010, "Tôn giáo", "294.3"),
    };
    all[0].subtitle = "truyện đồng thoại";
    all[0].responsibility = "Tô Hoài ; minh họa: Tạ Huy Long";
    all[0].isbn = "9786042123456";
    all[0].series = "Tủ sách vàng";
    all[8].language = "fre";
    all[9].subtitle = "một nghiên cứu về tâm trí của số đông";
    return all;
}

inline std::vector<Shelving> shelvings(int variant) {
    Shelving lending{"Cơ sở Yên Bái", "LC-YB", "Kho mượn", "895.9223 D250M", 3, 3, false, "", {}};
    Shelving stack{"Cơ sở Lào Cai", "LC-LC", "Kho đọc", "VV 1257", 2, 2, true, "", {}};
    Shelving repair{"Thư viện phường Sa Pa", "SP", "", "895.9223 D250M", 1, 0, false, "damaged", {}};
    switch (variant % 4) {
    case 0:
        return {lending, stack, repair};
    case 1:
        return {stack};
    case 2:
        return {repair};
    default:
        return {};
    }
}

inline marc::Record record() {
    marc::Record r;
    r.add_control("001", "vtt000123");
    r.add_control("008", "190412s2019    vm a   j      000 1 vie d");
    const auto add = [&r](const char* tag, char i1, char i2, std::vector<std::pair<char, const char*>> subfields) {
        r.add_field(tag, i1, i2);
        for (const auto& [code, value] : subfields) {
            r.add_subfield(code, value);
        }
    };
    add("020", ' ', ' ', {{'a', "9786042123456"}, {'c', "55000đ"}});
    add("082", '0', '4', {{'a', "895.9223"}, {'2', "23"}});
    add("100", '0', ' ', {{'a', "Tô Hoài"}, {'d', "1920-2014"}});
    add("245", '1', '0',
        {{'a', "Dế Mèn phiêu lưu ký :"}, {'b', "truyện đồng thoại /"}, {'c', "Tô Hoài ; minh họa: Tạ Huy Long"}});
    add("250", ' ', ' ', {{'a', "In lần thứ 80"}});
    add("260", ' ', ' ', {{'a', "Hà Nội :"}, {'b', "Kim Đồng,"}, {'c', "2019"}});
    add("300", ' ', ' ', {{'a', "235 tr. :"}, {'b', "tranh vẽ ;"}, {'c', "21 cm"}});
    add("490", '0', ' ', {{'a', "Tủ sách vàng"}});
    add("504", ' ', ' ', {{'a', "Có tiểu sử tác giả ở cuối sách."}});
    add("505", '0', ' ',
        {{'a', "Tôi sống độc lập từ thuở bé -- Một sự ngỗ nghịch đáng ân hận suốt đời -- Trận đấu võ "
               "ngày hội làng cỏ may"}});
    add("520", ' ', ' ', {{'a', "Chú dế Mèn rời hang đi khắp thế gian, học làm bạn và học lẽ phải."}});
    add("650", ' ', '4', {{'a', "Văn học thiếu nhi"}, {'z', "Việt Nam"}});
    add("650", ' ', '4', {{'a', "Truyện đồng thoại"}});
    add("655", ' ', '7', {{'a', "Truyện"}});
    add("700", '0', ' ', {{'a', "Tạ Huy Long"}, {'e', "minh họa"}});
    return r;
}

inline Site site(Language language) {
    Site s;
    s.public_address = "https://thuvien.example";
    s.library_name = language == Language::vi ? "Thư viện tỉnh Lào Cai" : "Lao Cai Provincial Library";
    s.address = "Phường Yên Bái, tỉnh Lào Cai";
    s.settings.telephone = "0216.3850.163";
    s.settings.email = "thuvien@example.vn";
    return s;
}

inline std::vector<DayHours> week(int today) {
    std::vector<DayHours> days;
    for (int day = 1; day <= 7; ++day) {
        DayHours hours{day, {}, day == today};
        if (day != 1) {
            hours.spans = {{"07:30", "12:00"}, {"13:30", "16:30"}};
        }
        days.push_back(hours);
    }
    return days;
}

inline HomeView home() {
    HomeView view;
    view.today = {2026, 11, 22};
    view.libraries = {{"LC-YB", "Cơ sở Yên Bái", {true, true, "16:30", {}, ""}},
                      {"LC-LC", "Cơ sở Lào Cai", {false, true, "", Date{2026, 11, 24}, "07:30"}}};
    view.newest = books();
    view.newest.resize(6);
    view.numbers = {12480, 38215, 61, 43};
    return view;
}

inline FacetGroup group(std::string facet, const std::vector<std::pair<std::string, std::uint64_t>>& values,
                        const Texts& texts) {
    FacetGroup g{facet, {}};
    for (const auto& [value, count] : values) {
        g.values.push_back({value, facet_value_label(facet, value, texts), count});
    }
    return g;
}

inline ResultsView results(const Texts& texts) {
    ResultsView view;
    view.state = parse_search({{"q", "dế mèn phiêu lưu"}, {"language", "vie"}, {"author", "Tô Hoài"}});
    view.words = text::tokens(view.state.query);
    view.total = 1240;
    const auto all = books();
    for (std::size_t i = 0; i < kHitsOnPage; ++i) {
        view.hits.push_back({all[i % all.size()], shelvings(static_cast<int>(i))});
    }
    view.facets = {
        group("type", {{"book", 1103}, {"serial", 88}, {"recording", 31}, {"video", 12}, {"map", 6}}, texts),
        group("author",
              {{"Tô Hoài", 214},
               {"Nguyễn Nhật Ánh", 97},
               {"Nguyễn Huy Tưởng", 64},
               {"Võ Quảng", 51},
               {"Phạm Hổ", 44},
               {"Trần Đăng Khoa", 38},
               {"Xuân Quỳnh", 33},
               {"Đoàn Giỏi", 29},
               {"Vũ Tú Nam", 21},
               {"Viên nghiên cứu Văn hóa dân gian Việt Nam", 17}},
              texts),
        group("subject",
              {{"Văn học thiếu nhi – Việt Nam", 412},
               {"Truyện đồng thoại", 120},
               {"Văn học Việt Nam", 98},
               {"Côn trùng", 34},
               {"Truyện tranh", 30},
               {"Kịch bản phim", 11},
               {"Nghiên cứu văn học", 9},
               {"Tự truyện", 7},
               {"Hồi ký", 5},
               {"Thế kỷ 20", 3}},
              texts),
        group("language", {{"vie", 1120}, {"eng", 61}, {"fre", 30}, {"rus", 18}, {"hmn", 4}}, texts),
        group("decade", {{"2010", 402}, {"2000", 311}, {"2020", 204}, {"1990", 160}, {"1980", 90}}, texts),
        group("class", {{"890", 880}, {"590", 41}, {"800", 40}, {"390", 22}, {"790", 12}}, texts),
    };
    FacetGroup units{
        "unit",
        {{"LC-YB", "Cơ sở Yên Bái", 610}, {"LC-LC", "Cơ sở Lào Cai", 540}, {"SP", "Thư viện phường Sa Pa", 90}}};
    view.facets.insert(view.facets.begin(), units);
    view.chosen = {{"Tô Hoài", "Tô Hoài", 0}, {"vie", facet_value_label("language", "vie", texts), 0}};
    view.did_you_mean = "dế mèn phiêu lưu ký";
    return view;
}

inline RecordView record_view(const Texts& texts) {
    const auto all = books();
    const auto r = record();
    RecordView view;
    view.book = {all[0], shelvings(0)};
    view.fields = described_fields(r, all[0], texts);
    view.work = cited_work(r, all[0]);
    view.same_author = {all[6], all[1]};
    view.before = {all[1], all[8], all[11]};
    view.after = {all[6], all[2], all[10], all[3]};
    return view;
}

inline BrowseView authors() {
    BrowseView view;
    view.facet = "author";
    view.letter = "N";
    view.from = "N";
    for (const auto* name :
         {"Nam Cao", "Ngô Sĩ Liên", "Ngô Tất Tố", "Nguyên Hồng", "Nguyên Ngọc", "Nguyễn Bá Vân", "Nguyễn Công Hoan",
          "Nguyễn Du", "Nguyễn Đình Thi", "Nguyễn Huy Tưởng", "Nguyễn Khải", "Nguyễn Minh Châu", "Nguyễn Nhật Ánh",
          "Nguyễn Thị Ẩm Thuỷ", "Nguyễn Trãi", "Nguyễn Tuân", "Nguyễn Văn Huyên", "Nhất Linh"}) {
        view.headings.push_back({name, 1 + view.headings.size() * 7});
    }
    view.next_from = "Ỏ";
    view.previous_from = "N";
    return view;
}

inline ClassesView classes(Language language, bool has_choice) {
    ClassesView view;
    if (has_choice) {
        view.chosen_digit = 8;
    }
    for (int digit = 0; digit < 10; ++digit) {
        const auto number = has_choice ? "8" + std::to_string(digit) + "0" : std::to_string(digit) + "00";
        view.lines.push_back({number, has_choice ? class_name(number, language) : main_class_name(digit, language),
                              static_cast<std::uint64_t>(digit * 731 + 12)});
    }
    return view;
}

inline LibrariesView libraries() {
    LibrariesView view;
    view.today = {2026, 11, 22};
    const auto h = home();
    view.main = {{"LC-YB", "site", "Cơ sở Yên Bái (Thư viện tỉnh Yên Bái cũ)", "Phường Yên Bái, tỉnh Lào Cai",
                  "0216.3852.436", week(7), h.libraries[0].opening},
                 {"LC-LC", "site", "Cơ sở Lào Cai (Thư viện tỉnh Lào Cai cũ)", "Phường Lào Cai, tỉnh Lào Cai", "",
                  week(7), h.libraries[1].opening}};
    view.others = {{"SP", "commune_library", "Thư viện phường Sa Pa", "Phường Sa Pa, tỉnh Lào Cai", "", week(7),
                    h.libraries[0].opening},
                   {"BV-1", "post_office_point", "Điểm bưu điện – văn hóa xã Cốc San", "Xã Cốc San", "", {}, {}}};
    return view;
}

inline NewBooksView new_books() {
    NewBooksView view;
    view.books = books();
    view.has_more = true;
    return view;
}

} // namespace tangthu::portal::fixture
