#include "app/commands/evaluate_anomalies.hpp"

#include <cmath>
#include <cstdio>

#include "app/output.hpp"
#include "app/recording.hpp"
#include "app/text_file.hpp"
#include "app/text_table.hpp"
#include "insight/anomaly/scorecard.hpp"
#include "insight/anomaly/true_incidents.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

using insight::AlarmCount;
using insight::AlarmScore;
using insight::AnomalyKind;

struct RaceScore {
  std::string id;
  AlarmScore score;
};

double thousandths(double value) { return std::round(value * 1000) / 1000; }

std::string fixed(double value, int decimals) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

double per_hour(std::size_t count, double hours) { return hours > 0 ? static_cast<double>(count) / hours : 0; }

void write_count(timing::JsonWriter& json, std::string_view name, const AlarmCount& count, double hours) {
  json.key(name).begin_object();
  json.field("wanted", count.wanted).field("told", count.told).field("false_alarms", count.false_alarms);
  json.field("precision", thousandths(count.precision())).field("recall", thousandths(count.recall()));
  json.field("f1", thousandths(count.f1())).field("false_per_hour", thousandths(per_hour(count.false_alarms, hours)));
  json.end_object();
}

void write_score(timing::JsonWriter& json, const AlarmScore& score) {
  json.field("hours", thousandths(score.hours)).field("laps", score.laps);
  write_count(json, "at_lap_end", score.at_lap_end, score.hours);
  write_count(json, "confirmed", score.confirmed, score.hours);
  write_count(json, "retirements", score.retirements, score.hours);
  write_count(json, "long_stops", score.long_stops, score.hours);
  json.field("quiet_hours", thousandths(score.quiet_hours)).key("kinds").begin_object();
  for (std::size_t i = 0; i < score.kinds.size(); ++i) {
    const insight::KindCount& kind = score.kinds[i];
    json.key(insight::anomaly_name(static_cast<AnomalyKind>(i))).begin_object();
    json.field("alarms", kind.alarms).field("standing", kind.standing).field("before_trouble", kind.before_trouble);
    json.field("in_quiet", kind.in_quiet).field("information", kind.information).end_object();
  }
  json.end_object();
}

std::string as_json(const std::vector<RaceScore>& races, const AlarmScore& total) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("races").begin_array();
  for (const RaceScore& race : races) {
    json.begin_object().field("race", race.id);
    write_score(json, race.score);
    json.end_object();
  }
  json.end_array().key("total").begin_object();
  write_score(json, total);
  json.end_object().end_object();
  return out + "\n";
}

// How talkative each kind is, in all and while nothing happens, and how often trouble followed within half an hour.
std::string kinds_table(const AlarmScore& score) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"KIND"},
                   {"ALARMS", kRight},
                   {"AN HOUR", kRight},
                   {"STANDING", kRight},
                   {"BEFORE TROUBLE", kRight},
                   {"A QUIET HOUR", kRight},
                   {"INFORMATION AN HOUR", kRight}});
  const auto add = [&](const std::string& name, const insight::KindCount& kind) {
    const auto standing = static_cast<double>(kind.standing);
    table.add_row({name, std::to_string(kind.alarms), fixed(per_hour(kind.alarms, score.hours), 2),
                   fixed(per_hour(kind.standing, score.hours), 2),
                   standing > 0 ? fixed(static_cast<double>(kind.before_trouble) / standing, 2) : "-",
                   fixed(per_hour(kind.in_quiet, score.quiet_hours), 2), fixed(per_hour(kind.information, score.hours), 2)});
  };
  insight::KindCount all;
  for (std::size_t i = 0; i < score.kinds.size(); ++i) {
    add(std::string(insight::anomaly_name(static_cast<AnomalyKind>(i))), score.kinds[i]);
    all += score.kinds[i];
  }
  add("all", all);
  return table.text() + "quiet: " + fixed(score.quiet_hours, 1) + " h\n";
}

