// For tests: a feed whose frames are event lines, and a network that does what the test says.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/transport.hpp"
#include "source/live/adapter.hpp"
#include "timing/event_ndjson.hpp"
#include "timing/ndjson_log.hpp"

namespace stint::live {

// Opens one socket; each text is a piece of an event log. A lap, a sector or a loop is timing.
class ScriptedAdapter : public Adapter {
 public:
  static constexpr const char* kStream = "feed";

  void start(timing::Instant /*now*/, Reaction& reaction) override {
    reaction.asks.push_back(net::OpenSocket{kStream, "ws://127.0.0.1/feed", ""});
  }
  void on_frame(const net::Frame& frame, Reaction& reaction) override {
    if (frame.kind == net::FrameKind::closed || frame.kind == net::FrameKind::failed) reaction.rebuild = frame.bytes;
    if (frame.kind != net::FrameKind::text) return;
    timing::NdjsonLog log = timing::read_ndjson_log(frame.bytes);
    for (timing::Event& event : log.events) {
      reaction.timing_seen = reaction.timing_seen || timing::event_as<timing::Lap>(event) != nullptr ||
                             timing::event_as<timing::Sector>(event) != nullptr;
      reaction.events.push_back(std::move(event));
    }
    for (const timing::BadLine& bad : log.report.bad) reaction.problems.push_back({frame.stream, bad.reason});
  }
  void on_time(timing::Instant /*now*/, Reaction& /*reaction*/) override {}
};

// What the test and the transport share: the transport belongs to the supervisor.
struct ScriptedWire {
  std::vector<net::Frame> waiting;
  std::vector<net::Ask> asks;
  bool refuses = false;  // every socket that is asked for
  timing::Instant now{};

  void arrive(net::FrameKind kind, std::string bytes, std::int32_t status = 0) {
    waiting.push_back({now, kind, ScriptedAdapter::kStream, status, std::move(bytes)});
  }
  void say(const std::vector<timing::Event>& events) {
    std::string text;
    for (const timing::Event& event : events) timing::append_ndjson(event, text);
    arrive(net::FrameKind::text, std::move(text));
  }
  void drop() { arrive(net::FrameKind::closed, "the socket was reset", 1006); }
};

class ScriptedTransport : public net::Transport {
 public:
  explicit ScriptedTransport(std::shared_ptr<ScriptedWire> wire) : wire_(std::move(wire)) {}
  void ask(const net::Ask& ask) override {
    wire_->asks.push_back(ask);
    if (!std::holds_alternative<net::OpenSocket>(ask)) return;
    if (wire_->refuses) {
      wire_->arrive(net::FrameKind::failed, "connection refused");
    } else {
      wire_->arrive(net::FrameKind::opened, "");
    }
  }
  std::vector<net::Frame> take() override { return std::exchange(wire_->waiting, {}); }

 private:
  std::shared_ptr<ScriptedWire> wire_;
};

}  // namespace stint::live
