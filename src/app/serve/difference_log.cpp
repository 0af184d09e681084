#include "app/serve/difference_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

bool is_same(const race::Difference& a, const race::Difference& b) { return a.car == b.car && a.what == b.what; }

}  // namespace

std::vector<std::string> DifferenceLog::changes(const race::Snapshot& snapshot, timing::Instant now) {
  std::vector<std::string> lines;
  std::vector<Open> open;
  for (const race::Difference& difference : snapshot.differences) {
    const auto before = std::ranges::find_if(open_, [&](const Open& one) { return is_same(one.difference, difference); });
    Open& one = open.emplace_back(difference, before == open_.end() ? now : before->seen_at,
                                  before != open_.end() && before->is_logged);
    if (one.is_logged || now - one.seen_at < kStands) continue;
    one.is_logged = true;
    lines.push_back(fmt::format("car {}: the feed's {} is {} ({}), ours {} ({})", difference.car.view(),
                                words_of(difference.what), difference.official, difference.official_words, difference.ours,
                                difference.our_words));
  }
  for (const Open& before : open_) {
    const bool goes_on = std::ranges::any_of(open, [&](const Open& one) { return is_same(one.difference, before.difference); });
    if (goes_on || !before.is_logged) continue;
    lines.push_back(fmt::format("car {}: the feed's {} and ours agree again", before.difference.car.view(),
                                words_of(before.difference.what)));
  }
  open_ = std::move(open);
  return lines;
}

}  // namespace stint::app
