// The adapter of Al Kamel's public live timing: which documents are subscribed when, and which session is followed.
//
// feed -> its sessions -> their infos -> the one that is on -> its documents. Another session means another connection: leaving
// subscriptions has gone wrong for others.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "source/live/adapter.hpp"
#include "source/live/alkamel/ddp_connection.hpp"
#include "source/live/alkamel/followed_session.hpp"
#include "source/live/alkamel/session_directory.hpp"

namespace stint::live::alkamel {

class AlkamelAdapter : public Adapter {
 public:
  // `feed` is the server's name of the feed: "imsa".
  AlkamelAdapter(std::string base_url, std::string feed, std::uint64_t seed);

  void start(timing::Instant now, Reaction& reaction) override;
  void on_frame(const net::Frame& frame, Reaction& reaction) override;
  void on_time(timing::Instant now, Reaction& reaction) override;

 private:
  void on_message(const std::string& text, std::string_view frame, timing::Instant now, Reaction& reaction);
  void on_document(const DdpMessage& message, std::string_view frame, timing::Instant now, Reaction& reaction);
  void on_ready(const DdpMessage& message, timing::Instant now, Reaction& reaction);
  void on_refused(const DdpMessage& message, timing::Instant now, Reaction& reaction);
  void ask_for_sessions(Reaction& reaction);
  void choose_session(timing::Instant now, Reaction& reaction);
  void follow(const SessionInfo& info, timing::Instant now, Reaction& reaction);
  void ask_for_history(timing::Instant now, Reaction& reaction);

  DdpConnection connection_;
  std::string feed_;
  SessionDirectory directory_;
  std::optional<FollowedSession> session_;
  simdjson::dom::parser parser_;
  std::string feed_sub_, sessions_sub_, info_sub_, history_sub_;
  bool infos_complete_ = false;  // of every session listed
  bool subscribed_ = false;      // to the documents of the session
  std::optional<timing::Instant> feed_asked_, history_asked_;
};

}  // namespace stint::live::alkamel
