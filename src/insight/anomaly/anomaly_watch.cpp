#include "insight/anomaly/anomaly_watch.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stint::insight {
namespace {

using std::chrono::seconds;
using timing::count_ms;

// A sector's own time is known from so many green laps of the car.
constexpr std::int32_t kLapsToKnow = 1;

double ms_between(Instant from, Instant to) { return static_cast<double>(count_ms(to - from)); }

}  // namespace

void AnomalyWatch::apply(const timing::Event& event) {
  advance(event.at);
  const Step step = field_.apply(event);
  if (cars_.size() < field_.cars().size()) cars_.resize(field_.cars().size());
  switch (step.kind) {
    case Step::Kind::sector:
      return on_sector(step);
    case Step::Kind::lap:
      return on_lap(step);
    case Step::Kind::pit_in:
      return on_pit_in(step);
    case Step::Kind::pit_out:
      return on_pit_out(step);
    case Step::Kind::flag:
      return on_track_flag();
    default:
      break;
  }
  if (const auto* flag = event_as<timing::Flag>(event)) return on_local_flag(*flag);
  if (const auto* session = event_as<timing::Session>(event)) {
    over_ |= session->state >= timing::SessionState::finished;
    take_rules(*session);
  }
  if (const auto* status = event_as<timing::CarStatus>(event)) return on_status(*status);
  if (const auto* message = event_as<timing::RaceControl>(event)) return on_message(*message);
}

void AnomalyWatch::advance(Instant now) {
  while (due_.any_until(now - Millis{1})) {
    const Due due = due_.take();
    CarWatch& watch = cars_[due.car];
    now_ = std::max(now_, due.at);
    switch (due.what) {
      case DueWhat::crossing:
        if (due.ticket == watch.crossing_ticket) look_for(due.car);
        break;
      case DueWhat::verdict:
        give_verdict(due.car);
        break;
      case DueWhat::lane:
        if (due.ticket == watch.lane_ticket) look_into_lane(due.car);
        break;
    }
  }
  now_ = std::max(now_, now);
}

// The car is at the end of a sector (0: the line): how late, against what was expected when it set out.
void AnomalyWatch::arrive(std::size_t place, std::int32_t sector) {
  CarWatch& watch = cars_[place];
  watch.arrived_late_ms = watch.expected && watch.next_sector == sector ? ms_between(*watch.expected, now_) : 0;
  watch.arrived_sector = sector;
  watch.arrived_at = now_;
  watch.expected.reset();
  ++watch.crossing_ticket;
}

