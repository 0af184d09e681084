// What following a whole race costs in memory: a race of an archive, played by a mock with faults and followed under a clock
// that the program moves, with the resident size at each hour of the race.
//
//   live_memory SOURCE FILE [FAULTS]        live_memory griiip wec_2024_lemans24h_analysis.csv all
//
// The mock, the recording that it plays and the race as followed are all in this one process.
#include <chrono>
#include <cstdio>
#include <string>

#include "live/carries.hpp"
#include "live/resident.hpp"
#include "live/world.hpp"
#include "source/archive/archive.hpp"

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

std::size_t laps_of(const stint::race::Snapshot& race) {
  std::size_t laps = 0;
  for (const auto& car : race.cars) laps += car.laps_done.size();
  return laps;
}

int measure(const std::string& source, const std::string& file, const stint::mock::FaultSet& faults) {
  auto session = stint::source::read_archive(file);
  if (!session) {
    std::fprintf(stderr, "%s\n", session.error().message.c_str());
    return 1;
  }
  const auto begun = Steady::now();
  const auto each_minute = [begun](const stint::testing::Minute& minute) {
    if (minute.played % 1h != 0ms) return;
    std::printf("%3lld h  %7.1f MB  %6zu laps  %5.1f s\n", static_cast<long long>(minute.played / 1h),
                static_cast<double>(stint::testing::resident_bytes()) / 1e6, minute.followed ? laps_of(*minute.followed) : 0,
                std::chrono::duration<double>(Steady::now() - begun).count());
    std::fflush(stdout);
  };
  const auto followed = stint::testing::follow(std::move(session->events),
                                               {.source = source, .faults = faults, .seed = 1, .each_minute = each_minute});
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
  if (argc < 3) {
    std::fprintf(stderr, "live_memory SOURCE FILE [FAULTS]\n");
    return 2;
  }
  const auto faults = stint::mock::parse_faults(argc > 3 ? argv[3] : "");
  if (!faults) {
    std::fprintf(stderr, "%s\n", faults.error().message.c_str());
    return 2;
  }
  return measure(argv[1], argv[2], *faults);
}
