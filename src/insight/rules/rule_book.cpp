#include "insight/rules/rule_book.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace stint::insight {
namespace {

using std::chrono::year_month_day;
using timing::FlagKind;
using timing::Millis;

template <class T>
bool has(const std::vector<T>& list, const T& one) {
  return std::ranges::find(list, one) != list.end();
}

bool is_of_series(const RuleFile& file, const std::string& series) {
  return file.series.empty() || has(file.series, class_key(series));
}

RuleLayer layer_of(const RuleLibrary::File& file) {
  if (file.own) return RuleLayer::user;
  if (file.file.event.empty()) return file.file.season ? RuleLayer::season : RuleLayer::series;
  return file.file.season ? RuleLayer::season_event : RuleLayer::event;
}

// The season whose file holds: a season without one takes that of the nearest season before. Files of one event hold in their
// season only.
std::optional<int> season_in_force(const RuleLibrary& library, const RuleQuery& query) {
  std::optional<int> nearest;
  for (const auto& [file, own] : library.files()) {
    if (own || !file.season || !file.event.empty() || !is_of_series(file, query.series)) continue;
    if (query.season && *file.season <= *query.season && (!nearest || *nearest < *file.season)) nearest = file.season;
  }
  return nearest;
}

bool is_wanted(const RuleLibrary::File& file, const RuleQuery& query, std::optional<int> season) {
  if (!is_of_series(file.file, query.series)) return false;
  if (!file.file.event.empty() && !is_at(query, file.file.match)) return false;
  if (!file.file.season) return true;
  return file.file.season == (file.own || !file.file.event.empty() ? query.season : season);
}

Certainty one_lower(Certainty certainty) { return certainty == Certainty::high ? Certainty::medium : Certainty::low; }

std::size_t limits_of(const RuleLimits& limits) {
  return std::size_t{!limits.classes.empty()} + std::size_t{!limits.grades.empty()} + std::size_t{!limits.flags.empty()} +
         std::size_t{limits.race_from.has_value()} + std::size_t{!limits.events.empty()};
}

template <class T>
bool covers(const std::vector<T>& wide, const std::vector<T>& narrow) {
  if (wide.empty()) return true;
  return !narrow.empty() && std::ranges::all_of(narrow, [&](const T& one) { return has(wide, one); });
}

// Whether `above` holds wherever `below` does, so that the one below never holds. Limits to events are met by both, else they
// would not be in the book.
bool hides(const Rule& above, const Rule& below) {
  if (above.key != below.key) return false;
  if (above.key == RuleKey::race_class) {
    return class_key(std::get<std::string>(above.value)) == class_key(std::get<std::string>(below.value));
  }
  const RuleLimits& wide = above.limits;
  const RuleLimits& narrow = below.limits;
  const bool races =
      !wide.race_from || (narrow.race_from && *wide.race_from <= *narrow.race_from && *wide.race_to >= *narrow.race_to);
  return races && covers(wide.classes, narrow.classes) && covers(wide.grades, narrow.grades) &&
         covers(wide.flags, narrow.flags);
}

Millis unit_of(RuleKey key) {
  return row_of(key).unit == "minutes" ? Millis(std::chrono::minutes{1}) : Millis(std::chrono::seconds{1});
}

Millis duration_of(RuleKey key, double value) {
  return Millis(std::llround(value * static_cast<double>(unit_of(key).count())));
}

struct PlacedRule {
  Rule rule;
  std::size_t file = 0;  // its place in the library
};

template <class To, class From>
std::optional<Ruled<To>> as(const std::optional<Ruled<From>>& from) {
  return from ? std::optional(Ruled<To>{static_cast<To>(from->value), from->rule}) : std::nullopt;
}

}  // namespace

struct RuleBook::Content {
  RuleQuery query;
  std::vector<Rule> rules;
  std::optional<Millis> length;  // of the race, for rules that are limited by it
};

RuleBook::RuleBook(const RuleLibrary& library, const RuleQuery& query) {
  auto content = std::make_shared<Content>();
  content->query = query;
  const auto season = season_in_force(library, query);
  const year_month_day date = query.date.value_or(
      year_month_day{std::chrono::year{query.season.value_or(9999)}, std::chrono::December, std::chrono::day{31}});
  std::vector<PlacedRule> placed;
  for (std::size_t number = 0; number < library.files().size(); ++number) {
    const RuleLibrary::File& file = library.files()[number];
    if (!is_wanted(file, query, season)) continue;
    for (const Rule& rule : file.file.rules) {
      if (rule.valid_from > date || (!rule.limits.events.empty() && !is_at(query, rule.limits.events))) continue;
      placed.push_back({rule, number});
      Rule& taken = placed.back().rule;
      taken.layer = layer_of(file);
      taken.carried_over = !file.own && file.file.season && file.file.season != query.season;
      if (taken.carried_over) taken.certainty = one_lower(taken.certainty);
    }
  }
  std::ranges::stable_sort(placed, {}, [](const PlacedRule& one) {
    return std::tuple(one.rule.layer, one.file, limits_of(one.rule.limits), one.rule.valid_from, one.rule.line);
  });
  for (PlacedRule& one : placed) content->rules.push_back(std::move(one.rule));
  content_ = content;
  const auto length = race_length();
  content->length = length ? std::optional(length->value) : std::nullopt;
}

