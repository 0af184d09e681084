#include "insight/strategy/measure/priors.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "race/circuit.hpp"

namespace stint::insight {

void Tally::add(double value) {
  count += 1;
  sum += value;
  squares += value * value;
}

Tally& Tally::operator+=(const Tally& other) {
  count += other.count;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

double Tally::spread() const {
  if (count < 2) return 0;
  return std::sqrt(std::max(0.0, (squares - sum * sum / count) / (count - 1)));
}

std::optional<Measure> Tally::measure(Basis basis) const {
  constexpr double kTenth = 1.2816;  // of a normal distribution, in standard deviations
  if (count < 1) return std::nullopt;
  const double middle = mean(), width = kTenth * spread();
  return Measure{middle, spread(), {middle - width, middle, middle + width}, static_cast<int>(count), basis};
}

std::string_view class_fact_name(ClassFact fact) {
  constexpr std::array<std::string_view, kClassFacts> kNames{
#define STINT_CLASS_FACT(name, meaning) #name,
#include "insight/strategy/measure/class_facts.def"
#undef STINT_CLASS_FACT
  };
  return kNames.at(static_cast<std::size_t>(fact));
}

namespace {

ClassFact after(ClassFact first, std::size_t steps) { return static_cast<ClassFact>(static_cast<std::size_t>(first) + steps); }

// "24 hours of le mans 2024" is the race of "le mans" in another year.
bool is_of_edition(std::string_view word) {
  const bool number = std::ranges::all_of(word, [](char letter) { return letter >= '0' && letter <= '9'; });
  return number || word == "hours" || word == "hour" || word == "of" || word == "h";
}

}  // namespace

ClassFact pit_loss_fact(Pace pace) { return after(ClassFact::pit_loss_green, static_cast<std::size_t>(pace)); }
ClassFact lane_fact(Pace pace) { return after(ClassFact::lane_green, static_cast<std::size_t>(pace)); }
ClassFact slow_down_fact(Pace pace) { return after(ClassFact::slow_down_slow, static_cast<std::size_t>(pace) - 1); }
ClassFact service_fact(Service service) { return after(ClassFact::drive_through, static_cast<std::size_t>(service)); }

std::size_t race_part(double elapsed_h, std::optional<double> length_h) {
  if (elapsed_h < 1) return 0;
  return length_h && elapsed_h > *length_h - 1 ? 2 : 1;
}

std::string circuit_key(const timing::Session& session) {
  const std::string words = race::plain_words(session.track.empty() ? session.event : session.track);
  std::string key;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    const std::string_view word = std::string_view(words).substr(from, end - from);
    if (!word.empty() && !is_of_edition(word)) key.append(key.empty() ? "" : "-").append(word);
    from = end + 1;
  }
  return key;
}

int season_of(const timing::Session& session) {
  const std::string words = race::plain_words(session.event);
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    const std::string_view word = std::string_view(words).substr(from, end - from);
    if (word.size() == 4 && is_of_edition(word) && (word.starts_with("19") || word.starts_with("20"))) {
      return std::stoi(std::string(word));
    }
    from = end + 1;
  }
  if (!session.started_at || session.dating != timing::Dating::exact) return 0;
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*session.started_at));
  return static_cast<int>(date.year());
}

void Priors::add(RaceTally race) {
  const auto place = std::ranges::lower_bound(races_, race.id, {}, &RaceTally::id);
  if (place != races_.end() && place->id == race.id) {
    *place = std::move(race);
  } else {
    races_.insert(place, std::move(race));
  }
}

Priors Priors::without(std::string_view series, int season) const {
  Priors rest = *this;
  std::erase_if(rest.races_, [&](const RaceTally& race) { return race.series == series && race.season == season; });
  return rest;
}

Priors Priors::without_race(std::string_view id) const {
  Priors rest = *this;
  std::erase_if(rest.races_, [&](const RaceTally& race) { return race.id == id; });
  return rest;
}

}  // namespace stint::insight
