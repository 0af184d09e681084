#include "source/simulate/bulletin.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace stint::source {
namespace {

std::int32_t lap_of(const timing::Event& event) {
  if (const auto* sector = event_as<timing::Sector>(event)) return sector->lap;
  if (const auto* lap = event_as<timing::Lap>(event)) return lap->lap;
  if (const auto* in = event_as<timing::PitIn>(event)) return in->lap;
  if (const auto* out = event_as<timing::PitOut>(event)) return out->lap;
  return 0;
}

bool comes_before(const timing::Event& a, const timing::Event& b) {
  const timing::CarNumber* car_a = timing::car_of(a);
  const timing::CarNumber* car_b = timing::car_of(b);
  const auto key = [](const timing::Event& event, const timing::CarNumber* car) {
    return std::tuple(event.at, event.body.index(), car == nullptr ? std::string_view{} : car->view(), lap_of(event));
  };
  return key(a, car_a) < key(b, car_b);
}

std::string two_digits(RaceTime value) { return (value < 10 ? "0" : "") + std::to_string(value); }

}  // namespace

void Bulletin::publish_flag(RaceTime at, timing::FlagScope scope, std::int32_t number, timing::FlagKind kind) {
  publish(at, timing::Flag{scope, number, kind});
}

void Bulletin::publish_message(RaceTime at, std::string text, std::vector<timing::CarNumber> cars) {
  publish(at, timing::RaceControl{std::to_string(++messages_), std::move(text), std::move(cars), ""});
}

void Bulletin::take_into(std::vector<timing::Event>& out) {
  std::ranges::stable_sort(events_, comes_before);
  std::ranges::move(events_, std::back_inserter(out));
  events_.clear();
}

RaceTime Bulletin::local_ms(RaceTime at) const {
  const RaceTime ms = timing::count_ms(instant(at)) + RaceTime{utc_offset_min_} * 60'000;
  return ((ms % kDay) + kDay) % kDay;
}

std::string Bulletin::local_time(RaceTime at) const {
  const RaceTime seconds = local_ms(at) / 1000;
  return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

}  // namespace stint::source
