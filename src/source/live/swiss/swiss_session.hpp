// One unit (session) of Swiss Timing's cache, as events: what has changed since the documents before.
//
// The times are exact although the documents are polled: TotalTime is from the start to a car's last crossing of the line.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "source/live/adapter.hpp"
#include "source/live/swiss/swiss_documents.hpp"

namespace stint::live::swiss {

class SwissSession {
 public:
  SwissSession(const Meeting& meeting, const Unit& unit, std::string series);

  [[nodiscard]] const std::string& unit() const { return session_.source_session_id; }
  // The schedule says something new of the unit.
  void take_unit(const Unit& unit, Instant now, Reaction& reaction);
  void take_competitors(const UnitCompetitors& competitors, Instant now, Reaction& reaction);
  // Waits for the competitors: results have no car numbers.
  void take_timing(UnitTiming timing, Instant now, Reaction& reaction);

 private:
  struct Car {
    timing::Entry entry;
    std::optional<timing::DriverId> driver;
    std::optional<bool> in_lane;
    std::int32_t in_lap = 0;
    std::int32_t out_lap = 0;
    std::int32_t laps = -1;
    std::optional<Instant> line_at;  // of lap `laps`
    std::optional<timing::Lap> last_lap;
    std::map<std::int32_t, std::vector<std::optional<Millis>>> sectors;  // of the lap in progress and the one before
    std::optional<timing::OfficialStanding> standing;
    std::int64_t status = 0;
    bool took_flag = false;
  };

  void begin(Instant now, Reaction& reaction);
  void change_session(const timing::Session& changed, Instant at, Reaction& reaction);
  void take_messages(const std::vector<Bulletin>& messages, Instant now, Reaction& reaction);
  void take_lane(Car& car, bool in_lane, Instant now, Reaction& reaction);
  void apply_timing(const UnitTiming& timing, Instant now, Reaction& reaction);
  void take_clock(const UnitTiming& timing, Instant now, Reaction& reaction);
  void take_flags(const UnitTiming& timing, Instant now, Reaction& reaction);
  void take_result(const Result& result, Instant now, Reaction& reaction);
  void take_laps(Car& car, const Result& result, Reaction& reaction);
  void take_sectors(Car& car, const Result& result, Reaction& reaction);
  void take_standing(Car& car, const Result& result, Instant now, Reaction& reaction);
  void take_status(Car& car, std::int64_t status, Instant now, Reaction& reaction);
  void tell_lap(Car& car, Instant at, Reaction& reaction);
  void find_flag_instant(const UnitTiming& timing, Instant now);
  [[nodiscard]] Instant utc(source::LocalTime local, Instant otherwise) const;
  [[nodiscard]] std::size_t sector_count() const { return sector_count_ > 0 ? sector_count_ : 3; }

  std::string zone_;
  bool full_course_yellow_ = false;
  timing::Session session_;
  bool begun_ = false;
  Instant session_told_at_{};
  std::map<std::string, Car> cars_;  // by competitor
  std::size_t sector_count_ = 0;
  std::set<std::string> messages_;
  std::optional<timing::FlagKind> flag_;
  std::vector<std::int64_t> sector_flags_;
  std::optional<Millis> remaining_;
  std::optional<Instant> flag_fell_at_;
  std::optional<UnitTiming> waiting_;
};

}  // namespace stint::live::swiss
