// Playing all the runs of a question on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/futures/played_race.hpp"

namespace stint::insight {

// Calls `play_run(race, run)` for each run, on as many threads as wanted; each thread has a PlayedRace of its own. False if
// stopped before the end.
template <class PlayRun>
bool play_runs(const World& world, const PlaySettings& settings, PlayRun play_run) {
  constexpr std::size_t kBlock = 8;  // runs that a thread takes at a time
  const auto runs = static_cast<std::size_t>(settings.runs);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    PlayedRace race(world);
    while (!settings.stop.stop_requested()) {
      const std::size_t first = next.fetch_add(kBlock);
      if (first >= runs) return;
      for (std::size_t run = first; run < std::min(first + kBlock, runs); ++run) play_run(race, run);
    }
  };
  const unsigned wanted = settings.threads > 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency());
  const auto threads = std::min<std::size_t>(wanted, (runs + kBlock - 1) / kBlock);
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return !settings.stop.stop_requested();
}

}  // namespace stint::insight
