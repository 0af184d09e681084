#include "app/alerts/webhook_message.hpp"

#include <algorithm>

#include "insight/alerts/alert_json.hpp"
#include "net/signature.hpp"

namespace stint::app {
namespace {

std::string document_of(const AlertNews& news) {
  std::string body;
  timing::JsonWriter json(body);
  if (news.is_test) {
    json.begin_object().field("type", "test").field("title", news.title);
    json.field("text", insight::alert_text(news.alert)).end_object();
    return body;
  }
  json.begin_object().field("type", "alert").field("session", news.session).field("title", news.title);
  json.field("text", insight::alert_text(news.alert)).key("alert");
  insight::write_alert(json, news.start, news.alert);
  json.end_object();
  return body;
}

// Discord: no mention in a car's or a team's text may call anybody.
std::string discord_message(const AlertNews& news) {
  constexpr std::size_t kLongest = 2000;
  std::string text = "**" + news.title + "**\n" + insight::alert_text(news.alert);
  if (text.size() > kLongest) text.resize(kLongest);
  std::string body;
  timing::JsonWriter json(body);
  json.begin_object().field("username", "Stint").field("content", text).key("allowed_mentions").begin_object();
  json.key("parse").begin_array().end_array().end_object().end_object();
  return body;
}

// ntfy: 3 is usual, 4 makes a sound, 5 insists.
std::string ntfy_priority(const insight::Alert& alert) {
  constexpr double kHigh = 0.5, kUrgent = 0.85;
  if (alert.stage == insight::AlertStage::cleared) return "2";
  return alert.anomaly.severity >= kUrgent ? "5" : alert.anomaly.severity >= kHigh ? "4" : "3";
}

// A header is one line of plain letters; what is none becomes a question mark.
std::string header_text(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return text;
}

void sign(net::Fetch& fetch, const std::string& secret, timing::Instant now) {
  const std::string time = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  fetch.headers.push_back({"X-Stint-Timestamp", time});
  fetch.headers.push_back({"X-Stint-Signature", "sha256=" + net::hmac_sha256(secret, time + "." + fetch.body)});
}

}  // namespace

AlertNews test_news(const std::string& webhook, timing::Instant now) {
  AlertNews news{"test", "Stint: a test", {}, {}, true};
  news.alert.at = news.alert.anomaly.first_seen = now;
  news.alert.webhooks = {webhook};
  news.alert.anomaly.text = "This is a test of the alerts. Nothing has happened.";
  return news;
}

net::Fetch webhook_message(const server::Webhook& webhook, const AlertNews& news, timing::Instant now) {
  net::Fetch fetch;
  fetch.url = webhook.url;
  fetch.method = "POST";
  // The same for each attempt, and for the same news after a restart.
  const std::string delivery = news.session + "-" + std::to_string(news.alert.anomaly.id) + "-" +
                               std::string(insight::name_of(news.alert.stage)) + "-" +
                               std::to_string((news.alert.at - news.start).count());
  fetch.headers.push_back({"X-Stint-Delivery", header_text(delivery)});
  switch (webhook.form) {
    case server::WebhookForm::json:
      fetch.body = document_of(news);
      fetch.headers.push_back({"Content-Type", "application/json"});
      break;
    case server::WebhookForm::discord:
      fetch.body = discord_message(news);
      fetch.headers.push_back({"Content-Type", "application/json"});
      break;
    case server::WebhookForm::ntfy:
      fetch.body = insight::alert_text(news.alert);
      fetch.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
      fetch.headers.push_back({"Title", header_text(news.title)});
      fetch.headers.push_back({"Priority", ntfy_priority(news.alert)});
      fetch.headers.push_back({"Tags", news.is_test ? "test" : std::string(insight::anomaly_name(news.alert.anomaly.kind))});
      break;
  }
  if (!webhook.secret.empty()) sign(fetch, webhook.secret, now);
  return fetch;
}

}  // namespace stint::app
