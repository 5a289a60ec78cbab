#include "app/commands/commands.h"
#include "app/context.h"
#include "app/import_command.h"
#include "platform/base/embedded.h"

#include <array>
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

/// Somebody who does not exist, to try each kind of work as.
struct DemoStaff {
    const char* name;
    const char* full_name;
    const char* role;
    const char* unit;
};
constexpr std::array<DemoStaff, 3> kDemoStaff{{{"thuthu", "Lò Thị Mai", "desk", "LC-YB"},
                                               {"bienmuc", "Hoàng Văn Bình", "cataloguer", "LC"},
                                               {"lanhdao", "Vàng A Sử", "manager", "LC"}}};
/// Beside the data, for whoever may read the data.
constexpr const char* kAccountsFile = "tai-khoan-dung-thu.txt";

/// With passwords that need no changing, kept in a file that only this account of the machine can read.
Result<void> add_staff(const Console& console, Library& library) {
    auto& identity = library.identity();
    TANGTHU_TRY(const auto admin_password, identity.prepare());
    std::string lines;
    if (admin_password) lines += "admin\t" + *admin_password + "\n";
    for (const auto& one : kDemoStaff) {
        TANGTHU_TRY(
            const auto made,
            identity.add_staff(
                {.name = one.name, .full_name = one.full_name, .home_unit = one.unit, .grants = {{one.role, one.unit}}},
                Context::actor()));
        const auto password = random_password();
        TANGTHU_TRY(const auto session, identity.sign_in(one.name, made.password, "demo"));
        TANGTHU_CHECK(identity.change_password(session.session, made.password, password, "demo"));
        TANGTHU_CHECK(identity.sign_out(session.session.id));
        lines += std::string{one.name} + "\t" + password + "\n";
    }
    const auto path = library.folder().root() / kAccountsFile;
    std::ofstream out(path, std::ios::binary);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    out << lines;
    console.note(console.text("app.demo_accounts", {{"file", path.string()}}));
    return {};
}

Result<ExitCode> load(Context& context, const Arguments&) {
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_TRY(const auto counts, library->catalogue().counts());
    TANGTHU_TRY(const auto units, library->branches().list_all_units());
    if (counts.bibs > 0 || !units.empty())
        return fail(ErrorKind::Conflict, "app.demo_not_empty", {{"folder", library->folder().root().string()}});
    TANGTHU_CHECK(library->branches().load(units_json(), Context::actor()));
    TANGTHU_CHECK(add_staff(context.console(), *library));
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
