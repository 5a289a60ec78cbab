#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/catalogue.h"
#include "modules/portal/impl/pages/pages.h"
#include "modules/portal/impl/views/kept.h"

#include <map>
#include <set>
#include <span>
#include <string>

namespace tangthu::portal::impl {

/// Short names of units and names of shelving locations in both languages.
struct Network {
    struct Name {
        std::string code;
        std::string vi;
        std::string en;
        bool is_closed_stack = false;
        [[nodiscard]] const std::string& in(Language language) const {
            return language == Language::vi || en.empty() ? vi : en;
        }
    };
    std::map<std::int64_t, Name> units;
    std::map<std::string, Name, std::less<>> unit_by_code;
    std::map<std::pair<std::string, std::string>, Name> locations; ///< by unit and code
    std::set<std::string, std::less<>> location_codes;             ///< of all units
    Name library;                                                  ///< the central one
    std::string address;
    std::string telephone;
};

/// Fills views from the doors of the catalogue and the network. Keeps figures of the whole library for a minute and
/// names for five seconds: counting a million records is not for each visit. Thread-safe.
class ViewSource {
public:
    ViewSource(const catalogue::Catalogue& catalogue, const branches::Branches& branches)
        : catalogue_(catalogue), branches_(branches) {}

    [[nodiscard]] std::shared_ptr<const Network> network(Instant now);
    /// As it was last read; reads nothing.
    [[nodiscard]] std::shared_ptr<const Network> last_network() const;
    [[nodiscard]] Result<HomeView> home(Language language, Instant now);
    /// Errors: those of Catalogue::search, portal.query_too_long.
    [[nodiscard]] Result<ResultsView> results(const SearchState& state, const Texts& texts, Instant now);
    /// Errors: catalogue.bib_not_found.
    [[nodiscard]] Result<RecordView> record(catalogue::BibId id, const Texts& texts, Instant now);
    [[nodiscard]] Result<MarcView> marc(catalogue::BibId id);
    [[nodiscard]] Result<BrowseView> headings(std::string facet, const Parameters& parameters);
    [[nodiscard]] Result<ClassesView> classes(std::optional<int> digit, Language language, Instant now);
    [[nodiscard]] Result<NewBooksView> new_books(std::uint32_t page);
    [[nodiscard]] Result<LibrariesView> libraries(Language language, Instant now);

private:
    [[nodiscard]] static std::vector<Shelving> shelvings(std::span<const catalogue::Item> items, const Network& network,
                                                         Language language);
    [[nodiscard]] FacetValue labelled(std::string_view facet, const std::string& value, std::uint64_t count,
                                      const Network& network, const Texts& texts) const;

    const catalogue::Catalogue& catalogue_;
    const branches::Branches& branches_;
    Kept<Network> network_{5'000};
    Kept<SiteNumbers> numbers_{60'000};
    Kept<std::vector<catalogue::Heading>> divisions_{60'000};
};

} // namespace tangthu::portal::impl