std::string as_table(const std::vector<RaceScore>& races, const AlarmScore& total) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"RACE"},
                   {"HOURS", kRight},
                   {"INCIDENTS", kRight},
                   {"PREC", kRight},
                   {"REC", kRight},
                   {"F1", kRight},
                   {"FALSE/H", kRight},
                   {"CONF PREC", kRight},
                   {"REC", kRight},
                   {"F1", kRight},
                   {"FALSE/H", kRight},
                   {"RETIRED", kRight},
                   {"SEEN", kRight},
                   {"FALSE/H", kRight}});
  const auto add = [&](const std::string& name, const AlarmScore& score) {
    std::vector<std::string> row{name, fixed(score.hours, 1), std::to_string(score.at_lap_end.wanted)};
    for (const AlarmCount* count : {&score.at_lap_end, &score.confirmed}) {
      row.push_back(fixed(count->precision(), 3));
      row.push_back(fixed(count->recall(), 3));
      row.push_back(fixed(count->f1(), 3));
      row.push_back(fixed(per_hour(count->false_alarms, score.hours), 2));
    }
    row.push_back(std::to_string(score.retirements.wanted));
    row.push_back(std::to_string(score.retirements.told));
    row.push_back(fixed(per_hour(score.retirements.false_alarms, score.hours), 2));
    table.add_row(std::move(row));
  };
  for (const RaceScore& race : races) add(race.id, race.score);
  add("all", total);
  return table.text() + "\n" + kinds_table(total);
}

std::string truth_text(const insight::TruthScore& score, bool as_json) {
  std::string out;
  timing::JsonWriter json(out);
  TextTable table({{"KIND"},
                   {"HAPPENED", TextTable::Align::right},
                   {"TOLD", TextTable::Align::right},
                   {"AS ALARM", TextTable::Align::right},
                   {"RIGHT KIND", TextTable::Align::right},
                   {"MEDIAN DELAY, S", TextTable::Align::right},
                   {"SOONEST, S", TextTable::Align::right}});
  json.begin_object().key("kinds").begin_object();
  for (std::size_t i = 0; i < score.kinds.size(); ++i) {
    const insight::TruthCount& count = score.kinds[i];
    const std::string name(insight::anomaly_name(static_cast<AnomalyKind>(i)));
    const auto delay = insight::median_of(count.delays_s);
    const auto soonest = insight::median_of(count.soonest_s);
    json.key(name).begin_object().field("happened", count.happened).field("told", count.told);
    json.field("alarmed", count.alarmed).field("right_kind", count.right_kind).field("median_delay_s", delay);
    json.field("median_soonest_s", soonest).end_object();
    table.add_row({name, std::to_string(count.happened), std::to_string(count.told), std::to_string(count.alarmed),
                   std::to_string(count.right_kind), delay ? fixed(*delay, 1) : "-", soonest ? fixed(*soonest, 1) : "-"});
  }
  json.end_object().field("false_alarms", score.false_alarms).field("false_notes", score.false_notes);
  json.field("hours", thousandths(score.hours)).end_object();
  if (as_json) return out + "\n";
  return table.text() + "false alarms: " + std::to_string(score.false_alarms) +
         ", false information: " + std::to_string(score.false_notes) + " in " + fixed(score.hours, 1) + " h\n";
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

Result<void> evaluate_truth(const AnomalyEvaluation& wanted, const Configuration& configuration) {
  if (wanted.files.size() != 1) return fail(ErrorCode::bad_argument, "--truth is the truth of one race; give one file");
  const auto recording = read_recording(wanted.files.front(), configuration);
  if (!recording) return std::unexpected(recording.error());
  const auto truth = read_text_file(wanted.truth);
  if (!truth) return std::unexpected(truth.error());
  const auto start = start_of(recording->events);
  if (!start) return fail(ErrorCode::bad_argument, wanted.files.front() + ": the start isn't known");
  const auto incidents = insight::read_incidents(lines_of(*truth), *start);
  return print(truth_text(insight::score_truth(recording->events, incidents), wanted.json));
}

}  // namespace

Result<void> evaluate_anomalies(const AnomalyEvaluation& wanted, const Configuration& configuration) {
  if (!wanted.truth.empty()) return evaluate_truth(wanted, configuration);
  std::vector<RaceScore> races;
  AlarmScore total;
  for (const std::string& file : wanted.files) {
    const auto recording = read_recording(file, configuration);
    if (!recording) return std::unexpected(recording.error());
    races.push_back({recording->id, insight::score_alarms(recording->events)});
    total += races.back().score;
  }
  return print(wanted.json ? as_json(races, total) : as_table(races, total));
}

}  // namespace stint::app
