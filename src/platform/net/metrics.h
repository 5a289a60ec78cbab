#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tangthu::net {

/// Figures for Prometheus. Thread-safe.
class Metrics {
public:
    Metrics();
    ~Metrics();

    /// One answered request; `route` is the template, so that the number of series stays small.
    void observe(std::string_view method, std::string_view route, int status, double seconds);
    /// A figure read when asked for: `tangthu_index_lag`. The name must be new.
    void gauge(std::string_view name, std::string_view help, std::function<double()> read);
    /// Adds to a counter, made at first use: `tangthu_shed_total`.
    void count(std::string_view name, double by = 1);
    /// Prometheus text format 0.0.4.
    [[nodiscard]] std::string text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::net
