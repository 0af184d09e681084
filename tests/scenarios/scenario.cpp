#include "scenarios/scenario.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace stint::testing {
namespace {

using timing::CarNumber;
using timing::Event;
using timing::Instant;
using timing::Millis;

// Builds events line by line; remembers each car's last crossing, so that a lap needs its time alone.
class Builder {
 public:
  explicit Builder(Scenario& scenario) : scenario_(scenario) {}

  void take(const Words& words) {
    const std::string& verb = words.plain.at(0);
    if (verb == "starts") return start(words);
    if (verb == "car") return enter(words);
    if (verb == "lap") return lap(words);
    if (verb == "sector") return sector(words);
    if (verb == "pit-in") return pit_in(words);
    if (verb == "pit-out") return pit_out(words);
    if (verb == "driver") return driver(words);
    if (verb == "flag") return flag(words);
    if (verb == "status") return status(words);
    if (verb == "message") return message(words);
    if (verb == "finished") return finished(words);
    throw std::invalid_argument("unknown word '" + verb + "'");
  }

 private:
  void add(Instant at, timing::EventBody body) {
    scenario_.events.push_back({at, scenario_.events.size() + 1, std::move(body)});
  }

  [[nodiscard]] Instant instant(const Words& words) const {
    if (const auto at = words.named.find("at"); at != words.named.end()) return start_ + parse_time(at->second);
    return start_;
  }

  void start(const Words& words) {
    start_ = timing::instant_from_ms(parse_time(words.plain.at(1)).count());
    session_.started_at = start_;
    session_.state = timing::SessionState::running;
    session_.kind = timing::SessionKind::race;
    session_.dating = timing::Dating::nominal;
    if (const auto limit = words.named.find("limit"); limit != words.named.end()) session_.limit = parse_time(limit->second);
    add(start_, timing::Indirect<timing::Session>(session_));
  }

  void finished(const Words& words) {
    session_.state = timing::SessionState::finished;
    add(instant(words), timing::Indirect<timing::Session>(session_));
  }

  void enter(const Words& words) {
    timing::Entry entry;
    entry.car = CarNumber(words.plain.at(1));
    entry.class_name = words.plain.at(2);
    if (const auto drivers = words.named.find("drivers"); drivers != words.named.end()) {
      std::istringstream names(drivers->second);
      for (std::string name; std::getline(names, name, ',');) {
        entry.drivers.push_back({timing::DriverId(std::to_string(entry.drivers.size() + 1)), name, "", "", ""});
      }
    }
    last_line_[words.plain.at(1)] = start_;
    add(start_, timing::Indirect<timing::Entry>(entry));
    if (!entry.drivers.empty()) add(start_, timing::DriverChange{entry.car, std::nullopt, timing::DriverId("1"), 1});
  }

  // lap CAR NUMBER TIME [in] [out] [flag=] [driver=] [sectors=a,b,c]
  void lap(const Words& words) {
    timing::Lap lap;
    lap.car = CarNumber(words.plain.at(1));
    lap.lap = std::stoi(words.plain.at(2));
    lap.time = parse_time(words.plain.at(3));
    for (std::size_t i = 4; i < words.plain.size(); ++i) {
      if (words.plain[i] == "in") lap.in_lap = true;
      if (words.plain[i] == "out") lap.out_lap = true;
      if (words.plain[i] == "deleted") lap.valid = false;
    }
    if (const auto flag = words.named.find("flag"); flag != words.named.end())
      lap.flag = timing::parse_flag(flag->second).value();
    if (const auto by = words.named.find("driver"); by != words.named.end()) lap.driver = timing::DriverId(by->second);
    Instant& line = last_line_.at(words.plain.at(1));
    if (const auto sectors = words.named.find("sectors"); sectors != words.named.end()) {
      std::istringstream times(sectors->second);
      Instant at = line;
      std::int32_t index = 0;
      for (std::string time; std::getline(times, time, ',');) {
        at += parse_time(time);
        add(at, timing::Sector{lap.car, lap.lap, ++index, parse_time(time)});
      }
    }
    line += *lap.time;
    add(line, lap);
    if (lap.in_lap) add(line, timing::PitIn{lap.car, lap.lap});
  }

