#include "mock/griiip/griiip_mock.hpp"

#include <algorithm>
#include <utility>

namespace stint::mock::griiip {
namespace {

using timing::event_as;
using timing::JsonWriter;

// The session that is played, and with it the one after it, which has the next number.
constexpr std::int64_t kRaceSid = 18'130;

constexpr std::uint16_t kNormalClosure = 1000;

std::string framed(std::string json) {
  json.push_back(kFrameEnd);
  return json;
}

}  // namespace

const MockProtocol kGriiipMock{
    "griiip", "Griiip: FIA WEC, Le Mans, ELMS",
    "/meta/..., /live/..., /api/v2/public/live/session/{sid}/bootstrap, /live-session-stream/negotiate and its hub",
    [](RaceScript script, FaultPlan faults) -> std::unique_ptr<net::LoopbackService> {
      return std::make_unique<GriiipMock>(std::move(script), std::move(faults));
    }};

GriiipMock::GriiipMock(RaceScript race_script, FaultPlan plan)
    : Feed(std::move(race_script), std::move(plan)), book_(script().start()) {}

std::int64_t GriiipMock::sid() const { return rolled_over() ? kRaceSid + 1 : kRaceSid; }

ItemStyle GriiipMock::style() const {
  ItemStyle style;
  style.sid = sid();
  style.brief = suffers(Fault::short_rows);
  if (suffers(Fault::encoding)) style.time = ticks_ % 2 == 0 ? TimeText::seven_digits : TimeText::zulu;
  return style;
}

Scene GriiipMock::scene(const race::Snapshot& race) const {
  Scene scene{race, book_, style(), feed_start(), feed_now(), rolled_over(), false, nullptr};
  const Episode* cars = faults().running(Fault::cars, feed_now());
  const auto& participants = book_.participants();
  if (cars != nullptr && !participants.empty()) {
    scene.vanished = &std::next(participants.begin(), static_cast<std::ptrdiff_t>(cars->roll % participants.size()))->second;
  }
  return scene;
}

bool GriiipMock::opens(net::SocketId socket, const net::LoopbackRequest& request) {
  if (!request.target.starts_with("/client/") || request.target.find("access_token=") == std::string::npos) return false;
  clients_[socket];
  return true;
}

void GriiipMock::said(net::SocketId socket, std::string_view text) {
  Client& client = clients_[socket];
  for (const HubFrame& frame : read_hub_frames(text)) {
    if (!client.greeted) {
      const bool understood = frame.kind == HubFrame::Kind::handshake && frame.protocol == "json";
      send(socket, framed(understood ? "{}" : R"({"error":"The protocol is not supported."})"));
      if (!understood) return close(socket, kNormalClosure, "handshake refused");
      client.greeted = true;
    } else if (frame.kind == HubFrame::Kind::invocation && frame.target == "JoinGroup") {
      join(socket, frame);
    } else if (frame.kind == HubFrame::Kind::unreadable) {
      send(socket, framed(R"({"type":7,"error":"Connection closed with an error."})"));
      return close(socket, kNormalClosure, "unreadable frame");
    }
  }
}

void GriiipMock::join(net::SocketId socket, const HubFrame& frame) {
  Client& client = clients_[socket];
  const std::string session = "SID-" + std::to_string(sid());
  for (const std::string& group : frame.arguments) {
    if (group == session) client.batches = true;
    if (group.starts_with(session + "-")) client.channels.insert(group.substr(session.size() + 1));
  }
  if (frame.invocation_id.empty()) return;
  std::string json;
  JsonWriter(json).begin_object().field("type", 3).field("invocationId", frame.invocation_id).key("result").null().end_object();
  send(socket, framed(std::move(json)));
}

void GriiipMock::say_goodbye(net::SocketId socket) {
  send(socket, framed(R"({"type":7,"allowReconnect":true})"));
  close(socket, kNormalClosure, "");
}

bool GriiipMock::anybody_listens() const {
  return std::ranges::any_of(clients_, [](const auto& each) { return each.second.batches || !each.second.channels.empty(); });
}

void GriiipMock::push(std::string_view channel, const Write& write, bool timing) {
  if (!anybody_listens()) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  Item item{std::string(channel), "", "", timing};
  Scene shown = scene(*race);
  JsonWriter full(item.full_view);
  write(full, shown);
  shown.style.with_car = false;
  JsonWriter brief(item.view);
  write(brief, shown);
  items_.push_back(std::move(item));
}

void GriiipMock::deliver() {
  for (const auto& [socket, client] : clients_) {
    if (client.batches) deliver_batch(socket);
    if (!client.channels.empty()) deliver_one_by_one(socket, client.channels);
  }
  items_.clear();
}

void GriiipMock::deliver_batch(net::SocketId socket) {
  const bool zombie = stalled(socket);
  std::string json = R"({"type":1,"target":"ReceiveBatch","arguments":[{"items":[)";
  bool any = false;
  for (const Item& item : items_) {
    if (zombie && item.timing) continue;
    json.append(std::exchange(any, true) ? "," : "").append(R"({"channel":")").append(item.channel).append(R"(","view":)");
    json.append(item.view).append("}");
  }
  if (any) send(socket, framed(std::move(json) + "]}]}"));
}

void GriiipMock::deliver_one_by_one(net::SocketId socket, const std::set<std::string>& channels) {
  const bool zombie = stalled(socket);
  for (const Item& item : items_) {
    const std::string channel = item.channel == "RaceLog" ? "race-log" : item.channel;
    if ((zombie && item.timing) || !channels.contains(channel)) continue;
    send(socket, framed(R"({"type":1,"target":"lv-)" + channel + R"(","arguments":[)" + item.full_view + "]}"));
  }
}

}  // namespace stint::mock::griiip