const RuleQuery& RuleBook::query() const {
  static const RuleQuery kNone;
  return content_ ? content_->query : kNone;
}

std::span<const Rule> RuleBook::rules() const {
  return content_ ? std::span<const Rule>(content_->rules) : std::span<const Rule>();
}

std::vector<const Rule*> RuleBook::in_force() const {
  std::vector<const Rule*> shown;
  const auto all = rules();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto later = all.subspan(i + 1);
    if (std::ranges::none_of(later, [&](const Rule& above) { return hides(above, all[i]); })) shown.push_back(&all[i]);
  }
  std::ranges::stable_sort(shown, {}, [](const Rule* rule) { return rule->key; });
  return shown;
}

// `names`: those of the class and its group, as rules name them.
bool RuleBook::holds(const Rule& rule, const RuleCase& of, const std::array<std::string, 3>& names) const {
  const RuleLimits& limits = rule.limits;
  const auto is_named = [&](const std::string& name) { return !name.empty() && has(limits.classes, name); };
  if (!limits.classes.empty() && std::ranges::none_of(names, is_named)) return false;
  if (!limits.grades.empty() && std::ranges::find(limits.grades, of.grade) == limits.grades.end()) return false;
  if (!limits.flags.empty() && !has(limits.flags, of.flag)) return false;
  if (!limits.race_from) return true;
  const auto length = of.race_length ? of.race_length : content_->length;
  return length && *length >= *limits.race_from && *length <= *limits.race_to;
}

const Rule* RuleBook::find(RuleKey key, const RuleCase& of) const {
  const auto all = rules();
  const auto names = names_of(of.class_name);
  const auto found =
      std::find_if(all.rbegin(), all.rend(), [&](const Rule& rule) { return rule.key == key && holds(rule, of, names); });
  return found == all.rend() ? nullptr : &*found;
}

template <class T>
std::optional<Ruled<T>> RuleBook::value(RuleKey key, const RuleCase& of) const {
  const Rule* rule = find(key, of);
  const T* held = rule == nullptr ? nullptr : std::get_if<T>(&rule->value);
  return held == nullptr ? std::nullopt : std::optional(Ruled<T>{*held, rule});
}

std::optional<Ruled<double>> RuleBook::number(RuleKey key, const RuleCase& of) const { return value<double>(key, of); }

std::optional<Ruled<bool>> RuleBook::truth(RuleKey key, const RuleCase& of) const { return value<bool>(key, of); }

std::optional<Ruled<std::string_view>> RuleBook::choice(RuleKey key, const RuleCase& of) const {
  const Rule* rule = find(key, of);
  const auto* held = rule == nullptr ? nullptr : std::get_if<std::string>(&rule->value);
  return held == nullptr ? std::nullopt : std::optional(Ruled<std::string_view>{*held, rule});
}

std::optional<Ruled<Millis>> RuleBook::duration(RuleKey key, const RuleCase& of) const {
  const auto found = number(key, of);
  return found ? std::optional(Ruled<Millis>{duration_of(key, found->value), found->rule}) : std::nullopt;
}

// The latest rule that names the class.
const Rule* RuleBook::class_rule(std::string_view class_name) const {
  const std::string wanted = class_key(class_name);
  if (wanted.empty()) return nullptr;
  const auto all = rules();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Rule& rule) {
    if (rule.key != RuleKey::race_class) return false;
    const auto* name = std::get_if<std::string>(&rule.value);
    return (name != nullptr && class_key(*name) == wanted) || has(rule.also, wanted);
  });
  return found == all.rend() ? nullptr : &*found;
}

std::string RuleBook::class_of(std::string_view class_name) const {
  const Rule* rule = class_rule(class_name);
  const auto* name = rule == nullptr ? nullptr : std::get_if<std::string>(&rule->value);
  return name == nullptr ? class_key(class_name) : *name;
}

std::string RuleBook::group_of(std::string_view class_name) const {
  const Rule* rule = class_rule(class_name);
  return rule == nullptr ? std::string() : rule->group;
}

std::array<std::string, 3> RuleBook::names_of(std::string_view class_name) const {
  if (class_name.empty()) return {};
  return {class_key(class_name), class_key(class_of(class_name)), group_of(class_name)};
}

bool RuleBook::is_of(std::string_view class_name, std::string_view named) const {
  const std::string wanted = class_key(named);
  const auto names = names_of(class_name);
  return !wanted.empty() && std::ranges::find(names, wanted) != names.end();
}

