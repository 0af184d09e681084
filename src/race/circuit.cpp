#include "race/circuit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

namespace stint::race {
namespace {

constexpr double kEarthRadiusM = 6'371'008.8;
constexpr double kShortestLapM = 300;
constexpr double kLongestLapM = 50'000;
constexpr double kSamePlaceM = 0.5;

// What the letters of Latin-1 Supplement and Latin Extended-A are without their accents; '?' for those that are no letters.
constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo?ouuuuypsaaaaaaaceeeeiiiidnooooo?ouuuuypy";
constexpr std::string_view kExtendedA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyz"
    "zzz"
    "zzs";

// The plain small letter or digit of the character that begins at `at`, which is moved on; nullopt if it is neither.
std::optional<char> plain_letter(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at++]);
  if (byte < 0x80) {
    const auto c = static_cast<char>(byte);
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return c;
    return std::nullopt;
  }
  std::size_t code = 0;
  if (byte >= 0xC2 && byte <= 0xDF && at < text.size())
    code = (byte & 0x1FU) << 6U | (static_cast<unsigned char>(text[at]) & 0x3FU);
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  char letter = '?';
  if (code >= 0xC0 && code < 0x100) letter = kLatin1[code - 0xC0];
  if (code >= 0x100 && code < 0x100 + kExtendedA.size()) letter = kExtendedA[code - 0x100];
  return letter == '?' ? std::nullopt : std::optional(letter);
}

// Words that say nothing of which circuit it is.
bool is_empty_word(std::string_view word) {
  static constexpr std::array kEmpty = {"autodromo",
                                        "circuit",
                                        "circuito",
                                        "course",
                                        "de",
                                        "del",
                                        "di",
                                        "dell",
                                        "der",
                                        "des",
                                        "du",
                                        "e",
                                        "gp",
                                        "grand",
                                        "hours",
                                        "internacional",
                                        "international",
                                        "internazionale",
                                        "km",
                                        "la",
                                        "le",
                                        "motor",
                                        "nazionale",
                                        "of",
                                        "park",
                                        "prix",
                                        "race",
                                        "raceway",
                                        "racing",
                                        "road",
                                        "sport",
                                        "speedway",
                                        "street",
                                        "the",
                                        "track"};
  return std::ranges::find(kEmpty, word) != kEmpty.end();
}

std::set<std::string> words_of(const std::string& plain) {
  std::set<std::string> words;
  for (std::size_t begin = 0; begin < plain.size();) {
    const std::size_t end = std::min(plain.find(' ', begin), plain.size());
    words.insert(plain.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// How well `known` names what `told` says: the letters of its telling words if all of them are in `told`, more if the two are
// the same; 0 if they are not.
std::size_t fit(const std::string& known, const std::string& told) {
  constexpr std::size_t kTheSame = 1000;
  if (known.empty() || told.empty()) return 0;
  if (known == told) return kTheSame + known.size();
  const std::set<std::string> there = words_of(told);
  std::size_t letters = 0;
  bool any_telling = false;
  for (const std::string& word : words_of(known)) {
    if (!there.contains(word)) {
      if (is_empty_word(word)) continue;
      return 0;
    }
    letters += word.size();
    any_telling = any_telling || !is_empty_word(word);
  }
  // "Le Mans" and "Road America" have one telling word; a name of empty words alone must be whole.
  return any_telling && letters >= 3 ? letters : 0;
}

std::size_t best_fit(const Circuit& circuit, const std::string& told) {
  std::size_t best = 0;
  for (const std::string& name : circuit.names) best = std::max(best, fit(plain_words(name), told));
  return best;
}

std::vector<const Circuit*> named(std::span<const Circuit> circuits, const std::string& told) {
  std::vector<const Circuit*> found;
  std::size_t best = 1;
  for (const Circuit& circuit : circuits) {
    const std::size_t fits = best_fit(circuit, told);
    if (fits < best) continue;
    if (fits > best) found.clear();
    best = fits;
    found.push_back(&circuit);
  }
  return found;
}

}  // namespace

std::string plain_words(std::string_view text) {
  std::string plain;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = plain_letter(text, at);
    if (!letter) {
      gap = true;
      continue;
    }
    if (gap && !plain.empty()) plain += ' ';
    gap = false;
    plain += *letter;
  }
  return plain;
}

const Circuit* circuit_of(std::span<const Circuit> circuits, const timing::Session& session) {
  std::vector<const Circuit*> found = named(circuits, plain_words(session.track));
  if (found.empty()) found = named(circuits, plain_words(session.event));
  if (found.empty()) return nullptr;
  if (session.lap_length_m) {
    return *std::ranges::min_element(
        found, {}, [&](const Circuit* circuit) { return std::abs(circuit->length_m - *session.lap_length_m); });
  }
  const std::string series = plain_words(session.series);
  const auto of_series = std::ranges::find_if(found, [&](const Circuit* circuit) {
    return !circuit->layout.empty() && words_of(series).contains(plain_words(circuit->layout));
  });
  return of_series == found.end() ? found.front() : *of_series;
}

std::optional<MeasuredLine> measure_line(std::span<const LongitudeLatitude> places) {
  constexpr double kRadians = std::numbers::pi / 180;
  if (places.size() < 3) return std::nullopt;
  double longitude = 0;
  double latitude = 0;
  for (const LongitudeLatitude& place : places) {
    if (!(std::abs(place.longitude) <= 180) || !(std::abs(place.latitude) < 89)) return std::nullopt;
    longitude += place.longitude / static_cast<double>(places.size());
    latitude += place.latitude / static_cast<double>(places.size());
  }
  MeasuredLine line;
  const auto add = [&](const LongitudeLatitude& place) {
    CoursePoint point;
    point.x = (place.longitude - longitude) * kRadians * kEarthRadiusM * std::cos(latitude * kRadians);
    point.y = (place.latitude - latitude) * kRadians * kEarthRadiusM;
    if (!line.points.empty()) {
      const double step = std::hypot(point.x - line.points.back().x, point.y - line.points.back().y);
      if (step == 0) return;
      line.length_m += step;
    }
    point.fraction = line.length_m;
    line.points.push_back(point);
  };
  for (const LongitudeLatitude& place : places) add(place);
  const CoursePoint& first = line.points.front();
  if (std::hypot(line.points.back().x - first.x, line.points.back().y - first.y) > kSamePlaceM) add(places.front());
  if (line.points.size() < 4 || line.length_m < kShortestLapM || line.length_m > kLongestLapM) return std::nullopt;
  for (CoursePoint& point : line.points) point.fraction /= line.length_m;
  line.points.back().fraction = 1;
  return line;
}

}  // namespace stint::race
