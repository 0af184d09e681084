#include "mock/griiip/race_book.hpp"

#include <algorithm>
#include <utility>

namespace stint::mock::griiip {
namespace {

using timing::event_as;

// The first pid that is given away; Le Mans 2026 had such.
constexpr std::int64_t kFirstPid = 400'001;

}  // namespace

const Participant* RaceBook::find(const timing::CarNumber& car) const {
  const auto found = participants_.find(car);
  return found == participants_.end() ? nullptr : &found->second;
}

const std::vector<SectorItem>& RaceBook::current_sectors(const timing::CarNumber& car) const {
  static const std::vector<SectorItem> kNoSectors;
  const auto found = sectors_.find(car);
  return found == sectors_.end() ? kNoSectors : found->second;
}

void RaceBook::take_entry(const timing::Entry& entry) {
  const auto pid = kFirstPid + static_cast<std::int64_t>(participants_.size());
  Participant& participant = participants_.try_emplace(entry.car, Participant{pid, entry.car, ""}).first->second;
  participant.class_id = entry.class_name;
}

void RaceBook::take(const timing::Event& event, std::int64_t sid) {
  const std::string prefix = "sid-" + std::to_string(sid) + "-";
  const std::string stamp = std::to_string(timing::count_ms(event.at));
  if (const auto* entry = event_as<timing::Entry>(event)) take_entry(*entry);
  const timing::CarNumber* number = timing::car_of(event);
  const Participant* car = number == nullptr ? nullptr : find(*number);
  if (number != nullptr && car == nullptr) return;
  const std::string pid = car == nullptr ? "" : std::to_string(car->pid);
  if (const auto* sector = event_as<timing::Sector>(event)) {
    sectors_[*number].push_back({event.at, sector->lap, sector->index, sector->time, sector->best});
  } else if (const auto* lap = event_as<timing::Lap>(event)) {
    sectors_[*number].clear();
    leader_lap_ = std::max(leader_lap_, lap->lap + 1);
  } else if (const auto* in = event_as<timing::PitIn>(event)) {
    pit_ins_.push_back({event.at, car, in->lap});
    log_.push_back({event.at, car, in->lap, "PitIn", prefix + "PitInFinalInsight-" + pid + "-" + std::to_string(in->lap), {}});
  } else if (const auto* out = event_as<timing::PitOut>(event)) {
    pit_outs_.push_back({event.at, car, out->lap, out->lane});
    const auto lane = out->lane ? out->lane->count() : kNone;
    log_.push_back({event.at, car, out->lap, "PitOut", prefix + "PitOutFinalInsight-" + pid + "-" + std::to_string(out->lap),
                    [lane](timing::JsonWriter& json) { json.field("totalTimeInPitMillis", lane); }});
  } else if (const auto* change = event_as<timing::DriverChange>(event)) {
    const auto before = std::exchange(at_wheel_[*number], change->to);
    if (before.empty()) return;  // the one who starts
    log_.push_back({event.at, car, change->lap.value_or(0), "DriverSwap", prefix + "driverSwap-" + pid + "-" + stamp,
                    [before, to = change->to](timing::JsonWriter& json) {
                      json.field("newDriverId", to).field("previousDriverId", before);
                    }});
  } else if (const auto* flag = event_as<timing::Flag>(event)) {
    const auto number_of_sector = flag->scope == timing::FlagScope::track ? 0 : flag->number;
    show_flag({event.at, std::string(flag_word(flag->kind)), number_of_sector, leader_lap_, elapsed_ms(event.at)}, sid);
  } else if (const auto* message = event_as<timing::RaceControl>(event)) {
    // Two messages of one millisecond are two messages.
    log_.push_back({event.at, nullptr, leader_lap_, "RCMessage", stamp + std::to_string(log_.size() % 10),
                    [text = message->text](timing::JsonWriter& json) { json.field("text", text); }});
  } else if (const auto* weather = event_as<timing::Weather>(event)) {
    log_.push_back({event.at, nullptr, leader_lap_, "WeatherUpdate", prefix + "weather-" + stamp,
                    [air = weather->air_c, track = weather->track_c](timing::JsonWriter& json) {
                      json.field("sky", "Cloudy").field("temperature", air).field("trackTemperature", track);
                    }});
  }
}

void RaceBook::show_flag(FlagItem flag, std::int64_t sid) {
  const std::string id = "sid-" + std::to_string(sid) + "-RaceFlagFinalInsight-" + std::to_string(timing::count_ms(flag.at));
  log_.push_back(
      {flag.at, nullptr, flag.lap, "RaceFlag", id, [word = flag.word](timing::JsonWriter& json) { json.field("flag", word); }});
  flags_.push_back(std::move(flag));
}

}  // namespace stint::mock::griiip
