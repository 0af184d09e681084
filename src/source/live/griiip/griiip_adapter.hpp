// The conversation with the service: find the session, take the bootstrap, follow the hub, and poll where the hub fails.
//
//   seeking ──session found──► following: bootstrap, hub (negotiate, open, handshake, join), histories, race log pages
//      ▲                          │ hub can't be had: bootstrap every 3 to 10 s, and the hub is tried again
//      └──closed, another live────┘ hub joined: bootstrap every 45 s, as the arbiter
//
// Requests go out one at a time. What the hub and the answers hold is read by SessionFeed.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "source/live/adapter.hpp"
#include "source/live/griiip/series.hpp"
#include "source/live/griiip/session_feed.hpp"
#include "source/live/griiip/session_finder.hpp"

namespace stint::live::griiip {

class GriiipAdapter final : public Adapter {
 public:
  GriiipAdapter(const AdapterOptions& options, const SeriesRow& series);

  void start(timing::Instant now, Reaction& reaction) override;
  void on_frame(const net::Frame& frame, Reaction& reaction) override;
  void on_time(timing::Instant now, Reaction& reaction) override;

 private:
  enum class Hub : std::uint8_t { off, negotiating, opening, shaking, joining, joined };

  // griiip_adapter.cpp: requests and answers.
  void seek();
  void follow(Reaction& reaction);
  void enqueue(net::Fetch fetch);
  void fetch_session(std::string_view stream, const std::string& path);
  void send_next(Reaction& reaction);
  void on_answer(const net::Frame& frame, Reaction& reaction);
  void on_no_answer(const net::Frame& frame, Reaction& reaction);
  void read_answer(const std::string& stream, simdjson::dom::element answer, Intake& intake, Reaction& reaction);
  void after_search(Reaction& reaction);
  void ask_next(std::optional<net::Fetch> fetch, Reaction& reaction);
  void begin_paging(const Item& bootstrap, Intake& intake);
  void read_page(simdjson::dom::element answer, Intake& intake);
  void history_done();

  // hub_conversation.cpp: the SignalR hub.
  void open_hub(const Item& answer, Reaction& reaction);
  void hub_unavailable(const std::string& why, Reaction& reaction);
  void note_movement();
  void on_hub(const net::Frame& frame, Reaction& reaction);
  void on_record(std::string_view record, Intake& intake, Reaction& reaction);
  void on_invocation(const Item& record, Intake& intake);
  void on_completion(const Item& record, Reaction& reaction);
  void join(Reaction& reaction);
  void watch_hub(Reaction& reaction);

  // What a frame has told about the conversation, and its events to the caller or to those that are held back.
  [[nodiscard]] Intake intake_of(const std::string& stream, Reaction& reaction);
  void settle(Intake& intake, Reaction& reaction);
  void hold_or_release(Reaction& reaction);
  [[nodiscard]] timing::Millis bootstrap_interval() const;
  [[nodiscard]] bool in_polling_mode() const { return hub_ == Hub::off; }

  std::string base_url_;
  timing::Millis poll_interval_;
  SessionFinder finder_;
  simdjson::dom::parser parser_;
  timing::Instant now_{};

  std::optional<SessionFeed> session_;
  std::optional<Sid> successor_;  // the session to follow after the next start()
  bool told_a_session_ = false;   // a session of this adapter is on show

  std::deque<net::Fetch> queue_;
  std::optional<std::string> in_flight_;  // the stream of the request that has no answer yet
  timing::Instant sent_at_{};
  timing::Instant next_search_at_{}, next_bootstrap_at_{}, bootstrap_asked_at_{}, next_page_at_{};
  std::int32_t bootstrap_failures_ = 0;

  // The first picture: held until the histories are there, so that it is told in the order in which it happened.
  bool holding_ = false;
  std::int32_t histories_waited_for_ = 0;
  std::optional<timing::Instant> hold_until_;
  std::vector<timing::Event> held_;

  std::optional<std::int64_t> page_cursor_;
  std::int32_t pages_read_ = 0;
  bool paging_ = false;
  bool history_told_ = false;

  Hub hub_ = Hub::off;
  bool by_channel_ = false;  // the older way: one group a channel
  bool server_pings_ = false;
  timing::Instant hub_since_{};  // of the present state
  timing::Instant next_hub_try_{}, next_ping_at_{}, last_hub_text_at_{}, proof_at_{}, moving_since_{};
  bool cars_move_ = false;  // since the last proof of life: sector crossings or a bootstrap with new timing
  bool unknown_target_told_ = false;
};

}  // namespace stint::live::griiip
