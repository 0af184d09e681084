// What followed from the timing itself, in words: /api/happenings.
#include <array>
#include <cstdio>

#include "race/happenings.hpp"
#include "server/limits.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"

namespace stint::server {
namespace {

using race::Happening;

// "3:27.345", "1:02:03.004", "59.900".
std::string time_text(timing::Millis time) {
  const std::chrono::hh_mm_ss parts{time};
  const auto hours = static_cast<int>(parts.hours().count()), minutes = static_cast<int>(parts.minutes().count());
  const auto seconds = static_cast<int>(parts.seconds().count()), millis = static_cast<int>(parts.subseconds().count());
  std::array<char, 40> text{};
  if (hours > 0) {
    std::snprintf(text.data(), text.size(), "%d:%02d:%02d.%03d", hours, minutes, seconds, millis);
  } else if (minutes > 0) {
    std::snprintf(text.data(), text.size(), "%d:%02d.%03d", minutes, seconds, millis);
  } else {
    std::snprintf(text.data(), text.size(), "%d.%03d", seconds, millis);
  }
  return text.data();
}

// "#7 (Ada Almqvist)", or the number alone.
std::string who(const Happening& happening) {
  std::string text = "#" + std::string(happening.car.view());
  if (!happening.driver.empty()) text += " (" + happening.driver + ")";
  return text;
}

std::string words(const Happening& happening) {
  switch (happening.kind) {
    case Happening::Kind::pit_in:
      return who(happening) + " has entered the pits";
    case Happening::Kind::pit_out:
      return who(happening) + " has left the pits" + (happening.time ? " after " + time_text(*happening.time) : "");
    case Happening::Kind::driver_change:
      return "#" + std::string(happening.car.view()) + ": " + happening.driver + " takes over from " + happening.driver_before;
    case Happening::Kind::best_lap:
      return who(happening) + ": best lap of the session, " + time_text(*happening.time);
    case Happening::Kind::class_best_lap:
      return who(happening) + ": best lap in " + (happening.class_name.empty() ? "class" : happening.class_name) + ", " +
             time_text(*happening.time);
    case Happening::Kind::stopped:
      return who(happening) + " has stopped, or is very late: not seen since";
    case Happening::Kind::retired:
      return who(happening) + " has retired: not seen since";
  }
  return {};
}

std::string_view name_of(Happening::Kind kind) {
  switch (kind) {
    case Happening::Kind::pit_in:
      return "pit_in";
    case Happening::Kind::pit_out:
      return "pit_out";
    case Happening::Kind::driver_change:
      return "driver_change";
    case Happening::Kind::best_lap:
      return "best_lap";
    case Happening::Kind::class_best_lap:
      return "class_best_lap";
    case Happening::Kind::stopped:
      return "stopped";
    case Happening::Kind::retired:
      return "retired";
  }
  return "pit_in";
}

// Of the same thing always the same, however often it is asked for: a car does each once a lap.
std::string id_of(const Happening& happening) {
  return std::string(name_of(happening.kind)) + " " + std::string(happening.car.view()) + " " + std::to_string(happening.lap);
}

}  // namespace

Result<void> view_happenings(const ViewCall& call, Table& table) {
  const auto limit = call.target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const std::string* car = call.target.find("car");
  std::vector<Happening> all = race::happenings(call.race);
  if (car != nullptr) std::erase_if(all, [&](const Happening& one) { return one.car.view() != *car; });
  const auto count = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(limit::kDefaultMessages)));
  for (std::size_t i = all.size() > count ? all.size() - count : 0; i < all.size(); ++i) {
    const Happening& happening = all[i];
    table.begin_row();
    table.field("id", id_of(happening)).field("at_ms", on_race_clock(call.race.session, happening.at));
    table.field("kind", name_of(happening.kind)).field("text", words(happening));
    table.field("car_number", happening.car).field("lap_number", happening.lap).field("time_ms", happening.time);
    table.text("driver", happening.driver).text("driver_before", happening.driver_before);
    table.end_row();
  }
  table.finish();
  return {};
}

}  // namespace stint::server
