#include "source/live/alkamel/ejson.hpp"

#include <chrono>

#include "timing/event_limits.hpp"

namespace stint::live::alkamel {
namespace {

namespace dom = simdjson::dom;

constexpr timing::Instant kEarliest = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
constexpr timing::Instant kLatest = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};
constexpr timing::Millis kLongest = std::chrono::hours{48};

}  // namespace

dom::element unwrapped(dom::element element) {
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) return element;
  dom::element inner;
  if (object.at_key("$date").get(inner) == simdjson::SUCCESS) return inner;
  std::string_view type;
  if (object.at_key("$type").get(type) == simdjson::SUCCESS && object.at_key("$value").get(inner) == simdjson::SUCCESS)
    return inner;
  return element;
}

MaybeElement member(const MaybeElement& of, std::string_view name) {
  dom::object object;
  dom::element found;
  if (!of || of->get(object) != simdjson::SUCCESS) return std::nullopt;
  if (object.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
  return unwrapped(found);
}

std::string text_of(const MaybeElement& element) {
  std::string_view text;
  std::int64_t whole = 0;
  if (!element) return {};
  if (element->get(text) == simdjson::SUCCESS) return std::string(text);
  if (element->get(whole) == simdjson::SUCCESS) return std::to_string(whole);
  return {};
}

std::string name_of(const MaybeElement& element) {
  std::string name = text_of(element);
  if (name.size() > timing::kMaxNameBytes) name.resize(timing::kMaxNameBytes);
  return name;
}

std::optional<double> number_of(const MaybeElement& element) { return element ? Scalar(*element).number() : std::nullopt; }

std::optional<std::int64_t> whole_of(const MaybeElement& element) { return element ? Scalar(*element).whole() : std::nullopt; }

std::optional<bool> truth_of(const MaybeElement& element) { return element ? Scalar(*element).truth() : std::nullopt; }

std::optional<timing::Instant> instant_of(std::optional<std::int64_t> epoch_ms) {
  if (!epoch_ms) return std::nullopt;
  const timing::Instant at = timing::instant_from_ms(*epoch_ms);
  return at >= kEarliest && at < kLatest ? std::optional(at) : std::nullopt;
}

std::optional<timing::Millis> time_of(std::optional<std::int64_t> ms) {
  if (!ms || *ms <= 0 || *ms > timing::count_ms(kLongest)) return std::nullopt;
  return timing::Millis{*ms};
}

void write_object_id(timing::JsonWriter& json, const ObjectId& id) {
  json.begin_object().field("$type", "oid").field("$value", id).end_object();
}

}  // namespace stint::live::alkamel
