// The rules in force for one race: layers of rule files, series -> season -> event -> the user's own.
//
// Pure: texts in, values out. Nothing else in the program knows a rule. Getters return std::nullopt where no rule is known, or
// where sources conflict and none is preferred. Of several rules of a key that hold for a case, the one of the later layer
// wins, then the one with more limits, then the one that came into force later, then the one further down in its file.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/rules/rule.hpp"
#include "insight/rules/rule_library.hpp"
#include "insight/rules/rule_query.hpp"
#include "timing/event.hpp"

namespace stint::insight {

enum class PitEntryKind : std::uint8_t { open, closed, closed_for_laps, until_announced };
struct PitEntryRule {
  PitEntryKind kind = PitEntryKind::open;
  std::optional<std::int32_t> laps;  // closed_for_laps: laps of the neutralisation; nullopt: unknown
  std::vector<std::string> order;    // until_announced: groups, first to last; empty: unknown or all at once
  bool emergency = false;            // emergency service through a closed entry is allowed
};

struct DriveTimeRule {
  std::optional<Ruled<timing::Millis>> min, max;            // of the race
  std::optional<Ruled<std::int32_t>> min_drivers;           // so many must reach min; nullopt: all to whom it applies
  std::optional<Ruled<timing::Millis>> base;                // what the others must drive
  std::optional<Ruled<timing::Millis>> window, window_max;  // window_max in any `window`
};

struct EmergencyService {
  std::optional<Ruled<timing::Millis>> fuel;  // the most refuelling
  std::optional<Ruled<bool>> puncture, repeat;
  std::optional<Ruled<timing::Millis>> penalty;
};

// When wave-bys happen; each nullopt if unknown.
struct WaveByRule {
  std::optional<Ruled<bool>> pass_around, wave_by;  // whether the procedure is there
  std::optional<Ruled<timing::Millis>> least_race, not_before, every, not_in_last, pass_around_not_in_last;
};

struct ShortCaution {
  std::optional<Ruled<timing::Millis>> after_start, after_restart, may_end_after;
};

struct PenaltyRule {
  std::optional<Ruled<std::int32_t>> crossings;
  std::optional<Ruled<timing::Millis>> late;
};

class RuleBook {
 public:
  RuleBook() = default;  // knows no rule
  RuleBook(const RuleLibrary& library, const RuleQuery& query);

  [[nodiscard]] const RuleQuery& query() const;
  [[nodiscard]] bool empty() const { return rules().empty(); }
  // In ascending precedence.
  [[nodiscard]] std::span<const Rule> rules() const;
  // Those that no other rule of the book hides, by key.
  [[nodiscard]] std::vector<const Rule*> in_force() const;
  // The rule that holds; nullptr: none is known. Also one that is disputed (monostate).
  [[nodiscard]] const Rule* find(RuleKey key, const RuleCase& of = {}) const;

  // By kind; nullopt: unknown, disputed, or not of this kind.
  [[nodiscard]] std::optional<Ruled<double>> number(RuleKey key, const RuleCase& of = {}) const;
  [[nodiscard]] std::optional<Ruled<bool>> truth(RuleKey key, const RuleCase& of = {}) const;
  [[nodiscard]] std::optional<Ruled<std::string_view>> choice(RuleKey key, const RuleCase& of = {}) const;
  // Of a key whose unit is minutes or seconds.
  [[nodiscard]] std::optional<Ruled<timing::Millis>> duration(RuleKey key, const RuleCase& of = {}) const;

  // The name that this series uses for a class ("GTP" of "DPi"); class_key(class_name) if no rule names it.
  [[nodiscard]] std::string class_of(std::string_view class_name) const;
  // "PROTOTYPE", "GT"; empty: unknown.
  [[nodiscard]] std::string group_of(std::string_view class_name) const;
  // Whether `class_name` is `named`, or of the group `named`: what PITS OPEN GT means for a class.
  [[nodiscard]] bool is_of(std::string_view class_name, std::string_view named) const;

  // The session's limit, else hours in the event's name ("6 Hours of Spa"), else race_length. `rule` of the result is null
  // for the first two.
  [[nodiscard]] std::optional<Ruled<timing::Millis>> race_length() const;
  // true: together, false: refuelling first and then tyres.
  [[nodiscard]] std::optional<Ruled<bool>> refuel_and_tyres_together(std::string_view class_name = {}) const;
  [[nodiscard]] std::optional<Ruled<PitEntryRule>> pit_entry(timing::FlagKind flag, std::string_view class_name = {}) const;
  [[nodiscard]] EmergencyService emergency_service() const;
  [[nodiscard]] ShortCaution short_caution() const;
  [[nodiscard]] DriveTimeRule drive_time(std::string_view class_name, std::string_view grade,
                                         std::optional<timing::Millis> race_length) const;
  [[nodiscard]] std::optional<Ruled<double>> stint_energy_mj(std::string_view class_name) const;
  [[nodiscard]] std::optional<Ruled<std::int32_t>> tyre_allocation(std::string_view class_name,
                                                                   std::optional<timing::Millis> race_length) const;
  [[nodiscard]] std::optional<Ruled<double>> pit_speed_kph() const;
  [[nodiscard]] std::optional<Ruled<double>> neutral_speed_kph(timing::FlagKind flag) const;
  // Under `flag`: IMSA shows every caution as full course yellow, others have a safety car.
  [[nodiscard]] WaveByRule wave_by(timing::FlagKind flag) const;
  [[nodiscard]] PenaltyRule penalties() const;
  // Whether a penalty may be served under this flag; nullopt: unknown.
  [[nodiscard]] std::optional<Ruled<bool>> penalty_served_under(timing::FlagKind flag) const;

 private:
  struct Content;

  [[nodiscard]] std::array<std::string, 3> names_of(std::string_view class_name) const;
  [[nodiscard]] bool holds(const Rule& rule, const RuleCase& of, const std::array<std::string, 3>& names) const;
  template <class T>
  [[nodiscard]] std::optional<Ruled<T>> value(RuleKey key, const RuleCase& of) const;
  [[nodiscard]] const Rule* class_rule(std::string_view class_name) const;

  std::shared_ptr<const Content> content_;  // null: no rule
};

[[nodiscard]] RuleBook rule_book_for(const timing::Session& session, const RuleLibrary& library);

}  // namespace stint::insight
