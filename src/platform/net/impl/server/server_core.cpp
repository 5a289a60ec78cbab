#include "platform/net/impl/server/server_core.h"

#include "platform/base/clock.h"
#include "platform/base/uid.h"

#include <array>
#include <chrono>
#include <ctime>
#include <fmt/format.h>

namespace tangthu::net::impl {

ServerCore::ServerCore(Router& routes, ServerSettings chosen)
    : router(routes), settings(std::move(chosen)), budget(settings.budget), trusted(settings.trusted_proxies),
      id_prefix_(new_uid(SystemClock{}.now()).substr(24)) {}

void ServerCore::join(Connection* connection) {
    connections.insert(connection);
    connection_count = connections.size();
}

void ServerCore::leave(Connection* connection) {
    connections.erase(connection);
    connection_count = connections.size();
    end_drain_when_empty();
}

void ServerCore::end_drain_when_empty() {
    if (!is_draining || !connections.empty()) return;
    keeps_running.reset();
    drain.cancel();
}

bool ServerCore::evict_idle() {
    Connection* longest = nullptr;
    for (auto* connection : connections) {
        if (!connection->is_idle()) continue;
        if (longest == nullptr || connection->idle_since_ms() < longest->idle_since_ms()) longest = connection;
    }
    if (longest == nullptr) return false;
    longest->close();
    return true;
}

const std::string& ServerCore::http_date() {
    const auto second = SystemClock{}.now().unix_ms / 1000;
    if (second != date_second_) {
        date_second_ = second;
        const auto time = static_cast<std::time_t>(second);
        std::tm parts{};
        gmtime_r(&time, &parts);
        constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        date_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(parts.tm_wday)],
                            parts.tm_mday, kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                            parts.tm_hour, parts.tm_min, parts.tm_sec);
    }
    return date_;
}

std::string ServerCore::new_request_id() { return fmt::format("{}-{:x}", id_prefix_, ++last_id_); }

std::int64_t ServerCore::steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace tangthu::net::impl
