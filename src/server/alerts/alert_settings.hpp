// Whom alerts go to and for what: the user's rules and webhooks, as /api/alerts and the file of them have it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/alerts/alert_rule.hpp"
#include "timing/error.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// How a webhook wants to be told: a JSON document of ours, or the messages of ntfy and Discord.
enum class WebhookForm : std::uint8_t { json, ntfy, discord };
[[nodiscard]] std::string_view name_of(WebhookForm form);

struct Webhook {
  std::string id;  // its user's own, unique among the webhooks
  std::string name;
  WebhookForm form = WebhookForm::json;
  std::string url;     // http:// or https://; often a secret by itself
  std::string secret;  // that signatures are made with; empty: messages aren't signed
  bool enabled = true;
  std::int32_t per_minute = 10;  // messages at most, 1..60
  bool operator==(const Webhook&) const = default;
};

struct AlertSettings {
  insight::AlertRules rules;
  std::vector<Webhook> webhooks;
  bool operator==(const AlertSettings&) const = default;
};

// How a webhook has fared since the program began.
struct WebhookReport {
  std::string id;
  std::uint64_t sent = 0, failed = 0;
  std::uint64_t dropped = 0;  // because too many waited, or for too long
  std::size_t waiting = 0;
  std::optional<timing::Instant> last_sent_at;  // UTC
  std::string last_problem;                     // empty: none since the last success
};

// The body of PUT /api/alerts, or the file. What a webhook keeps to itself (address, secret) stays as it is in `before`, by
// id, where the text has null or nothing for it. Error: bad_argument with what is wrong.
[[nodiscard]] Result<AlertSettings> parse_alert_settings(std::string_view json, const AlertSettings& before);

// All of it, for the file.
void write_alert_settings(timing::JsonWriter& json, const AlertSettings& settings);
// For whoever asks: of addresses only the host, of secrets that there is one.
void write_alert_settings(timing::JsonWriter& json, const AlertSettings& settings, const std::vector<WebhookReport>& reports);

// Where the server gets them from and puts them. Called on the server's thread; must not block for long.
struct AlertService {
  std::function<AlertSettings()> settings;
  std::function<Result<void>(AlertSettings)> replace;  // errors: output_unwritable
  std::function<std::vector<WebhookReport>()> reports;
  // Sends a message to the webhook that says it is a test. Errors: unknown_route (there is no such webhook), bad_argument (it
  // is switched off).
  std::function<Result<void>(const std::string& webhook)> test;
};
// Whether a test can be sent to the webhook of that id; errors as AlertService::test.
[[nodiscard]] Result<void> can_be_tested(const AlertSettings& settings, std::string_view webhook);
// Kept as long as the program runs; nothing is sent.
[[nodiscard]] AlertService alerts_in_memory();

}  // namespace stint::server
