#include "app/cli/progress.h"
#include "app/commands/commands.h"
#include "app/context.h"
#include "app/server.h"
#include "platform/base/log.h"

#include <csignal>
#include <iostream>
#include <unistd.h>

namespace tangthu::app {

namespace {

struct ServingView {
    std::string address;
    std::int64_t pid = 0;
    std::string data;
};
TANGTHU_DESCRIBE(ServingView, address, pid, data)

void tell(const Console& console, const std::string& address, const Settings& settings) {
    if (console.is_json()) {
        console.print_json(ServingView{address, ::getpid(), settings.data.string()});
    } else {
        console.print(console.text("app.serving", {{"address", address}, {"data", settings.data.string()}}));
        console.print(console.text("app.serving_stop"));
    }
    std::cout.flush();
}

Result<ExitCode> serve(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    std::signal(SIGPIPE, SIG_IGN);
    TANGTHU_TRY(auto settings, context.settings());
    if (const auto listen = arguments.find("--listen")) settings.listen = *listen;
    log::set_level(settings.log_level);
    TANGTHU_CHECK(net::parse_listen_address(settings.listen));
    const DataFolder folder(settings.data);
    TANGTHU_CHECK(folder.create());
    TANGTHU_TRY(const auto lock, ServerLock::take(folder));
    TANGTHU_TRY(const auto library, Library::open(settings, console.messages(), Use::serve, {.on_wait = [&] {
                                                      console.note(console.text("app.waiting_for_index"));
                                                  }}));
    TANGTHU_TRY(const auto admin_password, library->identity().prepare());
    Server server(*library, settings);
    TANGTHU_CHECK(server.start());
    lock.announce(server.address());
    tell(console, server.address(), settings);
    if (admin_password) // told once, and nowhere but here
        console.note(console.text("app.first_admin", {{"name", "admin"}, {"password", *admin_password}}));
    Progress progress(console, "app.progress_index");
    // Answers come at once; where the index has to be built first, searching says so until it is there.
    const Follower follower(*library, [&](const auto& now) { progress.show_counted(now.done, now.total); });
    server.serve_until_signal();
    server.stop();
    if (!console.is_json()) console.print(console.text("app.serving_stopped"));
    return ExitCode::ok;
}

} // namespace

std::vector<Command> serve_commands() {
    return {{.noun = "serve",
             .verb = "",
             .summary = "app.noun_serve",
             .example = "tangthu serve --listen 0.0.0.0:8080",
             .words = {},
             .options = {{"--listen", "ADDR:PORT", "app.option_listen"}},
             .run = serve}};
}

} // namespace tangthu::app
