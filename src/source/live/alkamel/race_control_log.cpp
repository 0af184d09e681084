#include "source/live/alkamel/race_control_log.hpp"

#include <algorithm>
#include <charconv>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

// Points into the document.
std::string_view message_text(const MaybeElement& message) {
  const MaybeElement text = member(message, "message");
  return text ? Scalar(*text).text().substr(0, timing::kMaxMessageBytes) : std::string_view();
}

std::optional<std::int64_t> key_number(std::string_view key) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
  if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
  return number;
}

}  // namespace

void RaceControlLog::read(dom::element messages, timing::Instant now, std::vector<timing::Event>& events) {
  dom::object object;
  if (const auto log = member(MaybeElement(messages), "log"); log && log->get(object) == simdjson::SUCCESS)
    read_log(object, events);
  std::map<std::string, timing::Instant> shown;
  if (const auto current = member(MaybeElement(messages), "currentMessages");
      current && current->get(object) == simdjson::SUCCESS) {
    for (const dom::key_value_pair slot : object) {
      const std::string text(message_text(MaybeElement(slot.value)));
      if (text.empty() || texts_.contains(text)) continue;
      const auto before = shown_.find(text);
      shown.emplace(text, before == shown_.end() ? now : before->second);
    }
  }
  shown_ = std::move(shown);
  std::erase_if(told_shown_, [&](const std::string& text) { return !shown_.contains(text); });
}

void RaceControlLog::read_log(dom::object log, std::vector<timing::Event>& events) {
  const std::size_t first = events.size();
  for (const dom::key_value_pair entry : log) {
    const auto key = key_number(entry.key);
    const std::string_view text = message_text(MaybeElement(entry.value));
    if (!key || text.empty()) continue;
    const auto known = log_.find(*key);
    if (known != log_.end() && known->second == text) continue;
    const auto date = instant_of(whole_of(member(MaybeElement(entry.value), "date")));
    const auto at = date ? date : instant_of(key);
    if (!at) continue;
    log_.insert_or_assign(*key, std::string(text));
    texts_.emplace(text);
    timing::RaceControl message{.id = std::string(entry.key), .text = std::string(text)};
    events.push_back({.at = *at, .body = timing::Indirect(std::move(message))});
  }
  std::stable_sort(events.begin() + static_cast<std::ptrdiff_t>(first), events.end(),
                   [](const timing::Event& a, const timing::Event& b) { return a.at < b.at; });
}

void RaceControlLog::settle(timing::Instant now, std::vector<timing::Event>& events) {
  for (const auto& [text, since] : shown_) {
    if (now - since < kLogLag || !told_shown_.insert(text).second) continue;
    timing::RaceControl message{.id = "screen-" + std::to_string(timing::count_ms(since)) + "-" + text.substr(0, 40),
                                .text = text};
    events.push_back({.at = since, .body = timing::Indirect(std::move(message))});
  }
}

}  // namespace stint::live::alkamel
