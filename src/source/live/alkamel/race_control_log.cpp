#include "source/live/alkamel/race_control_log.hpp"

#include <algorithm>
#include <charconv>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

std::string message_text(const MaybeElement& message) {
  std::string text = text_of(member(message, "message"));
  if (text.size() > timing::kMaxMessageBytes) text.resize(timing::kMaxMessageBytes);
  return text;
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
      const std::string text = message_text(MaybeElement(slot.value));
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
    const auto at = instant_of(whole_of(member(MaybeElement(entry.value), "date")));
    const auto when = at ? at : instant_of(key);
    std::string text = message_text(MaybeElement(entry.value));
    if (!key || !when || text.empty()) continue;
    const auto [known, is_new] = log_.try_emplace(*key, text);
    if (!is_new && known->second == text) continue;
    known->second = text;
    texts_.insert(text);
    timing::RaceControl message{.id = std::string(entry.key), .text = std::move(text)};
    events.push_back({.at = *when, .body = timing::Indirect(std::move(message))});
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
