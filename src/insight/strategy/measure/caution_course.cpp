#include "insight/strategy/measure/caution_course.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/futures/draws.hpp"
#include "insight/strategy/measure/priors.hpp"

namespace stint::insight {
namespace {

constexpr double kHour_ms = 3'600'000;
constexpr std::size_t kDrawn = 1'000, kShown = 5;
static_assert(kDrawn % kShown == 0);
// Numbers of the draws: the rest of the caution that is out, then when, which and how long for each to come.
enum : std::uint64_t { kRest = 0, kFirst = 4, kDrawsOfEach = 4 };

double total(const CautionCourse& course) {
  double sum = 0;
  for (const double ms : course.slow_ms) sum += ms;
  return sum;
}

class Drawing {
 public:
  Drawing(const CautionsMeasure& cautions, const CautionOutlook& from) : cautions_(cautions), from_(from) {
    for (const CautionMeasure& kind : cautions.kinds) per_ms_ += kind.hazard_per_hour / kHour_ms;
    fastest_per_ms_ = per_ms_ * *std::ranges::max_element(cautions.by_part);
  }

  [[nodiscard]] bool none() const { return per_ms_ <= 0 && from_.now == Pace::green; }

  [[nodiscard]] CautionCourse draw(const Draws& draws) const {
    CautionCourse course;
    double at = 0;
    if (from_.now != Pace::green) {
      at = cautions_.under_way ? std::min(from_.left_ms, cautions_.under_way->left_ms(draws.uniform(kRest))) : 0;
      course.slow_ms[static_cast<std::size_t>(from_.now)] += at;
    }
    if (per_ms_ <= 0) return course;
    // Drawn at the fastest rate that any part of the race has; those that its part would not have had are left out.
    for (std::uint64_t number = kFirst;; number += kDrawsOfEach) {
      at += draws.exponential(number) / fastest_per_ms_;
      if (at >= from_.left_ms) return course;
      if (draws.uniform(number + 1) >= rate_at(at) / fastest_per_ms_) continue;
      const CautionMeasure& kind = kind_of(draws.uniform(number + 2));
      const double length = std::min(from_.left_ms - at, caution_length(kind.length_ms).at(draws.normal(number + 3)));
      course.slow_ms[static_cast<std::size_t>(kind.pace)] += length;
      course.begun += 1;
      at += length;
    }
  }

 private:
  [[nodiscard]] double rate_at(double after_ms) const {
    const std::optional<double> length_h = from_.length_ms ? std::optional(*from_.length_ms / kHour_ms) : std::nullopt;
    return per_ms_ * cautions_.by_part[race_part((from_.elapsed_ms + after_ms) / kHour_ms, length_h)];
  }
  [[nodiscard]] const CautionMeasure& kind_of(double share) const {
    double left = share * per_ms_ * kHour_ms;
    for (const CautionMeasure& kind : cautions_.kinds) {
      left -= kind.hazard_per_hour;
      if (left < 0) return kind;
    }
    return cautions_.kinds.back();
  }

  const CautionsMeasure& cautions_;
  const CautionOutlook& from_;
  double per_ms_ = 0, fastest_per_ms_ = 0;
};

}  // namespace

double CautionCourse::lost_ms(const std::array<double, kPaces>& slow_down) const {
  double lost = 0;
  for (std::size_t pace = 1; pace < kPaces; ++pace) lost += slow_ms[pace] * (1 - 1 / std::max(1.0, slow_down[pace]));
  return lost;
}

double CautionCourse::slow_laps(double lap_ms, const std::array<double, kPaces>& slow_down) const {
  double laps = 0;
  for (std::size_t pace = 1; pace < kPaces; ++pace) laps += slow_ms[pace] / (lap_ms * std::max(1.0, slow_down[pace]));
  return laps;
}

std::vector<CautionCourse> caution_courses(const CautionsMeasure& cautions, const CautionOutlook& from) {
  const Drawing drawing(cautions, from);
  if (drawing.none()) return {CautionCourse{}};
  std::vector<CautionCourse> drawn;
  for (std::uint64_t i = 0; i < kDrawn; ++i) drawn.push_back(drawing.draw(Draws(mixed(i + 1))));
  std::ranges::stable_sort(drawn, {}, total);
  std::vector<CautionCourse> shown(kShown);
  constexpr std::size_t kEach = kDrawn / kShown;
  for (std::size_t i = 0; i < kDrawn; ++i) {
    CautionCourse& of = shown[i / kEach];
    of.weight = 1.0 / kShown;
    of.begun += drawn[i].begun / kEach;
    for (std::size_t pace = 0; pace < kPaces; ++pace) of.slow_ms[pace] += drawn[i].slow_ms[pace] / kEach;
  }
  return shown;
}

}  // namespace stint::insight
