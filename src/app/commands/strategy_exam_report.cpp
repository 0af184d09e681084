#include "app/commands/strategy_exam_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "app/text_table.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

using insight::ErrorFigures;
using insight::ExamRows;

// One line of a report: a figure of the product, and the simple answer's.
struct Line {
  std::string name;  // stable: the key of the JSON form
  std::size_t count = 0;
  std::optional<double> ours, baseline;
};

template <class Row>
std::vector<double> taken(const std::vector<Row>& rows, const std::function<std::optional<double>(const Row&)>& take) {
  std::vector<double> values;
  for (const Row& row : rows) {
    if (const auto value = take(row)) values.push_back(*value);
  }
  return values;
}

template <class Row>
std::optional<double> share(const std::vector<Row>& rows, const std::function<std::optional<bool>(const Row&)>& take) {
  double came = 0, count = 0;
  for (const Row& row : rows) {
    if (const auto value = take(row)) {
      came += *value ? 1 : 0;
      ++count;
    }
  }
  return count > 0 ? std::optional(came / count) : std::nullopt;
}

std::optional<double> figure(const std::vector<double>& errors, double ErrorFigures::* which) {
  const auto figures = insight::error_figures(errors);
  return figures ? std::optional((*figures).*which) : std::nullopt;
}

void add_next_stop(const ExamRows& rows, std::vector<Line>& lines) {
  using Row = insight::NextStopRow;
  const auto ours = taken<Row>(rows.next_stops, [](const Row& row) { return row.error; });
  const auto baseline = taken<Row>(rows.next_stops, [](const Row& row) { return row.baseline; });
  const auto calm = taken<Row>(rows.next_stops, [](const Row& row) { return row.caution_came ? std::nullopt : row.error; });
  const auto baseline_calm =
      taken<Row>(rows.next_stops, [](const Row& row) { return row.caution_came ? std::nullopt : row.baseline; });
  const auto in_band =
      share<Row>(rows.next_stops, [](const Row& row) { return row.error ? std::optional(row.in_band) : std::nullopt; });
  const auto said = share<Row>(rows.next_stops, [](const Row& row) { return std::optional(row.error.has_value()); });
  const std::size_t count = rows.next_stops.size();
  lines.push_back({"next_stop_median_error_laps", count, figure(ours, &ErrorFigures::median_abs),
                   figure(baseline, &ErrorFigures::median_abs)});
  lines.push_back(
      {"next_stop_mean_error_laps", count, figure(ours, &ErrorFigures::mean_abs), figure(baseline, &ErrorFigures::mean_abs)});
  lines.push_back({"next_stop_bias_laps", count, figure(ours, &ErrorFigures::bias), figure(baseline, &ErrorFigures::bias)});
  lines.push_back({"next_stop_in_band", count, in_band, std::nullopt});
  lines.push_back({"next_stop_said", count, said, std::nullopt});
  lines.push_back({"next_stop_without_caution_median_error_laps", calm.size(), figure(calm, &ErrorFigures::median_abs),
                   figure(baseline_calm, &ErrorFigures::median_abs)});
  lines.push_back({"next_stop_without_caution_mean_error_laps", calm.size(), figure(calm, &ErrorFigures::mean_abs),
                   figure(baseline_calm, &ErrorFigures::mean_abs)});
}

void add_stops_left(const ExamRows& rows, std::vector<Line>& lines) {
  using Row = insight::StopsLeftRow;
  const auto ours = taken<Row>(rows.stops_left, [](const Row& row) { return row.error; });
  const auto baseline = taken<Row>(rows.stops_left, [](const Row& row) { return row.baseline; });
  lines.push_back(
      {"stops_left_exact", ours.size(), figure(ours, &ErrorFigures::exact), figure(baseline, &ErrorFigures::exact)});
  lines.push_back({"stops_left_bias", ours.size(), figure(ours, &ErrorFigures::bias), figure(baseline, &ErrorFigures::bias)});
}

