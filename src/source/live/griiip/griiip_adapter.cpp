#include "source/live/griiip/griiip_adapter.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stint::live::griiip {
namespace {

using net::Fetch;
using net::Frame;
using net::FrameKind;
using timing::Instant;
using timing::Millis;

constexpr Millis kSearchIdle = std::chrono::seconds{30};      // while there is no session
constexpr Millis kSearchRunning = std::chrono::minutes{5};    // for another session that has begun
constexpr Millis kSearchFinished = std::chrono::seconds{60};  // once ours is over
constexpr Millis kOverAfterFlag = std::chrono::minutes{10};
constexpr Millis kArbiterInterval = std::chrono::seconds{45};
constexpr Millis kIdleInterval = std::chrono::seconds{20};
constexpr Millis kPollDefault = std::chrono::seconds{5};
constexpr Millis kPollLeast = std::chrono::seconds{3};
constexpr Millis kPollMost = std::chrono::seconds{10};
constexpr Millis kBetweenUnknownCars = std::chrono::seconds{10};
constexpr Millis kBetweenPages = std::chrono::seconds{2};
constexpr Millis kRetry = std::chrono::seconds{3};
constexpr Millis kNoAnswer = std::chrono::seconds{45};
constexpr Millis kHoldAtMost = std::chrono::seconds{8};
// A session that is to come takes the place of one on show this long before it starts.
constexpr Millis kShowBefore = std::chrono::minutes{15};
constexpr std::int32_t kBootstrapFailures = 3;
constexpr std::int32_t kPages = 200;

// The parser sets aside fifteen times the size of the largest document that it has read. Most are smaller than this.
constexpr std::size_t kLargeDocument = 1'000'000;

constexpr std::int32_t kOk = 200;
constexpr std::int32_t kNotModified = 304;
constexpr std::int32_t kUnauthorised = 401;
constexpr std::int32_t kForbidden = 403;
constexpr std::int32_t kTooMany = 429;
constexpr std::int32_t kServerError = 500;

constexpr std::array<std::string_view, 4> kHistories = {"laps", "pit-in", "pit-out", "messages"};

bool is_history(std::string_view stream) { return std::ranges::find(kHistories, stream) != kHistories.end(); }

}  // namespace

GriiipAdapter::GriiipAdapter(const AdapterOptions& options, const SeriesRow& series)
    : base_url_(options.base_url),
      poll_interval_(options.poll_interval > Millis{0} ? options.poll_interval : kPollDefault),
      finder_(options.base_url, series.id) {
  poll_interval_ = std::clamp(poll_interval_, kPollLeast, kPollMost);
}

void GriiipAdapter::start(Instant now, Reaction& reaction) {
  now_ = std::max(now_, now);
  queue_.clear();
  in_flight_.reset();
  hub_ = Hub::off;
  histories_waited_for_ = 0;
  bootstrap_failures_ = 0;
  if (session_ && (session_->is_closed() || successor_)) session_.reset();
  if (!session_ && successor_) session_.emplace(*std::exchange(successor_, std::nullopt));
  if (session_) {
    follow(reaction);
  } else {
    seek();
  }
  send_next(reaction);
}

void GriiipAdapter::seek() {
  next_search_at_ = now_ + kSearchIdle;
  enqueue(finder_.ask(now_));
}

void GriiipAdapter::follow(Reaction&) {
  if (!session_->has_cars()) {
    holding_ = true;
    hold_until_.reset();
    held_.clear();
    history_told_ = false;
  }
  paging_ = false;
  pages_read_ = 0;
  page_cursor_.reset();
  next_search_at_ = now_ + kSearchRunning;
  next_hub_try_ = now_;
  const std::string sid = std::to_string(session_->sid());
  bootstrap_asked_at_ = now_;
  next_bootstrap_at_ = now_ + kArbiterInterval;
  fetch_session("bootstrap",
                "/api/v2/public/live/session/" + sid + "/bootstrap?includeViewers=false&includeUnclassifiedRanks=false");
  hub_ = Hub::negotiating;
  hub_since_ = now_;
  enqueue({.stream = "negotiate", .url = base_url_ + "/live-session-stream/negotiate?negotiateVersion=1", .method = "POST"});
  fetch_session("pit-in", "/live/pit-in/" + sid);
  fetch_session("pit-out", "/live/pit-out/" + sid);
  fetch_session("laps", "/live/laps/" + sid);
  fetch_session("messages", "/live/racecontrol-messages/" + sid);
  histories_waited_for_ = static_cast<std::int32_t>(kHistories.size());
}

