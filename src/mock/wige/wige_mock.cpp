#include "mock/wige/wige_mock.hpp"

#include <simdjson.h>

#include <algorithm>
#include <chrono>

#include "mock/wige/ring_text.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::wige {
namespace {

using timing::event_as;
using timing::Instant;
using timing::JsonWriter;
using timing::Millis;
namespace dom = simdjson::dom;

constexpr std::string_view kEvents[] = {"20", "50"};  // NLS, and the 24 hours with its qualifiers
constexpr std::int64_t kClassification = 0, kMessages = 3, kTrackState = 4, kLaps = 7, kLeading = 9002;

constexpr std::string_view kSession = "4600205102";
constexpr std::string_view kNextSession = "4600205103";

constexpr std::int64_t kTicksInSecond = 4;       // PID 0 comes once a second
constexpr std::int64_t kTicksOfLeading = 40;     // PID 9002 every ten
constexpr std::size_t kClassificationsKept = 8;  // how many seconds back `stale` reaches

constexpr Millis kApproach = std::chrono::seconds{3};  // from the pit entry to standing

// As large as the largest that were captured: 230 kB of PID 0 with 161 cars, 188 kB of PID 9002 with some 25 classes.
constexpr std::size_t kHugeFrame = 230'000;
constexpr std::size_t kHugeLeading = 188'000;

struct Subscription {
  std::string event_id;
  std::set<std::int64_t> pids;
  bool back_fill = false;
  std::string text;  // its members, to be sent back
};

std::optional<Subscription> read_subscription(std::string_view text) {
  dom::parser parser;
  dom::element root, found;
  dom::object object;
  dom::array pids;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS || root.get(object) != simdjson::SUCCESS)
    return std::nullopt;
  Subscription read;
  std::string_view id;
  std::int64_t number = 0;
  if (object.at_key("eventId").get(id) == simdjson::SUCCESS) {
    read.event_id = id;
  } else if (object.at_key("eventId").get(number) == simdjson::SUCCESS) {
    read.event_id = std::to_string(number);
  }
  if (object.at_key("eventPid").get(pids) == simdjson::SUCCESS) {
    for (const dom::element pid : pids) {
      if (pid.get(number) == simdjson::SUCCESS) read.pids.insert(number);
    }
  }
  read.back_fill = object.at_key("json").get(found) == simdjson::SUCCESS;
  for (const dom::key_value_pair pair : object) {
    read.text += (read.text.empty() ? "\"" : ",\"") + std::string(pair.key) + "\":" + simdjson::minify(pair.value);
  }
  return read;
}

}  // namespace

const MockProtocol kWigeMock{"wige", "WIGE: NLS, 24h Nürburgring", "a WebSocket at any address; events 20 and 50",
                             [](RaceScript script, FaultPlan faults) -> std::unique_ptr<net::LoopbackService> {
                               return std::make_unique<WigeMock>(std::move(script), std::move(faults));
                             }};

WigeMock::WigeMock(RaceScript race_script, FaultPlan plan) : Feed(std::move(race_script), std::move(plan)) {
  state_since_ = feed_start();
  ends_ = script().ends();
}

bool WigeMock::opens(net::SocketId socket, const net::LoopbackRequest& /*request*/) {
  clients_[socket];
  return true;
}

void WigeMock::said(net::SocketId socket, std::string_view text) {
  const auto asked = read_subscription(text);
  if (!asked) return;
  const bool known = std::ranges::find(kEvents, asked->event_id) != std::end(kEvents);
  if (clients_.size() == 1 || event_id_.empty()) event_id_ = asked->event_id;
  if (!known || asked->event_id != event_id_) return send(socket, R"({"PID":"LTS_NOT_FOUND"})");
  // The subscription comes back, with the server's clock.
  send(socket,
       "{" + asked->text + R"(,"PID":"LTS_TIMESYNC","serverLocalTime":)" + std::to_string(timing::count_ms(feed_now())) + "}");
  Client& client = clients_[socket];
  const bool again = client.pids == asked->pids;
  client.pids = asked->pids;
  if (!again) greet(socket, client, asked->back_fill);
}

RingScene WigeMock::scene(const race::Snapshot& race) const {
  RingScene shown{.race = race, .points = points_};
  shown.now = feed_now();
  shown.start = feed_start();
  shown.ends = ends_;
  shown.state_since = state_since_;
  shown.event_id = event_id_;
  shown.next_session = rolled_over();
  shown.session = shown.next_session ? kNextSession : kSession;
  shown.heat = shown.next_session ? "Qualifying 1" : race.session.name.empty() ? "Race" : race.session.name;
  shown.track_state = shown_track_state(race);
  shown.empty_rows = suffers(Fault::short_rows);
  shown.odd_texts = suffers(Fault::encoding);
  if (const Episode* cars = faults().running(Fault::cars, feed_now()))
    shown.disorder = static_cast<std::int64_t>(cars->roll % 1'000'000);
  return shown;
}

