#include "app/commands/commands.h"
#include "app/context.h"
#include "app/import_command.h"
#include "platform/base/embedded.h"

#include <fstream>

namespace tangthu::embedded {
std::vector<File> demo(); ///< units.json and bibs/*.mrk
}

namespace tangthu::app {

namespace {

/// What 003 of the demo's records says: the first part of their identity.
constexpr std::string_view kDemoSource = "VN-TTDEMO";

/// The demo's records as files, for the importer; gone when this goes.
class UnpackedDemo {
public:
    explicit UnpackedDemo(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
        for (const auto& file : embedded::demo()) {
            if (!file.name.ends_with(".mrk")) continue;
            auto path = folder_ / std::filesystem::path{file.name}.filename();
            std::ofstream(path, std::ios::binary) << file.bytes;
            files_.push_back(std::move(path));
        }
    }
    ~UnpackedDemo() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    UnpackedDemo(const UnpackedDemo&) = delete;
    UnpackedDemo& operator=(const UnpackedDemo&) = delete;

    [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }

private:
    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_;
};

std::string_view units_json() {
    for (const auto& file : embedded::demo())
        if (file.name == "units.json") return file.bytes;
    throw Fault("the demo's units are not in this program");
}

Result<ExitCode> load(Context& context, const Arguments&) {
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_TRY(const auto counts, library->catalogue().counts());
    TANGTHU_TRY(const auto units, library->branches().list_all_units());
    if (counts.bibs > 0 || !units.empty())
        return fail(ErrorKind::Conflict, "app.demo_not_empty", {{"folder", library->folder().root().string()}});
    TANGTHU_CHECK(library->branches().load(units_json(), Context::actor()));
    const UnpackedDemo demo(library->folder().imports() / "demo");
    catalogue::ImportOptions options;
    options.files = demo.files();
    options.format = "mrk";
    options.source = kDemoSource;
    options.rejects_folder = library->folder().imports();
    TANGTHU_TRY(const auto report, run_import(context.console(), *library, options));
    return print_import(context.console(), report, {.is_dry_run = false});
}

} // namespace

std::vector<Command> demo_commands() {
    return {{.noun = "demo",
             .verb = "load",
             .summary = "app.demo_load",
             .example = "tangthu --data ./demo-data demo load",
             .words = {},
             .options = {},
             .run = load}};
}

} // namespace tangthu::app
