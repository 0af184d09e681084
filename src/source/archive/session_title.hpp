// What a file's name says about its session: archives carry no other title.
//
// Understood: SERIES_YEAR_EVENT[_SESSION]{-,_}{laps,analysis,timecards}.csv ("imsa_2024_road-atlanta_race-laps.csv",
// "wec_2024_lemans24h_analysis.csv"), and the timing company's own "23_Analysis_Race.CSV". What isn't understood stays empty.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "timing/event.hpp"

namespace stint::source::archive {

struct SessionTitle {
  std::string id;      // "imsa-2024-road-atlanta-race"
  std::string series;  // "IMSA"
  std::string event;   // "Road Atlanta 2024", "24 Hours of Le Mans 2024"
  std::string name;    // "Race", "Practice 1"
  std::string track;   // empty unless the event's name contains a circuit's
  timing::SessionKind kind = timing::SessionKind::unknown;
  std::optional<std::chrono::hours> limit;  // from "24h" in the event's name
  bool distinct = false;                    // the name has series, year and event, so that no other session has the same id
};

// `name` is without folder.
[[nodiscard]] SessionTitle title_from_file_name(std::string_view name);

// The name without extension and without the word for its content ("-laps", "_analysis"), and the separator that stood before
// that word: the names of the files beside it are made of the two. Separator 0 if there is no such word.
struct FileStem {
  std::string_view stem;
  char separator = 0;
  std::string_view tail;  // what followed the word
};
[[nodiscard]] FileStem split_file_name(std::string_view name);

}  // namespace stint::source::archive
