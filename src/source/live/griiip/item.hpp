// One JSON object of the service, read by members that may be absent, null, or a sentinel for "unknown".
//
// Valid as long as the document it was read from.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "timing/instant.hpp"

namespace stint::live::griiip {

class Item {
 public:
  explicit Item(simdjson::dom::object object) : object_(object) {}
  // nullopt if it is no object.
  [[nodiscard]] static std::optional<Item> from(simdjson::dom::element element);

  [[nodiscard]] std::optional<simdjson::dom::element> member(std::string_view name) const;  // null counts as absent
  [[nodiscard]] std::optional<simdjson::dom::array> list(std::string_view name) const;
  [[nodiscard]] std::optional<Item> object(std::string_view name) const;

  [[nodiscard]] std::string_view text(std::string_view name) const;  // empty if absent
  [[nodiscard]] std::optional<bool> truth(std::string_view name) const;
  [[nodiscard]] std::optional<double> measure(std::string_view name) const;
  // A whole number, also written as a text or as 12.0.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
  // From 0 on: -1 and -2 stand for unknown.
  [[nodiscard]] std::optional<std::int32_t> count(std::string_view name) const;
  [[nodiscard]] std::optional<timing::Millis> duration(std::string_view name) const;
  [[nodiscard]] std::optional<timing::Instant> instant(std::string_view name) const;

 private:
  simdjson::dom::object object_;
};

// Calls `use` with each object of a list; what is no object is left out.
template <class Use>
void each_item(std::optional<simdjson::dom::array> list, Use use) {
  if (!list) return;
  const simdjson::dom::array held = *list;
  for (const simdjson::dom::element element : held) {
    if (const auto item = Item::from(element)) use(*item);
  }
}

// The objects of a list, oldest first; those without a time keep their place.
[[nodiscard]] std::vector<Item> oldest_first(std::optional<simdjson::dom::array> list);

}  // namespace stint::live::griiip
