#include "mock/alkamel/alkamel_mock.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "mock/alkamel/ascii_json.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::alkamel {
namespace {

using timing::event_as;
using timing::JsonWriter;
using timing::Millis;
using namespace std::chrono_literals;

// A session that was over before, the race, and the one after it.
constexpr std::string_view kPastSession = "6a1b00000000000000000010";
constexpr std::string_view kRaceSession = "6a1b00000000000000000011";
constexpr std::string_view kNextSession = "6a1b00000000000000000012";

constexpr Millis kPublishEvery = 500ms;
constexpr Millis kPingEvery = 15s;
constexpr std::uint16_t kGoAway = 3000;

void write_oid(JsonWriter& json, std::string_view oid) {
  json.begin_object().field("$type", "oid").field("$value", oid).end_object();
}

// added, changed: `fields` is what stands between the braces.
std::string document(std::string_view msg, std::string_view collection, std::string_view id, std::string_view fields) {
  std::string text;
  JsonWriter(text).begin_object().field("msg", msg).field("collection", collection).field("id", id).end_object();
  text.pop_back();
  return text.append(R"(,"fields":{)").append(fields).append("}}");
}

std::string session_member(std::string_view oid) {
  std::string text = R"("session":)";
  JsonWriter json(text);
  write_oid(json, oid);
  return text;
}

// Of the document that tells about a session.
std::string info_id(std::string_view oid) { return "6a1b000000000000000001" + std::string(oid.substr(oid.size() - 2)); }

std::string told(std::string_view msg, std::string_view key, std::string_view value) {
  std::string text;
  JsonWriter(text).begin_object().field("msg", msg).field(key, value).end_object();
  return text;
}

std::string_view session_type(timing::SessionKind kind) {
  switch (kind) {
    case timing::SessionKind::race:
      return "RACE";
    case timing::SessionKind::qualifying:
      return "QUALIFYING_BEST_LAP";
    case timing::SessionKind::warmup:
      return "WARM_UP";
    default:
      return "PRACTICE";
  }
}

}  // namespace

const MockProtocol kAlkamelMock{"alkamel", "Al Kamel LT2: IMSA and other feeds",
                                "/sockjs/info, /sockjs/{n}/{name}/websocket and /websocket (Meteor DDP)",
                                [](RaceScript script, FaultPlan faults) -> std::unique_ptr<net::LoopbackService> {
                                  return std::make_unique<AlkamelMock>(std::move(script), std::move(faults));
                                }};

net::LoopbackReply AlkamelMock::reply(const net::LoopbackRequest& request) {
  if (!request.target.starts_with("/sockjs/info")) return {404, {}, "not found", {}};
  return {200,
          {{"Content-Type", "application/json; charset=UTF-8"}},
          R"({"websocket":true,"origins":["*:*"],"cookie_needed":false,"entropy":2901375013})",
          {}};
}

bool AlkamelMock::opens(net::SocketId socket, const net::LoopbackRequest& request) {
  const bool sockjs = request.target.starts_with("/sockjs/") && request.target.ends_with("/websocket");
  if (!sockjs && request.target != "/websocket") return false;
  clients_[socket].sockjs = sockjs;
  send(socket, sockjs ? "o" : R"({"server_id":"0"})");
  return true;
}

void AlkamelMock::said(net::SocketId socket, std::string_view text) {
  Client& client = clients_[socket];
  const auto messages = client.sockjs ? read_sockjs(text) : std::vector{read_ddp(text)};
  for (const DdpMessage& message : messages) obey(socket, client, message);
  flush(socket, client);
}

void AlkamelMock::obey(net::SocketId socket, Client& client, const DdpMessage& message) {
  switch (message.kind) {
    case DdpMessage::Kind::connect:
      client.connected = message.version == "1";
      client.waiting.push_back(client.connected ? told("connected", "session", "kQ3vXo7Yt2PdRmWbE")
                                                : told("failed", "version", "1"));
      break;
    case DdpMessage::Kind::sub:
      if (client.connected) subscribe(client, message);
      break;
    case DdpMessage::Kind::unsub:
      unsubscribe(client, message);
      break;
    case DdpMessage::Kind::ping:
      client.waiting.push_back(message.id.empty() ? R"({"msg":"pong"})" : told("pong", "id", message.id));
      break;
    case DdpMessage::Kind::unreadable:
      say_goodbye(socket);
      break;
    default:
      break;
  }
}

