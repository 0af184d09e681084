#include "source/live/imsa/imsa_adapter.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "source/live/imsa/series_filter.hpp"

namespace stint::live::imsa {
namespace {

using timing::Instant;
using timing::Millis;

constexpr std::string_view kResults = "RaceResults";
constexpr std::string_view kData = "RaceData";
constexpr std::string_view kInfo = "SessionInfo";

// An answer that has not come after this long will not.
constexpr Millis kAnswerPatience = std::chrono::seconds{60};
// So many polls of the table in a row without an answer: the conversation is over.
constexpr int kFailuresToRebuild = 5;
// Clocks of the files are whole seconds and some polls old.
constexpr Millis kClockSlack = std::chrono::seconds{3};

timing::SessionKind kind_of(const std::string& name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto has = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  if (has("qualif")) return timing::SessionKind::qualifying;
  if (has("practice")) return timing::SessionKind::practice;
  if (has("warm")) return timing::SessionKind::warmup;
  if (has("test")) return timing::SessionKind::test;
  return has("race") ? timing::SessionKind::race : timing::SessionKind::unknown;
}

// The files have no id: the year, the event and the session's name tell sessions apart.
std::string session_id(const RaceResults& results, Instant now) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
  return std::to_string(static_cast<int>(date.year())) + " " + results.event + " " + results.session;
}

// A race is a whole number of minutes long.
std::optional<Millis> session_length(Millis elapsed, Millis remaining) {
  const Millis sum = elapsed + remaining;
  const Millis minutes = std::chrono::round<std::chrono::minutes>(sum);
  const Millis off = sum > minutes ? sum - minutes : minutes - sum;
  if (remaining <= Millis{0} || minutes <= Millis{0}) return std::nullopt;
  return off <= kClockSlack ? minutes : sum;
}

}  // namespace

ImsaAdapter::FollowedSession::FollowedSession() = default;

ImsaAdapter::ImsaAdapter(const AdapterOptions& options)
    : base_url_(options.base_url),
      series_(options.series),
      interval_(options.poll_interval > Millis{0} ? std::max(options.poll_interval, kLeastInterval) : kUsualInterval),
      files_{{{.name = kData, .callback = "jsonpRaceData", .offset = Millis{0}},
              {.name = kResults, .callback = "jsonpRaceResults", .offset = Millis{500}},
              {.name = kInfo, .callback = "jsonpSessionInfo", .offset = Millis{1000}}}} {}

void ImsaAdapter::start(Instant now, Reaction& reaction) {
  for (File& file : files_) {
    file.asked.reset();
    file.failures = 0;
    file.due = now + file.offset;
  }
  on_time(now, reaction);
}

void ImsaAdapter::ask(File& file, Instant now, Reaction& reaction) const {
  const std::string url = base_url_ + "/" + std::string(file.name) + "_JSONP.json?callback=" + std::string(file.callback) +
                          "&_=" + std::to_string(timing::count_ms(now));
  reaction.asks.emplace_back(net::Fetch{.stream = std::string(file.name), .url = url, .if_changed = true});
  file.asked = now;
}

void ImsaAdapter::on_time(Instant now, Reaction& reaction) {
  for (File& file : files_) {
    if (file.asked && now - *file.asked >= kAnswerPatience) {
      reaction.asks.emplace_back(net::CloseStream{.stream = std::string(file.name)});
      file.asked.reset();
    }
    if (file.asked || now < file.due) continue;
    ask(file, now, reaction);
    // What was missed while waiting is not made up for.
    while (file.due <= now) file.due += interval_;
  }
}

void ImsaAdapter::on_frame(const net::Frame& frame, Reaction& reaction) {
  const auto file = std::ranges::find(files_, frame.stream, &File::name);
  if (file == files_.end()) return;
  file->asked.reset();
  if (frame.kind == net::FrameKind::response && (frame.status == 200 || frame.status == 304)) {
    file->failures = 0;
    on_answer(*file, frame, reaction);
    return;
  }
  ++file->failures;
  const std::string why = frame.kind == net::FrameKind::response ? "HTTP " + std::to_string(frame.status) : frame.bytes;
  reaction.problems.push_back({frame.stream, "no answer: " + why});
  if (file->failures >= kFailuresToRebuild && file->name == kResults)
    reaction.rebuild = std::to_string(file->failures) + " polls in a row failed: " + why;
}

