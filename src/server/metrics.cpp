#include "server/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <sstream>

#include "server/metric_names.hpp"

namespace stint::server {
namespace {

// Seconds; most answers take tens of microseconds, a whole race's history some milliseconds.
const prometheus::Histogram::BucketBoundaries kBuckets = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                          0.025,  0.05,    0.1,    0.5,   1,      5};

template <class Builder>
auto& family(Builder builder, const metric::Description& description, prometheus::Registry& registry) {
  return builder.Name(std::string(description.name)).Help(std::string(description.help)).Register(registry);
}

}  // namespace

Metrics::Metrics()
    : requests_(&family(prometheus::BuildCounter(), metric::kRequests, registry_)),
      request_seconds_(&family(prometheus::BuildHistogram(), metric::kRequestSeconds, registry_)),
      push_clients_(&family(prometheus::BuildGauge(), metric::kPushClients, registry_)),
      push_messages_(&family(prometheus::BuildCounter(), metric::kPushMessages, registry_)),
      snapshot_age_(&family(prometheus::BuildGauge(), metric::kSnapshotAge, registry_)),
      response_bytes_(&family(prometheus::BuildCounter(), metric::kResponseBytes, registry_).Add({})),
      connections_(&family(prometheus::BuildGauge(), metric::kConnections, registry_).Add({})),
      refused_(&family(prometheus::BuildCounter(), metric::kRefused, registry_).Add({})),
      timed_out_(&family(prometheus::BuildCounter(), metric::kTimedOut, registry_).Add({})),
      push_sent_(&family(prometheus::BuildCounter(), metric::kPushSent, registry_).Add({})),
      push_bytes_(&family(prometheus::BuildCounter(), metric::kPushBytes, registry_).Add({})),
      slow_clients_(&family(prometheus::BuildCounter(), metric::kSlowClients, registry_).Add({})) {}

void Metrics::answered(std::string_view route, int status, std::chrono::nanoseconds took, std::size_t bytes) {
  RouteMetrics& known = routes_[route];
  const std::string name(route);
  if (known.seconds == nullptr) known.seconds = &request_seconds_->Add({{"route", name}}, kBuckets);
  prometheus::Counter*& count = known.by_status[status];
  if (count == nullptr) count = &requests_->Add({{"route", name}, {"status", std::to_string(status)}});
  count->Increment();
  known.seconds->Observe(std::chrono::duration<double>(took).count());
  response_bytes_->Increment(static_cast<double>(bytes));
}

prometheus::Gauge& Metrics::push_clients(std::string_view transport) {
  return push_clients_->Add({{"transport", std::string(transport)}});
}

void Metrics::push_message_made(const std::string& session) { push_messages_->Add({{"session", session}}).Increment(); }

void Metrics::push_message_sent(std::size_t bytes) {
  push_sent_->Increment();
  push_bytes_->Increment(static_cast<double>(bytes));
}

void Metrics::set_snapshot_age(const std::string& session, std::chrono::duration<double> age) {
  snapshot_age_->Add({{"session", session}}).Set(age.count());
}

std::string Metrics::text() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, registry_.Collect());
  return out.str();
}

}  // namespace stint::server
