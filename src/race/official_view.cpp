// How a RaceState compares itself with what the feed publishes, and says where the two differ.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "race/gaps.hpp"
#include "race/official_check.hpp"
#include "race/race_state.hpp"

namespace stint::race {
namespace {

// Of at least so many digits: "07".
std::string digits(std::int64_t number, std::size_t least) {
  const std::string text = std::to_string(number);
  return text.size() < least ? std::string(least - text.size(), '0') + text : text;
}

std::int32_t place_in(std::span<const std::size_t> order, std::size_t car) {
  return static_cast<std::int32_t>(std::ranges::find(order, car) - order.begin()) + 1;
}

// "2:13:05.123" on the race clock.
std::string race_time(const timing::Session& session, Instant at) {
  if (!session.started_at) return "an unknown time";
  const std::int64_t ms = std::max<std::int64_t>(0, (at - *session.started_at).count());
  return std::to_string(ms / 3'600'000) + ":" + digits(ms / 60'000 % 60, 2) + ":" + digits(ms / 1'000 % 60, 2) + "." +
         digits(ms % 1'000, 3);
}

std::string seconds_text(Millis time) {
  const std::int64_t ms = std::abs(time.count());
  return (time.count() < 0 ? "+-" : "+") + std::to_string(ms / 1'000) + "." + digits(ms % 1'000, 3);
}

std::string gap_words(const std::optional<Millis>& time, std::int32_t laps) {
  if (laps > 0) return "+" + std::to_string(laps) + (laps == 1 ? " LAP" : " LAPS");
  return time ? seconds_text(*time) : "-";
}

std::string crossing_words(const timing::Session& session, const CarProgress& car) {
  std::string words =
      "car " + std::string(car.entry->car.view()) + " has completed " + std::to_string(car.laps_completed()) + " laps";
  if (const auto line = car.last_line()) words += ", the last at " + race_time(session, *line);
  return words;
}

std::string own_gap_words(const timing::Session& session, const CarProgress& car, const CarProgress* reference,
                          const Gap& gap) {
  if (reference == nullptr || !gap.time) return crossing_words(session, car);
  const std::string point = gap.point.sector == 0 ? "the line after lap " + std::to_string(gap.point.lap)
                                                  : "the end of sector " + std::to_string(gap.point.sector) + " of lap " +
                                                        std::to_string(gap.point.lap);
  return "measured at " + point + ", " + seconds_text(*gap.time) + " after car " + std::string(reference->entry->car.view());
}

std::string official_value(Difference::What what, const timing::OfficialStanding& official) {
  switch (what) {
    case Difference::What::position:
      return std::to_string(official.position.value_or(0));
    case Difference::What::class_position:
      return std::to_string(official.class_position.value_or(0));
    case Difference::What::laps:
      return std::to_string(official.laps.value_or(0));
    case Difference::What::gap:
      return gap_words(official.gap, official.gap_laps.value_or(0));
  }
  return "-";
}

std::string own_value(Difference::What what, const OwnStanding& own) {
  switch (what) {
    case Difference::What::position:
      return std::to_string(own.position);
    case Difference::What::class_position:
      return std::to_string(own.class_position);
    case Difference::What::laps:
      return std::to_string(own.laps);
    case Difference::What::gap:
      return gap_words(own.gap.time, own.gap.laps);
  }
  return "-";
}

}  // namespace

// A feed that is away has no opinion of what happens now.
bool RaceState::official_is_alive() const {
  return feeds_.empty() || std::ranges::any_of(feeds_, [](const auto& feed) { return feed.connected && !feed.stale; });
}

std::optional<std::size_t> RaceState::gap_reference(std::size_t index, timing::GapReference reference) const {
  const auto overall = order_.places();
  const auto in_class = classes_[cars_[index].class_index].order.places();
  const auto ahead = [&](std::span<const std::size_t> order) -> std::optional<std::size_t> {
    const auto place = static_cast<std::size_t>(place_in(order, index) - 1);
    return place == 0 ? std::nullopt : std::optional(order[place - 1]);
  };
  switch (reference) {
    case timing::GapReference::leader:
      return overall.front() == index ? std::nullopt : std::optional(overall.front());
    case timing::GapReference::class_leader:
      return in_class.front() == index ? std::nullopt : std::optional(in_class.front());
    case timing::GapReference::car_ahead:
      return ahead(overall);
    case timing::GapReference::car_ahead_in_class:
      return ahead(in_class);
  }
  return std::nullopt;
}

OwnStanding RaceState::own_standing(std::size_t index, timing::GapReference reference, Instant at) const {
  const CarProgress& car = cars_[index];
  OwnStanding own;
  own.position = place_in(order_.places(), index);
  own.class_position = place_in(classes_[car.class_index].order.places(), index);
  own.laps = car.laps_completed();
  const auto other = gap_reference(index, reference);
  if (!other) return own;
  own.gap = gap_between(cars_[*other], car, at);
  own.lines_behind = cars_[*other].laps_completed() - car.laps_completed();
  return own;
}

// A car without a lap has no place of ours yet; nobody's order is compared before the first lap or after the flag.
void RaceState::compare_with_official(std::size_t index, bool at_timing_point) {
  CarProgress& car = cars_[index];
  if (!car.official || car.laps.empty() || car.took_flag || !official_is_alive()) return;
  const timing::OfficialStanding& official = car.official->standing;
  car.differences.look(differing_values(official, own_standing(index, official.reference, latest_)), latest_, at_timing_point);
}

void RaceState::show_differences(Snapshot& shown, const std::vector<std::size_t>& order, Instant at) const {
  if (!official_is_alive()) return;
  constexpr std::array kAll = {Difference::What::position, Difference::What::class_position, Difference::What::laps,
                               Difference::What::gap};
  for (const std::size_t index : order) {
    const CarProgress& car = cars_[index];
    if (!car.official || car.laps.empty() || car.took_flag) continue;
    const timing::OfficialStanding& official = car.official->standing;
    std::optional<OwnStanding> own;
    for (const Difference::What what : kAll) {
      const auto since = car.differences.lasting(what, at);
      if (!since) continue;
      if (!own) own = own_standing(index, official.reference, at);
      if (!differing_values(official, *own)[static_cast<std::size_t>(what)]) continue;  // another car's crossing has settled it
      const auto other =
          gap_reference(index, what == Difference::What::gap ? official.reference : timing::GapReference::car_ahead);
      const CarProgress* reference = other ? &cars_[*other] : nullptr;
      Difference difference{car.entry->car, what, official_value(what, official), own_value(what, *own), *since, {}, {}};
      difference.official_words = "published by the feed at " + race_time(session_, car.official->at);
      difference.our_words =
          what == Difference::What::gap
              ? own_gap_words(session_, car, reference, own->gap)
              : crossing_words(session_, car) +
                    (reference == nullptr ? ", and leads" : "; ahead, " + crossing_words(session_, *reference));
      shown.differences.push_back(std::move(difference));
    }
  }
}

}  // namespace stint::race
