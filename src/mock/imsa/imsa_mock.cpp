#include "mock/imsa/imsa_mock.hpp"

#include <algorithm>
#include <chrono>

#include "mock/imsa/result_rows.hpp"
#include "mock/imsa/scoring_text.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::imsa {
namespace {

using timing::JsonWriter;
using timing::Millis;
using namespace std::chrono_literals;

// The files change about so often.
constexpr Millis kPublishEvery = 1s;
// How far back `stale` reaches.
constexpr std::size_t kPublicationsKept = 45;
// How long the placeholder is shown before the session after the race.
constexpr Millis kPlaceholderFor = 30s;

constexpr std::string_view kSeries = "IMSA WeatherTech SportsCar Championship";
constexpr double kMetresInMile = 1609.344;

constexpr std::string_view kFileNames[] = {"RaceResults_JSONP.json", "RaceData_JSONP.json", "SessionInfo_JSONP.json"};

constexpr std::string_view kFlagNames[] = {"", "Green", "Yellow", "Red", "Checkered", "White"};

std::string tag_of(const std::string& body) { return "\"" + std::to_string(std::hash<std::string>{}(body)) + "\""; }

std::string callback_of(std::string_view target) {
  constexpr std::string_view kName = "callback=";
  const auto at = target.find(kName);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = target.substr(at + kName.size());
  return std::string(rest.substr(0, rest.find('&')));
}

}  // namespace

const MockProtocol kImsaMock{"imsa", "IMSA scoring: WeatherTech and its support series",
                             "/RaceResults_JSONP.json, /RaceData_JSONP.json, /SessionInfo_JSONP.json",
                             [](RaceScript script, FaultPlan faults) -> std::unique_ptr<net::LoopbackService> {
                               return std::make_unique<ImsaMock>(std::move(script), std::move(faults));
                             }};

// Files are made when they are asked for, at most once a kPublishEvery; while nobody asks, that costs nothing.
net::LoopbackReply ImsaMock::reply(const net::LoopbackRequest& request) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto found = std::ranges::find_if(kFileNames, [&](std::string_view name) { return path.ends_with(name); });
  if (found == std::end(kFileNames)) return {404, {}, "not found", {}};
  if (publications_.empty() || feed_now() - publications_.back().at >= kPublishEvery) {
    if (publications_.empty() || !suffers(Fault::stall)) publications_.push_back(published());
    if (publications_.size() > kPublicationsKept) publications_.pop_front();
  }
  std::string body = shown(static_cast<File>(found - std::begin(kFileNames)));
  if (const std::string callback = callback_of(target); !callback.empty()) body = callback + "(" + body + ");";
  const std::string tag = tag_of(body);
  if (request.header("If-None-Match") == tag) return {304, {{"ETag", tag}}, "", {}};
  return {200, {{"Content-Type", "application/javascript"}, {"ETag", tag}}, std::move(body), {}};
}

const std::string& ImsaMock::shown(File file) const {
  const bool old = suffers(Fault::stale) && !suffers(Fault::stall);
  return (old ? publications_.front() : publications_.back()).files[file];
}

ImsaMock::Published ImsaMock::published() {
  const race::SnapshotPtr race = script().snapshot();
  return {feed_now(), {results_file(*race), data_file(*race), session_file(*race)}};
}

bool ImsaMock::between_sessions() const {
  const Episode* next = faults().running(Fault::rollover, feed_now());
  return feed_now() < feed_start() || (next != nullptr && feed_now() < next->from + kPlaceholderFor);
}

std::string ImsaMock::session_name(const race::Snapshot& race) const {
  if (rolled_over()) return std::string(kSeries) + " - Practice 1";
  return std::string(kSeries) + " - " + (race.session.name.empty() ? "Race" : race.session.name);
}

std::string ImsaMock::name_text(const std::string& name) const {
  // The mending and breaking of letters changes from one publication to the next.
  const bool broken = suffers(Fault::encoding) && publications_.size() % 2 == 0;
  return broken ? encoded_twice(name) : name;
}

std::string ImsaMock::results_file(const race::Snapshot& race) const {
  const double miles = race.session.lap_length_m.value_or(0) / kMetresInMile;
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("A", 3).field("R", 283).field("S", session_name(race)).field("E", name_text(race.session.event));
  json.field("T", name_text(race.session.track)).field("TL", miles).field("SC", 0).field("SCT", 0);
  json.field("DT", day_time_text(feed_now() + utc_offset())).field("MLT", lap_text(race.bests.lap));
  json.field("MBY", race.bests.lap_by).key("B").begin_array();
  if (!between_sessions() && !rolled_over()) {
    RowStyle style{
        .lap_miles = miles, .brief = suffers(Fault::short_rows), .disorder = faults().running(Fault::cars, feed_now())};
    style.loud_in_pit = suffers(Fault::driver_swap) && publications_.size() % 2 == 0;
    write_rows(json, race, style, [this](const std::string& name) { return name_text(name); });
  }
  json.end_array().end_object();
  return body;
}

int ImsaMock::flag_code(const race::Snapshot& race) const {
  constexpr int kIdle = 0, kGreen = 1, kYellow = 2, kRed = 3, kChequered = 4, kWhite = 5;
  if (between_sessions() || rolled_over()) return kIdle;
  switch (race.flag) {
    case timing::FlagKind::none:
      return kIdle;
    case timing::FlagKind::green:
    case timing::FlagKind::yellow:
    case timing::FlagKind::double_yellow:
    case timing::FlagKind::slow_zone: {
      const bool flickers = suffers(Fault::flag_chatter) && feed_now().time_since_epoch() / 500ms % 2 == 0;
      return flickers ? kYellow : kGreen;
    }
    case timing::FlagKind::red:
      return kRed;
    case timing::FlagKind::chequered:
      return kChequered;
    case timing::FlagKind::white:
      return kWhite;
    default:
      return kYellow;
  }
}

std::string ImsaMock::data_file(const race::Snapshot& race) const {
  const bool pause = between_sessions();
  const Millis left = pause ? 0ms : race.remaining.value_or(0ms);
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("A", day_time_text(feed_now() + utc_offset()));
  json.field("B", pause ? "Session Complete" : "Time to go: " + clock_text(left)).field("C", std::to_string(flag_code(race)));
  json.field("D", "0").field("L", race.laps_remaining ? std::to_string(*race.laps_remaining) : "65535");
  json.field("T", clock_text(left)).end_object();
  return body;
}

std::string ImsaMock::session_file(const race::Snapshot& race) const {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("S", session_name(race)).field("E", name_text(race.session.event));
  json.field("T", name_text(race.session.track)).field("F", kFlagNames[flag_code(race)]);
  const bool idle = between_sessions() || rolled_over();
  json.field("TT", clock_text(idle ? 0ms : race.elapsed.value_or(0ms)));
  json.field("TR", clock_text(idle ? 0ms : race.remaining.value_or(0ms))).end_object();
  return body;
}

}  // namespace stint::mock::imsa
