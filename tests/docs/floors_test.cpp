// The floors of docs/architecture.md: includes point downwards, and the pure rooms read no clock, file or socket.
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "project_files.hpp"

namespace stint {
namespace {

const std::map<std::string, int>& floors() {
  static const std::map<std::string, int> of_room = {{"timing", 1},  {"net", 1},    {"race", 2},  {"calendar", 2},
                                                     {"insight", 3}, {"source", 4}, {"store", 4}, {"bus", 4},
                                                     {"mock", 5},    {"server", 5}, {"app", 6}};
  return of_room;
}

std::string room_of(const std::string& path_in_src) { return path_in_src.substr(0, path_in_src.find('/')); }

TEST(Floors, EveryFolderOfSrcIsARoom) {
  for (const auto& entry : std::filesystem::directory_iterator(project::root() / "src")) {
    if (entry.is_directory()) {
      EXPECT_TRUE(floors().contains(entry.path().filename().string()))
          << entry.path().filename() << " is no room of the architecture";
    }
  }
}

TEST(Floors, NoFileIncludesOneFromAFloorAbove) {
  const std::regex include(R"re(^\s*#include "([^"]+)")re");
  for (const auto& file : project::files_in("src")) {
    const std::string name = project::name_of(file).substr(std::string("src/").size());
    if (!floors().contains(room_of(name))) continue;
    for (const auto& line : project::lines_of(file)) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const auto target = floors().find(room_of(match[1]));
      if (target == floors().end()) continue;
      EXPECT_LE(target->second, floors().at(room_of(name))) << "src/" << name << " includes " << match[1];
    }
  }
}

// Shares futures out among threads; what comes out is the same whatever their number, which its own tests hold.
constexpr std::string_view kMayHaveThreads = "src/insight/strategy/futures/play_runs.hpp";

TEST(Floors, PureRoomsReadNoClockFileOrSocket) {
  const std::regex impure(
      R"re(#include <(fstream|filesystem|cstdio|iostream|thread|random|boost/.*|sys/.*|netinet/.*|unistd\.h|fcntl\.h)>|_clock::now|std::time\(|getenv|random_device)re");
  for (const std::string room : {"src/race", "src/insight"}) {
    for (const auto& file : project::files_in(room)) {
      const std::string name = project::name_of(file);
      if (name.ends_with("_test.cpp")) continue;
      const bool may_have_threads = name == kMayHaveThreads;
      for (const auto& line : project::lines_of(file)) {
        if (may_have_threads && line == "#include <thread>") continue;
        EXPECT_FALSE(std::regex_search(line, impure)) << name << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace stint
