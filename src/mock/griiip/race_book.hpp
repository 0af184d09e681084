// What the service remembers of a race beside the standings: who is who, and every flag, stop and message so far.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mock/griiip/item.hpp"
#include "race/snapshot.hpp"

namespace stint::mock::griiip {

struct FlagItem {
  timing::Instant at{};
  std::string word;
  std::int32_t sector = 0;  // 0: the whole track
  std::int32_t lap = 0;     // the leader's
  std::int64_t elapsed_ms = 0;
};

struct PitInItem {
  timing::Instant at{};
  const Participant* car = nullptr;
  std::int32_t lap = 0;
};

struct PitOutItem {
  timing::Instant at{};
  const Participant* car = nullptr;
  std::int32_t lap = 0;
  std::optional<timing::Millis> lane;
};

struct SectorItem {
  timing::Instant at{};
  std::int32_t lap = 0, index = 0;
  timing::Millis time{};
  timing::BestMark best = timing::BestMark::none;
};

struct LogItem {
  timing::Instant at{};
  const Participant* car = nullptr;
  std::int32_t lap = 0;
  std::string type, id;
  std::function<void(timing::JsonWriter&)> own;  // the members of this type
};

class RaceBook {
 public:
  explicit RaceBook(timing::Instant start) : start_(start) {}
  RaceBook(const RaceBook&) = delete;  // items point to participants
  RaceBook& operator=(const RaceBook&) = delete;

  void take(const timing::Event& event, std::int64_t sid);
  void show_flag(FlagItem flag, std::int64_t sid);

  // nullptr if it is not entered.
  [[nodiscard]] const Participant* find(const timing::CarNumber& car) const;
  [[nodiscard]] const std::map<timing::CarNumber, Participant>& participants() const { return participants_; }
  [[nodiscard]] const std::vector<FlagItem>& flags() const { return flags_; }
  [[nodiscard]] const std::vector<PitInItem>& pit_ins() const { return pit_ins_; }
  [[nodiscard]] const std::vector<PitOutItem>& pit_outs() const { return pit_outs_; }
  [[nodiscard]] const std::vector<LogItem>& log() const { return log_; }
  // Sectors of the lap in progress, oldest first.
  [[nodiscard]] const std::vector<SectorItem>& current_sectors(const timing::CarNumber& car) const;
  [[nodiscard]] std::int64_t elapsed_ms(timing::Instant at) const { return (at - start_).count(); }

 private:
  void take_entry(const timing::Entry& entry);

  timing::Instant start_;
  std::int32_t leader_lap_ = 1;  // that the leader is on
  std::map<timing::CarNumber, Participant> participants_;
  std::map<timing::CarNumber, std::vector<SectorItem>> sectors_;
  std::map<timing::CarNumber, timing::DriverId> at_wheel_;
  std::vector<FlagItem> flags_;
  std::vector<PitInItem> pit_ins_;
  std::vector<PitOutItem> pit_outs_;
  std::vector<LogItem> log_;
};

}  // namespace stint::mock::griiip