void ImsaAdapter::on_answer(File& file, const net::Frame& frame, Reaction& reaction) {
  const bool unchanged = frame.status == 304;
  if (file.name == kResults) {
    // The same table again: what was seen once before is now seen twice.
    if (!unchanged) return on_results(frame.bytes, frame.arrived_at, reaction);
    if (session_ && session_->joined) take(session_->shown, frame.arrived_at, reaction);
  } else if (!unchanged && file.name == kData) {
    on_race_data(frame.bytes, frame.arrived_at, reaction);
  } else if (!unchanged) {
    on_session_info(frame.bytes, frame.arrived_at, reaction);
  }
}

void ImsaAdapter::on_results(std::string_view body, Instant now, Reaction& reaction) {
  auto results = reader_.race_results(body);
  if (!results) {
    reaction.problems.push_back({std::string(kResults), results.error().message});
    return;
  }
  if (!follows(*results, now) || is_older(*results)) return;
  reaction.timing_seen = session_->shown.rows != results->rows;
  take(*results, now, reaction);
  session_->shown = std::move(*results);
}

// A table without cars is no news, whatever it is called: the last classification stays until another session has cars. A name
// must be seen twice, since the file comes from several caches.
bool ImsaAdapter::follows(const RaceResults& results, Instant now) {
  if (results.rows.empty() || !is_of_series(results.session, series_)) return false;
  if (session_ && session_->name == results.session && session_->event == results.event) {
    next_session_.clear();
    return true;
  }
  const std::string id = session_id(results, now);
  if (session_ && std::exchange(next_session_, id) != id) return false;
  next_session_.clear();
  session_.emplace();
  session_->name = results.session;
  session_->event = results.event;
  session_->session = {.source = "imsa",
                       .source_session_id = id,
                       .series = "IMSA",
                       .event = results.event,
                       .name = results.session,
                       .track = results.track,
                       .kind = kind_of(results.session),
                       .state = timing::SessionState::running,
                       .lap_length_m = results.track_length_m};
  last_results_.reset();
  race_data_ = {};
  return true;
}

// By the time of day in the file; half a day back is forward over midnight.
bool ImsaAdapter::is_older(const RaceResults& results) const {
  const auto shown = session_->shown.time_of_day;
  if (!shown || !results.time_of_day || *results.time_of_day >= *shown) return false;
  return *shown - *results.time_of_day < std::chrono::hours{12};
}

ScoredCar& ImsaAdapter::car_of(const timing::CarNumber& number) {
  return session_->cars.try_emplace(number, number).first->second;
}

void ImsaAdapter::take(const RaceResults& results, Instant now, Reaction& reaction) {
  tell_session(now, reaction);
  for (const ResultsRow& row : results.rows) car_of(row.car).see_entry(row, now, reaction.events);
  take_laps(results, now, reaction);
  take_finish(results, now, reaction);
  for (const ResultsRow& row : results.rows) {
    ScoredCar& car = car_of(row.car);
    car.see_state(row, now, reaction.events);
    car.see_standing(row, now, reaction.events);
    if (const auto unseen = car.unseen_stops(row); unseen > 0)
      reaction.problems.push_back(
          {std::string(kResults), "car " + row.car.str() + ": " + std::to_string(unseen) + " stops between two polls"});
  }
  session_->joined = true;
  last_results_ = now;
  show_flag(race_data_.flag, now, reaction);
}

