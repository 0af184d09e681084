// The text of Priors. Words are apart by one blank; numbers have up to seven digits, so that writing what was read changes
// nothing. Names hold no blank.
//
//   stint-strategy 1
//   race ID SERIES SEASON CIRCUIT HOURS
//   hours FIRST MIDDLE LAST                        green, by part of the race
//   caution PACE FIRST MIDDLE LAST COUNT SUM SQUARES   begun by part; lengths in ms
//   green NEED BIN STOPS CHANCES                   habits; what is not told is 0
//   yellow NEED STATE BIN STOPS CHANCES
//   through STOPS CHANCES
//   class KEY LAP_MS CAR_HOURS RETIREMENTS
//   fact NAME COUNT SUM SQUARES                    of that class
//   checksum HEX                                   XXH3-64 of all before this line
#include <algorithm>
#include <charconv>
#include <cmath>

#include <xxhash.h>

#include "insight/learn/model_bytes.hpp"
#include "insight/strategy/measure/priors.hpp"

namespace stint::insight {
namespace {

constexpr std::string_view kKind = "stint-strategy";
constexpr int kVersion = 1;
constexpr std::string_view kChecksum = "checksum ";
constexpr double kLargest = 1e18;  // no sum of a race comes near

std::string hex(std::uint64_t value) {
  std::array<char, 16> digits{};
  digits.fill('0');
  std::array<char, 16> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, 16).ptr;
  const auto count = end - text.data();
  std::copy(text.data(), end, digits.end() - count);
  return {digits.data(), digits.size()};
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) <= ' '; }

std::string word_of(std::string_view text) {
  std::string word(text);
  std::ranges::replace_if(word, is_control, '-');
  return word.empty() ? "-" : word;
}

class Lines {
 public:
  Lines& begin(std::string_view kind) {
    text_ += kind;
    return *this;
  }
  Lines& put(double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 7).ptr;
    text_ += ' ';
    text_.append(digits.data(), end);
    return *this;
  }
  Lines& put(std::string_view word) {
    text_ += ' ';
    text_ += word;
    return *this;
  }
  void end() { text_ += '\n'; }
  [[nodiscard]] std::string& text() { return text_; }

 private:
  std::string text_;
};

void write_habits(Lines& lines, const StopHabits& habits) {
  const auto number = [](std::size_t value) { return static_cast<double>(value); };
  for (std::size_t need = 0; need < kStopNeeds; ++need) {
    for (std::size_t bin = 0; bin < kFuelBins; ++bin) {
      const StopCount& count = habits.green[need][bin];
      if (count.chances <= 0) continue;
      lines.begin("green").put(number(need)).put(number(bin)).put(count.stops).put(count.chances).end();
    }
  }
  for (std::size_t need = 0; need < habits.caution.size(); ++need) {
    for (std::size_t lap = 0; lap < kCautionStates; ++lap) {
      for (std::size_t bin = 0; bin < kCautionFuel; ++bin) {
        const StopCount& count = habits.caution[need][lap][bin];
        if (count.chances <= 0) continue;
        lines.begin("yellow").put(number(need)).put(number(lap)).put(number(bin)).put(count.stops).put(count.chances).end();
      }
    }
  }
  lines.begin("through").put(habits.drive_through.stops).put(habits.drive_through.chances).end();
}

void write_race(Lines& lines, const RaceTally& race) {
  lines.begin("race").put(word_of(race.id)).put(word_of(race.series)).put(race.season).put(word_of(race.circuit));
  lines.put(race.length_h).end();
  lines.begin("hours");
  for (const double hours : race.green_hours) lines.put(hours);
  lines.end();
  for (std::size_t pace = 1; pace < kPaces; ++pace) {
    const CautionTally& caution = race.cautions[pace];
    lines.begin("caution").put(static_cast<double>(pace));
    for (const double begun : caution.begun) lines.put(begun);
    lines.put(caution.length_ms.count).put(caution.length_ms.sum).put(caution.length_ms.squares).end();
  }
  write_habits(lines, race.habits);
  for (const ClassTally& group : race.classes) {
    lines.begin("class").put(word_of(group.key)).put(group.lap_ms).put(group.car_hours).put(group.retirements).end();
    for (std::size_t fact = 0; fact < kClassFacts; ++fact) {
      const Tally& tally = group.facts[fact];
      if (tally.count <= 0) continue;
      lines.begin("fact").put(class_fact_name(static_cast<ClassFact>(fact)));
      lines.put(tally.count).put(tally.sum).put(tally.squares).end();
    }
  }
}

