// What race control said, word for word.
#include <algorithm>

#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// 0: not told. `of_car`: in the account of one car that it names.
double weight_of(race::MessageKind kind, bool of_car) {
  using enum race::MessageKind;
  switch (kind) {
    case penalty:
      return of_car ? 0.88 : 0.6;
    case black_orange_flag:
      return of_car ? 0.85 : 0.55;
    case car_report:
      return of_car ? 0.7 : 0.42;
    case investigation:
      return of_car ? 0.5 : 0.25;
    case no_action:
      return of_car ? 0.4 : 0.15;
    case closed_pit:
      return of_car ? 0.5 : 0.2;
    case track_condition:
      return of_car ? 0.3 : 0.5;
    case hazard:
      return of_car ? 0.3 : 0.3;
    default:
      return 0;
  }
}

std::vector<CarNumber> cars_named(const race::Message& message) {
  std::vector<CarNumber> cars = message.meaning.cars;
  for (const auto* more : {&message.meaning.other_cars, &message.cars}) {
    for (const CarNumber& car : *more) {
      if (std::ranges::find(cars, car) == cars.end()) cars.push_back(car);
    }
  }
  return cars;
}

// A message that names no car is for all.
bool is_for(const Scene& scene, const std::vector<CarNumber>& cars) {
  const bool is_whole_field = !scene.car && scene.groups.size() != 1;
  if (is_whole_field || (cars.empty() && !scene.car)) return true;
  for (CarIndex car = 0; car < scene.past.race().cars.size(); ++car) {
    if (scene.concerns(car) && std::ranges::find(cars, scene.past.number(car)) != cars.end()) return true;
  }
  return false;
}

}  // namespace

void tell_control_words(const Scene& scene, Telling& telling) {
  for (const race::Message& message : scene.past.race().messages) {
    if (!scene.is_within(message.at)) continue;
    auto cars = cars_named(message);
    const double weight = weight_of(message.meaning.kind, scene.car.has_value());
    if (weight <= 0 || !is_for(scene, cars)) continue;
    std::vector<Fact> facts{{"race_control", message.at, cars.empty() ? CarNumber{} : cars.front(), 0, message.id}};
    telling.push_back(
        {ControlWord{message.id, message.at, message.meaning.kind, std::move(cars), message.text}, weight, std::move(facts)});
  }
}

}  // namespace stint::insight::story
