// What following a whole race costs in memory: a race of an archive, played by a mock with faults and followed under a clock
// that the program moves, with the resident size at each hour of the race.
//
//   live_memory SOURCE FILE [FAULTS]        live_memory griiip wec_2024_lemans24h_analysis.csv all
//   live_memory SOURCE simulated [FAULTS]   24 hours of 62 cars
//
// The mock and the recording that it plays are in this process too; what is allocated is told apart by who did it
// (tests/live/heap_account.hpp).
#include <chrono>
#include <cstdio>
#include <string>

#include "app/large_blocks.hpp"
#include "live/carries.hpp"
#include "live/heap_account.hpp"
#include "live/races.hpp"
#include "live/resident.hpp"
#include "live/world.hpp"
#include "source/archive/archive.hpp"

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using stint::testing::Holder;

std::size_t laps_of(const stint::race::Snapshot& race) {
  std::size_t laps = 0;
  for (const auto& car : race.cars) laps += car.laps_done.size();
  return laps;
}

double held_megabytes(Holder holder) { return static_cast<double>(stint::testing::held_bytes(holder).value_or(0)) / 1e6; }

// Empty if it can't be read.
std::vector<stint::timing::Event> race_of(const std::string& file) {
  if (file == "simulated") return stint::testing::simulated_race(24h, 62);
  auto session = stint::source::read_archive(file);
  if (session) return std::move(session->events);
  std::fprintf(stderr, "%s\n", session.error().message.c_str());
  return {};
}

int measure(const std::string& source, std::vector<stint::timing::Event> race, const stint::mock::FaultSet& faults) {
  const auto begun = Steady::now();
  const auto each_minute = [begun](const stint::testing::Minute& minute) {
    if (minute.played % 1h != 0ms) return;
    std::printf("%3lld h  follower %6.2f MB, mock %6.2f MB, resident %6.1f MB  %6zu laps  %5.1f s\n",
                static_cast<long long>(minute.played / 1h), held_megabytes(Holder::follower), held_megabytes(Holder::mock),
                static_cast<double>(stint::testing::resident_bytes()) / 1e6, minute.followed ? laps_of(*minute.followed) : 0,
                std::chrono::duration<double>(Steady::now() - begun).count());
    std::fflush(stdout);
  };
  const auto followed =
      stint::testing::follow(std::move(race), {.source = source, .faults = faults, .seed = 1, .each_minute = each_minute});
  if (!followed.race) {
    std::fprintf(stderr, "nothing was followed: %s\n", followed.status.why.c_str());
    return 1;
  }
  const auto differences = stint::testing::differences(*followed.truth, *followed.race, stint::testing::carried_by(source));
  std::printf("end  %7.1f MB  %6zu laps of %zu  %u reconnects, %llu frames, %.1f MB of them\n%s",
              static_cast<double>(stint::testing::resident_bytes()) / 1e6, laps_of(*followed.race), laps_of(*followed.truth),
              static_cast<unsigned>(followed.status.reconnects), static_cast<unsigned long long>(followed.status.frames),
              static_cast<double>(followed.status.bytes) / 1e6, stint::testing::in_words(differences).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  stint::app::keep_large_blocks_apart();
  if (argc < 3) {
    std::fprintf(stderr, "live_memory SOURCE FILE [FAULTS]\n");
    return 2;
  }
  const auto faults = stint::mock::parse_faults(argc > 3 ? argv[3] : "");
  if (!faults) {
    std::fprintf(stderr, "%s\n", faults.error().message.c_str());
    return 2;
  }
  std::vector<stint::timing::Event> race;
  {
    const stint::testing::HeldBy account(Holder::mock);
    race = race_of(argv[2]);
  }
  return race.empty() ? 1 : measure(argv[1], std::move(race), *faults);
}
