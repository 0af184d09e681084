#include "source/live/griiip/session_feed.hpp"

#include <type_traits>
#include <variant>

#include "timing/event_ndjson.hpp"

namespace stint::live::griiip {
namespace {

using timing::Event;

bool is_timing(const Event& event) {
  return timing::event_as<timing::Lap>(event) != nullptr || timing::event_as<timing::Sector>(event) != nullptr ||
         timing::event_as<timing::PitIn>(event) != nullptr || timing::event_as<timing::PitOut>(event) != nullptr ||
         timing::event_as<timing::OfficialStanding>(event) != nullptr;
}

}  // namespace

CarRecord* SessionFeed::car_of(const Item& item, Intake& intake) {
  const auto pid = item.number("pid");
  if (pid && *pid >= 0) {
    const auto found = cars_.find(*pid);
    if (found == cars_.end()) {
      if (unknown_pids_.insert(*pid).second) intake.unknown_car = true;
      return nullptr;
    }
    // A number that went to another pid is that one's.
    return owners_[found->second.number] == *pid ? &found->second : nullptr;
  }
  // Without a pid the car number tells, if the frame has one.
  const auto number = timing::CarNumber::parse(item.text("carNumber"));
  if (!number) return nullptr;
  const auto owner = owners_.find(*number);
  if (owner == owners_.end()) {
    intake.unknown_car = true;
    return nullptr;
  }
  return &cars_.at(owner->second);
}

void SessionFeed::say(Intake& intake, timing::Instant at, timing::EventBody body) const {
  Event event{at, 0, std::move(body)};
  if (const auto sound = timing::check_event(event); !sound) return intake.complain(sound.error().message);
  if (is_timing(event)) intake.timing_seen = true;
  intake.events->push_back(std::move(event));
}

std::optional<timing::Instant> SessionFeed::own_time(const Item& item) const {
  if (const auto at = item.instant("ts")) return at;
  const auto elapsed = item.duration("elapsedTimeMillis");
  if (elapsed && *elapsed > timing::Millis{0} && session_.started_at) return *session_.started_at + *elapsed;
  return std::nullopt;
}

timing::Instant SessionFeed::time_of(const Item& item, const Intake& intake) const {
  return own_time(item).value_or(intake.arrived_at);
}

void SessionFeed::on_time(Intake& intake) {
  tell_flags(flags_.due(intake.arrived_at), intake);
  if (session_told_ && chequered_at()) tell_session(intake);
}

void SessionFeed::close(Intake& intake) {
  closed_ = true;
  tell_session(intake);
}

}  // namespace stint::live::griiip
