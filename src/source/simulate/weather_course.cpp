#include "source/simulate/weather_course.hpp"

#include <algorithm>
#include <cmath>

namespace stint::source {
namespace {

// How warm the day is, -1 (before dawn) .. 1 (mid-afternoon): two parabolas, since a sine is not the same on every machine.
double warmth(RaceTime time_of_day) {
  constexpr RaceTime kCoolest = 5 * kHour;
  const double phase = static_cast<double>((time_of_day - kCoolest + kDay) % kDay) / static_cast<double>(kDay);  // 0 at 5:00
  const double half = phase < 0.5 ? phase * 2 : (1 - phase) * 2;                                                 // 0 .. 1 .. 0
  return half < 0.5 ? -1 + 4 * half * half : 1 - 4 * (1 - half) * (1 - half);
}

// On average a shower in every eight hours, 15 to 70 minutes long.
std::vector<Shower> draw_showers(RandomStream& random, RaceTime length) {
  std::vector<Shower> showers;
  constexpr double kShowersAnHour = 1.0 / 8;
  for (RaceTime hour = 0; hour * kHour < length; ++hour) {
    if (!random.chance(kShowersAnHour)) continue;
    Shower shower;
    shower.begins = hour * kHour + random.whole(0, kHour - 1);
    shower.ends = shower.begins + random.whole(15 * kMinute, 70 * kMinute);
    shower.strength = random.uniform(0.12, 0.55);
    showers.push_back(shower);
  }
  return showers;
}

}  // namespace

WeatherCourse::WeatherCourse(RandomStream random, RaceTime length, RaceTime local_start_ms)
    : random_(random), local_start_ms_(local_start_ms), mean_air_(0), swing_(0) {
  showers_ = draw_showers(random_, length);
  mean_air_ = random_.uniform(13, 26);
  swing_ = random_.uniform(3, 7);
  wind_ = random_.uniform(2, 18);
  wind_dir_ = random_.uniform(0, 360);
  pressure_ = random_.uniform(1000, 1022);
  humidity_ = random_.uniform(45, 75);
  advance(0);
}

void WeatherCourse::advance(RaceTime now) {
  const auto shower = std::ranges::find_if(showers_, [&](const Shower& s) { return now >= s.begins && now < s.ends; });
  raining_ = shower != showers_.end();
  const double target = raining_ ? shower->strength : 0;
  // A track gets wet within about five minutes and dries within about twenty.
  wetness_ += (target - wetness_) * (target > wetness_ ? 0.2 : 0.06);
  if (!raining_ && wetness_ < 0.005) wetness_ = 0;

  drift_ = 0.995 * drift_ + 0.08 * random_.normal();
  const double sun = warmth((local_start_ms_ + now) % kDay);
  const double air_target = mean_air_ + swing_ * sun + drift_ - (raining_ ? 3 : 0);
  air_ = now == 0 ? air_target : air_ + (air_target - air_) * 0.15;
  const double track_target = air_ + 3 + 8 * (sun + 1) - (wetness_ > 0.05 ? 6 : 0);
  track_ = now == 0 ? track_target : track_ + (track_target - track_) * 0.08;
  humidity_ = std::clamp(humidity_ + (raining_ ? 0.5 : -0.1) + 0.4 * random_.normal(), 30.0, 98.0);
  wind_ = std::clamp(wind_ + 0.5 * random_.normal(), 0.0, 45.0);
  wind_dir_ += 3 * random_.normal();
  if (wind_dir_ < 0) wind_dir_ += 360;
  if (wind_dir_ >= 360) wind_dir_ -= 360;
  pressure_ = std::clamp(pressure_ + 0.04 * random_.normal(), 985.0, 1035.0);

  // Rubber builds up over about two hours of dry running; a wet track washes it away.
  rubber_ += wetness_ > 0.1 ? -0.02 * rubber_ : (1 - rubber_) * 0.012;
  const double heat = track_ > 32 ? (track_ - 32) * 0.0003 : 0;
  dry_loss_ = 0.008 * (1 - rubber_) + heat;
}

timing::Weather WeatherCourse::reading() const {
  timing::Weather weather;
  weather.air_c = rounded_tenth(air_);
  weather.track_c = rounded_tenth(track_);
  weather.humidity_pct = rounded_tenth(humidity_);
  weather.wind_kph = rounded_tenth(wind_);
  weather.wind_dir_deg = static_cast<double>(static_cast<std::int64_t>(wind_dir_));
  weather.pressure_hpa = rounded_tenth(pressure_);
  weather.rain = raining_;
  return weather;
}

}  // namespace stint::source
