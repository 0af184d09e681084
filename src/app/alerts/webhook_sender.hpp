// Brings alerts to webhooks: one at a time to each, again with growing waits if it fails, and never more than it wants.
//
// Reads no clock: step() is told the time. Thread rule: one thread.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "app/alerts/webhook_message.hpp"
#include "net/backoff.hpp"
#include "net/transport.hpp"

namespace stint::app {

// An alert that can't be brought is given up after so many attempts, or when it is no news any more.
inline constexpr int kMostAttempts = 6;
inline constexpr std::chrono::minutes kLongestWait{10};
// So many wait for a webhook; the oldest makes room.
inline constexpr std::size_t kMostWaiting = 100;

class WebhookSender {
 public:
  // `seed`: of the waits between attempts.
  WebhookSender(net::Transport& transport, std::uint64_t seed) : transport_(transport), seed_(seed) {}

  // What waits for webhooks that are gone or switched off is forgotten.
  void configure(const std::vector<server::Webhook>& webhooks);
  // Lines it up for each webhook that the alert names and that is on.
  void add(const AlertNews& news, timing::Instant now);
  // Takes answers, and sends what is due.
  void step(timing::Instant now);

  [[nodiscard]] std::vector<server::WebhookReport> reports() const;

 private:
  struct Waiting {
    AlertNews news;
    timing::Instant since{};
    int attempts = 0;
  };
  struct Line {
    server::Webhook webhook;
    std::deque<Waiting> waiting;               // the first is the next, or is under way
    std::optional<net::StreamName> under_way;  // the stream of its attempt
    std::deque<timing::Instant> attempts;      // of the last minute
    timing::Instant not_before{};
    net::Backoff backoff;
    server::WebhookReport report;
  };

  void take(const net::Frame& frame, timing::Instant now);
  void send_due(Line& line, timing::Instant now);
  static void drop_stale(Line& line, timing::Instant now);

  net::Transport& transport_;
  std::uint64_t seed_;
  std::uint64_t streams_ = 0;
  std::deque<Line> lines_;
};

}  // namespace stint::app
