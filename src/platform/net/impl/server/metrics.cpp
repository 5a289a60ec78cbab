#include "platform/net/metrics.h"

#include <fstream>
#include <map>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <string>
#include <tuple>
#include <unistd.h>

namespace tangthu::net {

namespace {

/// Resident memory in bytes, from /proc/self/statm.
double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

const prometheus::Histogram::BucketBoundaries& latency_bounds() {
    static const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                                0.1,    0.25,  0.5,    1,     2.5,  10};
    return bounds;
}

struct LiveGauge {
    std::string help;
    std::function<double()> read;
};

} // namespace

struct Metrics::Impl {
    using SeriesKey = std::tuple<std::string, std::string, int>;

    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("tangthu_http_requests_total")
                                                            .Help("Requests answered, by method, route and status")
                                                            .Register(registry);
    prometheus::Family<prometheus::Histogram>& latency =
        prometheus::BuildHistogram()
            .Name("tangthu_http_request_seconds")
            .Help("Time from the whole request to its answer, by route")
            .Register(registry);
    std::mutex mutex;
    std::map<SeriesKey, std::pair<prometheus::Counter*, prometheus::Histogram*>> series;
    std::map<std::string, prometheus::Counter*, std::less<>> counters;
    std::map<std::string, LiveGauge, std::less<>> gauges;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
    gauge("process_resident_memory_bytes", "Resident memory of the process", resident_bytes);
}
Metrics::~Metrics() = default;

void Metrics::observe(std::string_view method, std::string_view route, int status, double seconds) {
    const std::lock_guard lock(impl_->mutex);
    auto& [requests, latency] = impl_->series[{std::string{method}, std::string{route}, status}];
    if (requests == nullptr) {
        requests = &impl_->requests.Add(
            {{"method", std::string{method}}, {"route", std::string{route}}, {"status", std::to_string(status)}});
        latency = &impl_->latency.Add({{"route", std::string{route}}}, latency_bounds());
    }
    requests->Increment();
    latency->Observe(seconds);
}

void Metrics::gauge(std::string_view name, std::string_view help, std::function<double()> read) {
    const std::lock_guard lock(impl_->mutex);
    impl_->gauges.insert_or_assign(std::string{name}, LiveGauge{std::string{help}, std::move(read)});
}

void Metrics::count(std::string_view name, double by) {
    const std::lock_guard lock(impl_->mutex);
    auto found = impl_->counters.find(name);
    if (found == impl_->counters.end()) {
        auto& family = prometheus::BuildCounter().Name(std::string{name}).Register(impl_->registry);
        found = impl_->counters.emplace(std::string{name}, &family.Add({})).first;
    }
    found->second->Increment(by);
}

std::string Metrics::text() const {
    const std::lock_guard lock(impl_->mutex);
    auto families = impl_->registry.Collect();
    for (const auto& [name, gauge] : impl_->gauges) {
        prometheus::MetricFamily family;
        family.name = name;
        family.help = gauge.help;
        family.type = prometheus::MetricType::Gauge;
        family.metric.emplace_back();
        family.metric.back().gauge.value = gauge.read();
        families.push_back(std::move(family));
    }
    return prometheus::TextSerializer{}.Serialize(families);
}

} // namespace tangthu::net
