#include "race_files.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace stint::bench {
namespace {

constexpr int kCars = 62;
constexpr int kLaps = 252;  // 62 cars of 252 laps are 15,624 rows and 3 MB: a 24-hour race
constexpr int kLapsPerStint = 12;
constexpr std::int64_t kStartOfDayMs = 57'600'000;

std::string clock(std::int64_t ms, bool hours) {
  char text[32];
  const auto part = [](std::int64_t value) { return static_cast<int>(value); };
  if (hours) {
    std::snprintf(text, sizeof text, "%d:%02d:%02d.%03d", part(ms / 3'600'000), part(ms / 60'000 % 60), part(ms / 1000 % 60),
                  part(ms % 1000));
  } else if (ms >= 60'000) {
    std::snprintf(text, sizeof text, "%d:%02d.%03d", part(ms / 60'000), part(ms / 1000 % 60), part(ms % 1000));
  } else {
    std::snprintf(text, sizeof text, "%d.%03d", part(ms / 1000), part(ms % 1000));
  }
  return text;
}

std::string elapsed_clock(std::int64_t ms) { return clock(ms, ms >= 3'600'000); }

std::string seconds(std::int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%d.%03d", static_cast<int>(ms / 1000), static_cast<int>(ms % 1000));
  return text;
}

void append_lap(std::string& file, int car, int lap, std::int64_t& elapsed) {
  const bool in_lap = lap % kLapsPerStint == 0;
  const bool out_lap = lap > 1 && (lap - 1) % kLapsPerStint == 0;
  const std::int64_t s1 = 35'000 + car * 17 + lap * 31 % 700 + (out_lap ? 70'000 : 0);
  const std::int64_t s2 = 85'000 + car * 29 + lap * 53 % 900;
  const std::int64_t s3 = 100'000 + car * 37 + lap * 97 % 800 + (in_lap ? 9'000 : 0);
  const std::int64_t time = s1 + s2 + s3;
  elapsed += time;
  const int driver = 1 + lap / 48 % 3;
  const auto field = [&file](const std::string& text) { file.append(text).append(";"); };
  for (const auto& text : {std::to_string(car + 1), std::to_string(driver), std::to_string(lap), clock(time, false),
                           std::string("0"), std::string(in_lap ? "B" : "")}) {
    field(text);
  }
  for (const std::int64_t sector : {s1, s2, s3}) {
    field(clock(sector, false));
    field("0");
  }
  field("223.4");
  field(elapsed_clock(elapsed));
  field(clock((kStartOfDayMs + elapsed) % 86'400'000, true));
  for (const std::int64_t sector : {s1, s2, s3}) field(clock(sector, false));
  field("315.4");
  field("Driver " + std::to_string(driver) + " OF CAR " + std::to_string(car + 1));
  field(out_lap ? clock(82'800, true) : "");
  for (const char* text : {"HYPERCAR", "H", "Made Up Racing Team", "Maker", "GF"}) field(text);
  for (const std::int64_t sector : {s1, s2, s3}) field(seconds(sector));
  file += "\r\n";
}

}  // namespace

std::string made_up_file() {
  std::string file =
      "\xEF\xBB\xBFNUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; "
      "S1_IMPROVEMENT; "
      "S2; S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; "
      "HOUR;S1_LARGE;S2_LARGE;S3_LARGE;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;"
      "GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;S1_SECONDS;S2_SECONDS;S3_SECONDS;\r\n";
  for (int car = 0; car < kCars; ++car) {
    std::int64_t elapsed = 0;
    for (int lap = 1; lap <= kLaps; ++lap) append_lap(file, car, lap, elapsed);
  }
  return file;
}

source::ArchiveFiles race_files() {
  source::ArchiveFiles files;
  files.laps.name = "wec_2024_lemans24h_analysis.csv";
  if (const char* data = std::getenv("STINT_DATA")) {
    std::ifstream real(std::filesystem::path(data) / "races" / "wec" / files.laps.name, std::ios::binary);
    std::ostringstream text;
    if (real) text << real.rdbuf();
    files.laps.text = text.str();
  }
  if (files.laps.text.empty()) files.laps.text = made_up_file();
  return files;
}

}  // namespace stint::bench
