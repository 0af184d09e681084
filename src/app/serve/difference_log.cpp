#include "app/serve/difference_log.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stint::app {
namespace {

std::string_view words_of(race::Difference::What what) {
  switch (what) {
    case race::Difference::What::position:
      return "position";
    case race::Difference::What::class_position:
      return "position in class";
    case race::Difference::What::laps:
      return "laps";
    case race::Difference::What::gap:
      return "gap";
  }
  return "position";
}

bool holds(const std::vector<race::Difference>& differences, const race::Difference& wanted) {
  return std::ranges::any_of(differences, [&](const auto& one) { return one.car == wanted.car && one.what == wanted.what; });
}

}  // namespace

std::vector<std::string> DifferenceLog::changes(const race::Snapshot& snapshot) {
  std::vector<std::string> lines;
  for (const race::Difference& now : snapshot.differences) {
    if (holds(open_, now)) continue;
    lines.push_back(fmt::format("car {}: the feed's {} is {} ({}), ours {} ({})", now.car.view(), words_of(now.what),
                                now.official, now.official_words, now.ours, now.our_words));
  }
  for (const race::Difference& before : open_) {
    if (holds(snapshot.differences, before)) continue;
    lines.push_back(fmt::format("car {}: the feed's {} and ours agree again", before.car.view(), words_of(before.what)));
  }
  open_ = snapshot.differences;
  return lines;
}

}  // namespace stint::app
