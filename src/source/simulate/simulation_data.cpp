#include "source/simulate/simulation_data.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "timing/embedded_text.hpp"

namespace stint::source {

std::span<const timing::EmbeddedText> simulation_texts();  // made by embed_texts()

namespace {

// Reads the keys of one table and remembers what is wrong with the first bad one.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  std::string text(std::string_view key) {
    const auto value = table_[key].value<std::string>();
    if (!value) complain(key, "must be a text");
    return value.value_or("");
  }

  double number(std::string_view key, double low, double high) {
    const auto value = table_[key].value<double>();
    if (!value || *value < low || *value > high) {
      complain(key, "must be a number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return value.value_or(low);
  }

  std::int32_t whole(std::string_view key, std::int32_t low, std::int32_t high) {
    const auto value = table_[key].value<std::int64_t>();
    if (!value || *value < low || *value > high) {
      complain(key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
      return low;
    }
    return static_cast<std::int32_t>(*value);
  }

  bool flag(std::string_view key) {
    const auto value = table_[key].value<bool>();
    if (!value) complain(key, "must be true or false");
    return value.value_or(false);
  }

  template <class T>
  std::vector<T> list(std::string_view key) {
    return items<T>(table_[key].as_array(), key);
  }

  template <class T>
  std::vector<T> items(const toml::array* array, std::string_view key) {
    std::vector<T> found;
    if (array != nullptr) {
      for (const toml::node& node : *array) {
        if (const auto value = node.value<T>()) found.push_back(*value);
      }
    }
    if (array == nullptr || found.empty() || found.size() != array->size()) complain(key, "must be a list");
    return found;
  }

  void complain(std::string_view key, const std::string& what) {
    if (!error_) error_ = Error{ErrorCode::bad_configuration, where_ + ": '" + std::string(key) + "' " + what};
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] const toml::table& table() const { return table_; }

 private:
  const toml::table& table_;
  std::string where_;
  std::optional<Error> error_;
};

Result<toml::table> parse(std::string_view where, std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::bad_configuration, std::string(where) + " line " + std::to_string(error.source().begin.line) + ": " +
                                                  std::string(error.description()));
  }
}

CarClass read_class(TableReader& in) {
  CarClass kind;
  kind.name = in.text("name");
  kind.share = in.number("share", 0.0, 1.0);
  kind.pace = in.number("pace", 1.0, 2.0);
  kind.spread = in.number("spread", 0.0, 0.1);
  kind.stint_min = in.number("stint_min", 5.0, 240.0);
  kind.fuel_loss = in.number("fuel_loss", 0.0, 0.1);
  kind.tyre_life_min = in.number("tyre_life_min", 5.0, 600.0);
  kind.tyre_loss = in.number("tyre_loss", 0.0, 0.1);
  kind.refuel_s = in.number("refuel_s", 1.0, 300.0);
  kind.tyres_s = in.number("tyres_s", 1.0, 300.0);
  kind.driver_change_s = in.number("driver_change_s", 1.0, 300.0);
  kind.fuel_and_tyres_together = in.flag("fuel_and_tyres_together");
  kind.top_speed = in.number("top_speed", 0.3, 1.5);
  kind.rain_loss = in.number("rain_loss", 0.0, 1.0);
  const auto numbers = in.list<std::int64_t>("numbers");
  if (numbers.size() != 2 || numbers[0] < 1 || numbers[1] < numbers[0] || numbers[1] > 999) {
    in.complain("numbers", "must be two car numbers, the smaller first");
  } else {
    kind.first_number = static_cast<std::int32_t>(numbers[0]);
    kind.last_number = static_cast<std::int32_t>(numbers[1]);
  }
  if (const toml::array* crews = in.table()["crews"].as_array()) {
    for (const toml::node& crew : *crews) kind.crews.push_back(in.items<std::string>(crew.as_array(), "crews"));
  }
  if (kind.crews.empty()) in.complain("crews", "must be a list of lists of driver grades");
  return kind;
}

Result<SimulationData> read_embedded() {
  SimulationData data;
  for (const timing::EmbeddedText& text : simulation_texts()) {
    const std::string_view file = text.path.substr(text.path.rfind('/') + 1);
    const std::string_view stem = file.substr(0, file.rfind('.'));
    if (file == "classes.toml") {
      auto classes = parse_classes(text.content);
      if (!classes) return std::unexpected(classes.error());
      data.classes = std::move(*classes);
    } else if (file == "names.toml") {
      auto names = parse_names(text.content);
      if (!names) return std::unexpected(names.error());
      data.names = std::move(*names);
    } else {
      auto circuit = parse_circuit(stem, text.content);
      if (!circuit) return std::unexpected(circuit.error());
      data.circuits.push_back(std::move(*circuit));
    }
  }
  std::ranges::sort(data.circuits, {}, &Circuit::key);
  for (const CarClass& kind : data.classes) {
    if (!data.names.makers.contains(kind.name)) {
      return fail(ErrorCode::bad_configuration, "names.toml: no makers for the class " + kind.name);
    }
  }
  return data;
}

}  // namespace