void GriiipAdapter::fetch_session(std::string_view stream, const std::string& path) {
  enqueue({.stream = std::string(stream), .url = base_url_ + path});
}

// One request of a kind at a time, waiting or under way.
void GriiipAdapter::enqueue(Fetch fetch) {
  const bool waiting = in_flight_ == fetch.stream || std::ranges::find(queue_, fetch.stream, &Fetch::stream) != queue_.end();
  if (!waiting) queue_.push_back(std::move(fetch));
}

void GriiipAdapter::send_next(Reaction& reaction) {
  if (in_flight_ || queue_.empty() || reaction.rebuild) return;
  in_flight_ = queue_.front().stream;
  sent_at_ = now_;
  reaction.asks.emplace_back(std::move(queue_.front()));
  queue_.pop_front();
}

void GriiipAdapter::on_frame(const Frame& frame, Reaction& reaction) {
  now_ = std::max(now_, frame.arrived_at);
  if (frame.stream == "hub") {
    on_hub(frame, reaction);
  } else if (frame.kind == FrameKind::response || frame.kind == FrameKind::failed) {
    // A recording that begins in the middle has answers without their requests: they are read all the same.
    if (in_flight_ == frame.stream) in_flight_.reset();
    const bool answered = frame.kind == FrameKind::response && frame.status == kOk;
    if (answered) {
      on_answer(frame, reaction);
    } else if (frame.status != kNotModified) {
      on_no_answer(frame, reaction);
    }
    if (is_history(frame.stream)) history_done();
  }
  hold_or_release(reaction);
  send_next(reaction);
}

void GriiipAdapter::on_answer(const Frame& frame, Reaction& reaction) {
  simdjson::dom::element answer;
  if (parser_.parse(frame.bytes).get(answer) != simdjson::SUCCESS) {
    reaction.problems.push_back({frame.stream, "the answer is no JSON"});
    Frame failed = frame;
    failed.kind = FrameKind::failed;
    failed.bytes = "no JSON";
    return on_no_answer(failed, reaction);
  }
  Intake intake = intake_of(frame.stream, reaction);
  read_answer(frame.stream, answer, intake, reaction);
  settle(intake, reaction);
  if (frame.bytes.size() > kLargeDocument) parser_ = simdjson::dom::parser();
}

void GriiipAdapter::read_answer(const std::string& stream, simdjson::dom::element answer, Intake& intake, Reaction& reaction) {
  if (stream == "schedule") return ask_next(finder_.read_schedule(answer, now_), reaction);
  if (stream == "session-info") return ask_next(finder_.read_info(answer), reaction);
  const auto item = Item::from(answer);
  if (stream == "negotiate") {
    if (item) return open_hub(*item, reaction);
    return hub_unavailable("the answer to negotiate is no object", reaction);
  }
  if (!session_) return;
  simdjson::dom::array held;
  const std::optional<simdjson::dom::array> list =
      answer.get_array().get(held) == simdjson::SUCCESS ? std::optional(held) : std::nullopt;
  if (stream == "pit-in") return session_->read_pit_ins(list, intake);
  if (stream == "pit-out") return session_->read_pit_outs(list, intake);
  if (stream == "laps") return session_->read_laps(list, intake);
  if (stream == "messages") return session_->read_messages(list, intake);
  if (stream == "race-log") return read_page(answer, intake);
  if (stream != "bootstrap") return;
  if (!item) return intake.complain("the bootstrap is no object");
  bootstrap_failures_ = 0;
  if (holding_ && !hold_until_) hold_until_ = now_ + kHoldAtMost;
  session_->read_bootstrap(*item, intake);
  next_bootstrap_at_ = now_ + bootstrap_interval();
  if (intake.timing_seen) note_movement();
  begin_paging(*item, intake);
}

