// How long it takes to read a recording of a whole race again, and how large it is.
//
//   reparse [--hours 24] [--cars 62] [--protocol griiip] [--race FILE] [--recording FILE]
//
// Plays a race (an archive's, or a simulated one) as that protocol through a network in memory into a recording, then reads it
// again to event lines, as `stint replay` does. A recording that is named is kept, and only read if it is already there.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "followed_mock.hpp"
#include "source/archive/archive.hpp"
#include "source/live/recording/reparse.hpp"
#include "timing/event_ndjson.hpp"

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

std::string argument(int count, char** values, std::string_view name, std::string fallback) {
  for (int i = 1; i + 1 < count; ++i) {
    if (values[i] == name) return values[i + 1];
  }
  return fallback;
}

double seconds_since(Steady::time_point begin) { return std::chrono::duration<double>(Steady::now() - begin).count(); }

stint::mock::RaceScript script_of(const std::string& race, std::chrono::hours length, int cars) {
  const stint::mock::ScriptOptions options{.starts_at = stint::mock::kTestStart};
  if (race.empty()) return stint::mock::test_script(length, cars, options);
  return stint::mock::RaceScript::create(stint::source::read_archive(race).value().events, options).value();
}

void record(const std::string& protocol, stint::mock::RaceScript script, const std::filesystem::path& path) {
  const auto begin = Steady::now();
  const stint::timing::Millis length = script.ends() - script.begins();
  {
    stint::live::FollowedMock feed(*stint::live::find_live_source(protocol), *stint::mock::find_mock(protocol),
                                   std::move(script), path);
    feed.run(length + 10min);
    const stint::live::FeedStatus& status = feed.supervisor().status();
    std::printf("%s, %.1f h: %llu frames, %llu bytes; ", protocol.c_str(),
                std::chrono::duration<double, std::ratio<3600>>(length).count(), static_cast<unsigned long long>(status.frames),
                static_cast<unsigned long long>(status.bytes));
  }
  std::printf("%llu bytes on disk; played and recorded in %.1f s\n",
              static_cast<unsigned long long>(std::filesystem::file_size(path)), seconds_since(begin));
}

void read_again(const std::filesystem::path& path) {
  const auto begin = Steady::now();
  auto capture = stint::live::Reparse::begin(stint::live::FrameReader::open(path).value());
  std::vector<stint::timing::Event> events;
  std::string lines;
  std::size_t told = 0;
  while (capture->next(events)) {
    for (const auto& event : events) stint::timing::append_ndjson(event, lines);
    told += events.size();
    events.clear();
    lines.clear();
  }
  std::printf("read again in %.2f s: %zu events of %llu frames\n", seconds_since(begin), told,
              static_cast<unsigned long long>(capture->frames()));
}

}  // namespace

int main(int count, char** values) {
  const auto length = std::chrono::hours{std::atoi(argument(count, values, "--hours", "24").c_str())};
  const int cars = std::atoi(argument(count, values, "--cars", "62").c_str());
  const std::string kept = argument(count, values, "--recording", "");
  std::filesystem::path path = kept;
  if (kept.empty()) path = std::filesystem::temp_directory_path() / ("stint-reparse-" + std::to_string(getpid()) + ".stintrec");
  if (!std::filesystem::exists(path)) {
    record(argument(count, values, "--protocol", "griiip"), script_of(argument(count, values, "--race", ""), length, cars),
           path);
  }
  read_again(path);
  if (kept.empty()) std::filesystem::remove(path);
}
