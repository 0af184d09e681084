// The addresses of the service.
#include <charconv>

#include "mock/griiip/griiip_mock.hpp"

namespace stint::mock::griiip {
namespace {

using timing::JsonWriter;

// The service also hosts sessions of simulators: whoever takes the first session it finds follows one of those.
constexpr std::int64_t kSimulatorSid = 19'152;

// What `huge_first` asks for: with these a bootstrap of 62 cars has one to two megabytes.
constexpr Depth kHuge{.laps = 60, .sectors = 60};
constexpr std::size_t kLapsOfList = 15;
constexpr std::size_t kSectorsOfList = 15;

net::LoopbackReply json_reply(std::string body) {
  return {200, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body), {}};
}

net::LoopbackReply not_found() { return {404, {}, "", {}}; }

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc{} && end == text.data() + text.size() ? number : 0;
}

// The value of one parameter of a query; empty if it is absent.
std::string_view parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view each = query.substr(0, end);
    if (each.starts_with(name) && each.size() > name.size() && each[name.size()] == '=') return each.substr(name.size() + 1);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return {};
}

// PREFIX{sid}SUFFIX: the number; 0 if the path is another.
std::int64_t sid_in(std::string_view path, std::string_view prefix, std::string_view suffix) {
  if (!path.starts_with(prefix) || !path.ends_with(suffix) || path.size() <= prefix.size() + suffix.size()) return 0;
  return number_of(path.substr(prefix.size(), path.size() - prefix.size() - suffix.size()));
}

void write_simulator_info(JsonWriter& json) {
  json.begin_object().field("seriesName", "Simulated Cup").field("eventName", "Week 3").field("sessionName", "Race, Split 1");
  json.field("sessionType", "Race").field("seriesId", 355).field("domain", "iRacing").field("isStarted", true);
  json.field("sessionAvailability", "Live").field("sid", kSimulatorSid).field("pid", kNone).end_object();
}

using WriteList = void (*)(JsonWriter&, const Scene&);

struct Address {
  std::string_view prefix, suffix;
  WriteList write;
};

constexpr Address kAddresses[] = {
    {"/live/session-info/", "", write_session_info},
    {"/live/session-clock/", "", write_clock},
    {"/live/session-length-limit/", "", write_length_limit},
    {"/live/race-flags/", "", write_flags},
    {"/live/participants/", "", write_participants},
    {"/live/participants-running-status/", "", write_statuses},
    {"/live/ranks/", "", write_ranks},
    {"/live/gaps/", "", write_gaps},
    {"/live/laps/", "", [](JsonWriter& json, const Scene& scene) { write_laps(json, scene, kLapsOfList); }},
    {"/live/best-laps/", "", write_best_laps},
    {"/live/sectors/", "/current-lap", write_current_sectors},
    {"/live/sectors/", "", [](JsonWriter& json, const Scene& scene) { write_sectors(json, scene, kSectorsOfList); }},
    {"/live/pit-in/", "", write_pit_ins},
    {"/live/pit-out/", "", write_pit_outs},
    {"/live/racecontrol-messages/", "", write_messages},
    {"/live/current-top-speeds/", "", write_top_speeds},
    {"/live/weather-current/", "", write_weather},
    {"/live/session/", "/tires-current", write_all_tires},
    {"/meta/sessions/", "/participants", write_entry_list},
    {"/meta/sessions/", "/results", write_results},
};

}  // namespace

net::LoopbackReply GriiipMock::reply(const net::LoopbackRequest& request) {
  const std::string_view target = request.target;
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  const std::string_view query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  if (path == "/live-session-stream/negotiate") {
    return request.method == "POST" ? json_reply(negotiation(request)) : net::LoopbackReply{405, {}, "", {}};
  }
  if (path == "/meta/sessions-schedule-live") return json_reply(schedule());
  if (path == "/live/session-info/") return json_reply(live_sessions());
  if (path == "/meta/sessions" || (path.starts_with("/meta/events/") && path.ends_with("/sessions"))) {
    return json_reply(session_list());
  }
  if (path == "/meta/series") {
    return json_reply(R"([{"id":10,"name":"FIA World Endurance Championship","domains":["RealWorld"]}])");
  }
  return about_session(path, query);
}

