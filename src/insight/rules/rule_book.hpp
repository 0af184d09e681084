// The rules in force for one race: layers of rule files, series -> season -> event -> the user's own.
//
// Pure: texts in, values out. Nothing else in the program knows a rule. Getters return std::nullopt where no rule is known, or
// where sources conflict and none is preferred. Of several rules of a key that hold for a case, the one of the later layer
// wins, then the one with more limits, then the one that came into force later, then the one further down in its file.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/rules/rule.hpp"
#include "insight/rules/rule_file.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::insight {

struct RuleText {
  std::string name;  // of the file, for messages
  std::string text;
  bool own = false;  // the user's: stands above all that is built in
};

// All rule files, read.
class RuleLibrary {
 public:
  // Errors: those of parse_rules().
  [[nodiscard]] static Result<RuleLibrary> read(std::span<const RuleText> texts);
  // The rules inside the program. They are checked by a test; a fault in them is an error here all the same.
  [[nodiscard]] static Result<RuleLibrary> built_in();
  // One more file on top.
  [[nodiscard]] Result<RuleLibrary> with(const RuleText& text) const;

  struct File {
    RuleFile file;
    bool own = false;
  };
  [[nodiscard]] const std::vector<File>& files() const { return files_; }

 private:
  std::vector<File> files_;
};

// Which race rules are wanted for.
struct RuleQuery {
  std::string series;         // "WEC"
  std::optional<int> season;  // 2024; nullopt: unknown, then only rules of the series hold
  std::string event;          // "24 Hours of Le Mans 2024", for events and match words
  std::string track;
  std::optional<std::chrono::year_month_day> date;  // nullopt: the last day of the season
  std::optional<timing::Millis> length;             // as the timing tells it
};
// From what the timing says; the season is the year in the event's name or of the start, if its date is known.
[[nodiscard]] RuleQuery rule_query(const timing::Session& session);

enum class PitEntryKind : std::uint8_t { open, closed, closed_for_laps, until_announced };
struct PitEntryRule {
  PitEntryKind kind = PitEntryKind::open;
  std::optional<std::int32_t> laps;  // closed_for_laps: laps of the neutralisation; nullopt: unknown
  std::vector<std::string> order;    // until_announced: groups, first to last; empty: unknown or all at once
  bool emergency = false;            // emergency service through a closed entry is allowed
};

struct DriveTimeRule {
  std::optional<Ruled<timing::Millis>> min, max;            // of the race
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
  [[nodiscard]] WaveByRule wave_by() const;
  [[nodiscard]] PenaltyRule penalties() const;
  // Whether a penalty may be served under this flag; nullopt: unknown.
  [[nodiscard]] std::optional<Ruled<bool>> penalty_served_under(timing::FlagKind flag) const;

 private:
  struct Content;
  std::shared_ptr<const Content> content_;  // null: no rule
};

[[nodiscard]] RuleBook rule_book_for(const timing::Session& session, const RuleLibrary& library);

}  // namespace stint::insight
