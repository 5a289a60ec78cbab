#include "platform/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace tangthu::log {

namespace {
spdlog::logger& logger() {
    static const auto instance = spdlog::stderr_color_mt("tangthu");
    return *instance;
}
} // namespace

void debug(std::string_view message) { logger().debug(message); }
void info(std::string_view message) { logger().info(message); }
void warning(std::string_view message) { logger().warn(message); }
void error(std::string_view message) { logger().error(message); }
void set_level(std::string_view name) {
    const auto level = name == "warning" ? spdlog::level::warn : spdlog::level::from_str(std::string{name});
    logger().set_level(level == spdlog::level::off && name != "off" ? spdlog::level::info : level);
}

} // namespace tangthu::log
