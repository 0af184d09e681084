// The hub's side of the conversation: from negotiate to the pushes, and whether it is still alive.
//
// Connected is not alive: after an in-place reconnect of the service the keep-alives and some channels go on while the timing
// is dead. Only top-level ranks, gaps, laps and official-rank prove life.
#include <array>

#include "source/live/griiip/griiip_adapter.hpp"
#include "source/live/griiip/hub_frames.hpp"

#include <algorithm>
#include <utility>
namespace stint::live::griiip {
namespace {

using net::Frame;
using net::FrameKind;
using timing::Instant;
using timing::Millis;

constexpr Millis kPingInterval = std::chrono::seconds{15};
constexpr Millis kProofDue = std::chrono::seconds{120};
constexpr Millis kHandshakeDue = std::chrono::seconds{30};
constexpr Millis kSilence = std::chrono::seconds{60};
constexpr Millis kTryHubAgain = std::chrono::seconds{60};
// Between the bootstrap and the joining something may have happened.
constexpr Millis kBootstrapAfterJoin = std::chrono::seconds{5};

enum RecordType : std::int64_t { kInvocation = 1, kStreamItem = 2, kCompletion = 3, kPing = 6, kClose = 7 };

// Of the older generation, which has a group a channel.
constexpr std::array<std::string_view, 18> kGroups = {"ranks",
                                                      "gaps",
                                                      "laps",
                                                      "sector-cross-updates",
                                                      "session-info",
                                                      "session-clock",
                                                      "race-flags",
                                                      "participants",
                                                      "participants-running-status",
                                                      "pit-in",
                                                      "pit-out",
                                                      "tires",
                                                      "Weather",
                                                      "race-log",
                                                      "official-rank",
                                                      "cars-energy-tanks",
                                                      "session-length-limit",
                                                      "session-closed"};

constexpr std::string_view kOldPrefix = "lv-";

}  // namespace

void GriiipAdapter::open_hub(const Item& answer, Reaction& reaction) {
  const auto address = hub_address(answer, base_url_);
  if (!address) return hub_unavailable("the answer to negotiate has no address", reaction);
  hub_ = Hub::opening;
  hub_since_ = now_;
  reaction.asks.emplace_back(net::OpenSocket{.stream = "hub", .url = *address, .origin = base_url_});
}

// Without the hub the bootstrap is polled, and the hub is tried again from time to time.
// Cars move: from here on, a proof of life is due.
void GriiipAdapter::note_movement() {
  if (!std::exchange(cars_move_, true)) moving_since_ = now_;
}

void GriiipAdapter::hub_unavailable(const std::string& why, Reaction& reaction) {
  if (hub_ != Hub::off && hub_ != Hub::negotiating) reaction.asks.emplace_back(net::CloseStream{"hub"});
  hub_ = Hub::off;
  next_hub_try_ = now_ + kTryHubAgain;
  next_bootstrap_at_ = std::min(next_bootstrap_at_, now_ + poll_interval_);
  reaction.problems.push_back({"hub", why + "; the bootstrap is polled instead"});
}

void GriiipAdapter::on_hub(const Frame& frame, Reaction& reaction) {
  switch (frame.kind) {
    case FrameKind::opened:
      hub_ = Hub::shaking;
      hub_since_ = last_hub_text_at_ = now_;
      server_pings_ = false;
      reaction.asks.emplace_back(net::SendText{"hub", handshake_text()});
      return;
    case FrameKind::closed:
    case FrameKind::failed:
      if (hub_ == Hub::joined) {
        reaction.rebuild = "the hub has closed the connection" + (frame.bytes.empty() ? "" : ": " + frame.bytes);
        hub_ = Hub::off;
        return;
      }
      hub_ = Hub::off;
      return hub_unavailable(frame.bytes.empty() ? "closed" : frame.bytes, reaction);
    case FrameKind::text:
      break;
    case FrameKind::response:
      return;
  }
  last_hub_text_at_ = now_;
  Intake intake = intake_of(frame.stream, reaction);
  for (const std::string_view record : split_records(frame.bytes)) {
    on_record(record, intake, reaction);
    if (reaction.rebuild) break;
  }
  settle(intake, reaction);
}

void GriiipAdapter::on_record(std::string_view record, Intake& intake, Reaction& reaction) {
  simdjson::dom::element parsed;
  if (parser_.parse(record.data(), record.size()).get(parsed) != simdjson::SUCCESS) {
    return intake.complain("a record of the hub is no JSON (" + std::to_string(record.size()) + " bytes)");
  }
  const auto item = Item::from(parsed);
  if (!item) return intake.complain("a record of the hub is no object");
  const auto type = item->number("type");
  if (!type) {
    // The answer to the handshake is the one record without a type.
    if (const std::string_view error = item->text("error"); !error.empty()) {
      return hub_unavailable("handshake: " + std::string(error), reaction);
    }
    if (hub_ == Hub::shaking) join(reaction);
    return;
  }
  switch (*type) {
    case kInvocation:
      return on_invocation(*item, intake);
    case kCompletion:
      return on_completion(*item, reaction);
    case kPing:
      server_pings_ = true;
      return;
    case kClose:
      reaction.rebuild = "the hub says good-bye";
      if (const std::string_view error = item->text("error"); !error.empty()) *reaction.rebuild += ": " + std::string(error);
      hub_ = Hub::off;
      return;
    case kStreamItem:
      return;
    default:
      return;
  }
}

void GriiipAdapter::join(Reaction& reaction) {
  if (!session_) return;
  hub_ = Hub::joining;
  hub_since_ = now_;
  const std::string group = "SID-" + std::to_string(session_->sid());
  if (!by_channel_) {
    reaction.asks.emplace_back(net::SendText{"hub", join_text(group, 1)});
    return;
  }
  int id = 1;
  for (const std::string_view channel : kGroups) {
    reaction.asks.emplace_back(net::SendText{"hub", join_text(group + "-" + std::string(channel), id++)});
  }
}

void GriiipAdapter::on_completion(const Item& record, Reaction& reaction) {
  if (hub_ != Hub::joining) return;
  if (const std::string_view error = record.text("error"); !error.empty()) {
    if (!by_channel_) {
      // A hub of the older generation knows no group for the whole session.
      by_channel_ = true;
      return join(reaction);
    }
    return hub_unavailable("the group can't be joined: " + std::string(error), reaction);
  }
  hub_ = Hub::joined;
  hub_since_ = proof_at_ = now_;
  cars_move_ = false;
  next_ping_at_ = now_ + kPingInterval;
  next_bootstrap_at_ = now_ + kBootstrapAfterJoin;
}

// ReceiveBatch({items: [{channel, view}]}), or lv-CHANNEL(view) of the older generation.
void GriiipAdapter::on_invocation(const Item& record, Intake& intake) {
  const std::string_view target = record.text("target");
  const auto arguments = record.list("arguments");
  if (!session_ || !arguments) return;
  const simdjson::dom::array held = *arguments;
  for (const simdjson::dom::element argument : held) {
    if (target.starts_with(kOldPrefix)) {
      session_->read_channel(target.substr(kOldPrefix.size()), argument, intake);
    } else if (target == "ReceiveBatch") {
      simdjson::dom::array bare;
      const auto batch = Item::from(argument);
      const auto items = batch ? batch->list("items")
                               : (argument.get_array().get(bare) == simdjson::SUCCESS ? std::optional(bare) : std::nullopt);
      if (!items) intake.complain("ReceiveBatch without items");
      each_item(items, [&](const Item& item) {
        if (const auto view = item.member("view")) session_->read_channel(item.text("channel"), *view, intake);
      });
    } else if (!unknown_target_told_) {
      unknown_target_told_ = true;
      intake.complain("unknown method \"" + std::string(target) + "\" of the hub");
    }
  }
}

void GriiipAdapter::watch_hub(Reaction& reaction) {
  if (reaction.rebuild) return;
  if (hub_ == Hub::off) {
    if (now_ < next_hub_try_) return;
    next_hub_try_ = now_ + kTryHubAgain;
    hub_ = Hub::negotiating;
    hub_since_ = now_;
    return enqueue(
        {.stream = "negotiate", .url = base_url_ + "/live-session-stream/negotiate?negotiateVersion=1", .method = "POST"});
  }
  if (hub_ != Hub::joined) {
    const bool waits = hub_ != Hub::negotiating;
    if (waits && now_ - hub_since_ >= kHandshakeDue) hub_unavailable("no answer from the hub in time", reaction);
    return;
  }
  if (now_ >= next_ping_at_) {
    next_ping_at_ = now_ + kPingInterval;
    reaction.asks.emplace_back(net::SendText{"hub", ping_text()});
  }
  if (server_pings_ && now_ - last_hub_text_at_ >= kSilence) {
    reaction.rebuild = "the hub is silent";
    return;
  }
  // Cars move, but the channels that tell of them say nothing.
  if (session_->is_live() && cars_move_ && now_ - std::max(proof_at_, moving_since_) >= kProofDue) {
    reaction.rebuild = "the hub sends no timing, though cars are moving";
  }
}

}  // namespace stint::live::griiip
