#include "source/timing71/state_events.hpp"

#include <algorithm>

#include "source/live/number_text.hpp"
#include "source/live/text_hash.hpp"
#include "timing/event_limits.hpp"

namespace stint::source::timing71 {
namespace {

using timing::CarState;
using timing::FlagKind;
using timing::SessionState;

// The clocks run by themselves; they are told again this often, or when they jump by more than a state's age.
constexpr Millis kClockInterval = std::chrono::minutes{1};
constexpr Millis kClockJump = std::chrono::seconds{5};

// A crossing that the sum of lap times puts this far from the state that shows it is not that sum's.
constexpr Millis kLatestState = std::chrono::minutes{10};
// Sectors are rounded each by itself.
constexpr Millis kSectorRounding{5};

constexpr Millis kStateRounding = std::chrono::seconds{2};

template <class Body>
void tell(std::vector<timing::Event>& out, Instant at, Body body) {
  out.push_back({at, 0, std::move(body)});
}

bool contains_word(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return !std::ranges::search(text, word, [&](char a, char b) { return lower(a) == b; }).empty();
}

timing::SessionKind kind_of(std::string_view name) {
  if (contains_word(name, "quali") || contains_word(name, "hyperpole")) return timing::SessionKind::qualifying;
  if (contains_word(name, "warm")) return timing::SessionKind::warmup;
  if (contains_word(name, "practice") || contains_word(name, "fp")) return timing::SessionKind::practice;
  if (contains_word(name, "test")) return timing::SessionKind::test;
  return contains_word(name, "race") ? timing::SessionKind::race : timing::SessionKind::unknown;
}

std::optional<CarState> car_state_of(std::string_view state) {
  if (state == "RUN") return CarState::running;
  if (state == "PIT" || state == "FUEL") return CarState::in_pit;
  if (state == "OUT") return CarState::out_lap;
  if (state == "STOP") return CarState::stopped;
  if (state == "RET") return CarState::retired;
  if (state == "FIN") return CarState::finished;
  if (state == "N/S") return CarState::not_started;
  if (state == "DSQ") return CarState::disqualified;
  return std::nullopt;
}

bool stands_in_lane(std::string_view state) { return state == "PIT" || state == "FUEL"; }

bool same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

// The name, cut to what an id holds at the end of a character; a number makes two that begin alike differ.
timing::DriverId driver_id(std::string_view name, const std::vector<timing::Driver>& others) {
  const auto cut = [](std::string_view text, std::size_t longest) {
    std::size_t size = std::min(text.size(), longest);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return std::string(text.substr(0, size));
  };
  std::string id = cut(name, timing::DriverId::kCapacity);
  const auto taken = [&] { return std::ranges::any_of(others, [&](const auto& other) { return other.id.view() == id; }); };
  for (int number = 2; taken(); ++number) id = cut(name, timing::DriverId::kCapacity - 3) + "#" + std::to_string(number);
  return timing::DriverId(id);
}

// Whether a last sector and those before it make the lap.
bool makes_lap(const std::vector<std::optional<Millis>>& sectors, Millis last, Millis lap) {
  for (const auto& time : sectors) last += time.value_or(Millis{0});
  return std::chrono::abs(lap - last) <= kSectorRounding;
}

}  // namespace

void StateEvents::take_manifest(const Manifest& manifest) {
  const bool another = begun_ && manifest.uuid != manifest_.uuid;
  manifest_ = manifest;
  if (another)
    *this = [&] {
      StateEvents fresh(source_);
      fresh.manifest_ = manifest;
      return fresh;
    }();
}

void StateEvents::tell_session(Instant at, std::vector<timing::Event>& out) {
  session_told_at_ = std::max(session_told_at_, at);
  tell(out, session_told_at_, session_);
}

void StateEvents::begin(const TimingState& state, Instant at, std::vector<timing::Event>& out) {
  begun_ = true;
  session_.source = source_;
  session_.source_session_id = manifest_.uuid.empty() ? manifest_.name + " " + manifest_.description : manifest_.uuid;
  session_.series = manifest_.name;
  const auto dash = manifest_.description.rfind(" - ");
  session_.event = manifest_.description.substr(0, dash);
  session_.name = dash == std::string::npos ? "" : manifest_.description.substr(dash + 3);
  session_.kind = kind_of(session_.name.empty() ? manifest_.description : session_.name);
  session_told_at_ = at;
  // A race clock that has not begun shows the whole length.
  if (!state.elapsed && state.remaining && *state.remaining > Millis{0}) session_.limit = state.remaining;
  tell_session(at, out);
}

void StateEvents::take_state(const TimingState& state, Instant at, std::vector<timing::Event>& out) {
  if (!begun_) begin(state, at, out);
  take_flag(state, at, out);
  std::set<timing::CarNumber> listed;
  std::int32_t position = 0;
  for (const CarRow& row : state.cars) {
    // A feed may list a car twice.
    if (row.car.empty() || !listed.insert(row.car).second) continue;
    take_car(row, ++position, at, out);
  }
  take_clock(state, at, out);
  if (!(state.weather == timing::Weather{}) && weather_ != state.weather) {
    weather_ = state.weather;
    tell(out, at, state.weather);
  }
  take_messages(state, out);
}

void StateEvents::take_flag(const TimingState& state, Instant at, std::vector<timing::Event>& out) {
  const auto flag = flag_of(state.flag);
  const bool racing = flag && *flag != FlagKind::none && *flag != FlagKind::chequered;
  // Some recordings know no flag but the clock.
  const bool over = flag == FlagKind::chequered;
  const bool starts = !over && !session_.started_at && !state.paused && state.elapsed && (racing || *state.elapsed > Millis{0});
  if (starts) {
    session_.started_at = at - *state.elapsed;
    session_.state = SessionState::running;
    if (state.remaining) session_.limit = std::chrono::round<std::chrono::seconds>(*state.elapsed + *state.remaining);
    tell_session(at, out);
  } else if (racing && session_.state != SessionState::running) {
    session_.state = SessionState::running;
    tell_session(at, out);
  }
  if (!flag || flag_ == flag) return;
  // The first state that shows the race is some seconds into it.
  const bool first_state_of_race = starts && (!flag_ || *flag_ == FlagKind::none) && *flag == FlagKind::green;
  flag_ = flag;
  tell(out, first_state_of_race && *state.elapsed < kLatestState ? *session_.started_at : at, timing::Flag{.kind = *flag});
  if (*flag == FlagKind::chequered && !flag_fell_at_) flag_fell_at_ = at;
}

void StateEvents::take_clock(const TimingState& state, Instant at, std::vector<timing::Event>& out) {
  if (!state.elapsed && !state.remaining && !state.laps_remaining) return;
  timing::Clock clock;
  clock.elapsed = state.elapsed.value_or(session_.started_at ? std::max(Millis{0}, at - *session_.started_at) : Millis{0});
  clock.remaining = state.remaining;
  clock.laps_remaining = state.laps_remaining;
  clock.running = session_.state == SessionState::running && !state.paused;
  if (clock_ && clock_->running == clock.running && clock_->laps_remaining == clock.laps_remaining &&
      at - clock_at_ < kClockInterval) {
    const Millis ran = clock_->running ? at - clock_at_ : Millis{0};
    const auto expected = clock_->remaining ? std::optional(std::max(Millis{0}, *clock_->remaining - ran)) : std::nullopt;
    const Millis off = expected && clock.remaining ? *expected - *clock.remaining : Millis{0};
    if (expected.has_value() == clock.remaining.has_value() && off < kClockJump && -off < kClockJump) return;
  }
  clock_ = clock;
  clock_at_ = at;
  tell(out, at, clock);
}

// Other categories are what the recorder has made of the differences between states: they are ours to find.
void StateEvents::take_messages(const TimingState& state, std::vector<timing::Event>& out) {
  std::map<std::string, int> times_said;
  for (auto message = state.messages.rbegin(); message != state.messages.rend(); ++message) {
    if (message->style != "raceControl" && message->category != "Race Control") continue;
    const std::string said = std::to_string(timing::count_ms(message->at)) + "-" + live::text_hash(message->text);
    const std::string id = said + "-" + std::to_string(++times_said[said]);
    if (message->text.empty() || !messages_.insert(id).second) continue;
    timing::RaceControl told{.id = id, .text = message->text};
    if (const auto car = timing::CarNumber::parse(message->car)) told.cars.push_back(*car);
    tell(out, message->at, std::move(told));
  }
}

void StateEvents::take_car(const CarRow& row, std::int32_t position, Instant at, std::vector<timing::Event>& out) {
  Car& car = cars_[row.car];
  if (row.laps && *row.laps < car.laps) return;  // older than what is known
  take_entry(car, row, at, out);
  const bool first = car.laps < 0;
  const bool lap_done = row.laps && *row.laps > std::max(car.laps, 0);
  if (lap_done) {
    take_lap(car, row, at, out);
  } else {
    car.laps = std::max(car.laps, 0);
    correct_last(car, row, out);
  }
  car.last_shown = row.last;
  take_sectors(car, row, lap_done && !first, at, out);
  take_car_state(car, row, at, out);
  take_driver(car, row, at, out);
  take_standing(car, row, position, at, out);
  if (row.energy_pct && row.energy_pct != car.energy_pct) {
    car.energy_pct = row.energy_pct;
    tell(out, at, timing::Telemetry{.car = row.car, .energy_pct = row.energy_pct});
  }
}

void StateEvents::take_entry(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out) {
  timing::Entry entry = car.entry;
  entry.car = row.car;
  entry.key = row.car.str();
  if (!row.class_name.empty()) entry.class_name = row.class_name;
  if (!row.team.empty()) entry.team = row.team;
  if (!row.vehicle.empty()) entry.vehicle = row.vehicle;
  if (!row.driver.empty() && entry.drivers.size() < timing::kMaxDrivers &&
      std::ranges::none_of(entry.drivers, [&](const auto& driver) { return same_text(driver.name, row.driver); })) {
    entry.drivers.push_back({.id = driver_id(row.driver, entry.drivers), .name = row.driver});
  }
  if (car.told && entry == car.entry) return;
  car.told = true;
  car.entry = std::move(entry);
  tell(out, at, car.entry);
}

void StateEvents::take_driver(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out) {
  if (row.driver.empty() || same_text(row.driver, car.driver)) return;
  car.driver = row.driver;
  const auto known =
      std::ranges::find_if(car.entry.drivers, [&](const auto& driver) { return same_text(driver.name, row.driver); });
  if (known == car.entry.drivers.end()) return;
  tell(out, at, timing::DriverChange{row.car, car.driver_id, known->id, car.laps + 1});
  car.driver_id = known->id;
}

void StateEvents::take_lap(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out) {
  const std::int32_t laps = *row.laps;
  const bool next = laps == std::max(car.laps, 0) + 1;
  const bool first = car.laps < 0;
  car.last_awaited = !first && row.last == car.last_shown;
  car.lap = {};
  car.lap.car = row.car;
  car.lap.lap = laps;
  car.lap.time = row.last;
  car.lap.best = row.last_best;
  std::optional<Instant> summed;
  if (next && row.last && laps == 1 && session_.started_at) summed = *session_.started_at + *row.last;
  if (next && row.last && laps > 1 && car.line_at) summed = *car.line_at + *row.last;
  // The sum is of the lap that is shown, if it is not after the state, nor long before it.
  const bool fits = summed && *summed <= at + kStateRounding && at - *summed <= kLatestState;
  car.exact = fits && (laps == 1 || car.exact);
  car.line_at = fits ? *summed : at;
  car.laps = laps;
  while (!car.sectors.empty() && car.sectors.begin()->first < laps - 1) car.sectors.erase(car.sectors.begin());
  if (flag_ == FlagKind::chequered || row.state == "FIN") car.lap.flag = FlagKind::chequered;
  tell_lap(car, out);
}

// Last came a state later than Laps.
void StateEvents::correct_last(Car& car, const CarRow& row, std::vector<timing::Event>& out) {
  if (!car.last_awaited || row.last == car.last_shown || !row.last || car.lap.lap != car.laps) return;
  car.last_awaited = false;
  if (car.lap.time && car.exact) *car.line_at += *row.last - *car.lap.time;
  car.lap.time = row.last;
  car.lap.best = row.last_best;
  tell_lap(car, out);
}

void StateEvents::tell_lap(Car& car, std::vector<timing::Event>& out) {
  car.lap.in_lap = car.lap.in_lap || (car.in_lap == car.lap.lap && car.in_lap > 0);
  car.lap.out_lap = car.lap.out_lap || car.out_lap == car.lap.lap;
  if (car.lap.flag == FlagKind::chequered && car.took_flag) car.lap.flag.reset();
  if (car.lap.flag == FlagKind::chequered) car.took_flag = true;
  tell(out, *car.line_at, car.lap);
}

void StateEvents::take_sectors(Car& car, const CarRow& row, bool lap_done, Instant at, std::vector<timing::Event>& out) {
  const std::vector<SectorCell> before = std::exchange(car.cells, row.sectors);
  const std::size_t count = row.sectors.size();
  for (std::size_t i = 0; i < count; ++i) {
    const SectorCell& cell = row.sectors[i];
    const bool shown_before = i < before.size() && before[i].time == cell.time && before[i].old == cell.old;
    if (!cell.time || cell.old || shown_before) continue;
    const bool last = i + 1 == count;
    const auto current = car.sectors.find(car.laps + 1);
    const bool nearly_round = current != car.sectors.end() && current->second.size() + 1 == count;
    // The last sector may come with its lap, a state before it, or a state after it.
    const bool of_lap_done = last && (lap_done || !nearly_round) && car.laps > 0;
    const std::int32_t lap = of_lap_done ? car.laps : car.laps + 1;
    auto& told = car.sectors[lap];
    if (told.size() > i && told[i]) continue;
    // In-laps and out-laps may have no last sector: their cell then shows the one of the lap before as if it were new.
    const auto lap_before = car.sectors.find(lap - 1);
    const bool of_lap_before =
        lap_before != car.sectors.end() && lap_before->second.size() == count && lap_before->second[i] == cell.time;
    const bool repeated = of_lap_before || (i < before.size() && before[i].time == cell.time);
    const bool whole_lap = of_lap_done && car.lap.time && told.size() + 1 == count;
    if (last && (whole_lap ? !makes_lap(told, *cell.time, *car.lap.time) : repeated)) continue;
    Instant crossed = at;
    if (of_lap_done && car.line_at) crossed = *car.line_at;
    if (!of_lap_done && (car.laps == 0 || car.exact)) {
      const auto start = car.laps == 0 ? session_.started_at : car.line_at;
      Millis since{*cell.time};
      bool whole = start.has_value() && told.size() == i;
      for (std::size_t j = 0; whole && j < i; ++j) {
        whole = told[j].has_value();
        since += told[j].value_or(Millis{0});
      }
      if (whole && *start + since <= at + kStateRounding) crossed = *start + since;
    }
    told.resize(std::max(told.size(), i + 1));
    told[i] = cell.time;
    tell(out, crossed, timing::Sector{row.car, lap, static_cast<std::int32_t>(i) + 1, *cell.time, cell.best});
  }
}

// A car that goes to the pits without a sector of its new lap has ended its in-lap in the lane.
void StateEvents::take_car_state(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out) {
  const std::string before = std::exchange(car.state, row.state);
  if (before == row.state) return;
  const bool first = before.empty();
  const auto current = car.sectors.find(car.laps + 1);
  const bool on_new_lap = current != car.sectors.end() && !current->second.empty();
  if (stands_in_lane(row.state) && !car.in_lane && !first && car.laps > 0 && !car.took_flag) {
    car.in_lane = true;
    car.in_lap = on_new_lap ? car.laps + 1 : car.laps;
    const bool crossed_in_lane = !on_new_lap && car.line_at;
    tell(out, crossed_in_lane ? *car.line_at : at, timing::PitIn{row.car, car.in_lap});
    if (crossed_in_lane && car.lap.lap == car.laps && !car.lap.in_lap) tell_lap(car, out);
    return;
  }
  if (stands_in_lane(row.state)) {
    car.in_lane = true;
    tell(out, at, timing::CarStatus{row.car, CarState::in_pit});
    return;
  }
  const bool leaves = car.in_lane && (row.state == "OUT" || row.state == "RUN");
  if (leaves && !car.took_flag) {
    car.out_lap = car.laps >= car.in_lap ? car.laps + 1 : car.in_lap;
    tell(out, at, timing::PitOut{row.car, car.out_lap, std::nullopt});
  }
  if (row.state == "OUT" || row.state == "RUN") car.in_lane = false;
  const auto state = car_state_of(row.state);
  const bool seen_on_track = state == CarState::running || state == CarState::out_lap;
  if (state == CarState::finished && car.laps > 0 && !car.took_flag && car.lap.lap == car.laps) {
    car.lap.flag = FlagKind::chequered;
    tell_lap(car, out);
  }
  const bool comes_back = seen_on_track && (before == "STOP" || before == "RET" || before == "N/S");
  if (state && (!seen_on_track || comes_back)) tell(out, at, timing::CarStatus{row.car, *state});
}

void StateEvents::take_standing(Car& car, const CarRow& row, std::int32_t position, Instant at,
                                std::vector<timing::Event>& out) {
  timing::OfficialStanding standing;
  standing.car = row.car;
  standing.position = position;
  standing.class_position = row.class_position;
  standing.laps = row.laps;
  standing.gap = row.gap;
  standing.gap_laps = row.gap_laps;
  if (car.standing == standing) return;
  car.standing = standing;
  tell(out, at, std::move(standing));
}

void StateEvents::finish(Instant at, std::vector<timing::Event>& out) {
  if (!begun_ || flag_ != FlagKind::chequered || session_.state == SessionState::finished) return;
  session_.state = SessionState::finished;
  tell_session(at, out);
}

}  // namespace stint::source::timing71
