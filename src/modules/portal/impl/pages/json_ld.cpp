#include "modules/portal/impl/pages/json_ld.h"

#include "modules/portal/impl/html.h"
#include "platform/base/json_io.h"

namespace tangthu::portal::impl {
namespace {

/// Members of one object, in order; empty texts are left out.
class JsonObject {
public:
    JsonObject& text(std::string_view name, std::string_view value) {
        if (!value.empty()) {
            begin(name);
            json::write_string(out_, value);
        }
        return *this;
    }
    JsonObject& raw(std::string_view name, std::string_view value) {
        if (!value.empty()) {
            begin(name);
            out_ += value;
        }
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(out_) + "}"; }

private:
    void begin(std::string_view name) {
        if (out_.size() > 1) {
            out_ += ',';
        }
        json::write_string(out_, name);
        out_ += ':';
    }
    std::string out_ = "{";
};

template <class Range, class Write>
std::string json_array(const Range& range, Write write) {
    std::string out;
    for (const auto& element : range) {
        out += (out.empty() ? "[" : ",") + write(element);
    }
    return out.empty() ? out : out + "]";
}

std::string quoted(std::string_view text) {
    std::string out;
    json::write_string(out, text);
    return out;
}

/// Inside <script> only `</script` and `<!--` matter: without `<` there is neither.
std::string safe_in_script(const std::string& json) {
    std::string out;
    out.reserve(json.size() + 16);
    for (const char c : json) {
        if (c == '<') {
            out += "\\u003c";
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out;
}

std::string_view schema_type(std::string_view material_type) {
    if (material_type == "book" || material_type == "braille" || material_type == "electronic") {
        return "Book";
    }
    if (material_type == "map") {
        return "Map";
    }
    if (material_type == "serial") {
        return "Periodical";
    }
    return "CreativeWork";
}

std::string offer(const Shelving& shelving, const PageContext& context) {
    const auto library = JsonObject()
                             .text("@type", "Library")
                             .text("name", shelving.unit.empty() ? context.site.library_name : shelving.unit)
                             .take();
    return JsonObject()
        .text("@type", "Offer")
        .text("availability", shelving.on_shelf > 0 ? "https://schema.org/InStock" : "https://schema.org/OutOfStock")
        .text("businessFunction", "http://purl.org/goodrelations/v1#LeaseOut")
        .text("price", "0")
        .text("priceCurrency", "VND")
        .text("sku", shelving.call_number)
        .raw("offeredBy", library)
        .take();
}

constexpr std::array<const char*, 8> kDays{"",         "Monday", "Tuesday",  "Wednesday",
                                           "Thursday", "Friday", "Saturday", "Sunday"};

} // namespace

std::string book_json_ld(const RecordView& view, const PageContext& context) {
    const auto& bib = view.book.bib;
    const auto& address = context.site.public_address;
    const auto here = address + book_address(context.texts.language(), bib);
    const auto people = [](const std::vector<std::string>& names) {
        return json_array(names, [](const std::string& name) {
            return JsonObject().text("@type", "Person").text("name", name).take();
        });
    };
    JsonObject object;
    object.text("@context", "https://schema.org")
        .text("@type", schema_type(bib.material_type))
        .text("@id", here)
        .text("url", here)
        .text("name", full_title(bib))
        .raw("author", people(view.work.authors))
        .raw("translator", people(view.work.translators))
        .raw("contributor", people(view.work.contributors))
        .text("datePublished", bib.year ? std::to_string(*bib.year) : std::string{})
        .text("inLanguage", language_tag(bib.language))
        .text("isbn", bib.isbn)
        .text("bookEdition", view.work.edition)
        .text("abstract", view.work.abstract)
        .text("image", address + cover_address(bib))
        .raw("about", json_array(view.work.subjects, quoted));
    if (!bib.publisher.empty()) {
        object.raw("publisher", JsonObject().text("@type", "Organization").text("name", bib.publisher).take());
    }
    object.raw("offers", json_array(view.book.shelvings, [&](const Shelving& s) { return offer(s, context); }));
    return safe_in_script(object.take());
}

std::string library_json_ld(const LibrariesView& view, const PageContext& context) {
    auto libraries = json_array(view.main, [&](const LibraryView& library) {
        std::string hours;
        for (const auto& day : library.week) {
            for (const auto& span : day.spans) {
                hours += (hours.empty() ? "[" : ",") +
                         JsonObject()
                             .text("@type", "OpeningHoursSpecification")
                             .text("dayOfWeek", kDays.at(static_cast<std::size_t>(day.weekday)))
                             .text("opens", span.opens)
                             .text("closes", span.closes)
                             .take();
            }
        }
        return JsonObject()
            .text("@type", "Library")
            .text("name", library.name)
            .text("address", library.address)
            .text("telephone", library.telephone)
            .raw("openingHoursSpecification", hours.empty() ? hours : hours + "]")
            .take();
    });
    return safe_in_script(JsonObject()
                              .text("@context", "https://schema.org")
                              .raw("@graph", libraries)
                              .text("url", context.site.public_address)
                              .take());
}

} // namespace tangthu::portal::impl
