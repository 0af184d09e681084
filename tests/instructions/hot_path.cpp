// One hot path, once, for callgrind to count: `hot_path csv_to_events|events_to_state`. The race is made up, so that the count
// depends on the code alone.
#include <cstdio>
#include <string_view>

#include "race/race_state.hpp"
#include "race_files.hpp"
#include "source/archive/archive.hpp"

namespace stint::bench {

// What callgrind counts: these two by name, and nothing outside them.
[[gnu::noinline]] std::size_t counted_csv_to_events(const source::ArchiveFiles& files) {
  const auto session = source::read_archive(files);
  return session ? session->events.size() : 0;
}

[[gnu::noinline]] std::size_t counted_events_to_state(const std::vector<timing::Event>& events) {
  race::RaceState race;
  for (const timing::Event& event : events) race.apply(event);
  return events.size();
}

int run(std::string_view path) {
  source::ArchiveFiles files;
  files.laps.name = "wec_2024_madeup24h_analysis.csv";
  files.laps.text = made_up_file();
  std::size_t events = 0;
  if (path == "csv_to_events") {
    events = counted_csv_to_events(files);
  } else if (path == "events_to_state") {
    const auto session = source::read_archive(files);
    if (session) events = counted_events_to_state(session->events);
  }
  std::printf("%zu events\n", events);
  return events > 50'000 ? 0 : 1;
}

}  // namespace stint::bench

int main(int count, char** words) { return count == 2 ? stint::bench::run(words[1]) : 2; }
