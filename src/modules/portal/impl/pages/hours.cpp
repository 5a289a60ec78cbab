#include "modules/portal/impl/pages/hours.h"

namespace tangthu::portal::impl {

int weekday_of(const Date& date) {
    // 1970-01-01 was a Thursday.
    return static_cast<int>(((days_since_epoch(date) + 3) % 7 + 7) % 7) + 1;
}

std::string spoken_time(std::string_view hh_mm, Language language) {
    std::string text(hh_mm);
    if (text.size() != 5) {
        return text;
    }
    if (language == Language::vi) {
        text[2] = 'h';
    }
    return text.front() == '0' ? text.substr(1) : text;
}

std::string weekday_name(int weekday, const Texts& texts) {
    return texts.text("portal.weekday_" + std::to_string(weekday));
}

std::string opens_again(const branches::OpeningState& state, const Date& today, const Texts& texts) {
    if (state.is_open || !state.opens_on) {
        return {};
    }
    const auto language = texts.language();
    const auto time = spoken_time(state.opens_at, language);
    const auto ahead = days_since_epoch(*state.opens_on) - days_since_epoch(today);
    if (ahead == 0) {
        return texts.text("portal.opens_today", {{"time", time}});
    }
    if (ahead == 1) {
        return texts.text("portal.opens_tomorrow", {{"time", time}});
    }
    return texts.text("portal.opens_on", {{"time", time},
                                          {"weekday", weekday_name(weekday_of(*state.opens_on), texts)},
                                          {"date", text::format_date(language, *state.opens_on)}});
}

} // namespace tangthu::portal::impl
