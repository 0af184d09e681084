#include "source/live/griiip/item.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "source/live/griiip/iso_time.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::griiip {
namespace {

// Beyond this a double does not hold every whole number.
constexpr double kLargestExact = 9007199254740992.0;

}  // namespace

std::vector<Item> oldest_first(std::optional<simdjson::dom::array> list) {
  std::vector<std::pair<timing::Instant, Item>> dated;
  timing::Instant last{};
  each_item(list, [&](const Item& item) {
    last = item.instant("ts").value_or(last);
    dated.emplace_back(last, item);
  });
  std::ranges::stable_sort(dated, {}, &std::pair<timing::Instant, Item>::first);
  std::vector<Item> items;
  items.reserve(dated.size());
  for (const auto& [at, item] : dated) items.push_back(item);
  return items;
}

std::optional<Item> Item::from(simdjson::dom::element element) {
  simdjson::dom::object object;
  if (element.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
  return Item(object);
}

std::optional<simdjson::dom::element> Item::member(std::string_view name) const {
  simdjson::dom::element found;
  if (object_.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
  return found;
}

std::optional<simdjson::dom::array> Item::list(std::string_view name) const {
  const auto found = member(name);
  simdjson::dom::array array;
  if (!found || found->get_array().get(array) != simdjson::SUCCESS) return std::nullopt;
  return array;
}

std::optional<Item> Item::object(std::string_view name) const {
  const auto found = member(name);
  return found ? Item::from(*found) : std::nullopt;
}

std::string_view Item::text(std::string_view name) const {
  const auto found = member(name);
  std::string_view text;
  if (!found || found->get_string().get(text) != simdjson::SUCCESS) return {};
  return text;
}

std::optional<bool> Item::truth(std::string_view name) const {
  const auto found = member(name);
  bool value = false;
  if (!found || found->get_bool().get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<double> Item::measure(std::string_view name) const {
  const auto found = member(name);
  double value = 0;
  if (!found || found->get_double().get(value) != simdjson::SUCCESS) return std::nullopt;
  if (!(std::abs(value) <= timing::kMaxMeasure)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> Item::number(std::string_view name) const {
  const auto found = member(name);
  if (!found) return std::nullopt;
  std::int64_t whole = 0;
  if (found->get_int64().get(whole) == simdjson::SUCCESS) return whole;
  double real = 0;
  if (found->get_double().get(real) == simdjson::SUCCESS) {
    if (!(std::abs(real) < kLargestExact)) return std::nullopt;
    return static_cast<std::int64_t>(std::llround(real));
  }
  std::string_view text;
  if (found->get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return whole;
}

std::optional<std::int32_t> Item::count(std::string_view name) const {
  const auto whole = number(name);
  if (!whole || *whole < 0 || *whole > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return static_cast<std::int32_t>(*whole);
}

std::optional<timing::Millis> Item::duration(std::string_view name) const {
  const auto whole = number(name);
  if (!whole || *whole < 0 || *whole > timing::count_ms(timing::kLongestDuration)) return std::nullopt;
  return timing::Millis{*whole};
}

std::optional<timing::Instant> Item::instant(std::string_view name) const {
  const std::string_view written = text(name);
  return written.empty() ? std::nullopt : parse_iso_time(written);
}

}  // namespace stint::live::griiip
