// Whose lap is the best of the session and of each class, as the feed says (best_results, sessionBestResultsByClass).
#pragma once

#include <simdjson.h>

#include <map>
#include <optional>
#include <string>

#include "timing/event.hpp"

namespace stint::live::alkamel {

class BestMarks {
 public:
  void read_session(simdjson::dom::element best_results);
  void read_classes(simdjson::dom::element best_results_by_class);

  // What a lap of `time` by `car` is worth. `car_best` is the car's best lap as published with it; without a time of its own a
  // best is taken to be of this lap if this lap is the car's best.
  [[nodiscard]] timing::BestMark of(const timing::CarNumber& car, const std::string& class_name, timing::Millis time,
                                    std::optional<timing::Millis> car_best, bool personal) const;

 private:
  struct Best {
    timing::CarNumber car;
    std::optional<timing::Millis> time;
  };
  [[nodiscard]] static std::optional<Best> read(const std::optional<simdjson::dom::element>& best);

  std::optional<Best> session_;
  std::map<std::string, Best, std::less<>> classes_;
};

}  // namespace stint::live::alkamel
