// The course that a race is run on, as a line, and which of the known ones a session's track is.
//
// Pure values; any thread. Lengths are metres, x to the east and y to the north of the middle of the course; places on the lap
// are fractions of its length, 0 at the start line, in the direction of the race.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "timing/event.hpp"

namespace stint::race {

struct CoursePoint {
  double x = 0, y = 0;
  double fraction = 0;
};

// A part of the lap: a timed sector, a slow zone. `end` may be smaller than `begin`: across the start line.
struct CoursePart {
  std::string name;
  double begin = 0, end = 0;
};

struct CourseMark {
  std::string kind;  // "corner", "pit_entry", "pit_exit"
  std::string name;
  double fraction = 0;
};

// Invariant: `line` has at least three points, its fractions grow from 0 to 1, and the last point lies on the first.
struct Circuit {
  std::string id;                  // of the file: "circuit-de-la-sarthe_24h"
  std::string name;                // for people
  std::vector<std::string> names;  // under which feeds may know it, its own included
  std::string layout;              // "gp", "24h" ...; empty if there is one only
  double length_m = 0;             // as published, or measured along the line
  std::vector<CoursePoint> line;
  std::vector<CoursePart> sectors;
  std::vector<CoursePart> slow_zones;
  std::vector<CourseMark> marks;
  std::string attribution;  // to be shown with the line; empty if none is asked for
};

// Letters and digits in small letters, accents taken off, words apart by one blank: "Autodromo José" is "autodromo jose".
[[nodiscard]] std::string plain_words(std::string_view text);

// The circuit that `session` is run on: by the track's name, else by the event's; of several layouts the one whose length is
// nearest to the session's lap, else the one that is named like the series, else the first. nullptr if none fits.
[[nodiscard]] const Circuit* circuit_of(std::span<const Circuit> circuits, const timing::Session& session);

// A closed line from longitudes and latitudes in degrees: projected, measured, closed if it is open. nullopt for less than
// three different points, for points that are no places on the earth, and for a lap of under 300 m or over 50 km.
struct LongitudeLatitude {
  double longitude = 0, latitude = 0;
};
struct MeasuredLine {
  std::vector<CoursePoint> points;
  double length_m = 0;
};
[[nodiscard]] std::optional<MeasuredLine> measure_line(std::span<const LongitudeLatitude> places);

}  // namespace stint::race
