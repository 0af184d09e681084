#include "source/live/alkamel/alkamel_adapter.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace stint::live::alkamel {
namespace {

// The documents of a session that say something about the race. The history comes first, so that it is there when the standings
// are; of the others the small ones come first.
constexpr std::array<std::string_view, 9> kPublications{"sessionStatus", "entry",   "trackInfo",   "pitInfo",
                                                        "raceControl",   "weather", "bestResults", "sessionBestResultsByClass",
                                                        "standings"};
constexpr std::string_view kHistory = "sessionResults";

// An idle feed lists no sessions; it is asked again after this.
constexpr timing::Millis kAskFeedAgain = std::chrono::seconds{60};
// The history is large: for missed laps it is asked no more often than this.
constexpr timing::Millis kAskHistoryAgain = std::chrono::seconds{60};

}  // namespace

AlkamelAdapter::AlkamelAdapter(std::string base_url, std::string feed, std::uint64_t seed)
    : connection_(std::move(base_url), seed), feed_(std::move(feed)) {}

void AlkamelAdapter::start(timing::Instant now, Reaction& reaction) {
  directory_.forget();
  subscribed_ = false;
  infos_complete_ = false;
  feed_sub_.clear();
  sessions_sub_.clear();
  info_sub_.clear();
  history_sub_.clear();
  feed_asked_.reset();
  connection_.open(now, reaction);
}

void AlkamelAdapter::on_frame(const net::Frame& frame, Reaction& reaction) {
  if (frame.stream != kDdpStream) return;
  connection_.alive(frame.arrived_at);
  const bool text = frame.kind == net::FrameKind::text;
  if (text && subscribed_ && session_->read_known_frame(frame.bytes, frame.arrived_at, reaction)) return;
  const std::vector<std::string> messages = connection_.on_frame(frame, reaction);
  for (const std::string& message : messages) {
    on_message(message, messages.size() == 1 ? std::string_view(frame.bytes) : std::string_view(), frame.arrived_at, reaction);
    if (reaction.rebuild) return;
  }
}

void AlkamelAdapter::on_message(const std::string& text, std::string_view frame, timing::Instant now, Reaction& reaction) {
  const auto message = read_ddp(parser_, text);
  if (!message) {
    const bool greeting = text.starts_with(R"({"server_id")");
    if (!greeting)
      reaction.problems.push_back({std::string(kDdpStream), "expected a DDP message, found \"" + text.substr(0, 40) + "\""});
    return;
  }
  switch (message->kind) {
    case DdpKind::connected:
      feed_sub_ = connection_.subscribe_named("livetimingFeed", feed_, reaction);
      feed_asked_ = now;
      break;
    case DdpKind::failed:
      reaction.rebuild = "the server refused the connection: " + message->reason;
      break;
    case DdpKind::ping:
      connection_.pong(message->id, reaction);
      break;
    case DdpKind::ready:
      on_ready(*message, now, reaction);
      break;
    case DdpKind::nosub:
      on_refused(*message, now, reaction);
      break;
    case DdpKind::added:
    case DdpKind::changed:
    case DdpKind::removed:
      on_document(*message, frame, now, reaction);
      break;
    case DdpKind::pong:
    case DdpKind::other:
      break;
  }
}

void AlkamelAdapter::on_document(const DdpMessage& message, std::string_view frame, timing::Instant now, Reaction& reaction) {
  if (message.collection == "feeds") {
    if (directory_.read_feed(message)) ask_for_sessions(reaction);
  } else if (message.collection == "sessions") {
    directory_.read_session(message);
  } else if (message.collection == "session_info") {
    directory_.read_info(message);
    if (infos_complete_) choose_session(now, reaction);
  } else if (subscribed_) {
    session_->read(message, frame, now, reaction);
  }
}

void AlkamelAdapter::ask_for_sessions(Reaction& reaction) {
  infos_complete_ = false;
  connection_.unsubscribe(sessions_sub_, reaction);
  connection_.unsubscribe(info_sub_, reaction);
  sessions_sub_ = connection_.subscribe("sessions", directory_.sessions(), reaction);
  info_sub_ = connection_.subscribe("sessionInfo", directory_.sessions(), reaction);
}

void AlkamelAdapter::on_ready(const DdpMessage& message, timing::Instant now, Reaction& reaction) {
  for (const std::string_view id : message.subs) {
    if (id == info_sub_) {
      infos_complete_ = true;
      choose_session(now, reaction);
    }
    if (id == history_sub_ && subscribed_) {
      session_->history_answered(now, reaction);
      connection_.unsubscribe(std::exchange(history_sub_, {}), reaction);
    }
  }
}

void AlkamelAdapter::on_refused(const DdpMessage& message, timing::Instant now, Reaction& reaction) {
  const std::string publication = connection_.publication(message.id);
  if (publication.empty()) return;  // the answer to an unsub of ours
  reaction.problems.push_back({std::string(kDdpStream), "the server refuses \"" + publication + "\": " + message.reason});
  if (message.id == history_sub_ && subscribed_) {
    history_sub_.clear();
    session_->history_answered(now, reaction);
  }
}

void AlkamelAdapter::choose_session(timing::Instant now, Reaction& reaction) {
  const auto current = directory_.current(session_ ? session_->id() : ObjectId());
  if (!current) return;
  if (!subscribed_) return follow(*current, now, reaction);
  if (current->session == session_->id()) return session_->set_info(*current, now, reaction);
  if (current->closed) return;  // over: the one that is followed is as good
  reaction.rebuild = "another session has begun: " + current->event + ", " + current->name;
}

void AlkamelAdapter::follow(const SessionInfo& info, timing::Instant now, Reaction& reaction) {
  if (!session_ || session_->id() != info.session) session_.emplace(info);
  session_->set_info(info, now, reaction);
  session_->join(now);
  subscribed_ = true;
  ask_for_history(now, reaction);
  for (const std::string_view publication : kPublications) {
    static_cast<void>(connection_.subscribe(publication, info.session, reaction));
  }
}

void AlkamelAdapter::ask_for_history(timing::Instant now, Reaction& reaction) {
  history_sub_ = connection_.subscribe(kHistory, session_->id(), reaction);
  history_asked_ = now;
}

void AlkamelAdapter::on_time(timing::Instant now, Reaction& reaction) {
  connection_.on_time(now, reaction);
  if (reaction.rebuild) return;
  if (subscribed_) {
    session_->on_time(now, reaction);
    const bool may_ask = history_sub_.empty() && now - *history_asked_ >= kAskHistoryAgain;
    if (may_ask && session_->has_holes()) ask_for_history(now, reaction);
  } else if (!feed_sub_.empty() && directory_.sessions().empty() && now - *feed_asked_ >= kAskFeedAgain) {
    connection_.unsubscribe(feed_sub_, reaction);
    feed_sub_ = connection_.subscribe_named("livetimingFeed", feed_, reaction);
    feed_asked_ = now;
  }
}

}  // namespace stint::live::alkamel