// The bootstrap has the newest page of the race log; the older ones are read behind it, once.
void GriiipAdapter::begin_paging(const Item& bootstrap, Intake& intake) {
  if (history_told_ || paging_) return;
  const auto log = bootstrap.object("raceLogFirstPage");
  page_cursor_ = log ? log->number("startAfter") : std::nullopt;
  paging_ = page_cursor_ && *page_cursor_ > 0;
  next_page_at_ = now_ + kBetweenPages;
  if (paging_) return;
  history_told_ = true;
  session_->finish_history(intake);
}

void GriiipAdapter::ask_next(std::optional<Fetch> fetch, Reaction& reaction) {
  if (fetch) return enqueue(std::move(*fetch));
  after_search(reaction);
}

void GriiipAdapter::after_search(Reaction& reaction) {
  const auto found = finder_.found(now_);
  if (!found) return;
  if (!session_) {
    session_.emplace(*found);
    return follow(reaction);
  }
  if (*found == session_->sid() || !finder_.is_live(*found) || session_->is_live()) return;
  successor_ = found;
  reaction.rebuild = "another session is live";
}

void GriiipAdapter::read_page(simdjson::dom::element answer, Intake& intake) {
  const auto page = Item::from(answer);
  const std::size_t unseen = page ? session_->read_race_log(page->list("items"), intake) : 0;
  const auto cursor = page ? page->number("startAfter") : std::nullopt;
  const bool more = unseen > 0 && cursor && *cursor > 0 && cursor != page_cursor_ && ++pages_read_ < kPages;
  page_cursor_ = cursor;
  paging_ = more;
  next_page_at_ = now_ + kBetweenPages;
  if (more || history_told_) return;
  history_told_ = true;
  session_->finish_history(intake);
}

void GriiipAdapter::history_done() {
  if (histories_waited_for_ > 0) --histories_waited_for_;
}

void GriiipAdapter::on_no_answer(const Frame& frame, Reaction& reaction) {
  const std::string why = frame.kind == FrameKind::failed ? frame.bytes : "HTTP status " + std::to_string(frame.status);
  if (frame.status == kUnauthorised || frame.status == kForbidden) {
    reaction.problems.push_back({frame.stream, why});
    reaction.rebuild = "the service refuses us (" + why + "): its operator has to be asked";
    return;
  }
  const bool down = frame.kind == FrameKind::failed || frame.status == kTooMany || frame.status >= kServerError;
  if (frame.stream == "schedule" || frame.stream == "session-info") {
    if (down && !session_) {
      reaction.rebuild = "the schedule can't be had: " + why;
    } else if (!down) {
      ask_next(finder_.failed(now_), reaction);
    }
    return;
  }
  if (frame.stream == "negotiate") return hub_unavailable("negotiate: " + why, reaction);
  if (frame.stream == "bootstrap") {
    reaction.problems.push_back({frame.stream, why});
    next_bootstrap_at_ = now_ + kRetry;
    if (++bootstrap_failures_ < kBootstrapFailures) return;
    bootstrap_failures_ = 0;
    if (!down && session_) {
      // The service no longer knows this session.
      finder_.leave_out(session_->sid());
      session_.reset();
    }
    reaction.rebuild = "the bootstrap can't be had: " + why;
    return;
  }
  if (frame.stream == "race-log" && session_ && !history_told_) {
    Intake intake = intake_of(frame.stream, reaction);
    paging_ = false;
    history_told_ = true;
    session_->finish_history(intake);
    settle(intake, reaction);
  }
  if (down) reaction.problems.push_back({frame.stream, why});
}

