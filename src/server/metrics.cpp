#include "server/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <limits>
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

// A counter never falls, also where what it counts began anew.
void raise_to(prometheus::Counter& counter, std::uint64_t count) {
  if (const double more = static_cast<double>(count) - counter.Value(); more > 0) counter.Increment(more);
}

}  // namespace

Metrics::Metrics()
    : requests_(&family(prometheus::BuildCounter(), metric::kRequests, registry_)),
      request_seconds_(&family(prometheus::BuildHistogram(), metric::kRequestSeconds, registry_)),
      push_clients_(&family(prometheus::BuildGauge(), metric::kPushClients, registry_)),
      push_messages_(&family(prometheus::BuildCounter(), metric::kPushMessages, registry_)),
      snapshot_age_(&family(prometheus::BuildGauge(), metric::kSnapshotAge, registry_)),
      strategy_refreshes_(&family(prometheus::BuildCounter(), metric::kStrategyRefreshes, registry_)),
      strategy_seconds_(&family(prometheus::BuildGauge(), metric::kStrategySeconds, registry_)),
      feed_states_{&family(prometheus::BuildGauge(), metric::kFeedConnected, registry_),
                   &family(prometheus::BuildGauge(), metric::kFeedStale, registry_),
                   &family(prometheus::BuildGauge(), metric::kFeedRecording, registry_),
                   &family(prometheus::BuildGauge(), metric::kFeedLeads, registry_),
                   &family(prometheus::BuildGauge(), metric::kFeedTimingAge, registry_)},
      feed_counts_{&family(prometheus::BuildCounter(), metric::kFeedFrames, registry_),
                   &family(prometheus::BuildCounter(), metric::kFeedBytes, registry_),
                   &family(prometheus::BuildCounter(), metric::kFeedBadFrames, registry_),
                   &family(prometheus::BuildCounter(), metric::kFeedReconnects, registry_),
                   &family(prometheus::BuildCounter(), metric::kFeedDifferences, registry_)},
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

// In the order of the families. An age that isn't known is not shown as one.
void Metrics::set_feed(const std::string& session, const FeedReport& feed, std::chrono::system_clock::time_point now) {
  const prometheus::Labels labels{{"session", session}, {"source", feed.source}};
  const double age = feed.last_timing_at ? std::chrono::duration<double>(now - *feed.last_timing_at).count()
                                         : std::numeric_limits<double>::quiet_NaN();
  const std::array<double, 5> states{feed.connected ? 1.0 : 0.0, feed.stale ? 1.0 : 0.0, feed.recording ? 1.0 : 0.0,
                                     feed.leads ? 1.0 : 0.0, age};
  for (std::size_t i = 0; i < states.size(); ++i) feed_states_[i]->Add(labels).Set(states[i]);
  const std::array<std::uint64_t, 5> counts{feed.frames, feed.bytes, feed.bad_frames, feed.reconnects, feed.differences};
  for (std::size_t i = 0; i < counts.size(); ++i) raise_to(feed_counts_[i]->Add(labels), counts[i]);
}

void Metrics::set_strategy(const std::string& session, std::uint64_t refreshes, double seconds) {
  const prometheus::Labels labels{{"session", session}};
  raise_to(strategy_refreshes_->Add(labels), refreshes);
  strategy_seconds_->Add(labels).Set(seconds);
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
