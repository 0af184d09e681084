// The adapter of one timing page: polls it, reads it, and tells what has changed.
#pragma once

#include <map>
#include <string>

#include "source/live/adapter.hpp"
#include "source/live/page/car_follower.hpp"
#include "source/live/page/description.hpp"
#include "source/live/page/html_page.hpp"

namespace stint::live::page {

class PageAdapter final : public Adapter {
 public:
  // `address`: of the page. `label`: with what the ids of its sessions begin, where several pages are followed.
  PageAdapter(Description description, std::string address, timing::Millis poll_interval, std::string label = {});

  void start(timing::Instant now, Reaction& reaction) override;
  void on_frame(const net::Frame& frame, Reaction& reaction) override;
  void on_time(timing::Instant now, Reaction& reaction) override;

 private:
  void ask(timing::Instant now, Reaction& reaction);
  void lost(const std::string& why, Reaction& reaction);
  void follow(const PageState& state, timing::Instant at, Reaction& reaction);
  void follow_session(const PageState& state, timing::Instant at, Reaction& reaction);
  void follow_clock(const PageState& state, timing::Instant at, Reaction& reaction);
  void follow_cars(const PageState& state, timing::Instant at, Reaction& reaction);
  [[nodiscard]] bool another_session(const PageState& state, timing::Instant at);
  void begin_session(const PageState& state, timing::Instant at);

  const Description description_;
  const HtmlPage page_;
  const std::string address_;
  const timing::Millis poll_interval_;
  const std::string label_;

  bool asked_ = false;
  timing::Instant next_poll_{};
  int failures_ = 0;         // in a row
  bool first_ = true;        // nothing was read since start()
  bool complained_ = false;  // that the page has no cars
  timing::Instant read_at_{};
  PageState last_;  // what was read last: what a page that has not changed still says

  std::optional<timing::Session> session_;
  bool session_told_ = false;
  std::int32_t sessions_of_that_name_ = 0;
  Steady<std::string> title_;
  int polls_anew_ = 0;  // in a row on which the field's laps had fallen back to the beginning
  std::optional<timing::FlagKind> flag_;
  std::optional<timing::Clock> clock_;
  std::map<timing::CarNumber, CarFollower> cars_;
};

}  // namespace stint::live::page
