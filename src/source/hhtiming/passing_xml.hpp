// Swiss Timing's passings: one small XML document a message.
//
//   <SESS> Competition, Meeting, Session, Track, StartTime (local)
//   <ENTR> Bib, Car, Class, Team, Driver1..n {Country, First, Last, Short, Id}
//   <PASS> DT local time, BB bib, IT ms of the sector, LP lap, LT ms of the lap, ST point (I1, I2 ... F, PI, PO), VE km/h, DR
//   driver
//
// Times are to the millisecond. Each passing is sent several times.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source::hhtiming {

class PassingXml {
 public:
  // Errors: not_a_timing_file (no such document).
  [[nodiscard]] Result<void> take(const std::string& document, std::vector<timing::Event>& out);

 private:
  struct Car {
    std::optional<timing::DriverId> driver;
    std::int32_t in_lap = 0, out_lap = 0;
    std::optional<timing::Instant> in_at;
  };
  struct Fields;

  void take_session(const Fields& fields, std::vector<timing::Event>& out);
  void take_entry(const Fields& fields, std::vector<timing::Event>& out);
  void take_passing(const Fields& fields, std::vector<timing::Event>& out);
  void take_lap(Car& car, const Fields& fields, timing::CarNumber number, std::int32_t lap, timing::Instant at,
                std::vector<timing::Event>& out);

  std::optional<timing::Instant> started_at_;
  std::int32_t sectors_ = 0;  // the highest intermediate seen, and the line
  std::map<timing::CarNumber, Car> cars_;
};

}  // namespace stint::source::hhtiming
