#include "app/commands/commands.h"
#include "app/context.h"
#include "platform/text/commands.h"

#include <iostream>

namespace tangthu::app {

namespace {

Result<ExitCode> fold(Context&, const Arguments&) {
    TANGTHU_CHECK(text::run_fold(std::cin, std::cout));
    return ExitCode::ok;
}

Result<ExitCode> sort(Context&, const Arguments&) {
    TANGTHU_CHECK(text::run_sort(std::cin, std::cout));
    return ExitCode::ok;
}

/// Not an encoding: the bytes are UTF-8, the letters were spoilt before.
constexpr std::string_view kDamaged = "damaged";

Error unknown_encoding(const std::string& name) {
    std::string known;
    for (const auto encoding : text::all_encodings())
        known.append(text::encoding_name(encoding)).append(", ");
    return {ErrorKind::Invalid, "text.unknown_encoding", {{"encoding", name}, {"known", known.append(kDamaged)}}, {}};
}

Result<ExitCode> decode(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    const auto name = arguments.get("--from");
    if (name == kDamaged) {
        TANGTHU_TRY(const auto mended, text::run_repair(std::cin, std::cout));
        if (!console.is_json()) console.note(console.text("app.decode_mended", {{"count", mended}}));
        return ExitCode::ok;
    }
    const auto encoding = text::find_encoding(name);
    if (!encoding) return fail(unknown_encoding(name));
    TANGTHU_TRY(const auto lost, text::run_decode(std::cin, std::cout, *encoding));
    if (lost == 0) return ExitCode::ok;
    const Error error{ErrorKind::Invalid, "app.decode_lost", {{"count", std::to_string(lost)}}, {}};
    if (console.is_json()) return fail(error);
    console.remark(error);
    return ExitCode::data;
}

std::string_view damage_text(text::TextDamage damage) {
    switch (damage) {
    case text::TextDamage::tcvn3_as_latin1:
        return "app.damage_tcvn3";
    case text::TextDamage::vni_as_latin1:
        return "app.damage_vni";
    case text::TextDamage::double_utf8:
        return "app.damage_double_utf8";
    case text::TextDamage::horn_look_alike:
        return "app.damage_look_alike";
    case text::TextDamage::lost_horn:
        return "app.damage_lost_horn";
    }
    return "app.damage_tcvn3";
}

Result<ExitCode> detect(Context& context, const Arguments&) {
    const auto& console = context.console();
    const auto form = console.is_json() ? text::DetectOutput::json : text::DetectOutput::lines;
    TANGTHU_TRY(const auto damaged, text::run_detect(std::cin, std::cout, form));
    if (!damaged || console.is_json()) return ExitCode::ok;
    const auto damage = damage_text(damaged->damage);
    console.note(console.text("app.detect_damaged", {{"count", damaged->count}, {"damage", console.text(damage)}}));
    console.note(console.text("app.try_next", {{"command", "tangthu text decode --from damaged < FILE"}}));
    return ExitCode::ok;
}

} // namespace

std::vector<Command> text_commands() {
    return {{.noun = "text",
             .verb = "fold",
             .summary = "app.text_fold",
             .example = "echo 'Đường về' | tangthu text fold",
             .words = {},
             .options = {},
             .run = fold},
            {.noun = "text",
             .verb = "sort",
             .summary = "app.text_sort",
             .example = "tangthu text sort < nhan-de.txt",
             .words = {},
             .options = {},
             .run = sort},
            {.noun = "text",
             .verb = "decode",
             .summary = "app.text_decode",
             .example = "tangthu text decode --from tcvn3 < cu.txt > moi.txt",
             .words = {},
             .options = {{"--from", "E", "app.option_decode_from", Option::Need::required}},
             .run = decode},
            {.noun = "text",
             .verb = "detect",
             .summary = "app.text_detect",
             .example = "tangthu text detect < cu.txt",
             .words = {},
             .options = {},
             .run = detect}};
}

} // namespace tangthu::app