void AlkamelMock::subscribe(Client& client, const DdpMessage& message) {
  const Subscription subscription{message.name, message.params};
  static constexpr std::array<std::string_view, 4> kLists{"livetimingFeed", "sessions", "sessionInfo", "events"};
  if (std::ranges::find(kLists, message.name) == kLists.end() && !is_publication(message.name)) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().field("msg", "nosub").field("id", message.id).key("error").begin_object();
    json.field("error", 404).field("reason", "Subscription not found").end_object().end_object();
    client.waiting.push_back(std::move(text));
    return;
  }
  client.subscriptions[message.id] = subscription;
  for (std::string& each : first_documents(subscription)) client.waiting.push_back(std::move(each));
  std::string ready;
  JsonWriter(ready).begin_object().field("msg", "ready").key("subs").begin_array().value(message.id).end_array().end_object();
  client.waiting.push_back(std::move(ready));
}

void AlkamelMock::unsubscribe(Client& client, const DdpMessage& message) {
  const auto subscription = client.subscriptions.find(message.id);
  if (subscription == client.subscriptions.end()) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  if (const auto held = session_document(subscription->second.publication, view(*race))) {
    std::string text;
    JsonWriter(text)
        .begin_object()
        .field("msg", "removed")
        .field("collection", held->collection)
        .field("id", held->id)
        .end_object();
    client.waiting.push_back(std::move(text));
  }
  client.subscriptions.erase(subscription);
  client.waiting.push_back(told("nosub", "id", message.id));
}

std::vector<std::string> AlkamelMock::first_documents(const Subscription& subscription) {
  if (!is_publication(subscription.publication)) return list_documents(subscription);
  if (std::ranges::find(subscription.params, open_session()) == subscription.params.end()) return {};
  const race::SnapshotPtr race = script().snapshot();
  View shown = view(*race);
  shown.huge = suffers(Fault::huge_first);
  const auto held = session_document(subscription.publication, shown);
  if (!held) return {};
  return {document("added", held->collection, held->id, session_member(open_session()) + "," + held->payload)};
}

std::vector<std::string> AlkamelMock::list_documents(const Subscription& subscription) {
  std::vector<std::string> documents;
  if (subscription.publication == "livetimingFeed") {
    std::string fields;
    JsonWriter json(fields);
    json.begin_object().field("name", subscription.params.empty() ? "" : subscription.params.front());
    json.key("sessions").begin_array();
    write_oid(json, kPastSession);
    write_oid(json, kRaceSession);
    if (rolled_over()) write_oid(json, kNextSession);
    json.end_array().field("running", true).field("ownerToken", "not-for-you").end_object();
    documents.push_back(
        document("added", "feeds", "5f2a00000000000000000001", std::string_view(fields).substr(1, fields.size() - 2)));
  }
  for (const std::string& oid : subscription.params) {
    if (oid != kPastSession && oid != kRaceSession && oid != kNextSession) continue;
    if (subscription.publication == "sessionInfo") {
      documents.push_back(document("added", "session_info", info_id(oid), session_info(oid)));
    }
    if (subscription.publication != "sessions") continue;
    std::string fields;
    JsonWriter json(fields);
    json.begin_object().field("id", 412).field("name",
                                               oid == kRaceSession ? script().latest_snapshot()->session.name : "Practice");
    json.field("date", feed_start())
        .field("UtcOffsetMin", std::chrono::floor<std::chrono::minutes>(utc_offset()).count())
        .end_object();
    documents.push_back(document("added", "sessions", oid, std::string_view(fields).substr(1, fields.size() - 2)));
  }
  return documents;
}

std::string AlkamelMock::session_info(std::string_view oid) {
  const timing::Session& session = script().latest_snapshot()->session;
  const bool is_race = oid == kRaceSession;
  std::string text = session_member(oid) + R"(,"info":)";
  JsonWriter json(text);
  json.begin_object().field("champName", session.series.empty() ? "IMSA" : session.series).field("eventName", session.event);
  json.field("name", is_race ? session.name : "Practice").field("type", is_race ? session_type(session.kind) : "PRACTICE");
  json.field("closed", oid != open_session()).field("unitOfMeasure", "US").end_object();
  return text;
}

std::string_view AlkamelMock::open_session() const { return rolled_over() ? kNextSession : kRaceSession; }

View AlkamelMock::view(const race::Snapshot& race) const {
  View view{race, notes_, feed_start(), feed_now(), rolled_over()};
  view.brief = suffers(Fault::short_rows);
  view.disorder = faults().running(Fault::cars, feed_now());
  if (const Episode* chatter = faults().running(Fault::flag_chatter, feed_now())) {
    view.shows_yellow = (feed_now() - chatter->from) / kPublishEvery % 2 == 0;
  }
  return view;
}