std::optional<Ruled<Millis>> RuleBook::race_length() const {
  if (query().length) return Ruled<Millis>{*query().length, nullptr};
  if (const auto hours = hours_in_name(query().event)) return Ruled<Millis>{*hours, nullptr};
  return duration(RuleKey::race_length);
}

std::optional<Ruled<bool>> RuleBook::refuel_and_tyres_together(std::string_view class_name) const {
  const auto order = choice(RuleKey::refuel_and_tyres, {.class_name = class_name});
  return order ? std::optional(Ruled<bool>{order->value == "together", order->rule}) : std::nullopt;
}

std::optional<Ruled<PitEntryRule>> RuleBook::pit_entry(FlagKind flag, std::string_view class_name) const {
  const RuleCase of{.class_name = class_name, .flag = flag};
  const auto kind = choice(RuleKey::pit_entry, of);
  if (!kind) return std::nullopt;
  PitEntryRule entry;
  entry.kind = kind->value == "closed"            ? PitEntryKind::closed
               : kind->value == "closed_for_laps" ? PitEntryKind::closed_for_laps
               : kind->value == "until_announced" ? PitEntryKind::until_announced
                                                  : PitEntryKind::open;
  if (entry.kind == PitEntryKind::closed_for_laps) {
    if (const auto laps = number(RuleKey::pit_entry_closed_laps, of)) entry.laps = static_cast<std::int32_t>(laps->value);
  }
  if (entry.kind == PitEntryKind::until_announced) {
    const auto order = value<std::vector<std::string>>(RuleKey::pit_opening_order, of);
    if (order) entry.order = order->value;
  }
  const auto emergency = truth(RuleKey::emergency_service, of);
  entry.emergency = entry.kind != PitEntryKind::open && emergency && emergency->value;
  return Ruled<PitEntryRule>{std::move(entry), kind->rule};
}

EmergencyService RuleBook::emergency_service() const {
  return {.fuel = duration(RuleKey::emergency_fuel),
          .puncture = truth(RuleKey::emergency_puncture),
          .repeat = truth(RuleKey::emergency_repeat),
          .penalty = duration(RuleKey::emergency_penalty)};
}

ShortCaution RuleBook::short_caution() const {
  return {.after_start = duration(RuleKey::short_caution_after_start),
          .after_restart = duration(RuleKey::short_caution_after_restart),
          .may_end_after = duration(RuleKey::short_caution_may_end_after)};
}

DriveTimeRule RuleBook::drive_time(std::string_view class_name, std::string_view grade,
                                   std::optional<Millis> race_length) const {
  const RuleCase of{.class_name = class_name, .grade = grade, .race_length = race_length};
  return {.min = duration(RuleKey::drive_time_min, of),
          .max = duration(RuleKey::drive_time_max, of),
          .min_drivers = as<std::int32_t>(number(RuleKey::drive_time_min_drivers, of)),
          .base = duration(RuleKey::drive_time_base, of),
          .window = duration(RuleKey::drive_window, of),
          .window_max = duration(RuleKey::drive_window_max, of)};
}

std::optional<Ruled<double>> RuleBook::stint_energy_mj(std::string_view class_name) const {
  return number(RuleKey::stint_energy, {.class_name = class_name});
}

std::optional<Ruled<std::int32_t>> RuleBook::tyre_allocation(std::string_view class_name,
                                                             std::optional<Millis> race_length) const {
  return as<std::int32_t>(number(RuleKey::tyre_allocation, {.class_name = class_name, .race_length = race_length}));
}

std::optional<Ruled<double>> RuleBook::pit_speed_kph() const { return number(RuleKey::pit_speed); }

std::optional<Ruled<double>> RuleBook::neutral_speed_kph(FlagKind flag) const {
  return number(RuleKey::neutral_speed, {.flag = flag});
}

WaveByRule RuleBook::wave_by(FlagKind flag) const {
  const auto is_there = [&](RuleKey key) -> std::optional<Ruled<bool>> {
    const auto found = choice(key, {.flag = flag});
    return found ? std::optional(Ruled<bool>{found->value != "none", found->rule}) : std::nullopt;
  };
  return {.pass_around = is_there(RuleKey::pass_around),
          .wave_by = is_there(RuleKey::wave_by),
          .least_race = duration(RuleKey::wave_by_least_race),
          .not_before = duration(RuleKey::wave_by_not_before),
          .every = duration(RuleKey::wave_by_every),
          .not_in_last = duration(RuleKey::wave_by_not_in_last),
          .pass_around_not_in_last = duration(RuleKey::pass_around_not_in_last)};
}

PenaltyRule RuleBook::penalties() const {
  return {.crossings = as<std::int32_t>(number(RuleKey::penalty_crossings)), .late = duration(RuleKey::penalty_late)};
}

std::optional<Ruled<bool>> RuleBook::penalty_served_under(FlagKind flag) const {
  return truth(RuleKey::penalty_served, {.flag = flag});
}

RuleBook rule_book_for(const timing::Session& session, const RuleLibrary& library) {
  return RuleBook(library, rule_query(session));
}

}  // namespace stint::insight
