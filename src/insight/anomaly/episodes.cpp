// AnomalyWatch: what is wrong with a car on one lap, as one anomaly that is revised as more is known.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/episode_kind.hpp"

namespace stint::insight {
namespace {

using std::chrono::seconds;

}  // namespace

Episode& AnomalyWatch::open_episode(std::size_t place, std::int32_t sector) {
  Episode& episode = cars_[place].episode;
  if (episode.anomaly > 0 && episode.settled) episode = {};
  if (episode.lap == 0) {
    episode.lap = field_.cars()[place].laps_completed() + 1;
    episode.sector = std::clamp(sector, 1, std::max(1, field_.sector_count()));
  }
  return episode;
}

// The alarm, or its revision if it has been given already.
void AnomalyWatch::raise_episode(std::size_t place, double probability) {
  Episode& episode = cars_[place].episode;
  if (episode.anomaly > 0) return revise_episode(place, std::max(probability, book_.edit(episode.anomaly).probability));
  Anomaly anomaly;
  anomaly.car = field_.cars()[place].number;
  anomaly.lap = episode.lap;
  anomaly.sector = episode.sector;
  anomaly.probability = probability;
  describe(place, anomaly);
  episode.anomaly = cars_[place].latest_episode = book_.enter(now_, std::move(anomaly));
}

void AnomalyWatch::revise_episode(std::size_t place, double probability) {
  const Episode& episode = cars_[place].episode;
  if (episode.anomaly == 0) return;
  Anomaly& anomaly = book_.edit(episode.anomaly);
  anomaly.probability = probability;
  describe(place, anomaly);
  book_.note(now_, anomaly.id);
}

void AnomalyWatch::clear_episode(std::size_t place) {
  Episode& episode = cars_[place].episode;
  Anomaly& anomaly = book_.edit(episode.anomaly);
  anomaly.cleared = now_;
  anomaly.probability = 0.05;
  anomaly.text += " It was nothing after all.";
  book_.note(now_, anomaly.id);
  episode = {};
}

// The car is at pace again: what comes next is another story.
void AnomalyWatch::close_episode(std::size_t place) { cars_[place].episode = {}; }

// Another car that lost time in the same sector at the same time.
void AnomalyWatch::find_contact(std::size_t place) {
  constexpr auto kBeside = seconds{6};
  Episode& episode = cars_[place].episode;
  const CarWatch& watch = cars_[place];
  if (episode.contact || episode.yellow || (!flags_told() && !unflagged_.is_calm())) return;
  for (std::size_t other = 0; other < cars_.size(); ++other) {
    const Episode& theirs = cars_[other].episode;
    if (other == place || theirs.anomaly == 0 || theirs.sector != episode.sector) continue;
    const auto apart = watch.arrived_at - cars_[other].arrived_at;
    if (std::chrono::abs(apart) > kBeside || book_.edit(theirs.anomaly).first_seen < now_ - seconds{60}) continue;
    episode.contact = true;
  }
}

void AnomalyWatch::describe(std::size_t place, Anomaly& anomaly) const {
  const Episode& episode = cars_[place].episode;
  const double base = cars_[place].base.value_or(100'000);
  anomaly.kind = episode_kind(episode, base, now_, local_flags_told_);
  anomaly.severity = anomaly.severity == 1 ? 1 : episode_severity(episode, base);
  // What a car will have lost that hasn't come yet nobody knows: an alarm, which its coming may turn into information.
  constexpr double kNotSeenYet = 0.2;
  if (episode.away) anomaly.severity = std::max(anomaly.severity, kNotSeenYet);
  anomaly.text = episode_text(anomaly, episode);
  anomaly.evidence = {{"lost_ms", std::round(episode.lost_ms)},
                      {"lost_in_sector_ms", std::round(episode.lost_first_ms)},
                      {"lost_share", episode.lost_ms / base}};
  if (episode.after_ratio > 0) anomaly.evidence.push_back({"ratio_after", episode.after_ratio});
  const auto& isolation = cars_[place].isolation;
  if (episode.settled && isolation) anomaly.evidence.push_back({"isolation", *isolation});
  if (episode.yellow) anomaly.evidence.push_back({"yellow_in_sector", 1});
  if (episode.stood) anomaly.evidence.push_back({"called_stopped", 1});
}

}  // namespace stint::insight