// The same of stops that were neither drive-through nor repair: "if it stops now" is asked about a usual one.
void add_usual_stops(const ExamRows& all, std::vector<Line>& lines) {
  using Row = insight::RejoinRow;
  std::vector<Row> rows;
  std::ranges::copy_if(all.rejoins, std::back_inserter(rows), &Row::routine);
  const auto ours = taken<Row>(rows, [](const Row& row) { return row.rival_stopped ? std::nullopt : row.gap_error_ms; });
  const auto baseline =
      taken<Row>(rows, [](const Row& row) { return row.baseline_rival_stopped ? std::nullopt : row.baseline_gap_error_ms; });
  lines.push_back({"rejoin_gap_median_error_ms_of_usual_stops", ours.size(), figure(ours, &ErrorFigures::median_abs),
                   figure(baseline, &ErrorFigures::median_abs)});
  lines.push_back({"rejoin_gap_in_band_of_usual_stops", rows.size(),
                   share<Row>(rows, [](const Row& row) { return row.gap_in_band; }), std::nullopt});
  lines.push_back({"rejoin_position_right_of_usual_stops", rows.size(),
                   share<Row>(rows, [](const Row& row) { return row.position_right; }),
                   share<Row>(rows, [](const Row& row) { return row.baseline_position_right; })});
  lines.push_back({"rejoin_position_in_band_of_usual_stops", rows.size(),
                   share<Row>(rows, [](const Row& row) { return row.position_in_band; }), std::nullopt});
}

void add_rejoin(const ExamRows& rows, std::vector<Line>& lines) {
  using Row = insight::RejoinRow;
  const auto all = taken<Row>(rows.rejoins, [](const Row& row) { return row.gap_error_ms; });
  const auto baseline_all = taken<Row>(rows.rejoins, [](const Row& row) { return row.baseline_gap_error_ms; });
  const auto ours =
      taken<Row>(rows.rejoins, [](const Row& row) { return row.rival_stopped ? std::nullopt : row.gap_error_ms; });
  const auto baseline = taken<Row>(
      rows.rejoins, [](const Row& row) { return row.baseline_rival_stopped ? std::nullopt : row.baseline_gap_error_ms; });
  lines.push_back({"rejoin_gap_median_error_ms", ours.size(), figure(ours, &ErrorFigures::median_abs),
                   figure(baseline, &ErrorFigures::median_abs)});
  lines.push_back({"rejoin_gap_median_error_ms_with_rivals_that_stop", all.size(), figure(all, &ErrorFigures::median_abs),
                   figure(baseline_all, &ErrorFigures::median_abs)});
  lines.push_back(
      {"rejoin_gap_bias_ms", ours.size(), figure(ours, &ErrorFigures::bias), figure(baseline, &ErrorFigures::bias)});
  lines.push_back({"rejoin_gap_in_band", ours.size(), share<Row>(rows.rejoins, [](const Row& row) { return row.gap_in_band; }),
                   std::nullopt});
  lines.push_back({"rejoin_position_right", rows.rejoins.size(),
                   share<Row>(rows.rejoins, [](const Row& row) { return row.position_right; }),
                   share<Row>(rows.rejoins, [](const Row& row) { return row.baseline_position_right; })});
  lines.push_back({"rejoin_position_in_band", rows.rejoins.size(),
                   share<Row>(rows.rejoins, [](const Row& row) { return row.position_in_band; }), std::nullopt});
  add_usual_stops(rows, lines);
}

