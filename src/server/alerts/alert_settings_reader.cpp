// Reading and checking what a user wants to be told of.
#include <simdjson.h>

#include <algorithm>
#include <set>

#include "net/url.hpp"
#include "server/alerts/alert_settings.hpp"

namespace stint::server {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMostRules = 50;
constexpr std::size_t kMostWebhooks = 10;
constexpr std::size_t kMostListed = 200;  // cars, classes ... of one rule
constexpr std::size_t kLongestText = 200;
constexpr std::size_t kLongestUrl = 1000;
constexpr std::int64_t kMostPerMinute = 60;

// Collects the first thing that is wrong; after it nothing is read any more.
class Reader {
 public:
  explicit Reader(const AlertSettings& before) : before_(before) {}

  [[nodiscard]] Result<AlertSettings> read(element root) {
    AlertSettings settings;
    object top;
    if (root.get(top) != simdjson::SUCCESS) return fail(ErrorCode::bad_argument, "The body must be a JSON object.");
    cars(top, "favourites", settings.rules.favourites);
    each(top, "webhooks", kMostWebhooks, [&](object item) { settings.webhooks.push_back(webhook(item)); });
    each(top, "rules", kMostRules, [&](object item) { settings.rules.rules.push_back(rule(item)); });
    check_ids(settings);
    if (wrong_) return fail(ErrorCode::bad_argument, *wrong_);
    return settings;
  }

 private:
  void refuse(std::string what) {
    if (!wrong_) wrong_ = std::move(what);
  }

  // The members that there are; absent and null ones keep what `value` holds.
  static std::optional<element> member(object from, std::string_view name) {
    element found;
    if (from[name].get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
  }

  void text(object from, std::string_view name, std::string& value, std::size_t longest = kLongestText) {
    const auto found = member(from, name);
    if (!found) return;
    std::string_view read;
    if (found->get(read) != simdjson::SUCCESS || read.size() > longest) {
      return refuse("'" + std::string(name) + "' must be a text of at most " + std::to_string(longest) + " bytes.");
    }
    value = read;
  }

  void flag(object from, std::string_view name, bool& value) {
    const auto found = member(from, name);
    if (found && found->get(value) != simdjson::SUCCESS) refuse("'" + std::string(name) + "' must be true or false.");
  }

  void fraction(object from, std::string_view name, double& value) {
    const auto found = member(from, name);
    if (!found) return;
    if (found->get(value) != simdjson::SUCCESS || !(value >= 0 && value <= 1))
      refuse("'" + std::string(name) + "' must be a number from 0 to 1.");
  }

  template <class Take>
  void each(object from, std::string_view name, std::size_t most, Take take) {
    const auto found = member(from, name);
    if (!found) return;
    array items;
    if (found->get(items) != simdjson::SUCCESS || items.size() > most) {
      return refuse("'" + std::string(name) + "' must be a list of at most " + std::to_string(most) + ".");
    }
    for (const element item : items) {
      object fields;
      if (item.get(fields) != simdjson::SUCCESS) return refuse("'" + std::string(name) + "' must hold objects.");
      take(fields);
    }
  }

  template <class Take>
  void texts(object from, std::string_view name, Take take) {
    const auto found = member(from, name);
    if (!found) return;
    array items;
    if (found->get(items) != simdjson::SUCCESS || items.size() > kMostListed) {
      return refuse("'" + std::string(name) + "' must be a list of at most " + std::to_string(kMostListed) + ".");
    }
    for (const element item : items) {
      std::string_view read;
      if (item.get(read) != simdjson::SUCCESS || read.empty() || read.size() > kLongestText)
        return refuse("'" + std::string(name) + "' must hold texts.");
      take(read);
    }
  }

  void cars(object from, std::string_view name, std::vector<timing::CarNumber>& into) {
    texts(from, name, [&](std::string_view number) {
      const auto car = timing::CarNumber::parse(number);
      car ? into.push_back(*car) : refuse("'" + std::string(number) + "' is no car number.");
    });
  }

  insight::AlertRule rule(object from) {
    insight::AlertRule rule;
    text(from, "id", rule.id);
    text(from, "name", rule.name);
    flag(from, "enabled", rule.enabled);
    cars(from, "cars", rule.cars);
    texts(from, "classes", [&](std::string_view name) { rule.classes.emplace_back(name); });
    texts(from, "kinds", [&](std::string_view name) {
      const auto kind = insight::parse_anomaly(name);
      kind ? rule.kinds.push_back(*kind) : refuse("There is no kind '" + std::string(name) + "' of anomaly.");
    });
    fraction(from, "least_severity", rule.least_severity);
    fraction(from, "least_probability", rule.least_probability);
    flag(from, "favourites_only", rule.favourites_only);
    flag(from, "confirmed_only", rule.confirmed_only);
    flag(from, "in_browser", rule.in_browser);
    texts(from, "webhooks", [&](std::string_view id) { rule.webhooks.emplace_back(id); });
    return rule;
  }

  Webhook webhook(object from) {
    Webhook webhook;
    text(from, "id", webhook.id);
    for (const Webhook& known : before_.webhooks) {
      if (known.id != webhook.id) continue;
      webhook.url = known.url;
      webhook.secret = known.secret;
    }
    text(from, "name", webhook.name);
    std::string form = "json";
    text(from, "form", form);
    if (form != "json" && form != "ntfy" && form != "discord") refuse("'form' must be json, ntfy or discord.");
    webhook.form = form == "ntfy" ? WebhookForm::ntfy : form == "discord" ? WebhookForm::discord : WebhookForm::json;
    text(from, "url", webhook.url, kLongestUrl);
    text(from, "secret", webhook.secret);
    flag(from, "enabled", webhook.enabled);
    const auto url = net::parse_url(webhook.url);
    if (!url) {
      refuse("Webhook '" + webhook.id + "' needs a 'url': " + url.error().message);
    } else if (url->scheme != "http" && url->scheme != "https") {
      refuse("The address of webhook '" + webhook.id + "' must begin with https:// or http://.");
    }
    read_rate(from, webhook);
    return webhook;
  }

  void read_rate(object from, Webhook& webhook) {
    const auto found = member(from, "per_minute");
    if (!found) return;
    std::int64_t rate = 0;
    if (found->get(rate) != simdjson::SUCCESS || rate < 1 || rate > kMostPerMinute) {
      return refuse("'per_minute' must be a whole number from 1 to " + std::to_string(kMostPerMinute) + ".");
    }
    webhook.per_minute = static_cast<std::int32_t>(rate);
  }

  void check_ids(const AlertSettings& settings) {
    std::set<std::string> webhooks, rules;
    for (const Webhook& webhook : settings.webhooks) {
      if (webhook.id.empty() || !webhooks.insert(webhook.id).second) refuse("Every webhook needs an 'id' of its own.");
    }
    for (const insight::AlertRule& rule : settings.rules.rules) {
      if (rule.id.empty() || !rules.insert(rule.id).second) refuse("Every rule needs an 'id' of its own.");
      for (const std::string& id : rule.webhooks) {
        if (!webhooks.contains(id)) refuse("Rule '" + rule.id + "' names a webhook '" + id + "' that there is not.");
      }
    }
  }

  const AlertSettings& before_;
  std::optional<std::string> wrong_;
};

}  // namespace

Result<AlertSettings> parse_alert_settings(std::string_view json, const AlertSettings& before) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(json);
  element root;
  if (parser.parse(padded).get(root) != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_argument, "The body must be a JSON object with 'favourites', 'rules' and 'webhooks'.");
  }
  return Reader(before).read(root);
}

}  // namespace stint::server