// Takes words off a line. Once one is missing or senseless, ok() is false.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}
  std::string_view word() {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ok_ = ok_ && !taken.empty() && std::ranges::none_of(taken, is_control);
    return taken;
  }
  double number() {
    const std::string_view taken = word();
    double value = 0;
    const auto [end, error] = std::from_chars(taken.data(), taken.data() + taken.size(), value);
    ok_ = ok_ && error == std::errc{} && end == taken.data() + taken.size() && std::isfinite(value) && value <= kLargest &&
          value >= -kLargest;
    return ok_ ? value : 0;
  }
  double amount() {
    const double value = number();
    ok_ = ok_ && value >= 0;
    return value;
  }
  std::size_t index(std::size_t below) {
    const double value = number();
    ok_ = ok_ && value >= 0 && value < static_cast<double>(below) && value == std::floor(value);
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  Tally tally() {
    Tally tally;
    tally.count = amount();
    tally.sum = number();
    tally.squares = amount();
    return tally;
  }
  StopCount count() {
    StopCount count;
    count.stops = amount();
    count.chances = amount();
    return count;
  }
  [[nodiscard]] bool ok() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<ClassFact> fact_named(std::string_view name) {
  for (std::size_t fact = 0; fact < kClassFacts; ++fact) {
    if (class_fact_name(static_cast<ClassFact>(fact)) == name) return static_cast<ClassFact>(fact);
  }
  return std::nullopt;
}

std::string text_of(std::string_view word) { return word == "-" ? std::string() : std::string(word); }

void read_caution(Words& words, RaceTally& race) {
  CautionTally& caution = race.cautions[words.index(kPaces)];
  for (double& begun : caution.begun) begun = words.amount();
  caution.length_ms = words.tally();
}

// A line of a race; false if it makes no sense.
bool read_fact(std::string_view line, RaceTally& race) {
  Words words(line);
  const std::string_view kind = words.word();
  if (kind == "hours") {
    for (double& hours : race.green_hours) hours = words.amount();
  } else if (kind == "caution") {
    read_caution(words, race);
  } else if (kind == "green") {
    auto& row = race.habits.green[words.index(kStopNeeds)];
    StopCount& count = row[words.index(kFuelBins)];
    count = words.count();
  } else if (kind == "yellow") {
    auto& need = race.habits.caution[words.index(race.habits.caution.size())];
    auto& row = need[words.index(kCautionStates)];
    StopCount& count = row[words.index(kCautionFuel)];
    count = words.count();
  } else if (kind == "through") {
    race.habits.drive_through = words.count();
  } else if (kind == "class") {
    ClassTally group;
    group.key = text_of(words.word());
    group.lap_ms = words.amount();
    group.car_hours = words.amount();
    group.retirements = words.amount();
    race.classes.push_back(std::move(group));
  } else if (kind == "fact") {
    const auto fact = fact_named(words.word());
    if (!fact || race.classes.empty()) return false;
    race.classes.back().of(*fact) = words.tally();
  } else {
    return false;
  }
  return words.ok();
}

std::optional<RaceTally> read_head(std::string_view line) {
  Words words(line);
  RaceTally race;
  if (words.word() != "race") return std::nullopt;
  race.id = text_of(words.word());
  race.series = text_of(words.word());
  race.season = static_cast<int>(words.index(10'000));
  race.circuit = text_of(words.word());
  race.length_h = words.amount();
  if (!words.ok()) return std::nullopt;
  return race;
}

// What stands between the first line and the checksum.
Result<std::string_view> open_text(std::string_view text, std::string_view name) {
  const std::size_t first = text.find('\n');
  Words head(text.substr(0, first));
  if (first == std::string_view::npos || head.word() != kKind) {
    return fail(ErrorCode::not_a_model, std::string(name) + " holds no strategy tallies of Stint: it doesn't begin as such");
  }
  const double version = head.number();
  if (version > kVersion) {
    return fail(ErrorCode::model_too_new, std::string(name) +
                                              " has a later version of strategy tallies than this Stint reads (" +
                                              std::to_string(kVersion) + "); use a newer Stint or train them anew");
  }
  if (!head.ok() || version != kVersion) return learn::damaged(name, "its first line makes no sense");
  const std::size_t last = text.rfind(kChecksum);
  if (last == std::string_view::npos || last <= first || text[last - 1] != '\n') return learn::damaged(name, "it ends early");
  const std::uint64_t checksum = XXH3_64bits(text.data(), last);
  if (text.substr(last) != std::string(kChecksum) + hex(checksum) + "\n") {
    return learn::damaged(name, "its checksum doesn't match");
  }
  return text.substr(first + 1, last - first - 1);
}

}  // namespace

std::string Priors::write() const {
  Lines lines;
  lines.begin(kKind).put(kVersion).end();
  for (const RaceTally& race : races_) write_race(lines, race);
  const std::uint64_t checksum = XXH3_64bits(lines.text().data(), lines.text().size());
  return lines.text() + std::string(kChecksum) + hex(checksum) + "\n";
}

Result<Priors> Priors::read(std::string_view text, std::string_view name) {
  const auto body = open_text(text, name);
  if (!body) return std::unexpected(body.error());
  Priors priors;
  std::optional<RaceTally> race;
  std::size_t number = 1;
  for (std::size_t from = 0; from < body->size();) {
    const std::size_t end = std::min(body->find('\n', from), body->size());
    const std::string_view line = body->substr(from, end - from);
    from = end + 1;
    ++number;
    const bool head = line.starts_with("race ");
    if (head && race) priors.add(std::move(*race));
    if (head) race = read_head(line);
    if (!race || (!head && !read_fact(line, *race))) {
      return learn::damaged(name, "line " + std::to_string(number) + " makes no sense");
    }
  }
  if (race) priors.add(std::move(*race));
  return priors;
}

std::string Priors::version() const {
  const std::string text = write();
  return "strategy-" + hex(XXH3_64bits(text.data(), text.size())).substr(0, 8);
}

}  // namespace stint::insight
