// HH Timing's own messages: JSON objects that name themselves in `$type`, each followed by <EOM>.
//
// -1, 1e7 s and 1.797e308 mean absent. Cars are named by their number, or by the id that a CompetitorMessage has given them.
#pragma once

#include <simdjson.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source::hhtiming {

class HhMessages {
 public:
  // `stamp`: when the text was recorded; messages carry no date. A message that is cut is completed by the next text.
  // Errors: not_a_timing_file (a message that is no JSON object with a type); those before and after it are taken.
  [[nodiscard]] Result<void> take(std::string_view text, timing::Instant stamp, std::vector<timing::Event>& out);

 private:
  struct Car {
    timing::Entry entry;
    std::optional<timing::DriverId> driver;
    std::int32_t laps = 0;
    std::int32_t in_lap = 0, out_lap = 0;
    std::optional<std::int32_t> points;  // crossed since the line; unknown until it is crossed
  };

  void take_message(std::string_view type, const simdjson::dom::object& message, timing::Instant at,
                    std::vector<timing::Event>& out);
  void take_session(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_heartbeat(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_competitor(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_driver(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_lap(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_point(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_lane(bool in, const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  void take_control(const simdjson::dom::object& message, timing::Instant at, std::vector<timing::Event>& out);
  [[nodiscard]] Car* car_of(const std::string& id);

  std::string rest_;  // of a message that is not complete
  simdjson::dom::parser parser_;
  timing::Session session_;
  std::string session_id_;
  std::optional<timing::FlagKind> flag_;
  std::map<timing::CarNumber, Car> cars_;
  std::map<std::string, timing::CarNumber> numbers_;  // by CompetitorID
  std::size_t messages_ = 0;
};

}  // namespace stint::source::hhtiming
