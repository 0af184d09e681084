#include "source/live/recording/reparse.hpp"

#include <algorithm>
#include <utility>

#include "source/live/catalogue.hpp"

namespace stint::live {
namespace {

// An adapter is told the time this often; after a frame for so long, and not through the hours between two recordings in one
// file.
constexpr timing::Millis kTick{250};
constexpr timing::Millis kLongestSilence = std::chrono::minutes{2};

}  // namespace

Result<Reparse> Reparse::begin(FrameReader reader, std::string page_description) {
  const RecordingHeader& header = reader.header();
  const LiveSource* source = find_live_source(header.source);
  if (source == nullptr) {
    return fail(ErrorCode::bad_argument, "The recording is of the source '" + header.source + "', which isn't known here.");
  }
  AdapterOptions options = header.options;
  if (!page_description.empty()) options.page_description = std::move(page_description);
  auto adapter = source->make(options);
  if (!adapter) return std::unexpected(adapter.error());
  return Reparse(std::move(reader), std::move(*adapter));
}

Reparse::Reparse(FrameReader reader, std::unique_ptr<Adapter> adapter)
    : reader_(std::move(reader)), adapter_(std::move(adapter)) {}

void Reparse::settle(timing::Instant at, std::vector<timing::Event>& events) {
  for (timing::Event& event : reaction_.events) {
    if (const auto* session = timing::event_as<timing::Session>(event);
        session != nullptr && session->source_session_id != session_) {
      session_ = session->source_session_id;
      order_ = {};  // another session's facts are another's
    }
    if (order_.judge(event, at) == ArrivalOrder::Verdict::news) events.push_back(std::move(event));
  }
  if (!reaction_.problems.empty() && !first_problem_) first_problem_ = reaction_.problems.front();
  problems_ += reaction_.problems.size();
  reaction_ = {};
}

void Reparse::let_time_pass(timing::Instant until, std::vector<timing::Event>& events) {
  if (!at_) return;
  const timing::Instant silent_until = std::min(until, *at_ + kLongestSilence);
  while (*at_ + kTick < silent_until) {
    *at_ += kTick;
    adapter_->on_time(*at_, reaction_);
    settle(*at_, events);
  }
}

std::optional<timing::Instant> Reparse::next(std::vector<timing::Event>& events) {
  const auto item = reader_.next();
  if (!item) return std::nullopt;
  const timing::Instant at = at_ ? std::max(*at_, item->frame.arrived_at) : item->frame.arrived_at;
  if (item->begins) {
    at_ = at;
    adapter_->start(at, reaction_);
  } else {
    let_time_pass(at, events);
    at_ = at;
    ++frames_;
    adapter_->on_frame(item->frame, reaction_);
    if (item->frame.kind == net::FrameKind::failed) reaction_.problems.clear();  // nothing came, so nothing was unreadable
  }
  settle(at, events);
  return at;
}

}  // namespace stint::live
