#include "modules/portal/impl/fixture.h"
#include "modules/portal/impl/records/cover.h"
#include "modules/portal/impl/templates/sources.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace {

using namespace tangthu::portal;
using tangthu::portal::impl::Language;

void save(const std::filesystem::path& file, std::string_view bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class Preview {
public:
    Preview(const tangthu::text::Messages& messages, Language language, std::filesystem::path folder)
        : texts_(messages, language), site_(fixture::site(language)), folder_(std::move(folder)) {
        for (const auto& file : impl::asset_files()) {
            assets_[std::string(file.name)] = "/assets/" + std::string(file.name);
        }
        site_.first_font = impl::first_font(assets_);
        templates_ = std::make_unique<impl::Templates>(impl::make_templates(impl::template_files(), texts_, assets_));
    }

    template <class MakePage>
    void page(const std::string& name, MakePage make_page) {
        const auto file =
            folder_ / (std::string(tangthu::text::language_code(texts_.language())) + "-" + name + ".html");
        std::string html;
        constexpr int kRounds = 200;
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < kRounds; ++i) {
            auto page = make_page(impl::PageContext{texts_, site_});
            html = templates_->render(page.name, page.data);
        }
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
        save(file, html);
        fmt::print("{:<28} {:>7} bytes {:>8.0f} µs\n", file.filename().string(), html.size(), took.count() / kRounds);
    }

    void all() {
        page("home", [](const auto& c) { return home_page(fixture::home(), c); });
        const auto results = fixture::results(texts_);
        page("results", [&](const auto& c) { return results_page(results, c); });
        impl::ResultsView none;
        none.state = impl::parse_search({{"q", "xyzzy không có"}, {"in", "title"}});
        none.did_you_mean = "xử lý không có";
        page("nothing", [&](const auto& c) { return results_page(none, c); });
        const auto record = fixture::record_view(texts_);
        page("record", [&](const auto& c) { return record_page(record, c); });
        const auto marc = impl::marc_view(fixture::record(), fixture::books()[0]);
        page("marc", [&](const auto& c) { return marc_page(marc, c); });
        page("authors", [](const auto& c) { return headings_page(fixture::authors(), c); });
        page("classes", [&](const auto& c) { return classes_page(fixture::classes(texts_.language(), false), c); });
        page("divisions", [&](const auto& c) { return classes_page(fixture::classes(texts_.language(), true), c); });
        page("new", [](const auto& c) { return new_books_page(fixture::new_books(), c); });
        page("libraries", [](const auto& c) { return libraries_page(fixture::libraries(), c); });
        page("404", [](const auto& c) { return error_page({404, "", ""}, c); });
        page("429", [](const auto& c) { return error_page({429, "", ""}, c); });
        page("500", [](const auto& c) { return error_page({500, "", "0193-7c1e"}, c); });
    }

private:
    impl::Texts texts_;
    impl::Site site_;
    std::filesystem::path folder_;
    impl::AssetAddresses assets_;
    std::unique_ptr<impl::Templates> templates_;
};

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "build/preview";
    const tangthu::text::Messages messages;
    for (const auto language : {Language::vi, Language::en}) {
        Preview(messages, language, folder).all();
    }
    for (const auto& file : impl::asset_files()) {
        save(folder / "assets" / file.name, file.bytes);
    }
    for (const auto& bib : fixture::books()) {
        save(folder / "bia" / (std::to_string(bib.id.value) + ".svg"), impl::cover_svg(bib));
    }
    return 0;
}
