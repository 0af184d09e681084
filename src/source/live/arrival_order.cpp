#include "source/live/arrival_order.hpp"

#include <xxhash.h>

#include <cstdlib>
#include <optional>
#include <string_view>

#include "timing/event_ndjson.hpp"

namespace stint::live {
namespace {

using timing::Event;
using timing::event_as;
using timing::Instant;
using timing::Millis;

// Feeds count in whole seconds, and what they say is on its way for a while: less than this is no other clock.
constexpr Millis kClockTolerance{1'500};

// A feed's own clock may be wrong, or a mock may be ahead of it, but not by so much.
constexpr auto kFurthestAhead = std::chrono::days{7};

std::uint64_t hash(std::string_view text, std::uint64_t seed) { return XXH3_64bits_withSeed(text.data(), text.size(), seed); }

template <class Body>
concept OfLap = requires(const Body& body) { body.lap; } && !std::is_same_v<Body, timing::DriverChange>;

std::uint64_t number_in_key(const Event& event) {
  return std::visit(
      []<class Body>(const Body& body) -> std::uint64_t {
        std::uint64_t number = 0;
        if constexpr (OfLap<Body>) number = static_cast<std::uint64_t>(static_cast<std::uint32_t>(body.lap)) << 32U;
        if constexpr (requires { body.index; }) number |= static_cast<std::uint32_t>(body.index);
        if constexpr (std::is_same_v<Body, timing::Flag>) {
          number = static_cast<std::uint64_t>(body.scope) << 32U | static_cast<std::uint32_t>(body.number);
        }
        return number;
      },
      event.body);
}

// Kind, car, lap and index.
std::uint64_t key_of(const Event& event) {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;
  const std::uint64_t seed = number_in_key(event) * kSpread + event.body.index();
  if (const auto* health = event_as<timing::FeedHealth>(event)) return hash(health->source, seed);
  const timing::CarNumber* car = timing::car_of(event);
  return hash(car == nullptr ? std::string_view{} : car->view(), seed);
}

bool is_timing_fact(const Event& event) {
  return event_as<timing::Lap>(event) != nullptr || event_as<timing::Sector>(event) != nullptr ||
         event_as<timing::Loop>(event) != nullptr || event_as<timing::PitIn>(event) != nullptr ||
         event_as<timing::PitOut>(event) != nullptr;
}

bool has_history(const Event& event) {
  return event_as<timing::Flag>(event) != nullptr || event_as<timing::CarStatus>(event) != nullptr ||
         event_as<timing::DriverChange>(event) != nullptr;
}

bool differs(Millis a, Millis b) { return std::chrono::abs(a - b) > kClockTolerance; }

template <class T>
bool differs(const std::optional<T>& known, const std::optional<T>& said) {
  return known.has_value() != said.has_value() || (known && *known != *said);
}

}  // namespace

ArrivalOrder::Said ArrivalOrder::digest(const Event& event) {
  Event timeless = event;
  timeless.at = {};
  timeless.seq = 0;
  if (auto* lap = std::get_if<timing::Lap>(&timeless.body)) {
    lap->best = timing::BestMark::none;
    lap->driver.reset();
    lap->flag.reset();
    lap->top_speed_kph.reset();
  } else if (auto* sector = std::get_if<timing::Sector>(&timeless.body)) {
    sector->best = timing::BestMark::none;
  }
  line_.clear();
  timing::append_ndjson(timeless, line_);
  return hash(line_, 0);
}

ArrivalOrder::Beside ArrivalOrder::beside_time(const Event& event) {
  const auto* lap = event_as<timing::Lap>(event);
  if (lap == nullptr) return {};
  const int count = (lap->driver ? 1 : 0) + (lap->flag ? 1 : 0) + (lap->top_speed_kph ? 1 : 0);
  const auto flag = lap->flag ? static_cast<std::uint64_t>(*lap->flag) + 1 : 0;
  const auto speed = static_cast<std::uint64_t>(lap->top_speed_kph.value_or(0.0) * 1000.0);
  return {hash(lap->driver ? lap->driver->view() : std::string_view{}, flag << 32U ^ speed), count};
}

ArrivalOrder::Verdict ArrivalOrder::judge(const Event& event, Instant now) {
  if (event.at > now + kFurthestAhead || !timing::check_event(event)) return Verdict::impossible;
  if (const auto* clock = event_as<timing::Clock>(event)) return judge_clock(*clock, event.at);
  const Said said = digest(event);
  if (const auto* message = event_as<timing::RaceControl>(event)) return judge_message(*message, said, event.at);
  const Key key = key_of(event);
  if (is_timing_fact(event)) return judge_fact(key, said, beside_time(event), event.at);
  const bool is_statement = event_as<timing::Session>(event) != nullptr || event_as<timing::Entry>(event) != nullptr;
  if (is_statement) return judge_statement(key, said, event.at);
  return has_history(event) ? judge_history(key, said, event.at) : judge_latest(key, said, event.at);
}

void ArrivalOrder::remember(const Event& event) { static_cast<void>(judge(event, event.at)); }

ArrivalOrder::Verdict ArrivalOrder::judge_fact(Key key, Said said, Beside beside, Instant at) {
  const auto [place, is_new] = latest_.try_emplace(key, Latest{said, at, beside});
  if (is_new) return Verdict::news;
  Latest& known = place->second;
  if (known.said == said) {
    const bool tells_less = beside.count < known.beside.count;
    if (tells_less || (beside.said == known.beside.said && known.at <= at)) return Verdict::repeated;
  }
  known = {said, at, beside};
  return Verdict::news;
}

ArrivalOrder::Verdict ArrivalOrder::judge_latest(Key key, Said said, Instant at) {
  const auto [place, is_new] = latest_.try_emplace(key, Latest{said, at, {}});
  if (is_new) return Verdict::news;
  Latest& known = place->second;
  if (known.said == said) return Verdict::repeated;
  if (at < known.at) return Verdict::outdated;
  known = {said, at, {}};
  return Verdict::news;
}

ArrivalOrder::Verdict ArrivalOrder::judge_statement(Key key, Said said, Instant at) {
  const auto [place, is_new] = latest_.try_emplace(key, Latest{said, at, {}});
  if (is_new) return Verdict::news;
  Latest& known = place->second;
  if (known.said == said) return Verdict::repeated;
  if (known.at <= at) known = {said, at, {}};
  return Verdict::news;
}

ArrivalOrder::Verdict ArrivalOrder::judge_history(Key key, Said said, Instant at) {
  auto& history = histories_[key];
  const auto after = history.upper_bound(at);
  if (after != history.begin() && std::prev(after)->second == said) return Verdict::repeated;
  history[at] = said;
  return Verdict::news;
}

ArrivalOrder::Verdict ArrivalOrder::judge_message(const timing::RaceControl& message, Said said, Instant at) {
  constexpr std::uint64_t kMessageText = 1;
  constexpr std::uint64_t kMessageId = 2;
  const Key by_text = hash(message.text, static_cast<std::uint64_t>(timing::count_ms(at)) ^ kMessageText);
  const bool text_is_new = latest_.try_emplace(by_text, Latest{said, at, {}}).second;
  if (message.id.empty()) return text_is_new ? Verdict::news : Verdict::repeated;
  const auto [place, id_is_new] = latest_.try_emplace(hash(message.id, kMessageId), Latest{said, at, {}});
  if (id_is_new) return text_is_new ? Verdict::news : Verdict::repeated;
  if (place->second.said == said || !text_is_new) return Verdict::repeated;
  place->second = {said, at, {}};
  return Verdict::news;
}

ArrivalOrder::Verdict ArrivalOrder::judge_clock(const timing::Clock& clock, Instant at) {
  if (has_clock_) {
    if (at < clock_at_) return Verdict::outdated;
    const Millis passed = clock_.running ? at - clock_at_ : Millis{0};
    const bool same_limits = !differs(clock_.laps_remaining, clock.laps_remaining) &&
                             clock_.remaining.has_value() == clock.remaining.has_value() && clock_.running == clock.running;
    const bool same_remaining = !clock.remaining || !clock_.remaining || !differs(*clock_.remaining - passed, *clock.remaining);
    if (same_limits && same_remaining && !differs(clock_.elapsed + passed, clock.elapsed)) return Verdict::repeated;
  }
  has_clock_ = true;
  clock_ = clock;
  clock_at_ = at;
  return Verdict::news;
}

}  // namespace stint::live
