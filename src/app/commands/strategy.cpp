// `stint strategy`: what every car's strategist would have known and said at an instant of a race.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/commands/asked_instant.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/commands/strategy_details.hpp"
#include "app/race_time.hpp"
#include "app/rule_files.hpp"
#include "app/session_json.hpp"
#include "app/strategy_priors.hpp"
#include "app/text_table.hpp"
#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/measure.hpp"
#include "insight/strategy/measured_json.hpp"
#include "insight/strategy/strategist.hpp"
#include "insight/strategy/strategy_json.hpp"

namespace stint::app {
namespace {

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

struct StrategyOptions : RecordingOptions {
  AskedInstant at;
  std::string car;
  std::int32_t runs = 2000;
  std::uint64_t seed = 1;
  std::vector<std::string> what_if;
  std::vector<std::string> tanks;
  bool measured = false;
};

// What is asked, read and checked.
struct Question {
  race::SnapshotPtr race;
  insight::RuleBook rules;
  insight::Priors priors;
  timing::CarNumber car;  // empty: all
  insight::AdviceSettings settings;
  insight::Assumptions assumptions;
};

Result<race::SnapshotPtr> race_at(const StrategyOptions& options, const Recording& recording) {
  const auto at = instant_of(options.at);
  if (!at) return std::unexpected(at.error());
  if (!*at) return race_of(recording.events, std::nullopt);
  const auto start = start_of(recording.events);
  if (!start) {
    return fail(ErrorCode::bad_argument, options.recording + ": the start isn't known, so there is no time since the start");
  }
  if (*start + **at > recording.events.back().at) {
    const auto length = std::chrono::duration_cast<timing::Millis>(recording.events.back().at - *start);
    return fail(ErrorCode::bad_argument, clock_text(**at) + " is after the end: the recording ends at " + clock_text(length));
  }
  return race_of(recording.events, *start + **at);
}

// CAR:LAPS[:LEFT]
Result<insight::KnownTank> told_tank(const std::string& text, const race::Snapshot& race) {
  const auto wrong = [&] {
    return fail(ErrorCode::bad_argument, "'" + text + "' is not CAR:LAPS or CAR:LAPS:LEFT, such as 7:12 or 7:12:4.5");
  };
  const auto after_car = text.find(':');
  if (after_car == std::string::npos) return wrong();
  const auto car = timing::CarNumber::parse(text.substr(0, after_car));
  if (!car || race.find(*car) == nullptr) {
    return fail(ErrorCode::unknown_car, "there is no car " + text.substr(0, after_car) + " in this race");
  }
  const auto after_laps = text.find(':', after_car + 1);
  const auto laps = number_in(std::string_view(text).substr(after_car + 1, after_laps - after_car - 1));
  if (!laps || *laps < 1 || *laps > 200) return wrong();
  insight::KnownTank tank{.car = *car, .laps = *laps, .left = std::nullopt};
  if (after_laps == std::string::npos) return tank;
  tank.left = number_in(std::string_view(text).substr(after_laps + 1));
  if (!tank.left || *tank.left < 0 || *tank.left > tank.laps + 1) return wrong();
  return tank;
}

Result<Question> read_question(const StrategyOptions& options, const Configuration& configuration) {
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  Question question;
  auto race = race_at(options, *recording);
  if (!race) return std::unexpected(race.error());
  question.race = std::move(*race);
  if (!options.car.empty()) {
    const auto car = timing::CarNumber::parse(options.car);
    if (!car || question.race->find(*car) == nullptr) {
      return fail(ErrorCode::unknown_car, "there is no car " + options.car + " in this race");
    }
    question.car = *car;
    question.settings.windows_of = {*car};
  }
  const auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  question.rules = insight::rule_book_for(question.race->session, *library);
  auto priors = strategy_priors();
  if (!priors) return std::unexpected(priors.error());
  const timing::Session& session = question.race->session;
  question.priors = priors->without(session.series, insight::season_of(session)).without_race(recording->id);
  question.settings.play.runs = options.runs;
  question.settings.play.seed = options.seed;
  // One car's stops are tried more often: it is what is asked for, and costs no more than the field's.
  question.settings.window_runs = std::min(options.runs, options.car.empty() ? 200 : 1000);
  for (const std::string& text : options.tanks) {
    const auto tank = told_tank(text, *question.race);
    if (!tank) return std::unexpected(tank.error());
    question.settings.tanks.push_back(*tank);
  }
  for (const std::string& text : options.what_if) {
    if (const auto read = insight::assume(text, question.assumptions); !read) return std::unexpected(read.error());
  }
  return question;
}

std::string band_text(const std::optional<insight::Quantiles>& band) {
  return band ? fmt::format("{:.0f} ({:.0f}-{:.0f})", band->p50, band->p10, band->p90) : "-";
}

std::string percent_text(const std::optional<double>& odds) { return odds ? fmt::format("{:.0f}", 100 * *odds) : "-"; }

std::string title_of(const race::Snapshot& race) {
  std::string title = race.session.event + " " + race.session.name;
  if (race.elapsed) title += " at " + clock_text(*race.elapsed);
  if (race.flag != timing::FlagKind::none) title += ", " + std::string(timing::flag_name(race.flag));
  return title + "\n\n";
}

constexpr auto kToTheRight = TextTable::Align::right;

std::string table_of(const Question& question, const insight::Strategy& strategy) {
  std::string out = title_of(*question.race);
  if (!strategy.unknown_because.empty()) out += "No forecast: " + strategy.unknown_because + ".\n\n";
  TextTable table({{"PIC", kToTheRight},
                   {"NET", kToTheRight},
                   {"NUM", kToTheRight},
                   {"CLASS"},
                   {"FUEL", kToTheRight},
                   {"NEXT STOP", kToTheRight},
                   {"WINDOW", kToTheRight},
                   {"STOPS", kToTheRight},
                   {"FINISH", kToTheRight},
                   {"WIN %", kToTheRight},
                   {"TOP 3 %", kToTheRight},
                   {"OUT %", kToTheRight},
                   {"WHY"}});
  for (const insight::CarStrategy& car : strategy.cars) {
    if (!car.running || (!question.car.empty() && car.car != question.car)) continue;
    const bool known = car.win_odds.has_value();
    table.add_row({number_text(car.class_position), number_text(car.net_class_position), car.car.str(), car.class_name,
                   car.fuel_laps_left ? fmt::format("{:.1f}", *car.fuel_laps_left) : "-", band_text(car.next_stop_lap),
                   car.window ? fmt::format("{}-{}-{}", car.window->first, car.window->best, car.window->last) : "-",
                   band_text(car.stops_left), known ? fmt::format("{:.1f}", *car.mean_finish_class_position) : "-",
                   percent_text(car.win_odds), percent_text(car.podium_odds), known ? percent_text(car.out_odds) : "-",
                   car.reasons.empty() ? "" : car.reasons.front()});
  }
  return out + table.text();
}

std::string signed_text(const insight::MeanDifference& difference, double scale) {
  return fmt::format("{:+.2f} +-{:.2f}", difference.mean * scale, difference.error * scale);
}

std::string table_of(const Question& question, const insight::Comparison& comparison) {
  TextTable table({{"NUM", kToTheRight},
                   {"FINISH", kToTheRight},
                   {"WITH", kToTheRight},
                   {"PLACES", kToTheRight},
                   {"LOST S", kToTheRight},
                   {"STOPS", kToTheRight},
                   {"WIN % POINTS", kToTheRight},
                   {"TOP 3 % POINTS", kToTheRight}});
  for (const insight::CarComparison& car : comparison.cars) {
    if (!question.car.empty() && car.car != question.car) continue;
    table.add_row({car.car.str(), fmt::format("{:.2f}", car.class_position_without.mean),
                   fmt::format("{:.2f}", car.class_position_with.mean), signed_text(car.class_position, 1),
                   signed_text(car.time_ms, 0.001), signed_text(car.stops, 1), signed_text(car.win_odds, 100),
                   signed_text(car.podium_odds, 100)});
  }
  return title_of(*question.race) + table.text();
}

// The document of the what-if names the moment as the other does.
std::string document_of(const Question& question, insight::Comparison comparison) {
  if (!question.car.empty()) std::erase_if(comparison.cars, [&](const auto& car) { return car.car != question.car; });
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().field("at_ms", question.race->elapsed).field("seed", question.settings.play.seed).key("what_if");
  insight::write_comparison(json, comparison);
  json.end_object();
  return out + "\n";
}

Result<void> print_comparison(const StrategyOptions& options, const Question& question) {
  const insight::Measured measured =
      insight::measure(*question.race, &question.rules, question.priors, question.settings.tanks);
  const insight::Situation start = insight::situation(*question.race, &question.rules, measured);
  auto comparison = insight::compare(start, question.settings.play, question.assumptions);
  if (!comparison) return std::unexpected(comparison.error());
  return print(options.json ? document_of(question, std::move(*comparison)) : table_of(question, *comparison));
}

Result<void> print_measured(const StrategyOptions& options, const Question& question) {
  insight::Strategy of;
  of.race_elapsed = question.race->elapsed;
  of.measured = std::make_shared<insight::Measured>(
      insight::measure(*question.race, &question.rules, question.priors, question.settings.tanks));
  if (!options.json) return print(title_of(*question.race) + measured_tables(*of.measured));
  std::string out;
  timing::JsonWriter json(out);
  insight::write_measured(json, of, question.car);
  return print(out + "\n");
}

Result<void> run_strategy(const StrategyOptions& options, const Configuration& configuration) {
  const auto question = read_question(options, configuration);
  if (!question) return std::unexpected(question.error());
  if (!question->assumptions.empty()) return print_comparison(options, *question);
  if (options.measured) return print_measured(options, *question);
  const insight::Strategy strategy = insight::advise(*question->race, &question->rules, question->priors, question->settings);
  if (!options.json) {
    const insight::CarStrategy* asked = question->car.empty() ? nullptr : strategy.find(question->car);
    return print(table_of(*question, strategy) + (asked ? car_details(*asked) : ""));
  }
  std::string out;
  timing::JsonWriter json(out);
  insight::write_strategy(json, strategy, question->car);
  return print(out + "\n");
}

void declare_strategy(CLI::App& command, StrategyOptions& options) {
  take_recording(command, options);
  take_instant(command, options.at);
  command.add_option("--car", options.car, "Only this car, with all its reasons")->type_name("NUMBER");
  command.add_option("--runs", options.runs, "How many times the rest of the race is played")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command.add_option("--seed", options.seed, "Of the random draws: the same seed, the same answer")
      ->type_name("N")
      ->capture_default_str();
  command
      .add_option("--tank", options.tanks,
                  "What a crew knows of its car: green laps on a full tank, and how many of them are left at the last line; "
                  "several --tank together")
      ->type_name("CAR:LAPS[:LEFT]");
  command
      .add_option("--what-if", options.what_if,
                  "Compare with what happens if: fcy=MINUTES, vsc=MINUTES, sc=MINUTES, rain=MINUTES[:MINUTES], "
                  "save=CAR:PERCENT, fill=CAR:LAPS, penalty=CAR:SECONDS, driver=CAR:NAME, stop=CAR:LAP; several together")
      ->type_name("KIND=...");
  command.add_flag("--measured", options.measured,
                   "What the race itself has shown of stops, fuel, tyres, pace and cautions, with spread and number of events");
}

}  // namespace

void add_strategy(CommandLine& line) {
  add_command<StrategyOptions>(line, "strategy", "Print when each car should stop, what it owes and how it will finish",
                               {SettingKey::database_url, SettingKey::rules}, declare_strategy, run_strategy);
}

}  // namespace stint::app