net::LoopbackReply GriiipMock::about_session(std::string_view path, std::string_view query) {
  std::string body;
  JsonWriter json(body);
  if (sid_in(path, "/live/session-info/", "") == kSimulatorSid) {
    write_simulator_info(json);
    return json_reply(std::move(body));
  }
  const race::SnapshotPtr race = script().snapshot();
  Scene shown = scene(*race);
  // The session that is over stays readable beside the one that followed it.
  const auto show = [&](std::int64_t asked) {
    if (asked != sid() && !(rolled_over() && asked == sid() - 1)) return false;
    shown.next_session = shown.next_session && asked == sid();
    shown.closed = asked != sid();
    shown.style.sid = asked;
    return true;
  };
  if (const auto asked = sid_in(path, "/api/v2/public/live/session/", "/bootstrap"); asked != 0 && show(asked)) {
    write_bootstrap(json, shown, suffers(Fault::huge_first) ? kHuge : Depth{});
    return json_reply(std::move(body));
  }
  if (const auto asked = sid_in(path, "/live/racelog-items/", "/paged"); asked != 0 && show(asked)) {
    write_log_page(json, shown, kLogPage, number_of(parameter(query, "startAfter")));
    return json_reply(std::move(body));
  }
  for (const Address& address : kAddresses) {
    const std::int64_t asked = sid_in(path, address.prefix, address.suffix);
    if (asked == 0) continue;
    if (!show(asked)) return not_found();
    address.write(json, shown);
    return json_reply(std::move(body));
  }
  return not_found();
}

std::string GriiipMock::schedule() {
  const race::SnapshotPtr race = script().snapshot();
  const Scene shown = scene(*race);
  std::string body;
  JsonWriter json(body);
  json.begin_array();
  json.begin_object().field("sid", kSimulatorSid).field("leaderLap", 4).field("currentFlag", "Green").field("isStarted", true);
  json.end_object();
  json.begin_object().field("sid", sid());
  json.field("leaderLap", race->cars.empty() || shown.next_session ? 0 : race->cars.front().laps + 1);
  json.field("currentFlag", shown.next_session ? "" : flag_word(race->flag));
  json.field("isStarted", !shown.next_session && shown.now >= shown.start).key("clock");
  write_clock(json, shown);
  json.key("lengthLimit");
  write_length_limit(json, shown);
  json.end_object().end_array();
  return body;
}

std::string GriiipMock::live_sessions() {
  const race::SnapshotPtr race = script().snapshot();
  std::string body;
  JsonWriter json(body);
  json.begin_array();
  write_simulator_info(json);
  write_session_info(json, scene(*race));
  json.end_array();
  return body;
}

std::string GriiipMock::session_list() {
  const race::SnapshotPtr race = script().snapshot();
  const timing::Session& session = race->session;
  std::string body;
  JsonWriter json(body);
  json.begin_array().begin_object().field("id", sid()).field("name", rolled_over() ? "Test" : session.name);
  json.field("sessionType", rolled_over() ? "Practice" : "Race").field("isRunning", true).field("hasResult", false);
  json.field("hideFromUsers", false).field("startTime", time_text(feed_start(), style().time));
  json.field("endTime", time_text(feed_start() + session.limit.value_or(timing::Millis{}), style().time));
  json.key("event").begin_object().field("name", session.event).end_object();
  json.key("trackConfig").begin_object().field("name", session.track).end_object().end_object().end_array();
  return body;
}

std::string GriiipMock::negotiation(const net::LoopbackRequest& request) const {
  std::string body;
  JsonWriter(body)
      .begin_object()
      .field("url", "http://" + std::string(request.header("Host")) + "/client/?hub=livesessionhub")
      .field("accessToken", "mock-token")
      .end_object();
  return body;
}

}  // namespace stint::mock::griiip
