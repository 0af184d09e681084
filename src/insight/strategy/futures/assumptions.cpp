#include "insight/strategy/futures/assumptions.hpp"

#include <algorithm>
#include <charconv>

namespace stint::insight {
namespace {

constexpr double kAssumedMinuteMs = 60'000;
constexpr double kUsualRainMs = 40 * kAssumedMinuteMs;
constexpr double kLongestMinutes = 24 * 60;
constexpr double kMostSaving = 30;  // percent
constexpr double kMostPenaltyS = 3'600;
constexpr double kMostLaps = 10'000;

std::unexpected<Error> unknown(std::string_view text) {
  return fail(ErrorCode::bad_argument,
              "'" + std::string(text) +
                  "' is no assumption: fcy=MINUTES, vsc=MINUTES, sc=MINUTES, rain=MINUTES[:MINUTES], save=CAR:PERCENT, "
                  "fill=CAR:LAPS, penalty=CAR:SECONDS (0: a drive-through), driver=CAR:NAME, stop=CAR:LAP");
}

std::optional<double> number(std::string_view text, double least, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most)) return std::nullopt;
  return value;
}

CarAssumption& of_car(Assumptions& to, const CarNumber& car) {
  const auto found = std::ranges::find(to.cars, car, &CarAssumption::car);
  if (found != to.cars.end()) return *found;
  to.cars.push_back({.car = car});
  return to.cars.back();
}

bool assume_caution(std::string_view kind, std::string_view value, Assumptions& to) {
  const auto minutes = number(value, 0.5, kLongestMinutes);
  if (!minutes) return false;
  to.caution = CautionNow{kind == "sc" ? Pace::behind : Pace::slow, *minutes * kAssumedMinuteMs, kind != "vsc"};
  return true;
}

bool assume_rain(std::string_view value, Assumptions& to) {
  const auto colon = value.find(':');
  const auto in = number(value.substr(0, colon), 0, kLongestMinutes);
  const auto length = colon == std::string_view::npos ? std::optional(kUsualRainMs / kAssumedMinuteMs)
                                                      : number(value.substr(colon + 1), 1, kLongestMinutes);
  if (!in || !length) return false;
  to.rain = RainToCome{*in * kAssumedMinuteMs, *length * kAssumedMinuteMs};
  return true;
}

bool assume_of_car(std::string_view kind, std::string_view value, Assumptions& to) {
  const auto colon = value.find(':');
  const auto car = CarNumber::parse(value.substr(0, colon));
  if (!car || colon == std::string_view::npos) return false;
  const std::string_view what = value.substr(colon + 1);
  if (kind == "driver") {
    if (what.empty()) return false;
    of_car(to, *car).driver = std::string(what);
    return true;
  }
  const bool saves = kind == "save", fined = kind == "penalty", stops = kind == "stop";
  if (!saves && !fined && !stops && kind != "fill") return false;
  const auto amount = number(what, fined ? 0 : 0.1, saves ? kMostSaving : fined ? kMostPenaltyS : kMostLaps);
  if (!amount) return false;
  CarAssumption& assumption = of_car(to, *car);
  if (saves) assumption.saving = *amount / 100;
  if (kind == "fill") assumption.fill_laps = *amount;
  if (stops) assumption.stop_lap = static_cast<std::int32_t>(*amount);
  if (fined && *amount > 0) assumption.penalty_ms = *amount * 1000;
  if (fined && *amount == 0) assumption.drive_through = true;
  return true;
}

}  // namespace

const CarAssumption* Assumptions::find(const CarNumber& car) const {
  const auto found = std::ranges::find(cars, car, &CarAssumption::car);
  return found == cars.end() ? nullptr : &*found;
}

Result<void> assume(std::string_view text, Assumptions& to) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return unknown(text);
  const std::string_view kind = text.substr(0, equals), value = text.substr(equals + 1);
  const bool caution = kind == "fcy" || kind == "vsc" || kind == "sc";
  const bool known = caution          ? assume_caution(kind, value, to)
                     : kind == "rain" ? assume_rain(value, to)
                                      : assume_of_car(kind, value, to);
  if (!known) return unknown(text);
  return {};
}

}  // namespace stint::insight
