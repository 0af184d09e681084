#include "insight/strategy/futures/play_runs.hpp"

namespace stint::insight {

Futures play(const Situation& situation, const PlaySettings& settings, const Assumptions& assumptions) {
  if (!situation.playable() || settings.runs <= 0) return {};
  const auto runs = static_cast<std::size_t>(settings.runs);
  const World world(situation, assumptions);
  Futures futures(situation.cars.size(), runs);
  const bool all = play_runs(
      world, settings, [&](PlayedRace& race, std::size_t run) { race.play(settings.seed, run, &futures.at(0, run), runs); });
  return all ? futures : Futures();
}

}  // namespace stint::insight