Result<Circuit> parse_circuit(std::string_view key, std::string_view toml) {
  const std::string where = std::string(key) + ".toml";
  const auto table = parse(where, toml);
  if (!table) return std::unexpected(table.error());
  TableReader in(*table, where);
  Circuit circuit;
  circuit.key = key;
  circuit.name = in.text("name");
  circuit.place = in.text("place");
  circuit.length_m = in.number("length_m", 500, 50'000);
  circuit.lap_s = in.number("lap_s", 20, 1'200);
  circuit.sector_share = in.list<double>("sector_share");
  circuit.utc_offset_min = in.whole("utc_offset_min", -720, 840);
  circuit.pit_entry_m = in.number("pit_entry_m", 10, 2'000);
  circuit.pit_exit_m = in.number("pit_exit_m", 10, 2'000);
  circuit.pit_speed_kph = in.number("pit_speed_kph", 20, 120);
  circuit.caution_kph = in.number("caution_kph", 30, 150);
  circuit.safety_car_kph = in.number("safety_car_kph", 30, 250);
  circuit.speed_trap_kph = in.number("speed_trap_kph", 100, 450);
  circuit.passing = in.number("passing", 0.01, 1);
  circuit.slow_zones = in.whole("slow_zones", 0, 40);
  double sum = 0;
  for (const double share : circuit.sector_share) sum += share;
  if (circuit.sector_share.size() > 9 || std::ranges::any_of(circuit.sector_share, [](double share) { return share < 0.05; }) ||
      sum < 0.9999 || sum > 1.0001) {
    in.complain("sector_share", "must be one to nine shares of at least 0.05 that sum to 1");
  }
  // The pit lane must lie within the last and the first sector.
  else if (circuit.pit_entry_m / circuit.length_m > circuit.sector_share.back() / 2 ||
           circuit.pit_exit_m / circuit.length_m > circuit.sector_share.front() / 2) {
    in.complain("pit_entry_m", "and 'pit_exit_m' must be less than half of the last and first sector");
  }
  if (in.error()) return std::unexpected(*in.error());
  return circuit;
}

Result<std::vector<CarClass>> parse_classes(std::string_view toml) {
  const auto table = parse("classes.toml", toml);
  if (!table) return std::unexpected(table.error());
  std::vector<CarClass> classes;
  if (const toml::array* rows = (*table)["class"].as_array()) {
    for (const toml::node& row : *rows) {
      if (row.as_table() == nullptr) return fail(ErrorCode::bad_configuration, "classes.toml: 'class' must be tables");
      TableReader in(*row.as_table(), "classes.toml, class " + std::to_string(classes.size() + 1));
      classes.push_back(read_class(in));
      if (in.error()) return std::unexpected(*in.error());
    }
  }
  if (classes.empty()) return fail(ErrorCode::bad_configuration, "classes.toml: no classes");
  std::ranges::stable_sort(classes, {}, &CarClass::pace);
  return classes;
}

Result<NameLists> parse_names(std::string_view toml) {
  const auto table = parse("names.toml", toml);
  if (!table) return std::unexpected(table.error());
  TableReader in(*table, "names.toml");
  NameLists names;
  names.first_names = in.list<std::string>("first_names");
  names.last_names = in.list<std::string>("last_names");
  names.countries = in.list<std::string>("countries");
  names.team_first = in.list<std::string>("team_first");
  names.team_last = in.list<std::string>("team_last");
  if (const toml::table* makers = (*table)["makers"].as_table()) {
    for (const auto& [class_name, models] : *makers) {
      const std::string key(class_name.str());
      names.makers[key] = in.items<std::string>(models.as_array(), key);
    }
  }
  if (in.error()) return std::unexpected(*in.error());
  return names;
}

const Result<SimulationData>& simulation_data() {
  static const Result<SimulationData> data = read_embedded();
  return data;
}

}  // namespace stint::source
