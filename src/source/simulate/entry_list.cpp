#include "source/simulate/entry_list.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace stint::source {
namespace {

struct GradeTraits {
  std::string_view grade;
  double least_loss, most_loss;  // pace, of a lap
  double consistency;            // of a lap
  double error_rate;
  std::int32_t longest_turn;  // stints
};

// Reasons: docs/simulator.md, "Drivers".
constexpr std::array<GradeTraits, 4> kGrades{{
    {"platinum", 0.000, 0.0025, 0.0022, 0.8, 3},
    {"gold", 0.002, 0.006, 0.0026, 1.0, 3},
    {"silver", 0.008, 0.014, 0.0034, 1.3, 3},
    {"bronze", 0.018, 0.030, 0.0047, 1.9, 2},
}};

const GradeTraits& traits_of(std::string_view grade) {
  const auto* found = std::ranges::find(kGrades, grade, &GradeTraits::grade);
  return found == kGrades.end() ? kGrades[1] : *found;
}

// Draws names and numbers that nobody else in the field has.
class Registry {
 public:
  Registry(const NameLists& names, RandomStream& random) : names_(names), random_(random) {}

  std::string driver() {
    for (;;) {
      std::string name = random_.pick(names_.first_names) + " " + random_.pick(names_.last_names);
      if (drivers_.insert(name).second) return name;
    }
  }

  // A team may enter two cars of one class.
  std::string team() {
    if (!teams_.empty() && can_repeat_ && random_.chance(0.45)) {
      can_repeat_ = false;
      return teams_.back();
    }
    for (;;) {
      std::string name = random_.pick(names_.team_first) + " " + random_.pick(names_.team_last);
      if (std::ranges::find(teams_, name) != teams_.end()) continue;
      can_repeat_ = true;
      teams_.push_back(name);
      return name;
    }
  }

  void next_class() { can_repeat_ = false; }

  // A number of the class's range while there is one, then any free one. Now and then `007` runs, perhaps beside `7`.
  std::string number(const CarClass& kind) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      const bool wide = attempt >= 100;
      std::string number = std::to_string(random_.whole(wide ? 1 : kind.first_number, wide ? 999 : kind.last_number));
      if (number.size() == 1 && random_.chance(0.2)) number.insert(0, "00");
      if (numbers_.insert(number).second) return number;
    }
    int number = 1;
    while (!numbers_.insert(std::to_string(number)).second) ++number;
    return std::to_string(number);
  }

  timing::Driver licence(std::size_t index, const std::string& grade) {
    timing::Driver driver;
    driver.id = timing::DriverId(std::to_string(index + 1));
    driver.name = this->driver();
    driver.tla = three_letters(driver.name);
    driver.grade = grade;
    driver.country = random_.pick(names_.countries);
    return driver;
  }

 private:
  // The first three letters of the last name, as timing screens show them.
  static std::string three_letters(const std::string& name) {
    std::string letters = name.substr(name.rfind(' ') + 1, 3);
    for (char& c : letters) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return letters;
  }

  const NameLists& names_;
  RandomStream& random_;
  std::set<std::string> drivers_;
  std::set<std::string> numbers_;
  std::vector<std::string> teams_;
  bool can_repeat_ = false;
};

void add_crew(RaceCar& car, Registry& registry, RandomStream& random) {
  for (const std::string& grade : random.pick(car.kind->crews)) {
    const GradeTraits& traits = traits_of(grade);
    const timing::Driver licence = registry.licence(car.crew.size(), grade);
    CrewMember member;
    member.id = licence.id;
    member.pace_loss = random.uniform(traits.least_loss, traits.most_loss);
    member.consistency = traits.consistency * random.uniform(0.8, 1.25);
    member.error_rate = traits.error_rate;
    member.longest_turn = traits.longest_turn;
    car.crew.push_back(member);
    car.entry.drivers.push_back(licence);
  }
  car.driver = static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(car.crew.size()) - 1));
}

RaceCar make_car(const CarClass& kind, const Circuit& circuit, const NameLists& names, Registry& registry,
                 RandomStream& random) {
  RaceCar car;
  car.kind = &kind;
  car.entry.class_name = kind.name;
  car.entry.team = registry.team();
  car.entry.car = timing::CarNumber(registry.number(kind));
  car.entry.key = car.entry.car.str();
  car.entry.vehicle = random.pick(names.makers.find(kind.name)->second);
  car.entry.manufacturer = car.entry.vehicle.substr(0, car.entry.vehicle.find(' '));
  add_crew(car, registry, random);
  if (std::ranges::any_of(car.entry.drivers, [](const timing::Driver& driver) { return driver.grade == "bronze"; })) {
    car.entry.group = "Pro/Am";
  }
  car.strength_loss = kind.spread * random.uniform();
  const double lap_min = circuit.lap_s * kind.pace / 60.0;
  car.tank_laps = std::max(3.0, static_cast<double>(static_cast<std::int64_t>(kind.stint_min / lap_min)));
  car.tyre_life_laps = std::max(4.0, kind.tyre_life_min / lap_min);
  return car;
}

}  // namespace

std::vector<std::int32_t> deal_cars(std::int32_t cars, const std::vector<CarClass>& classes) {
  double total = 0;
  for (const CarClass& kind : classes) total += kind.share;
  std::vector<std::int32_t> dealt;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::int32_t left = cars;
  for (const CarClass& kind : classes) {
    const double due = cars * (total > 0 ? kind.share / total : 1.0 / static_cast<double>(classes.size()));
    const auto whole = static_cast<std::int32_t>(due);
    remainders.emplace_back(due - whole, dealt.size());
    dealt.push_back(whole);
    left -= whole;
  }
  std::ranges::stable_sort(remainders, std::ranges::greater{}, &std::pair<double, std::size_t>::first);
  for (std::size_t i = 0; left > 0; ++i, --left) ++dealt[remainders[i % remainders.size()].second];
  return dealt;
}

std::vector<RaceCar> make_entry_list(std::uint64_t seed, std::int32_t cars, const Circuit& circuit,
                                     const std::vector<CarClass>& classes, const NameLists& names) {
  RandomStream random(seed, "entry list");
  Registry registry(names, random);
  const std::vector<std::int32_t> dealt = deal_cars(cars, classes);
  std::vector<RaceCar> field;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    registry.next_class();
    const std::size_t first = field.size();
    for (std::int32_t n = 0; n < dealt[i]; ++n) field.push_back(make_car(classes[i], circuit, names, registry, random));
    // Qualifying: the car's strength with a little luck.
    std::vector<std::pair<double, std::size_t>> grid;
    for (std::size_t c = first; c < field.size(); ++c) {
      grid.emplace_back(field[c].strength_loss + 0.002 * random.normal(), c);
    }
    std::ranges::stable_sort(grid, {}, &std::pair<double, std::size_t>::first);
    std::vector<RaceCar> ordered;
    ordered.reserve(grid.size());
    for (const auto& [time, c] : grid) ordered.push_back(std::move(field[c]));
    std::ranges::move(ordered, field.begin() + static_cast<std::ptrdiff_t>(first));
  }
  for (RaceCar& car : field) car.random = RandomStream(seed, "car " + car.number().str());
  return field;
}

}  // namespace stint::source
