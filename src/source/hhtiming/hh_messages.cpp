#include "source/hhtiming/hh_messages.hpp"

#include <algorithm>
#include <cmath>

#include "source/live/text_hash.hpp"
#include "timing/event_limits.hpp"

namespace stint::source::hhtiming {
namespace {

using simdjson::dom::object;
using timing::FlagKind;
using timing::Instant;
using timing::Millis;

constexpr std::string_view kEnd = "<EOM>";
constexpr std::size_t kLongestMessage = 8UL << 20U;
constexpr double kNoTimeSeconds = 1e7;

std::string text_at(const object& from, std::string_view key) {
  std::string_view text;
  if (from.at_key(key).get_string().get(text) == simdjson::SUCCESS) return std::string(text.substr(0, 1000));
  std::int64_t number = 0;
  return from.at_key(key).get_int64().get(number) == simdjson::SUCCESS && number >= 0 ? std::to_string(number) : std::string();
}

std::optional<double> number_at(const object& from, std::string_view key) {
  double number = 0;
  if (from.at_key(key).get_double().get(number) != simdjson::SUCCESS || !(number >= 0) || number >= kNoTimeSeconds)
    return std::nullopt;
  return number;
}

std::optional<Millis> seconds_at(const object& from, std::string_view key) {
  const auto seconds = number_at(from, key);
  return seconds ? std::optional(Millis{std::llround(*seconds * 1000)}) : std::nullopt;
}

bool flag_at(const object& from, std::string_view key) {
  bool set = false;
  return from.at_key(key).get_bool().get(set) == simdjson::SUCCESS && set;
}

// "HTiming.Core.Definitions.Communication.Messages.PitInMessage, HTiming.Core.Definitions": PitInMessage.
std::string_view short_type(std::string_view type) {
  type = type.substr(0, type.find(','));
  const auto dot = type.rfind('.');
  return dot == std::string_view::npos ? type : type.substr(dot + 1);
}

std::optional<FlagKind> flag_of(double status) {
  if (status == 0) return FlagKind::green;
  if (status == 1) return FlagKind::safety_car;
  if (status == 2) return FlagKind::red;
  if (status == 3) return FlagKind::chequered;
  if (status == 7) return FlagKind::fcy;
  return std::nullopt;  // 5 is "unchanged"
}

}  // namespace

Result<void> HhMessages::take(std::string_view text, Instant stamp, std::vector<timing::Event>& out) {
  rest_ += text;
  Result<void> result;
  std::size_t from = 0;
  for (auto end = rest_.find(kEnd); end != std::string::npos; end = rest_.find(kEnd, from)) {
    object message;
    std::string_view type;
    const bool read = parser_.parse(rest_.substr(from, end - from)).get_object().get(message) == simdjson::SUCCESS &&
                      message.at_key("$type").get_string().get(type) == simdjson::SUCCESS;
    if (read) {
      take_message(short_type(type), message, stamp, out);
    } else {
      result = fail(ErrorCode::not_a_timing_file, "expected a message with a $type");
    }
    from = end + kEnd.size();
  }
  rest_.erase(0, from);
  if (rest_.size() > kLongestMessage) {
    rest_.clear();
    result = fail(ErrorCode::not_a_timing_file, "a message without an end");
  }
  return result;
}

void HhMessages::take_message(std::string_view type, const object& message, Instant at, std::vector<timing::Event>& out) {
  if (type == "EventMessage" || type == "SessionInfoMessage") return take_session(message, at, out);
  if (type == "HeartbeatMessage") return take_heartbeat(message, at, out);
  if (type == "CompetitorMessage") return take_competitor(message, at, out);
  if (type == "DriverMessage" || type == "DriverUpdateMessage") return take_driver(message, at, out);
  if (type == "BasicTimeCrossingMessage") return take_lap(message, at, out);
  if (type == "AdvSectorTimeLineCrossing") return take_point(message, at, out);
  if (type == "PitInMessage") return take_lane(true, message, at, out);
  if (type == "PitOutMessage") return take_lane(false, message, at, out);
  if (type == "GeneralRaceControlMessage") return take_control(message, at, out);
}

HhMessages::Car* HhMessages::car_of(const std::string& id) {
  const auto named = numbers_.find(id);
  const auto number = named != numbers_.end() ? std::optional(named->second) : timing::CarNumber::parse(id);
  if (!number) return nullptr;
  Car& car = cars_[*number];
  if (car.entry.car.empty()) car.entry.car = *number;
  return &car;
}

void HhMessages::take_session(const object& message, Instant at, std::vector<timing::Event>& out) {
  const std::string id = text_at(message, "SessionID");
  if (!id.empty() && id != session_id_) {
    if (!session_id_.empty()) cars_.clear();
    session_id_ = id;
  }
  timing::Session session = session_;
  session.source = "hhtiming";
  const std::string event = text_at(message, "EventName");
  const std::string name = text_at(message, "SessionDescription");
  if (!event.empty()) session.event = event;
  if (!name.empty()) session.name = name;
  session.source_session_id = session_id_.empty() ? session.event + " " + session.name : session_id_;
  if (number_at(message, "SessionType") == 3) session.kind = timing::SessionKind::race;
  session.state = timing::SessionState::running;
  if (session == session_) return;
  session_ = std::move(session);
  out.push_back({at, 0, session_});
}

void HhMessages::take_heartbeat(const object& message, Instant at, std::vector<timing::Event>& out) {
  const auto status = number_at(message, "TrackStatus");
  const auto flag = status ? flag_of(*status) : std::nullopt;
  if (flag && flag_ != flag) {
    flag_ = flag;
    out.push_back({at, 0, timing::Flag{.kind = *flag}});
  }
  const auto elapsed = seconds_at(message, "SessionTime");
  if (!elapsed) return;
  if (!session_.started_at && *elapsed > Millis{0} && !session_.source.empty()) {
    session_.started_at = at - *elapsed;
    out.push_back({at, 0, session_});
  }
  out.push_back(
      {at, 0,
       timing::Clock{
           .elapsed = *elapsed, .remaining = seconds_at(message, "TimeToGo"), .laps_remaining = {}, .running = true}});
}

void HhMessages::take_competitor(const object& message, Instant at, std::vector<timing::Event>& out) {
  const auto number = timing::CarNumber::parse(text_at(message, "CompetitorNumber"));
  if (!number) return;
  const std::string id = text_at(message, "CompetitorID");
  if (!id.empty()) numbers_[id] = *number;
  Car& car = cars_[*number];
  timing::Entry entry = car.entry;
  entry.car = *number;
  entry.key = id.empty() ? number->str() : id;
  const auto learn = [&](std::string& known, std::string_view key) {
    std::string said = text_at(message, key);
    if (!said.empty()) known = std::move(said);
  };
  learn(entry.class_name, "CategoryID");
  learn(entry.vehicle, "CarMake");
  learn(entry.team, "TeamName");
  if (entry == car.entry) return;
  car.entry = std::move(entry);
  out.push_back({at, 0, car.entry});
}

void HhMessages::take_driver(const object& message, Instant at, std::vector<timing::Event>& out) {
  Car* car = car_of(text_at(message, "CarID"));
  const std::string first = text_at(message, "FirstName");
  const std::string name = first + (first.empty() ? "" : " ") + text_at(message, "LastName");
  if (car == nullptr || name.empty()) return;
  // A name loses its blanks in updates.
  const auto bare = [](std::string text) {
    std::erase(text, ' ');
    return text;
  };
  auto known = std::ranges::find_if(car->entry.drivers, [&](const auto& driver) { return bare(driver.name) == bare(name); });
  if (known == car->entry.drivers.end()) {
    if (car->entry.drivers.size() == timing::kMaxDrivers) return;
    const timing::DriverId id(std::to_string(car->entry.drivers.size() + 1));
    known = car->entry.drivers.insert(car->entry.drivers.end(), {.id = id, .name = name});
    out.push_back({at, 0, car->entry});
  }
  if (!flag_at(message, "IsInCar") || car->driver == known->id) return;
  out.push_back({at, 0, timing::DriverChange{car->entry.car, car->driver, known->id, car->laps + 1}});
  car->driver = known->id;
}

void HhMessages::take_lap(const object& message, Instant at, std::vector<timing::Event>& out) {
  Car* car = car_of(text_at(message, "CarID"));
  const auto laps = number_at(message, "NumberOfLaps");
  if (car == nullptr || !laps || *laps < 1 || *laps > timing::kMaxLap || *laps <= car->laps) return;
  car->laps = static_cast<std::int32_t>(*laps);
  timing::Lap lap;
  lap.car = car->entry.car;
  lap.lap = car->laps;
  lap.time = seconds_at(message, "LapTime");
  if (lap.time == Millis{0}) lap.time.reset();
  lap.driver = car->driver;
  lap.in_lap = car->in_lap == lap.lap || flag_at(message, "IsCrossingInPits");
  lap.out_lap = car->out_lap == lap.lap;
  if (flag_ == FlagKind::chequered) lap.flag = flag_;
  const auto elapsed = seconds_at(message, "LastElapsedTime");
  const bool timed = elapsed && *elapsed > Millis{0} && session_.started_at;
  out.push_back({timed ? *session_.started_at + *elapsed : at, 0, std::move(lap)});
}

void HhMessages::take_point(const object& message, Instant at, std::vector<timing::Event>& out) {
  Car* car = car_of(text_at(message, "CompetitorNumber"));
  if (car == nullptr) return;
  const bool line = flag_at(message, "IsStartFinish");
  const auto time = seconds_at(message, "SectorTime");
  if (car->points && time && *time > Millis{0} && *car->points < 9) {
    out.push_back({at, 0, timing::Sector{car->entry.car, car->laps + 1, *car->points + 1, *time}});
  }
  if (line) {
    car->points = 0;
  } else if (car->points) {
    ++*car->points;
  }
}

void HhMessages::take_lane(bool in, const object& message, Instant at, std::vector<timing::Event>& out) {
  Car* car = car_of(text_at(message, "CarID"));
  if (car == nullptr) return;
  if (in) {
    car->in_lap = car->laps + 1;
    out.push_back({at, 0, timing::PitIn{car->entry.car, car->in_lap}});
  } else {
    car->out_lap = car->laps + 1;
    out.push_back({at, 0, timing::PitOut{car->entry.car, car->out_lap, std::nullopt}});
  }
}

void HhMessages::take_control(const object& message, Instant at, std::vector<timing::Event>& out) {
  const std::string text = text_at(message, "MessageString");
  if (text.empty()) return;
  out.push_back({at, 0, timing::RaceControl{.id = std::to_string(++messages_) + "-" + live::text_hash(text), .text = text}});
}

}  // namespace stint::source::hhtiming
