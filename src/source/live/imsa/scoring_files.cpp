#include "source/live/imsa/scoring_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

#include "timing/event_limits.hpp"
#include "timing/plain_text.hpp"

namespace stint::live::imsa {

namespace dom = simdjson::dom;
using timing::FlagKind;

namespace {

std::string without_padding(const std::string& padded) { return std::string(timing::trimmed(padded)); }

constexpr double kMetresPerMile = 1609.344;
constexpr std::int64_t kNoLapsToGo = 65'535;

// A member as text, whether it came as a string, a number or a truth.
std::string text(const dom::object& object, std::string_view name) {
  dom::element found;
  std::string_view string;
  std::int64_t whole = 0;
  bool truth = false;
  if (object.at_key(name).get(found) != simdjson::SUCCESS) return {};
  if (found.get(string) == simdjson::SUCCESS) {
    std::string repaired_text = repaired(string);
    if (repaired_text.size() > timing::kMaxNameBytes) repaired_text.resize(timing::kMaxNameBytes);
    return repaired_text;
  }
  if (found.get(whole) == simdjson::SUCCESS) return std::to_string(whole);
  if (found.get(truth) == simdjson::SUCCESS) return truth ? "1" : "0";
  return {};
}

std::optional<std::int32_t> count(const dom::object& object, std::string_view name, std::int32_t least, std::int32_t most) {
  const std::string digits = text(object, name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < least || value > most) return std::nullopt;
  return static_cast<std::int32_t>(value);
}

std::optional<double> number(const dom::object& object, std::string_view name) {
  double value = 0;
  if (object.at_key(name).get(value) == simdjson::SUCCESS) return value;
  const std::string digits = text(object, name);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// "GTD  PRO" and "GTDPRO" are one class.
std::string class_of(const std::string& written) {
  std::string name;
  for (const char c : without_padding(written)) {
    if (c != ' ' || !name.ends_with(' ')) name += c;
  }
  return name == "GTDPRO" ? "GTD PRO" : name;
}

std::optional<bool> truth_of(const std::string& written) {
  if (written == "1" || written == "true") return true;
  if (written == "0" || written == "false") return false;
  return std::nullopt;
}

std::optional<ResultsRow> read_row(const dom::object& row) {
  const auto car = timing::CarNumber::parse(without_padding(text(row, "N")));
  ResultsRow read;
  read.class_name = class_of(text(row, "C"));
  if (!car || read.class_name.empty()) return std::nullopt;
  read.driver = without_padding(text(row, "F"));
  read.vehicle = without_padding(text(row, "V"));
  read.car = *car;
  read.entry_id = text(row, "I");
  read.team = without_padding(text(row, "T"));
  read.position = count(row, "A", 1, timing::kMaxPosition);
  read.class_position = count(row, "PIC", 1, timing::kMaxPosition);
  read.laps = count(row, "L", 0, timing::kMaxLap);
  read.last_lap = parse_lap_time(text(row, "LL"));
  read.gap = parse_gap(text(row, "D"));
  read.interval = parse_gap(text(row, "G"));
  read.class_gap = parse_gap(text(row, "DIC"));
  read.class_interval = parse_gap(text(row, "GIC"));
  read.in_pit = truth_of(text(row, "P"));
  read.stops = count(row, "PS", 0, 10'000);
  read.out = text(row, "S") == "OUT";
  return read;
}

// A car that is listed twice counts where it has more laps, else where it stands first.
void drop_repeated(std::vector<ResultsRow>& rows) {
  std::vector<ResultsRow> kept;
  for (ResultsRow& row : rows) {
    const auto same = std::ranges::find(kept, row.car, &ResultsRow::car);
    if (same == kept.end()) {
      kept.push_back(std::move(row));
    } else if (row.laps.value_or(0) > same->laps.value_or(0)) {
      *same = std::move(row);
    }
  }
  std::ranges::stable_sort(kept, {}, [](const ResultsRow& row) { return row.position.value_or(timing::kMaxPosition); });
  rows = std::move(kept);
}

std::optional<FlagKind> flag_of_code(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, FlagKind>, 6> kCodes{{{"1", FlagKind::green},
                                                                                {"2", FlagKind::fcy},
                                                                                {"3", FlagKind::red},
                                                                                {"4", FlagKind::chequered},
                                                                                {"5", FlagKind::white},
                                                                                {"10", FlagKind::white}}};
  const auto found = std::ranges::find(kCodes, code, &std::pair<std::string_view, FlagKind>::first);
  return found == kCodes.end() ? std::nullopt : std::optional(found->second);
}

std::optional<FlagKind> flag_of_word(std::string word) {
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word.starts_with("green")) return FlagKind::green;
  if (word.starts_with("yellow") || word.starts_with("full course")) return FlagKind::fcy;
  if (word.starts_with("red")) return FlagKind::red;
  if (word.starts_with("white")) return FlagKind::white;
  if (word.starts_with("check") || word.starts_with("chequ")) return FlagKind::chequered;
  return std::nullopt;
}

std::unexpected<Error> broken(std::string_view what, std::string_view body) {
  return fail(ErrorCode::bad_row, "expected " + std::string(what) + ", found \"" + std::string(body.substr(0, 40)) + "\" (" +
                                      std::to_string(body.size()) + " bytes)");
}

}  // namespace

Result<dom::element> ScoringReader::parse(std::string_view body) {
  const std::string_view json = without_callback(body);
  dom::element root;
  if (json.empty() || parser_.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS)
    return broken("JSON or JSONP", body);
  return root;
}

Result<RaceResults> ScoringReader::race_results(std::string_view body) {
  const auto root = parse(body);
  if (!root) return std::unexpected(root.error());
  dom::object object;
  dom::array rows;
  if (root->get(object) != simdjson::SUCCESS || object.at_key("B").get(rows) != simdjson::SUCCESS)
    return broken("an object with the list B", body);
  RaceResults results{.session = without_padding(text(object, "S")),
                      .event = without_padding(text(object, "E")),
                      .track = without_padding(text(object, "T"))};
  const auto miles = number(object, "TL");
  if (miles && *miles > 0 && *miles < 1000) results.track_length_m = *miles * kMetresPerMile;
  results.time_of_day = parse_time_of_day(text(object, "DT"));
  for (const dom::element element : rows) {
    dom::object row;
    if (element.get(row) != simdjson::SUCCESS) continue;
    if (auto read = read_row(row)) results.rows.push_back(std::move(*read));
  }
  drop_repeated(results.rows);
  return results;
}

Result<RaceData> ScoringReader::race_data(std::string_view body) {
  const auto root = parse(body);
  if (!root) return std::unexpected(root.error());
  dom::object object;
  if (root->get(object) != simdjson::SUCCESS) return broken("an object", body);
  RaceData data{.flag_code = text(object, "C")};
  data.flag = flag_of_code(data.flag_code);
  data.time_to_go = parse_clock(text(object, "T"));
  data.laps_to_go = count(object, "L", 0, kNoLapsToGo - 1);
  data.complete = text(object, "B") == "Session Complete";
  return data;
}

Result<SessionInfo> ScoringReader::session_info(std::string_view body) {
  const auto root = parse(body);
  if (!root) return std::unexpected(root.error());
  dom::object object;
  if (root->get(object) != simdjson::SUCCESS) return broken("an object", body);
  return SessionInfo{.session = without_padding(text(object, "S")),
                     .flag = flag_of_word(text(object, "F")),
                     .elapsed = parse_clock(text(object, "TT")),
                     .remaining = parse_clock(text(object, "TR"))};
}

}  // namespace stint::live::imsa