  // sector CAR LAP INDEX TIME at=
  void sector(const Words& words) {
    add(instant(words), timing::Sector{CarNumber(words.plain.at(1)), std::stoi(words.plain.at(2)), std::stoi(words.plain.at(3)),
                                       parse_time(words.plain.at(4))});
  }

  void pit_in(const Words& words) {
    add(instant(words), timing::PitIn{CarNumber(words.plain.at(1)), std::stoi(words.plain.at(2))});
  }

  void pit_out(const Words& words) {
    std::optional<Millis> lane;
    if (const auto time = words.named.find("lane"); time != words.named.end()) lane = parse_time(time->second);
    add(instant(words), timing::PitOut{CarNumber(words.plain.at(1)), std::stoi(words.plain.at(2)), lane});
  }

  void driver(const Words& words) {
    add(instant(words),
        timing::DriverChange{CarNumber(words.plain.at(1)), std::nullopt, timing::DriverId(words.plain.at(2)), std::nullopt});
  }

  void flag(const Words& words) {
    add(instant(words), timing::Flag{timing::FlagScope::track, 0, timing::parse_flag(words.plain.at(1)).value()});
  }

  void status(const Words& words) {
    static const std::map<std::string, timing::CarState> kStates = {{"retired", timing::CarState::retired},
                                                                    {"disqualified", timing::CarState::disqualified},
                                                                    {"stopped", timing::CarState::stopped},
                                                                    {"not_started", timing::CarState::not_started}};
    add(instant(words), timing::CarStatus{CarNumber(words.plain.at(1)), kStates.at(words.plain.at(2))});
  }

  // message TEXT at=
  void message(const Words& words) {
    timing::RaceControl said;
    for (std::size_t i = 1; i < words.plain.size(); ++i) said.text += (i == 1 ? "" : " ") + words.plain[i];
    said.id = std::to_string(scenario_.events.size() + 1);
    add(instant(words), timing::Indirect<timing::RaceControl>(said));
  }

  Scenario& scenario_;
  timing::Session session_;
  Instant start_{};
  std::map<std::string, Instant> last_line_;
};

}  // namespace

Words split_words(std::string_view line) {
  Words words;
  std::istringstream in{std::string(line)};
  for (std::string word; in >> word;) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      words.plain.push_back(word);
    } else {
      words.named[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }
  return words;
}

Millis parse_time(std::string_view text) {
  std::int64_t whole = 0;
  std::istringstream in{std::string(text)};
  std::string part;
  while (std::getline(in, part, ':')) {
    const auto dot = part.find('.');
    whole *= 60;
    std::int64_t ms = std::stoll(part.substr(0, dot)) * 1000;
    if (dot != std::string::npos) {
      std::string fraction = part.substr(dot + 1);
      fraction.resize(3, '0');
      ms += std::stoll(fraction);
    }
    whole += ms;
  }
  return Millis{whole};
}

std::string show_time(Millis time) {
  const std::int64_t ms = time.count();
  std::ostringstream out;
  out << ms / 60000 << ':' << (ms / 10000) % 6 << (ms / 1000) % 10 << '.' << (ms / 100) % 10 << (ms / 10) % 10 << ms % 10;
  return out.str();
}

Scenario parse_scenario(std::string_view text) {
  Scenario scenario;
  Builder builder(scenario);
  std::istringstream in{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    line = line.substr(0, line.find('#'));
    const bool indented = !line.empty() && line[0] == ' ';
    const Words words = split_words(line);
    if (words.plain.empty() && words.named.empty()) continue;
    try {
      if (indented) {
        scenario.expectations.at(scenario.expectations.size() - 1).rows.push_back(words);
      } else if (words.plain.at(0) == "scenario") {
        scenario.name = line;
      } else if (words.plain.at(0) == "expect") {
        scenario.expectations.push_back({number, words.plain.at(1), words, {}});
      } else {
        builder.take(words);
      }
    } catch (const std::exception& error) {
      throw std::invalid_argument("line " + std::to_string(number) + ": " + error.what() + ": " + line);
    }
  }
  return scenario;
}

}  // namespace stint::testing
