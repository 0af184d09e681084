// What the server counts about itself, as Prometheus wants it.
//
// Thread rule: the server's thread.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "server/feed_report.hpp"

namespace stint::server {

class Metrics {
 public:
  Metrics();

  // `route` must outlive this: a pattern of the route table.
  void answered(std::string_view route, int status, std::chrono::nanoseconds took, std::size_t bytes);
  void set_connections(std::size_t count) { connections_->Set(static_cast<double>(count)); }
  void connection_refused() { refused_->Increment(); }
  void connection_timed_out() { timed_out_->Increment(); }
  void push_client_joined(std::string_view transport) { push_clients(transport).Increment(); }
  void push_client_left(std::string_view transport) { push_clients(transport).Decrement(); }
  void push_message_made(const std::string& session);
  void push_message_sent(std::size_t bytes);
  void slow_client() { slow_clients_->Increment(); }
  void set_feed(const std::string& session, const FeedReport& feed, std::chrono::system_clock::time_point now);
  // `refreshes` so far, of which the newest took `seconds` of processor time.
  void set_strategy(const std::string& session, std::uint64_t refreshes, double seconds);
  void set_snapshot_age(const std::string& session, std::chrono::duration<double> age);

  // Text exposition format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  struct RouteMetrics {
    std::map<int, prometheus::Counter*> by_status;
    prometheus::Histogram* seconds = nullptr;
  };

  prometheus::Gauge& push_clients(std::string_view transport);

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>* requests_;
  prometheus::Family<prometheus::Histogram>* request_seconds_;
  prometheus::Family<prometheus::Gauge>* push_clients_;
  prometheus::Family<prometheus::Counter>* push_messages_;
  prometheus::Family<prometheus::Gauge>* snapshot_age_;
  prometheus::Family<prometheus::Counter>* strategy_refreshes_;
  prometheus::Family<prometheus::Gauge>* strategy_seconds_;
  std::array<prometheus::Family<prometheus::Gauge>*, 5> feed_states_;
  std::array<prometheus::Family<prometheus::Counter>*, 5> feed_counts_;
  prometheus::Counter* response_bytes_;
  prometheus::Gauge* connections_;
  prometheus::Counter* refused_;
  prometheus::Counter* timed_out_;
  prometheus::Counter* push_sent_;
  prometheus::Counter* push_bytes_;
  prometheus::Counter* slow_clients_;
  std::map<std::string_view, RouteMetrics> routes_;
};

}  // namespace stint::server
