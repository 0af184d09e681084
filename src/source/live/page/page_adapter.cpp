#include "source/live/page/page_adapter.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

namespace stint::live::page {
namespace {

using timing::Instant;
using timing::Millis;

const net::StreamName kStream = "page";
// Polls that may fail in a row before the supervisor's back-off takes over.
constexpr int kMaxFailures = 2;
// The start is known by a clock of seconds and a poll: a shift below this is not another start.
constexpr Millis kStartSlack{30'000};

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "page" : out;
}

std::string title_of(const PageState& state) { return state.event + " " + state.name; }

std::string day_of(Instant at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(day.year())) + two(static_cast<unsigned>(day.month())) +
         two(static_cast<unsigned>(day.day()));
}

std::int32_t most_laps(const PageState& state) {
  std::int32_t most = 0;
  for (const CarRow& row : state.cars) most = std::max(most, row.laps.value_or(0));
  return most;
}

// Time since the start, as the page says it or as it follows from what is left.
std::optional<Millis> elapsed_of(const PageState& state) {
  if (state.elapsed) return state.elapsed;
  if (state.limit && state.remaining && *state.remaining <= *state.limit) return *state.limit - *state.remaining;
  return std::nullopt;
}

}  // namespace

PageAdapter::PageAdapter(Description description, std::string address, Millis poll_interval, std::string label)
    : description_(std::move(description)),
      page_(description_),
      address_(std::move(address)),
      poll_interval_(poll_interval),
      label_(std::move(label)) {}

void PageAdapter::start(Instant now, Reaction& reaction) {
  first_ = true;
  complained_ = false;
  failures_ = 0;
  asked_ = false;
  ask(now, reaction);
}

void PageAdapter::on_time(Instant now, Reaction& reaction) {
  if (!asked_ && now >= next_poll_) ask(now, reaction);
}

void PageAdapter::ask(Instant now, Reaction& reaction) {
  asked_ = true;
  next_poll_ = now + poll_interval_;
  reaction.asks.emplace_back(net::Fetch{.stream = kStream, .url = address_, .if_changed = true});
}

void PageAdapter::lost(const std::string& why, Reaction& reaction) {
  if (++failures_ > kMaxFailures) reaction.rebuild = why;
}

void PageAdapter::on_frame(const net::Frame& frame, Reaction& reaction) {
  if (frame.stream != kStream) return;
  asked_ = false;
  if (frame.kind == net::FrameKind::failed) return lost(frame.bytes, reaction);
  if (frame.kind != net::FrameKind::response) return;
  if (frame.status == 304) {
    failures_ = 0;
    if (!last_.cars.empty()) follow(last_, frame.arrived_at, reaction);
    return;
  }
  if (frame.status != 200) return lost("the page's server answers " + std::to_string(frame.status), reaction);
  failures_ = 0;
  const auto reading = page_.read(frame.bytes);
  if (!reading) {
    reaction.problems.push_back({frame.stream, reading.error().message});
    return;
  }
  PageState state = understand(description_, *reading);
  for (const std::string& number : state.doubtful) {
    reaction.problems.push_back({frame.stream, "car " + number + " stands on the page twice; its first row is used"});
  }
  // A page without cars is a placeholder or half of a page: what was known stays.
  if (state.cars.empty()) {
    if (!std::exchange(complained_, true)) {
      reaction.problems.push_back({frame.stream, "no car is found on the page: " + std::to_string(reading->rows.size()) +
                                                     " rows, and none has a car number"});
    }
    return;
  }
  last_ = std::move(state);
  follow(last_, frame.arrived_at, reaction);
}

void PageAdapter::follow(const PageState& state, Instant at, Reaction& reaction) {
  follow_session(state, at, reaction);
  follow_clock(state, at, reaction);
  follow_cars(state, at, reaction);
  first_ = false;
  read_at_ = at;
}

bool PageAdapter::another_session(const PageState& state, Instant at) {
  if (!session_) return true;
  if (title_.see(title_of(state), at)) return true;
  std::int32_t known = 0;
  for (const auto& [number, car] : cars_) known = std::max(known, car.laps().value_or(0));
  const bool anew = known >= 5 && most_laps(state) <= 1;
  polls_anew_ = anew ? polls_anew_ + 1 : 0;
  if (polls_anew_ < 2) return false;
  ++sessions_of_that_name_;
  return true;
}

