#include "app/server.h"

#include "app/cli/console.h"
#include "app/version.h"
#include "gateways/rest/rest.h"
#include "modules/branches/routes.h"
#include "modules/catalogue/routes.h"
#include "modules/identity/routes.h"
#include "modules/portal/routes.h"
#include "platform/base/log.h"
#include "platform/journal/seal.h"

namespace tangthu::embedded {
std::vector<File> staff_pages();
}

namespace tangthu::app {

namespace {

/// A commit is found by the next search at most so much later, and the time of indexing it.
constexpr std::chrono::milliseconds kFollowEvery{40};
constexpr std::chrono::milliseconds kAfterFault{1000};
constexpr int kRoundsBetweenSeals = 125;

/// Tells a trouble of the follower when it begins, each minute that it lasts, and when it is over: a database that is
/// away for a night must not fill the disk with what is said of it.
class Trouble {
public:
    void tell(const std::string& what) {
        const auto now = std::chrono::steady_clock::now();
        if (what == told_ && now - told_at_ < std::chrono::minutes(1)) return;
        told_ = what;
        told_at_ = now;
        log::error(what);
    }
    void is_over() {
        if (!std::exchange(told_, {}).empty()) log::info("following the journal again");
    }

private:
    std::string told_;
    std::chrono::steady_clock::time_point told_at_;
};

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> list;
    std::string word;
    for (const char letter : text + ",") {
        if (letter == ' ') continue;
        if (letter != ',') {
            word += letter;
        } else if (!word.empty()) {
            list.push_back(std::exchange(word, {}));
        }
    }
    return list;
}

net::ServerSettings server_settings(const Settings& settings) {
    net::ServerSettings out;
    out.listen = settings.listen;
    out.workers = settings.workers;
    out.max_connections = static_cast<std::size_t>(settings.max_connections);
    out.budget.tokens_per_second = settings.requests_per_second;
    out.budget.burst = settings.burst;
    out.trusted_proxies = listed(settings.trusted_proxies);
    if (settings.has_access_log) out.access_log = net::log_access;
    return out;
}

portal::PortalSettings portal_settings(const Settings& settings) {
    return {.public_address = settings.public_address,
            .telephone = settings.telephone,
            .email = settings.email,
            .facebook = settings.facebook,
            .youtube = settings.youtube,
            .zalo = settings.zalo};
}

} // namespace

Follower::Follower(Library& library, OnRebuild on_rebuild)
    : library_(library), on_rebuild_(std::move(on_rebuild)), thread_([this] { run(); }) {}

Follower::~Follower() {
    stop_.request_stop();
    thread_.join();
}

bool Follower::sleep(std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop_.get_token(), pause, [] { return false; });
    return !stop_.stop_requested();
}

void Follower::examine() {
    try {
        (void)library_.index().check_deeply(stop_.get_token());
    } catch (const std::exception& fault) {
        log::error(std::string{"examining the search index: "} + fault.what());
    }
}

void Follower::run() {
    bool is_ready = false;
    int round = 0;
    auto pause = kFollowEvery;
    Trouble trouble;
    do {
        try {
            pause = kFollowEvery;
            is_ready = is_ready && library_.index().health().ok;
            const auto done = is_ready ? [&]() -> Result<void> {
                TANGTHU_CHECK(library_.indexer().catch_up(stop_.get_token()));
                return {};
            }()
                : library_.indexer().ensure(
                      [this](const catalogue::RebuildProgress& progress) {
                          if (stop_.stop_requested()) throw Stopping{};
                          if (on_rebuild_) on_rebuild_(progress);
                      },
                      stop_.get_token());
            if (done) {
                is_ready = true;
                if (!examination_.joinable()) examination_ = std::jthread([this] { examine(); });
            } else {
                trouble.tell("search index: " + done.error().key + " " + done.error().detail);
                is_ready = false;
                pause = kAfterFault;
            }
            if (round++ % kRoundsBetweenSeals == 0)
                journal::seal(library_.database(), journal::SealWhat::Due, library_.clock().now());
            if (done) trouble.is_over();
        } catch (const Stopping&) {
            return;
        } catch (const std::exception& fault) {
            trouble.tell(std::string{"following the journal: "} + fault.what());
            pause = kAfterFault;
        }
    } while (sleep(pause));
}

Server::Server(Library& library, const Settings& settings)
    : portal_(library.catalogue(), library.branches(), library.messages(), library.clock(), portal_settings(settings)),
      staff_pages_(net::Assets::of_application("/nhan-vien/", embedded::staff_pages())),
      http_(router_, server_settings(settings)) {
    mount_all(library);
}

void Server::mount_all(Library& library) {
    const auto& messages = library.messages();
    router_.set_texts(
        [&messages](std::string_view language, std::string_view key, const std::vector<ErrorParam>& params) {
            return text_of(messages, text::find_language(language).value_or(text::Language::vi), key, params);
        });
    identity::mount(router_, library.identity(), library.branches());
    branches::mount(router_, library.branches());
    catalogue::mount(router_, library.catalogue(), library.branches());
    portal::mount(router_, portal_);
    staff_pages_.mount(router_);
    rest::mount(router_, {.version = std::string{program_version()}});
}

} // namespace tangthu::app