void add_finish(const ExamRows& all, std::int32_t percent, std::vector<Line>& lines) {
  using Row = insight::FinishRow;
  std::vector<Row> rows;
  std::ranges::copy_if(all.finishes, std::back_inserter(rows), [&](const Row& row) { return row.percent == percent; });
  const auto mean =
      taken<Row>(rows, [](const Row& row) { return row.mean ? std::optional(*row.mean - row.truth) : std::nullopt; });
  const auto median =
      taken<Row>(rows, [](const Row& row) { return row.p50 ? std::optional(*row.p50 - row.truth) : std::nullopt; });
  const auto order = taken<Row>(rows, [](const Row& row) { return std::optional(static_cast<double>(row.order - row.truth)); });
  const auto brier = taken<Row>(rows, [](const Row& row) { return std::optional(row.brier); });
  const auto order_brier = taken<Row>(rows, [](const Row& row) { return std::optional(row.order_brier); });
  const std::string at = "_at_" + std::to_string(percent);
  const auto mean_abs = &ErrorFigures::mean_abs;
  lines.push_back({"finish_error_of_mean" + at, rows.size(), figure(mean, mean_abs), figure(order, mean_abs)});
  lines.push_back({"finish_error_of_median" + at, rows.size(), figure(median, mean_abs), figure(order, mean_abs)});
  lines.push_back({"finish_brier" + at, rows.size(), figure(brier, mean_abs), figure(order_brier, mean_abs)});
  lines.push_back(
      {"finish_in_band" + at, rows.size(), share<Row>(rows, [](const Row& row) { return row.in_band; }), std::nullopt});
  if (rows.empty()) return;
  const insight::Calibration odds = insight::calibration(rows);
  lines.push_back({"finish_odds_mean_gap" + at, rows.size(), odds.mean_gap, std::nullopt});
  lines.push_back({"finish_odds_largest_gap" + at, rows.size(), odds.largest_gap, std::nullopt});
}

void add_net(const ExamRows& rows, std::vector<Line>& lines) {
  using Row = insight::NetRow;
  const auto net = taken<Row>(rows.nets, [](const Row& row) { return std::optional(row.net_error); });
  const auto track = taken<Row>(rows.nets, [](const Row& row) { return std::optional(row.track_error); });
  lines.push_back(
      {"net_position_mean_error", net.size(), figure(net, &ErrorFigures::mean_abs), figure(track, &ErrorFigures::mean_abs)});
  const auto net_at_end = taken<Row>(rows.nets, [](const Row& row) { return std::optional(row.net_error_at_end); });
  const auto track_at_end = taken<Row>(rows.nets, [](const Row& row) { return std::optional(row.track_error_at_end); });
  lines.push_back({"net_position_mean_error_at_cycle_end", net.size(), figure(net_at_end, &ErrorFigures::mean_abs),
                   figure(track_at_end, &ErrorFigures::mean_abs)});
  const auto net_calm =
      taken<Row>(rows.nets, [](const Row& row) { return row.calm ? std::optional(row.net_error) : std::nullopt; });
  const auto track_calm =
      taken<Row>(rows.nets, [](const Row& row) { return row.calm ? std::optional(row.track_error) : std::nullopt; });
  lines.push_back({"net_position_mean_error_without_caution", net_calm.size(), figure(net_calm, &ErrorFigures::mean_abs),
                   figure(track_calm, &ErrorFigures::mean_abs)});
  lines.push_back({"net_position_right", net.size(), figure(net, &ErrorFigures::exact), figure(track, &ErrorFigures::exact)});
}

std::vector<Line> lines_of(const ExamRows& rows) {
  std::vector<Line> lines;
  add_next_stop(rows, lines);
  add_stops_left(rows, lines);
  add_rejoin(rows, lines);
  for (const std::int32_t percent : {25, 50, 75, 90}) add_finish(rows, percent, lines);
  add_net(rows, lines);
  std::erase_if(lines, [](const Line& line) { return line.count == 0; });
  return lines;
}

struct Part {
  std::string name;
  std::size_t races = 0;
  ExamRows rows;
};

std::vector<Part> groups_of(const std::vector<ExaminedRace>& races) {
  std::vector<Part> groups;
  for (const ExaminedRace& race : races) {
    auto group = std::ranges::find(groups, race.group, &Part::name);
    if (group == groups.end()) group = groups.insert(groups.end(), Part{race.group, 0, {}});
    group->rows += race.rows;
    ++group->races;
  }
  return groups;
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; }

void add_rows(TextTable& table, const std::string& name, const ExamRows& rows) {
  for (const Line& line : lines_of(rows))
    table.add_row({name, line.name, std::to_string(line.count), number(line.ours), number(line.baseline)});
}

TextTable table_of_calls(const char* first) {
  constexpr auto kRight = TextTable::Align::right;
  return TextTable({{first}, {"FIGURE"}, {"ANSWERS", kRight}, {"STINT", kRight}, {"SIMPLE", kRight}});
}

