#include "mock/feed.hpp"

#include <algorithm>
#include <utility>

namespace stint::mock {
namespace {

using timing::Instant;

constexpr int kUnavailable = 503;
constexpr int kNotFound = 404;
constexpr std::uint16_t kGoingAway = 1001;  // RFC 6455, 7.4.1

}  // namespace

Feed::Feed(RaceScript script, FaultPlan faults) : script_(std::move(script)), faults_(std::move(faults)) {
  if (!faults_.episodes(Fault::driver_swap).empty()) script_.swap_drivers_in_the_lane();
}

net::LoopbackReply Feed::reply(const net::LoopbackRequest& /*request*/) { return {kNotFound, {}, "not found", {}}; }
bool Feed::opens(net::SocketId /*socket*/, const net::LoopbackRequest& /*request*/) { return false; }
void Feed::said(net::SocketId /*socket*/, std::string_view /*text*/) {}
void Feed::gone(net::SocketId /*socket*/) {}
void Feed::happened(const timing::Event& /*event*/) {}
void Feed::ticked() {}
void Feed::struck(const Episode& /*episode*/) {}
void Feed::say_goodbye(net::SocketId socket) { close(socket, kGoingAway, "going away"); }

net::LoopbackReply Feed::answer(const net::LoopbackRequest& request, Instant now) {
  move_to(now);
  const Episode* drop = faults_.running(Fault::drop, script_.at());
  if (drop != nullptr && drop->roll % 2 == 0) return {kUnavailable, {}, "Service Unavailable", {}};
  net::LoopbackReply answer = reply(request);
  if (drop != nullptr) answer.cut_after = answer.body.size() / 2;
  return answer;
}

bool Feed::accept(net::SocketId socket, const net::LoopbackRequest& request, Instant now) {
  move_to(now);
  if (suffers(Fault::drop)) return false;
  open_[socket] = {script_.at(), false};
  if (opens(socket, request)) return true;
  open_.erase(socket);
  return false;
}

void Feed::on_text(net::SocketId socket, std::string_view text, Instant now) {
  move_to(now);
  if (open_.contains(socket)) said(socket, text);
}

void Feed::on_closed(net::SocketId socket, Instant now) {
  move_to(now);
  if (open_.erase(socket) > 0) gone(socket);
}

std::vector<net::SocketAction> Feed::advance(Instant now) {
  move_to(now);
  return std::exchange(outbox_, {});
}

void Feed::move_to(Instant now) {
  const Instant target = script_.feed_time(now);
  if (!std::exchange(begun_, true)) {
    for (const timing::Event& event : script_.advance(script_.at())) happened(event);
  }
  while (script_.at() < target) {
    const Instant before = script_.at();
    const auto due = script_.advance(std::min(target, before + kStep));
    for (const timing::Event& event : due) happened(event);
    for (const Episode& episode : faults_.begun(before, script_.at())) {
      if (episode.fault == Fault::drop) drop_connections(episode);
      struck(episode);
    }
    ticked();
  }
}

bool Feed::stalled(net::SocketId socket) const {
  const Episode* stall = faults_.running(Fault::stall, script_.at());
  const auto open = open_.find(socket);
  return stall != nullptr && open != open_.end() && open->second.since <= stall->from;
}

void Feed::drop_connections(const Episode& episode) {
  enum Form : std::uint64_t { reset, in_frame, goodbye, kForms };
  for (auto& [socket, state] : open_) {
    switch (episode.roll % kForms) {
      case reset:
        outbox_.push_back({net::SocketAction::Kind::reset, socket, "", 0});
        break;
      case in_frame:
        state.breaks_in_next_frame = true;
        break;
      default:
        say_goodbye(socket);
    }
  }
}

void Feed::send(net::SocketId socket, std::string text) {
  const auto open = open_.find(socket);
  if (open == open_.end()) return;
  const bool breaks = std::exchange(open->second.breaks_in_next_frame, false);
  const auto kind = breaks ? net::SocketAction::Kind::reset_in_frame : net::SocketAction::Kind::text;
  outbox_.push_back({kind, socket, std::move(text), 0});
}

void Feed::close(net::SocketId socket, std::uint16_t code, std::string reason) {
  outbox_.push_back({net::SocketAction::Kind::close, socket, std::move(reason), code});
}

}  // namespace stint::mock