// The car sets out for the end of `next_sector`; from the pit lane's exit too.
void AnomalyWatch::leave(std::size_t place, std::int32_t next_sector) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  watch.expected.reset();
  ++watch.crossing_ticket;
  if (over_ || car.in_lane || !watch.base) return;
  // A sector whose end is often not seen is gone through to the end of the next.
  double before = 0;
  while (next_sector < field_.sector_count() && sights_[static_cast<std::size_t>(next_sector)].blind()) {
    if (!watch.usual[static_cast<std::size_t>(next_sector - 1)]) return;
    before += *watch.usual[static_cast<std::size_t>(next_sector - 1)];
    ++next_sector;
  }
  const auto part = static_cast<std::size_t>(next_sector);
  const auto usual = watch.usual[part - 1];
  if (!usual) return;
  // Under a caution the sectors of those ahead show its speed, once they have driven them under it.
  constexpr double kCautionBeforeSeen = 2.0;
  constexpr auto kNow = seconds{100};
  Instant since = now_ - kNow;
  double factor = pace_.factor(car.class_index, part, since, place);
  if (!racing()) {
    if (flags_told()) since = std::max(since, field_.flags().back().from + seconds{30});
    factor = std::max(kCautionBeforeSeen, pace_.factor(car.class_index, part, since, place));
  }
  const bool from_lane = car.lane_left && *car.lane_left == now_;
  const double out_of_lane_ms = from_lane ? 0.1 * *watch.base : 0;  // cold tyres, and the crossing of the lane's end is rounded
  watch.next_sector = next_sector == field_.sector_count() ? 0 : next_sector;
  watch.expected = now_ + Millis{std::llround((before + *usual) * std::max(1.0, factor) + out_of_lane_ms)};
  due_.add({*watch.expected + Millis{1'000}, DueWhat::crossing, place, watch.crossing_ticket});
}

void AnomalyWatch::on_sector(const Step& step) {
  const FieldCar& car = field_.cars()[step.car];
  CarWatch& watch = cars_[step.car];
  const auto index = static_cast<std::size_t>(step.sector - 1);
  const double time = static_cast<double>(car.now.sectors[index]->count());
  // The last sector ends at the line: the lap, which comes with it, is the arrival.
  const bool at_line = step.sector == field_.sector_count();
  if (!at_line) arrive(step.car, step.sector);
  const bool by_pits = car.in_lane || car.now.in_lap || (car.now.out_lap && step.sector == 1) || step.lap == 1;
  std::optional<double> ratio;
  if (watch.usual[index] && !by_pits) ratio = time / *watch.usual[index];
  judge_timing(step.car, step.sector, ratio, time);
  if (ratio) {
    const auto part = static_cast<std::size_t>(step.sector);
    const Instant began = now_ - Millis{std::llround(time)};
    const double factor = pace_.factor(car.class_index, part, began - seconds{45}, step.car);
    pace_.add(car.class_index, part, {now_, step.car, *ratio, racing()});
    if (!flags_told()) unflagged_.add({now_, step.car, *ratio, true});
    if (!car.now.out_lap && raced(began))
      judge_sector(step.car, step.sector, *ratio / factor, time - *watch.usual[index] * factor);
    watch_zone(step.sector);
  }
  if (!at_line) leave(step.car, step.sector + 1);
}

void AnomalyWatch::on_lap(const Step& step) {
  const FieldCar& car = field_.cars()[step.car];
  const LapRecord& lap = car.laps.back();
  arrive(step.car, 0);
  if (lap.flag_at_end == FlagKind::chequered) over_ = true;
  const bool flying = lap.time && !lap.in_lap && !lap.out_lap && lap.number > 1;
  note_sights(step.car, lap);
  judge_lap(step.car, lap);
  if (flying && cars_[step.car].base) {
    const double ratio = static_cast<double>(count_ms(*lap.time)) / *cars_[step.car].base;
    pace_.add(car.class_index, 0, {now_, step.car, ratio, lap.is_green()});
  }
  cars_[step.car].previous_ms = flying ? std::optional(static_cast<double>(count_ms(*lap.time))) : std::nullopt;
  judge_drift(step.car, lap);
  judge_drive_time(step.car, lap);
  refresh(step.car);
  if (!car.in_lane) leave(step.car, 1);
}

// What the car should need from now on.
void AnomalyWatch::refresh(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  if (car.green_laps < kLapsToKnow) return;
  watch.base = car.base();
  for (std::size_t i = 0; i < kMaxSectors; ++i) watch.usual[i] = car.usual_sector(i);
}

void AnomalyWatch::on_pit_in(const Step& step) {
  const FieldCar& car = field_.cars()[step.car];
  CarWatch& watch = cars_[step.car];
  if (car.now.in_lap) lane_entry_seen_ = true;
  watch.expected.reset();
  ++watch.crossing_ticket;
  if (watch.episode.anomaly > 0) {
    watch.episode.pitted = true;
    revise_episode(step.car, book_.edit(watch.episode.anomaly).probability);
  }
  watch_lane(step.car);
}

void AnomalyWatch::on_pit_out(const Step& step) {
  judge_stop(step.car);
  close_episode(step.car);
  ++cars_[step.car].lane_ticket;
  if (field_.cars()[step.car].now.last_sector == 0) leave(step.car, 1);
}

void AnomalyWatch::on_status(const timing::CarStatus& status) {
  const FieldCar* car = field_.find(status.car);
  if (car == nullptr || over_) return;
  const auto place = static_cast<std::size_t>(car - field_.cars().data());
  CarWatch& watch = cars_[place];
  if (status.state == timing::CarState::stopped && !car->in_lane) {
    Episode& episode = open_episode(place, car->now.last_sector + 1);
    episode.stood = true;
    episode.moves_again = false;
    episode.yellow |= yellow_since(episode.sector, now_ - seconds{30});
    raise_episode(place, 0.95);
  } else if (status.state == timing::CarState::running && watch.episode.stood) {
    watch.episode.moves_again = true;
    revise_episode(place, 0.95);
  } else if (status.state == timing::CarState::retired && watch.episode.anomaly > 0) {
    Anomaly& anomaly = book_.edit(watch.episode.anomaly);
    if (!anomaly.confirmed) anomaly.confirmed = now_;
    anomaly.severity = 1;
    revise_episode(place, 1);
    ++watch.crossing_ticket;
  }
}

void AnomalyWatch::on_message(const timing::RaceControl& message) {
  messages_told_ = true;
  const auto says = [&](std::string_view words) { return message.text.find(words) != std::string::npos; };
  const bool penalty =
      says("DRIVE THROUGH") || says("DRIVE-THROUGH") || says("STOP AND GO") || says("STOP & GO") || says("STOP-AND-GO");
  const bool contact = says("CONTACT") || says("COLLISION");
  for (const CarNumber& number : message.cars) {
    const FieldCar* car = field_.find(number);
    if (car == nullptr) continue;
    const auto place = static_cast<std::size_t>(car - field_.cars().data());
    cars_[place].penalty_told |= penalty;
    if (contact) note_contact(place, says("INVESTIGATION"));
  }
}

// Race control speaks of a contact with the car; `looked_into`: it has just happened.
void AnomalyWatch::note_contact(std::size_t place, bool looked_into) {
  constexpr auto kToldAlready = std::chrono::minutes{3};
  CarWatch& watch = cars_[place];
  if (watch.episode.anomaly == 0) {
    const bool told = watch.latest_episode > 0 && now_ - book_.edit(watch.latest_episode).first_seen < kToldAlready;
    if (!looked_into || told || over_) return;
    open_episode(place, field_.cars()[place].now.last_sector + 1).contact = true;
    return raise_episode(place, 0.8);
  }
  watch.episode.contact = true;
  revise_episode(place, std::max(0.95, book_.edit(watch.episode.anomaly).probability));
}

void AnomalyWatch::on_local_flag(const timing::Flag& flag) {
  if (flag.scope != timing::FlagScope::sector || flag.number < 1 || flag.number > static_cast<std::int32_t>(kMaxSectors))
    return;
  local_flags_told_ = true;
  Yellow& yellow = yellows_[static_cast<std::size_t>(flag.number)];
  const bool shown = !is_racing_flag(flag.kind);
  if (shown == yellow.shown) return;
  yellow.shown = shown;
  (shown ? yellow.since : yellow.until) = now_;
}

bool AnomalyWatch::yellow_since(std::int32_t sector, Instant since) const {
  if (sector < 1 || sector > static_cast<std::int32_t>(kMaxSectors)) return false;
  const Yellow& yellow = yellows_[static_cast<std::size_t>(sector)];
  return yellow.since != Instant{} && yellow.since >= since;
}

void AnomalyWatch::on_track_flag() {
  if (field_.flag() == FlagKind::chequered) over_ = true;
  const bool heavy = field_.flag() == FlagKind::safety_car || field_.flag() == FlagKind::red;
  if (!heavy) return;
  for (std::size_t place = 0; place < cars_.size(); ++place) {
    Episode& episode = cars_[place].episode;
    if (episode.anomaly == 0 || !episode.stood || now_ - book_.edit(episode.anomaly).first_seen > seconds{60}) continue;
    episode.neutralised = true;
    revise_episode(place, book_.edit(episode.anomaly).probability);
  }
}

}  // namespace stint::insight
