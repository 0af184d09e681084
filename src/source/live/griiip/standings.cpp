// Positions and gaps, from the four places in which they come: ranks and gaps on their own, nested in sector crossings, in the
// bootstrap, and official-rank.
//
// A Gap is to the leader of the car's class; a lapped car has laps and -1 for the time. official-rank is overall.
#include <algorithm>

#include "source/live/griiip/session_feed.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::griiip {
namespace {

using timing::GapReference;
using timing::Instant;
using timing::Millis;
using timing::OfficialStanding;

// While the overall gap is no older than this against the class's, it is the one that is shown: each car has one every 15 s.
constexpr Millis kOverallGapLasts = std::chrono::seconds{60};

std::optional<std::int32_t> place(const Item& item, std::string_view name) {
  const auto count = item.count(name);
  return count && *count > 0 && *count <= timing::kMaxPosition ? count : std::nullopt;
}

// nullopt: not known. The time of a lapped car is none, and a time of -1 with no laps is no gap.
std::optional<PublishedGap> gap_in(const Item& item) {
  const auto time = item.duration("gapToFirstMillis");
  const std::int32_t laps = item.count("gapToFirstLaps").value_or(0);
  if (laps > 0) return PublishedGap{std::nullopt, laps};
  if (!time) return std::nullopt;
  return PublishedGap{time, 0};
}

// Whether an item adds to what is known: the same one again does not, an older one must not. Nested items have no time.
bool is_news(const Item& item, Instant& last, const Intake& intake) {
  const auto at = item.instant("ts");
  if (!at) {
    last = std::max(last, intake.arrived_at);
    return true;
  }
  if (*at <= last) return false;
  last = *at;
  return true;
}

}  // namespace

void SessionFeed::read_rank(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  if (car == nullptr || !is_news(item, car->ranked_at, intake)) return;
  if (item.truth("isDeleted").value_or(false)) {
    car->position.reset();
    car->class_position.reset();
  } else {
    if (const auto overall = place(item, "overallPosition")) car->position = overall;
    if (const auto in_class = place(item, "position")) car->class_position = in_class;
  }
  tell_standing(*car, time_of(item, intake), intake);
}

void SessionFeed::read_gap(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  if (car == nullptr || item.truth("isDeleted").value_or(false) || !is_news(item, car->gap_at, intake)) return;
  const auto gap = gap_in(item);
  if (gap && car->class_gap.offer(*gap)) tell_standing(*car, time_of(item, intake), intake);
}

void SessionFeed::read_official_rank(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  if (car == nullptr || !is_news(item, car->official_at, intake)) return;
  if (const auto overall = place(item, "position")) car->position = overall;
  // The leader is sometimes said to be a lap behind itself.
  const auto gap = car->position == 1 ? PublishedGap{Millis{0}, 0} : gap_in(item);
  if (gap) car->overall_gap.offer(*gap);
  tell_standing(*car, time_of(item, intake), intake);
}

void SessionFeed::tell_standing(CarRecord& car, Instant at, Intake& intake) {
  OfficialStanding standing;
  standing.car = car.number;
  standing.position = car.position;
  standing.class_position = car.class_position;
  const bool overall = car.overall_gap.held() && at - car.official_at <= kOverallGapLasts;
  const auto& gap = overall ? car.overall_gap.held() : car.class_gap.held();
  standing.reference = overall ? GapReference::leader : GapReference::class_leader;
  if (gap) {
    standing.gap = gap->time;
    standing.gap_laps = gap->laps;
  }
  if (car.told_standing == standing) return;
  car.told_standing = standing;
  say(intake, at, standing);
}

}  // namespace stint::live::griiip