Intake GriiipAdapter::intake_of(const std::string& stream, Reaction& reaction) {
  Intake intake;
  intake.arrived_at = now_;
  intake.stream = stream;
  intake.events = holding_ ? &held_ : &reaction.events;
  intake.problems = &reaction.problems;
  return intake;
}

void GriiipAdapter::settle(Intake& intake, Reaction& reaction) {
  if (intake.timing_seen) reaction.timing_seen = true;
  if (intake.proof_of_life) {
    proof_at_ = now_;
    cars_move_ = false;
  } else if (intake.nested_timing) {
    note_movement();
  }
  if (!session_) return;
  if (intake.unknown_car && now_ - bootstrap_asked_at_ >= kBetweenUnknownCars) next_bootstrap_at_ = now_;
  if (intake.car_left_unseen) fetch_session("pit-out", "/live/pit-out/" + std::to_string(session_->sid()));
  if (!intake.session_closed || reaction.rebuild) return;
  session_->close(intake);
  finder_.leave_out(session_->sid());
  if (holding_) hold_until_ = now_;
  reaction.rebuild = "the session is closed";
}

// The first picture goes out in the order in which it happened, behind the session itself.
void GriiipAdapter::hold_or_release(Reaction& reaction) {
  if (!holding_ || !session_ || !hold_until_) return;
  if (histories_waited_for_ > 0 && now_ < *hold_until_) return;
  const auto start = session_->starts_at();
  const bool due = session_->is_started() || session_->is_closed() || !start || *start - now_ <= kShowBefore;
  // What is on show stays until there is something to take its place.
  if (held_.empty() || (told_a_session_ && !due)) return;
  holding_ = false;
  told_a_session_ = true;
  const auto first = std::ranges::find_if(held_, [](const timing::Event& e) { return timing::event_as<timing::Session>(e); });
  if (first != held_.end()) std::rotate(held_.begin(), first, std::next(first));
  std::stable_sort(std::next(held_.begin()), held_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  reaction.events.insert(reaction.events.end(), std::make_move_iterator(held_.begin()), std::make_move_iterator(held_.end()));
  held_.clear();
}

Millis GriiipAdapter::bootstrap_interval() const {
  if (hub_ == Hub::joined) return kArbiterInterval;
  return session_ && session_->is_live() ? poll_interval_ : kIdleInterval;
}

void GriiipAdapter::on_time(Instant now, Reaction& reaction) {
  now_ = std::max(now_, now);
  if (in_flight_ && now_ - sent_at_ >= kNoAnswer) {
    const Frame lost{.arrived_at = now_, .kind = FrameKind::failed, .stream = *in_flight_, .bytes = "no answer in time"};
    on_frame(lost, reaction);
  }
  if (session_) {
    Intake intake = intake_of("time", reaction);
    session_->on_time(intake);
    settle(intake, reaction);
    if (now_ >= next_bootstrap_at_) {
      bootstrap_asked_at_ = now_;
      next_bootstrap_at_ = now_ + bootstrap_interval();
      fetch_session("bootstrap", "/api/v2/public/live/session/" + std::to_string(session_->sid()) +
                                     "/bootstrap?includeViewers=false&includeUnclassifiedRanks=false");
    }
    if (paging_ && !holding_ && now_ >= next_page_at_) {
      next_page_at_ = now_ + kNoAnswer;
      fetch_session("race-log", "/live/racelog-items/" + std::to_string(session_->sid()) +
                                    "/paged?startAfter=" + std::to_string(*page_cursor_));
    }
    watch_hub(reaction);
  }
  if (now_ >= next_search_at_) {
    const auto flag = session_ ? session_->chequered_at() : std::nullopt;
    const bool finished = flag && now_ - *flag >= kOverAfterFlag;
    next_search_at_ = now_ + (!session_ ? kSearchIdle : finished ? kSearchFinished : kSearchRunning);
    enqueue(finder_.ask(now_));
  }
  hold_or_release(reaction);
  send_next(reaction);
}

}  // namespace stint::live::griiip
