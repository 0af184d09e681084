#include "source/live/alkamel/pit_watch.hpp"

namespace stint::live::alkamel {
namespace {

// How far entry or exit of a published visit may be from the one that was seen.
constexpr timing::Millis kSameVisit = std::chrono::seconds{60};
// A published exit is taken for the instant itself if it is this close to the first sight of it.
constexpr timing::Millis kExactExit = std::chrono::seconds{10};

timing::Millis distance(timing::Instant a, timing::Instant b) { return a > b ? a - b : b - a; }

}  // namespace

void PitWatch::see(bool in_lane, std::int32_t lap, bool certain, timing::Instant now) {
  if (in_lane == in_lane_) {
    change_.reset();
  } else if (!change_) {
    change_ = Change{in_lane, lap, certain, now};
  } else {
    change_->certain = change_->certain || certain;
  }
}

void PitWatch::lane_told(timing::Instant entered, timing::Millis lane) {
  const Visit visit{entered, lane};
  if (visit_ == visit) return;
  visit_is_new_ = true;
  visit_ = visit;
}

bool PitWatch::began_as_seen() const { return visit_ && entered_at_ && distance(visit_->entered, *entered_at_) <= kSameVisit; }

// An exit may be seen long after it, at the end of an outage.
bool PitWatch::is_visit_of(timing::Instant left) const {
  if (!visit_ || !visit_is_new_) return false;
  const timing::Instant told = visit_->entered + visit_->lane;
  return distance(told, left) <= kSameVisit || (began_as_seen() && told <= left);
}

timing::Event PitWatch::pit_out(std::int32_t lap, timing::Instant seen) {
  if (!is_visit_of(seen)) return {.at = seen, .body = timing::PitOut{.car = car_, .lap = lap}};
  visit_is_new_ = false;
  const timing::Instant left = visit_->entered + visit_->lane;
  return {.at = began_as_seen() || distance(left, seen) <= kExactExit ? left : seen,
          .body = timing::PitOut{.car = car_, .lap = lap, .lane = visit_->lane}};
}

void PitWatch::settle(timing::Instant now, std::vector<timing::Event>& events) {
  if (change_ && (change_->certain || now - change_->since >= kSettle)) {
    in_lane_ = change_->in_lane;
    in_lap_.reset();
    if (in_lane_) {
      in_lap_ = change_->lap;
      entered_at_ = change_->since;
      events.push_back({.at = change_->since, .body = timing::PitIn{.car = car_, .lap = change_->lap}});
      told_out_.reset();
    } else {
      const timing::Event out = pit_out(change_->lap, change_->since);
      events.push_back(out);
      told_out_ = timing::event_as<timing::PitOut>(out)->lane ? std::nullopt : std::optional(out);
    }
    change_.reset();
  }
  if (told_out_ && is_visit_of(told_out_->at)) {
    events.push_back(pit_out(timing::event_as<timing::PitOut>(*told_out_)->lap, told_out_->at));
    told_out_.reset();
  }
}

}  // namespace stint::live::alkamel
