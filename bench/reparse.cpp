// How long it takes to read a recording of a whole race again, and how large it is.
//
//   reparse [--hours 24] [--cars 62] [--protocol griiip]
//
// Plays a simulated race as that protocol through a network in memory into a recording, then reads it again to event lines, as
// `stint replay` does.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "followed_mock.hpp"
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

}  // namespace

int main(int count, char** values) {
  const auto length = std::chrono::hours{std::atoi(argument(count, values, "--hours", "24").c_str())};
  const int cars = std::atoi(argument(count, values, "--cars", "62").c_str());
  const std::string name = argument(count, values, "--protocol", "griiip");
  const auto path = std::filesystem::temp_directory_path() / ("stint-reparse-" + std::to_string(getpid()) + ".stintrec");
  {
    const auto begin = Steady::now();
    stint::live::FollowedMock feed(*stint::live::find_live_source(name), *stint::mock::find_mock(name),
                                   stint::mock::test_script(length, cars), path);
    feed.run(length + 10min);
    const stint::live::FeedStatus& status = feed.supervisor().status();
    std::printf("%s, %d cars, %lld h: %llu frames, %llu bytes, %llu on disk; played and recorded in %.1f s\n", name.c_str(),
                cars, static_cast<long long>(length.count()), static_cast<unsigned long long>(status.frames),
                static_cast<unsigned long long>(status.bytes),
                static_cast<unsigned long long>(std::filesystem::file_size(path)), seconds_since(begin));
  }
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
  std::filesystem::remove(path);
}
