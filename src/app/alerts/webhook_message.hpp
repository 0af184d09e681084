// An alert in the words of a webhook: a JSON document of ours, or a message of ntfy or Discord.
#pragma once

#include <cstdint>
#include <string>

#include "insight/alerts/alert_book.hpp"
#include "net/exchange.hpp"
#include "server/alerts/alert_settings.hpp"

namespace stint::app {

// An alert on its way, with what it needs to be understood elsewhere.
struct AlertNews {
  std::string session;      // id
  std::string title;        // "WEC 6 Hours of Spa, Race"
  timing::Instant start{};  // zero of the race clock
  insight::Alert alert;
  bool is_test = false;  // nothing has happened; of the alert only its time, text and webhook mean something
};

// What the user has sent to see whether a webhook works. `now`: UTC.
[[nodiscard]] AlertNews test_news(const std::string& webhook, timing::Instant now);

// The request for one attempt, without its stream. docs/alerts.md has the forms. `now`: UTC; it is signed with the body.
[[nodiscard]] net::Fetch webhook_message(const server::Webhook& webhook, const AlertNews& news, timing::Instant now);

}  // namespace stint::app
