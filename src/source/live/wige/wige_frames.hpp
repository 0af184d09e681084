// Frames of the feed with made-up crews, for tests: each row is a map of members that a test changes as the race goes on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "timing/json_writer.hpp"

namespace stint::live::wige {

using RowText = std::map<std::string, std::string>;

// 21 June 2026, 12:00:00 UTC: 14:00 at the ring.
inline constexpr std::int64_t kNoonMs = 1'782'043'200'000;

inline RowText row_of(const std::string& car, const std::string& driver, int laps) {
  return {{"STNR", car},
          {"NAME", driver},
          {"CLASSNAME", "SP 9"},
          {"CAR", "Example GT3"},
          {"TEAM", "Alder Racing"},
          {"POSITION", "1"},
          {"CLASSRANK", "1"},
          {"LAPS", std::to_string(laps)},
          {"LASTLAPTIME", ""},
          {"PITSTOPCOUNT", "0"},
          {"PITSUM", "000000.000"},
          {"LASTINTERMEDIATENUMBER", "0"},
          {"LASTIMTIME", "0"},
          {"GAP", ""}};
}

// A race on a track of three sectors of 100, 200 and 300 m.
struct ClassificationText {
  std::string session = "4600205102", heat = "Race", track_state = "0", version = "2", heat_type = "R";
  std::vector<RowText> rows;

  [[nodiscard]] std::string at(std::int64_t time_of_day_ms) const {
    std::string text;
    timing::JsonWriter json(text);
    json.begin_object().field("PID", "0").field("VER", version).field("EXPORTID", "20").field("HEATTYPE", heat_type);
    json.field("SESSION", session).field("NROFINTERMEDIATETIMES", "2").field("TRACKNAME", "Nürburgring");
    json.field("TRACKLENGTH", "600").field("S1L", "100").field("S2L", "200").field("S3L", "300");
    json.field("TRACKSTATE", track_state).field("CUP", "Example Cup").field("HEAT", heat);
    json.field("TOD", std::to_string(time_of_day_ms)).key("RESULT").begin_array();
    for (const RowText& row : rows) {
      json.begin_object();
      for (const auto& [key, value] : row) json.field(key, value);
      json.end_object();
    }
    json.end_array().end_object();
    return text;
  }
};

}  // namespace stint::live::wige
