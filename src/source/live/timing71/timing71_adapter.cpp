#include <simdjson.h>

#include "source/live/timing71/timing71.hpp"
#include "source/timing71/state_events.hpp"

namespace stint::live {
namespace timing71 {
namespace {

using source::timing71::JsonTree;

constexpr std::string_view kRelay = "relay";

std::string socket_url(std::string_view base) {
  std::string url(base);
  if (url.starts_with("t71://")) url.replace(0, 3, "ws");
  if (url.starts_with("http")) url.replace(0, 4, "ws");
  if (!url.ends_with('/')) url += '/';
  return url;
}

bool is_timing(const timing::Event& event) {
  return timing::event_as<timing::Lap>(event) != nullptr || timing::event_as<timing::Sector>(event) != nullptr ||
         timing::event_as<timing::OfficialStanding>(event) != nullptr;
}

class Timing71Adapter final : public Adapter {
 public:
  explicit Timing71Adapter(const AdapterOptions& options) : url_(socket_url(options.base_url)) {}

  void start(timing::Instant, Reaction& reaction) override {
    reaction.asks.emplace_back(net::OpenSocket{.stream = std::string(kRelay), .url = url_, .origin = ""});
  }

  void on_frame(const net::Frame& frame, Reaction& reaction) override {
    if (frame.kind == net::FrameKind::closed || frame.kind == net::FrameKind::failed) {
      reaction.rebuild = "the relay is gone: " + (frame.bytes.empty() ? std::to_string(frame.status) : frame.bytes);
    } else if (frame.kind == net::FrameKind::text) {
      take(frame, reaction);
    }
  }

  void on_time(timing::Instant, Reaction&) override {}

 private:
  void take(const net::Frame& frame, Reaction& reaction) {
    simdjson::dom::object message;
    std::string_view type;
    if (parser_.parse(frame.bytes).get_object().get(message) != simdjson::SUCCESS ||
        message.at_key("type").get_string().get(type) != simdjson::SUCCESS) {
      reaction.problems.push_back({frame.stream, "expected a message with a type"});
      return;
    }
    simdjson::dom::element content;
    if (type == "MANIFEST_UPDATE" && message.at_key("manifest").get(content) == simdjson::SUCCESS) {
      take_manifest(JsonTree::from(content));
    } else if (type == "STATE_UPDATE" && message.at_key("state").get(content) == simdjson::SUCCESS) {
      take_state(JsonTree::from(content), frame, reaction);
    } else if (type != "ANALYSIS_STATE") {
      reaction.problems.push_back({frame.stream, "a message of an unknown type '" + std::string(type.substr(0, 40)) + "'"});
    }
  }

  // Empty until the relay has a source itself.
  void take_manifest(const JsonTree& manifest) {
    if (auto read = source::timing71::read_manifest(manifest)) {
      manifest_ = std::move(read);
      states_.take_manifest(*manifest_);
    }
  }

  void take_state(const JsonTree& tree, const net::Frame& frame, Reaction& reaction) {
    if (const JsonTree* own = tree.find("manifest")) take_manifest(*own);
    if (!manifest_ || tree.find("cars") == nullptr) return;
    const auto state = source::timing71::read_state(tree, *manifest_);
    const timing::Instant at = state.updated_at.value_or(frame.arrived_at);
    if (latest_ && at < *latest_) return;  // older than what has been told
    latest_ = at;
    const std::size_t before = reaction.events.size();
    states_.take_state(state, at, reaction.events);
    for (std::size_t i = before; i < reaction.events.size(); ++i)
      reaction.timing_seen = reaction.timing_seen || is_timing(reaction.events[i]);
  }

  std::string url_;
  simdjson::dom::parser parser_;
  std::optional<source::timing71::Manifest> manifest_;
  source::timing71::StateEvents states_{"timing71"};
  std::optional<timing::Instant> latest_;
};

stint::Result<std::unique_ptr<Adapter>> make(const AdapterOptions& options) {
  return std::make_unique<Timing71Adapter>(options);
}

}  // namespace
}  // namespace timing71

const LiveSource kTiming71Source{
    .name = "timing71",
    .title = "Timing71: a relay of your own",
    .owner = "the timekeeper whose screen the relay shows",
    .public_url = "",
    .series = {},
    .least_interval = std::chrono::milliseconds{1000},
    .patience = std::chrono::seconds{120},
    .make = timing71::make,
};

}  // namespace stint::live