void ImsaAdapter::take_laps(const RaceResults& results, Instant now, Reaction& reaction) {
  const std::size_t first = reaction.events.size();
  const auto joined = session_->joined ? std::vector<Instant>() : session_->crossings.join(results.rows, now);
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    const ResultsRow& row = results.rows[i];
    ScoredCar& car = car_of(row.car);
    if (!row.laps) continue;
    if (car.is_new()) {
      car.complete_lap(row, session_->joined ? now : joined[i], false, reaction.events);
    } else if (car.has_crossed(row)) {
      if (const auto missed = car.missed(row); missed > 0)
        reaction.problems.push_back({std::string(kResults), "car " + row.car.str() + ": " + std::to_string(missed) +
                                                                " laps before lap " + std::to_string(*row.laps) +
                                                                " were missed between two polls"});
      const Instant at = session_->crossings.crossed(results.rows, i, last_results_.value_or(now - interval_), now);
      const bool chequered =
          session_->flag == timing::FlagKind::chequered && (i == 0 || (session_->finish_at && at >= *session_->finish_at));
      if (chequered && i == 0 && !session_->finish_at) session_->finish_at = at;
      car.complete_lap(row, at, chequered, reaction.events);
    }
  }
  std::stable_sort(reaction.events.begin() + static_cast<std::ptrdiff_t>(first), reaction.events.end(),
                   [](const timing::Event& a, const timing::Event& b) { return a.at < b.at; });
}

// The flag's file may be a poll behind the table: then the leader has crossed the line already.
void ImsaAdapter::take_finish(const RaceResults& results, Instant now, Reaction& reaction) {
  if (session_->flag != timing::FlagKind::chequered || session_->finish_at || results.rows.empty()) return;
  const auto crossed = car_of(results.rows.front().car).last_crossing();
  if (!crossed || now - *crossed > 2 * interval_ + kClockSlack) return;
  session_->finish_at = crossed;
  for (const ResultsRow& row : results.rows) {
    ScoredCar& car = car_of(row.car);
    if (car.last_crossing() && *car.last_crossing() >= *crossed) car.take_flag(reaction.events);
  }
}

void ImsaAdapter::tell_session(Instant now, Reaction& reaction) {
  if (session_->told == session_->session) return;
  session_->told = session_->session;
  reaction.events.push_back({.at = now, .body = timing::Indirect(session_->session)});
}

void ImsaAdapter::show_flag(std::optional<timing::FlagKind> flag, Instant now, Reaction& reaction) {
  if (!session_ || !session_->joined || !flag || flag == session_->flag) return;
  session_->flag = flag;
  session_->session.state =
      flag == timing::FlagKind::chequered ? timing::SessionState::finished : timing::SessionState::running;
  tell_session(now, reaction);
  reaction.events.push_back({.at = now, .body = timing::Flag{.kind = *flag}});
}

void ImsaAdapter::on_race_data(std::string_view body, Instant now, Reaction& reaction) {
  auto data = reader_.race_data(body);
  if (!data) {
    reaction.problems.push_back({std::string(kData), data.error().message});
    return;
  }
  const bool known = data->flag || data->flag_code.empty() || data->flag_code == "0";
  if (!known && data->flag_code != race_data_.flag_code)
    reaction.problems.push_back({std::string(kData), "the flag code \"" + data->flag_code + "\" is not known"});
  race_data_ = *data;
  show_flag(data->flag, now, reaction);
}

void ImsaAdapter::on_session_info(std::string_view body, Instant now, Reaction& reaction) {
  const auto info = reader_.session_info(body);
  if (!info) {
    reaction.problems.push_back({std::string(kInfo), info.error().message});
    return;
  }
  // The placeholder between sessions, or another session's clock.
  if (!session_ || !session_->joined || info->session != session_->name) return;
  if (!race_data_.flag) show_flag(info->flag, now, reaction);
  if (!info->elapsed || *info->elapsed <= Millis{0}) return;
  auto& session = session_->session;
  if (!session.started_at) session.started_at = now - *info->elapsed;
  const auto remaining = info->remaining ? info->remaining : race_data_.time_to_go;
  if (!session.limit && remaining) session.limit = session_length(*info->elapsed, *remaining);
  tell_session(now, reaction);
  timing::Clock clock{.elapsed = *info->elapsed, .remaining = remaining, .laps_remaining = race_data_.laps_to_go};
  clock.running = !session_->clock || session_->clock->elapsed != clock.elapsed;
  if (session_->clock == clock) return;
  session_->clock = clock;
  reaction.events.push_back({.at = now, .body = clock});
}

}  // namespace stint::live::imsa
