#pragma once

#include "modules/portal/impl/views/views.h"
#include "platform/base/date.h"

#include <string>
#include <string_view>

namespace tangthu::portal::impl {

/// ISO weekday: 1 Monday … 7 Sunday.
[[nodiscard]] int weekday_of(const Date& date);

/// `07:30` -> `7h30` in Vietnamese, `7:30` in English.
[[nodiscard]] std::string spoken_time(std::string_view hh_mm, Language language);
/// `Thứ Ba`, `Chủ nhật`.
[[nodiscard]] std::string weekday_name(int weekday, const Texts& texts);
/// `mở lại 7h30 thứ Ba, 24/11/2026`, from "opens today/tomorrow/on" texts. Empty while open or when nothing is known.
[[nodiscard]] std::string opens_again(const branches::OpeningState& state, const Date& today, const Texts& texts);

} // namespace tangthu::portal::impl