int WigeMock::shown_track_state(const race::Snapshot& race) const {
  if (rolled_over()) return track_state(timing::FlagKind::none);
  const int state = track_state(race.flag);
  const bool chatters = suffers(Fault::flag_chatter) && state <= 1;
  return chatters ? static_cast<int>(ticks_ % 2) : state;
}

// What a subscription brings at once: each PID's snapshot, and of PID 7 every car's laps if it asks for them.
void WigeMock::greet(net::SocketId socket, const Client& client, bool back_fill) {
  const race::SnapshotPtr race = script().snapshot();
  RingScene shown = scene(*race);
  const auto wants = [&](std::int64_t pid) { return client.pids.contains(pid); };
  const bool huge = suffers(Fault::huge_first);
  if (huge && !race->cars.empty()) shown.padding = kHugeFrame / race->cars.size();
  if (wants(kClassification)) send(socket, classification_frame(shown));
  shown.padding = 0;
  if (wants(kTrackState)) send(socket, track_state_frame(shown));
  if (wants(kMessages)) send(socket, messages_frame(shown));
  if (wants(kLaps)) send(socket, class_best_frame(shown));
  if (wants(kLaps) && back_fill) {
    for (const race::CarSnapshot& car : race->cars) send(socket, lap_list_frame(shown, car));
  }
  if (huge && !race->class_bests.empty()) shown.padding = kHugeLeading / race->class_bests.size();
  if (wants(kLeading)) send(socket, leading_frame(shown, true));
}

void WigeMock::happened(const timing::Event& event) {
  if (const auto* session = event_as<timing::Session>(event)) {
    if (session->limit && session->started_at) ends_ = *session->started_at + *session->limit;
  } else if (const auto* sector = event_as<timing::Sector>(event)) {
    points_[sector->car] = {sector->index, event.at};
  } else if (const auto* lap = event_as<timing::Lap>(event)) {
    lapped_.insert(lap->car);
    LastPoint& point = points_[lap->car];
    point.at = event.at;
    if (point.code != kInPit && point.code != kApproachesPit) point.code = kLine;
  } else if (const auto* in = event_as<timing::PitIn>(event)) {
    points_[in->car] = {kApproachesPit, event.at};
  } else if (const auto* out = event_as<timing::PitOut>(event)) {
    points_[out->car] = {kLeftPit, event.at};
  } else if (event_as<timing::RaceControl>(event) != nullptr) {
    messages_changed_ = true;
  }
}

void WigeMock::struck(const Episode& episode) {
  if (episode.fault == Fault::rc_replay) messages_changed_ = true;
}

void WigeMock::send_to(std::int64_t pid, const std::string& frame, bool timing) {
  for (const auto& [socket, client] : clients_) {
    if (client.pids.contains(pid) && !(timing && stalled(socket))) send(socket, frame);
  }
}

void WigeMock::send_classification(const race::Snapshot& race) {
  classified_.push_back(classification_frame(scene(race)));
  if (classified_.size() > kClassificationsKept) classified_.pop_front();
  send_to(kClassification, classified_.back(), true);
  if (suffers(Fault::stale)) send_to(kClassification, classified_.front(), true);
}

void WigeMock::send_laps(const race::Snapshot& race) {
  if (std::ranges::none_of(clients_, [](const auto& each) { return each.second.pids.contains(kLaps); })) return;
  const RingScene shown = scene(race);
  for (const timing::CarNumber& number : lapped_) {
    if (const race::CarSnapshot* car = race.find(number)) send_to(kLaps, lap_list_frame(shown, *car), true);
  }
}

void WigeMock::ticked() {
  ++ticks_;
  const bool rolls = rolled_over() && !rolled_;
  rolled_ = rolled_over();
  if (clients_.empty()) {
    lapped_.clear();
    messages_changed_ = false;
    return;
  }
  for (auto& [car, point] : points_) {
    if (point.code == kApproachesPit && feed_now() - point.at >= kApproach) point.code = kInPit;
  }
  const race::SnapshotPtr race = script().latest_snapshot();
  const int state = shown_track_state(*race);
  if (state != track_state_ || rolls) {
    track_state_ = state;
    state_since_ = feed_now();
    send_to(kTrackState, track_state_frame(scene(*race)), false);
  }
  if (messages_changed_ || rolls) send_to(kMessages, messages_frame(scene(*race)), false);
  if (!rolled_) send_laps(*race);
  lapped_.clear();
  messages_changed_ = false;
  if (ticks_ % kTicksInSecond == 0) send_classification(*race);
  if (ticks_ % kTicksOfLeading == 0) send_to(kLeading, leading_frame(scene(*race), false), false);
}

}  // namespace stint::mock::wige