void AlkamelMock::happened(const timing::Event& event) {
  notes_.take(event);
  if (timing::car_of(event) != nullptr) changed_.insert("standings");
  if (event_as<timing::Lap>(event) != nullptr) changed_.insert({"sessionStatus", "bestResults", "sessionBestResultsByClass"});
  if (event_as<timing::Entry>(event) != nullptr || event_as<timing::DriverChange>(event) != nullptr) changed_.insert("entry");
  if (event_as<timing::PitOut>(event) != nullptr) changed_.insert("pitInfo");
  if (event_as<timing::Flag>(event) != nullptr || event_as<timing::Session>(event) != nullptr) changed_.insert("sessionStatus");
  if (event_as<timing::RaceControl>(event) != nullptr) changed_.insert("raceControl");
  if (event_as<timing::Weather>(event) != nullptr) changed_.insert("weather");
}

void AlkamelMock::ticked() {
  ++ticks_;
  if (ticks_ % (kPublishEvery / kStep) == 0) {
    const bool chatters = suffers(Fault::flag_chatter);
    if (chatters || chattered_) changed_.insert("sessionStatus");  // once more at the end: as it is
    chattered_ = chatters;
    publish_changes();
  }
  for (auto& [socket, client] : clients_) {
    const bool pings = ticks_ % (kPingEvery / kStep) == 0 && client.connected;
    if (pings) client.waiting.push_back(ticks_ % 2 == 0 ? told("ping", "id", std::to_string(ticks_)) : R"({"msg":"ping"})");
    flush(socket, client);
  }
}

void AlkamelMock::publish_changes() {
  if (clients_.empty() || changed_.empty()) return changed_.clear();
  const race::SnapshotPtr race = script().latest_snapshot();
  const View shown = view(*race);
  if (changed_.contains("entry") && suffers(Fault::driver_swap)) {
    View loud = shown;
    loud.loud_names = true;
    publish("entry", shown);
    publish("entry", loud);
  }
  for (const std::string_view publication : changed_) publish(publication, shown);
  changed_.clear();
}

void AlkamelMock::publish(std::string_view publication, const View& shown) {
  std::string message;
  for (auto& [socket, client] : clients_) {
    const bool listens = std::ranges::any_of(client.subscriptions, [&](const auto& each) {
      return each.second.publication == publication &&
             std::ranges::find(each.second.params, open_session()) != each.second.params.end();
    });
    if (!listens) continue;
    if (message.empty()) message = changed(publication, shown);
    client.waiting.push_back(message);
  }
}

std::string AlkamelMock::changed(std::string_view publication, const View& shown) const {
  const auto held = session_document(publication, shown);
  return held ? document("changed", held->collection, held->id, held->payload) : "";
}

void AlkamelMock::struck(const Episode& episode) {
  if (clients_.empty()) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  View shown = view(*race);
  if (episode.fault == Fault::stale) {
    shown.stale = true;
    publish("standings", shown);
    changed_.insert("standings");  // the truth follows
  }
  if (episode.fault == Fault::rc_replay) publish("raceControl", shown);
  if (episode.fault == Fault::rollover) open_next_session();
}

// The feed lists one session more, which is open; the race's is closed.
void AlkamelMock::open_next_session() {
  for (auto& [socket, client] : clients_) {
    for (const auto& [id, subscription] : client.subscriptions) {
      if (subscription.publication == "livetimingFeed") {
        std::string sessions = R"("sessions":)";
        JsonWriter json(sessions);
        json.begin_array();
        for (const std::string_view oid : {kPastSession, kRaceSession, kNextSession}) write_oid(json, oid);
        json.end_array();
        client.waiting.push_back(document("changed", "feeds", "5f2a00000000000000000001", sessions));
      }
      if (subscription.publication != "sessionInfo") continue;
      const std::string info = session_info(kRaceSession);
      client.waiting.push_back(document("changed", "session_info", info_id(kRaceSession), info));
    }
  }
}

void AlkamelMock::say_goodbye(net::SocketId socket) {
  const auto client = clients_.find(socket);
  if (client != clients_.end() && client->second.sockjs) send(socket, R"(c[3000,"Go away!"])");
  close(socket, kGoAway, "Go away!");
}

// A SockJS frame holds all that waits; bare DDP has one message a frame. A stalled server says nothing, not even ping.
void AlkamelMock::flush(net::SocketId socket, Client& client) {
  if (client.waiting.empty()) return;
  if (suffers(Fault::encoding)) {
    for (std::string& message : client.waiting) message = ascii_json(message);
  }
  if (!stalled(socket)) {
    if (client.sockjs) {
      send(socket, sockjs_frame(client.waiting));
    } else {
      for (std::string& message : client.waiting) send(socket, std::move(message));
    }
  }
  client.waiting.clear();
}

}  // namespace stint::mock::alkamel
