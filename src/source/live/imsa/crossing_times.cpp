#include "source/live/imsa/crossing_times.hpp"

#include <algorithm>
#include <chrono>

namespace stint::live::imsa {
namespace {

using timing::Instant;
using timing::Millis;

// How many crossings of a car are kept: gaps are to a car that may be nearly a lap ahead.
constexpr std::size_t kKept = 4;

// An axis is off by up to half a poll, and polls are late by what the network takes.
constexpr Millis kSlack = std::chrono::seconds{2};

// The row that a gap of `row` is measured to.
const ResultsRow* class_leader(const std::vector<ResultsRow>& rows, std::size_t row) {
  const auto found = std::ranges::find(rows, rows[row].class_name, &ResultsRow::class_name);
  return found == rows.end() || found->car == rows[row].car ? nullptr : &*found;
}

const ResultsRow* ahead_in_class(const std::vector<ResultsRow>& rows, std::size_t row) {
  for (std::size_t i = row; i > 0; --i) {
    if (rows[i - 1].class_name == rows[row].class_name) return &rows[i - 1];
  }
  return nullptr;
}

}  // namespace

const CrossingTimes::Crossing* CrossingTimes::find(const timing::CarNumber& car, std::int32_t lap) const {
  const auto held = crossings_.find(car);
  if (held == crossings_.end()) return nullptr;
  const auto found = std::ranges::find(held->second, lap, &Crossing::lap);
  return found == held->second.end() ? nullptr : &*found;
}

std::vector<Instant> CrossingTimes::join(const std::vector<ResultsRow>& rows, Instant now) {
  std::vector<Millis> behind(rows.size());  // the first car on the same lap
  std::vector<Instant> at(rows.size(), now);
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first + 1;
    for (; end < rows.size() && rows[end].laps == rows[first].laps; ++end) {
      const bool to_leader = first == 0 && rows[end].gap.time;
      const Millis since = rows[end].interval.time.value_or(Millis{1});
      behind[end] = std::max(to_leader ? *rows[end].gap.time : behind[end - 1] + since, behind[end - 1]);
    }
    for (std::size_t i = first; i < end; ++i) at[i] = now - (behind[end - 1] - behind[i]);
    first = end;
  }
  return at;
}

std::optional<CrossingTimes::Crossing> CrossingTimes::chained(const ResultsRow& row) const {
  const Crossing* before = find(row.car, *row.laps - 1);
  if (before == nullptr || !row.last_lap) return std::nullopt;
  return Crossing{*row.laps, before->at + *row.last_lap, before->axis};
}

std::vector<CrossingTimes::Crossing> CrossingTimes::linked(const std::vector<ResultsRow>& rows, std::size_t row) const {
  std::vector<Crossing> links;
  const auto link = [&](const ResultsRow* to, const GapText& gap) {
    const Crossing* crossing = to == nullptr || !gap.time ? nullptr : find(to->car, *rows[row].laps);
    if (crossing != nullptr) links.push_back({*rows[row].laps, crossing->at + *gap.time, crossing->axis});
  };
  if (row == 0) return links;
  link(&rows.front(), rows[row].gap);
  link(class_leader(rows, row), rows[row].class_gap);
  link(&rows[row - 1], rows[row].interval);
  link(ahead_in_class(rows, row), rows[row].class_interval);
  return links;
}

Instant CrossingTimes::crossed(const std::vector<ResultsRow>& rows, std::size_t row, Instant after, Instant until) {
  const Millis slack = kSlack + (until - after) / 2;
  const auto possible = [&](const Crossing& crossing) { return crossing.at > after - slack && crossing.at <= until + slack; };
  std::optional<Crossing> best = chained(rows[row]);
  if (best && !possible(*best)) best.reset();
  for (const Crossing& link : linked(rows, row)) {
    if (possible(link) && (!best || link.axis < best->axis)) best = link;
  }
  if (!best) best = Crossing{*rows[row].laps, after + (until - after) / 2, ++axes_};
  auto& held = crossings_[rows[row].car];
  // A car crosses the line later than it did before, whatever the gaps say.
  if (!held.empty()) best->at = std::max(best->at, held.back().at + Millis{1});
  held.push_back(*best);
  if (held.size() > kKept) held.pop_front();
  return best->at;
}

}  // namespace stint::live::imsa