void write_lines(timing::JsonWriter& json, const ExamRows& rows) {
  json.key("figures").begin_object();
  for (const Line& line : lines_of(rows)) {
    json.key(line.name).begin_object().field("answers", line.count);
    json.field("value", line.ours).field("simple", line.baseline).end_object();
  }
  json.end_object();
}

void write_odds(timing::JsonWriter& json, const ExamRows& rows) {
  json.key("odds_at_50").begin_array();
  std::vector<insight::FinishRow> half;
  std::ranges::copy_if(rows.finishes, std::back_inserter(half), [](const auto& row) { return row.percent == 50; });
  for (const auto& bin : insight::calibration(half).bins)
    json.begin_object().field("told", bin.told).field("came", bin.came).field("odds", bin.count).end_object();
  json.end_array();
}

struct DuelMargins {
  Margin places, time_ms;
};

DuelMargins margins_of(const std::vector<PlanDuel>& duels) {
  std::vector<double> places, times;
  for (const PlanDuel& duel : duels) {
    places.push_back(duel.places);
    times.push_back(duel.time_ms);
  }
  return {margin_of(places), margin_of(times)};
}

std::string duels_text(std::string_view other, const std::vector<PlanDuel>& duels) {
  const DuelMargins margins = margins_of(duels);
  return fmt::format("The plan advised against {}, {} races: {:+.2f} places in class (95 % +- {:.2f}), {:+.1f} s (+- {:.1f})\n",
                     other, duels.size(), margins.places.mean, margins.places.half_width, margins.time_ms.mean / 1000,
                     margins.time_ms.half_width / 1000);
}

void write_duels(timing::JsonWriter& json, std::string_view name, const std::vector<PlanDuel>& duels) {
  const DuelMargins margins = margins_of(duels);
  const auto write = [&](std::string_view key, const Margin& margin) {
    json.key(key).begin_object().field("mean", margin.mean).field("half_width_95", margin.half_width).end_object();
  };
  json.key(name).begin_object().field("races", duels.size());
  write("class_places", margins.places);
  write("time_ms", margins.time_ms);
  json.key("duels").begin_array();
  for (const PlanDuel& duel : duels)
    json.begin_object().field("seed", duel.seed).field("places", duel.places).field("time_ms", duel.time_ms).end_object();
  json.end_array().end_object();
}

}  // namespace

std::string simulated_exam_text(const SimulatedExam& exam) {
  const std::string rows = strategy_exam_text({{"simulated", "simulated", exam.rows}});
  return duels_text("stops only when the tank is empty", exam.on_empty_tank) +
         duels_text("stints of equal length", exam.on_even_stints) + (exam.rows.finishes.empty() ? "" : "\n" + rows);
}

std::string simulated_exam_json(const SimulatedExam& exam) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("gained_on").begin_object();
  write_duels(json, "stops_when_empty", exam.on_empty_tank);
  write_duels(json, "even_stints", exam.on_even_stints);
  json.end_object();
  write_lines(json, exam.rows);
  write_odds(json, exam.rows);
  json.end_object();
  return out + "\n";
}

std::string strategy_exam_text(const std::vector<ExaminedRace>& races) {
  TextTable by_group = table_of_calls("RACES"), by_race = table_of_calls("RACE");
  for (const Part& group : groups_of(races)) add_rows(by_group, group.name, group.rows);
  for (const ExaminedRace& race : races) add_rows(by_race, race.id, race.rows);
  return races.size() > 1 ? by_group.text() + "\n" + by_race.text() : by_race.text();
}

std::string strategy_exam_json(const std::vector<ExaminedRace>& races) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("groups").begin_array();
  for (const Part& group : groups_of(races)) {
    json.begin_object().field("group", group.name).field("races", group.races);
    write_lines(json, group.rows);
    write_odds(json, group.rows);
    json.end_object();
  }
  json.end_array().key("races").begin_array();
  for (const ExaminedRace& race : races) {
    json.begin_object().field("race", race.id).field("group", race.group);
    write_lines(json, race.rows);
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace stint::app