void PageAdapter::begin_session(const PageState& state, Instant at) {
  cars_.clear();
  flag_.reset();
  clock_.reset();
  polls_anew_ = 0;
  first_ = true;
  if (title_.value() != title_of(state)) sessions_of_that_name_ = 0;
  title_.set(title_of(state), at);
  timing::Session session;
  session.source = "page";
  const auto elapsed = elapsed_of(state);
  if (elapsed) session.started_at = at - *elapsed;
  session.source_session_id =
      slug(label_ + " " + state.series + " " + title_of(state)) + "-" + day_of(session.started_at.value_or(at));
  if (sessions_of_that_name_ > 0) session.source_session_id += "-" + std::to_string(sessions_of_that_name_ + 1);
  session.series = state.series;
  session.event = state.event;
  session.name = state.name;
  session.track = state.track;
  session.kind = state.kind;
  session_ = std::move(session);
  session_told_ = false;
}

void PageAdapter::follow_session(const PageState& state, Instant at, Reaction& reaction) {
  if (another_session(state, at)) begin_session(state, at);
  timing::Session next = *session_;
  if (state.limit) next.limit = state.limit;
  if (const auto elapsed = elapsed_of(state); elapsed && elapsed->count() > 0) {
    const Instant start = at - *elapsed;
    if (!next.started_at || std::chrono::abs(*next.started_at - start) > kStartSlack) next.started_at = start;
  }
  if (state.flag == timing::FlagKind::chequered) {
    next.state = timing::SessionState::finished;
  } else if (state.flag || most_laps(state) > 0) {
    next.state = timing::SessionState::running;
  }
  if (session_told_ && next == *session_) return;
  session_ = std::move(next);
  session_told_ = true;
  reaction.events.push_back({at, 0, *session_});
}

void PageAdapter::follow_clock(const PageState& state, Instant at, Reaction& reaction) {
  if (state.flag && flag_ != state.flag) {
    flag_ = state.flag;
    reaction.events.push_back({at, 0, timing::Flag{timing::FlagScope::track, 0, *state.flag}});
  }
  const auto elapsed = elapsed_of(state);
  if (!elapsed) return;
  const timing::Clock clock{.elapsed = *elapsed, .remaining = state.remaining};
  if (clock_ == clock) return;
  clock_ = clock;
  reaction.events.push_back({at, 0, clock});
}

void PageAdapter::follow_cars(const PageState& state, Instant at, Reaction& reaction) {
  const auto follow_one = [&](const CarRow& row, const Poll& poll) -> CarFollower& {
    CarFollower& car = cars_.try_emplace(row.number, row.number).first->second;
    if (car.follow(row, poll, reaction.events)) reaction.timing_seen = true;
    return car;
  };
  // The leader first: the others' gaps are to its crossing of the line.
  const auto position = [](const CarRow& row) { return row.position.value_or(std::numeric_limits<std::int32_t>::max()); };
  const auto leader = std::ranges::min_element(state.cars, {}, position);
  Poll poll{.previous = read_at_, .at = at, .first = first_, .assumed = at, .leader_laps = {}, .leader_crossed = {}};
  if (first_) {
    // Every car that is on the leader's lap has crossed the line, so the leader did so at least the longest of their gaps ago.
    Millis longest{};
    for (const CarRow& row : state.cars) {
      if (row.laps == leader->laps && row.gap.time) longest = std::max(longest, *row.gap.time);
    }
    poll.assumed = at - longest - Millis{static_cast<std::int64_t>(state.cars.size())};
  }
  const CarFollower& ahead = follow_one(*leader, poll);
  poll.leader_laps = ahead.laps();
  poll.leader_crossed = ahead.crossed_at();
  poll.assumed = at - Millis{static_cast<std::int64_t>(state.cars.size())};
  for (const CarRow& row : state.cars) {
    poll.assumed += Millis{1};
    if (&row != &*leader) follow_one(row, poll);
  }
}

}  // namespace stint::live::page
