#include "source/archive/session_title.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <vector>

#include "timing/plain_text.hpp"

namespace stint::source::archive {
namespace {

using timing::lower_case;

using timing::SessionKind;

// Words for the content of a lap-analysis file; longer ones first.
constexpr std::array<std::string_view, 5> kContentWords = {"analysis-with-sections", "time cards", "timecards", "analysis",
                                                           "laps"};

// The timing company's own file names: "23_Analysis_Race.CSV", "23_Time Cards_Race.CSV".
constexpr std::array<std::string_view, 3> kCompanyPrefixes = {"23_analysisendurancewithsections_", "23_analysis_",
                                                              "23_time cards_"};

struct Place {
  std::string_view word;  // as file names spell it
  std::string_view name;  // empty: the word's own spelling is good
  std::string_view track;
};

constexpr std::array<Place, 29> kPlaces = {{
    {"lemans", "Le Mans", "Circuit de la Sarthe"},
    {"spa", "Spa", "Spa-Francorchamps"},
    {"fuji", "Fuji", "Fuji Speedway"},
    {"bahrain", "Bahrain", "Bahrain International Circuit"},
    {"imola", "Imola", "Imola"},
    {"monza", "Monza", "Monza"},
    {"portimao", "Portimão", "Algarve International Circuit"},
    {"qatar", "Qatar", "Lusail International Circuit"},
    {"silverstone", "Silverstone", "Silverstone"},
    {"shanghai", "Shanghai", "Shanghai International Circuit"},
    {"saopaulo", "São Paulo", "Interlagos"},
    {"cota", "COTA", "Circuit of the Americas"},
    {"sebring", "", "Sebring International Raceway"},
    {"daytona", "", "Daytona International Speedway"},
    {"roar-before-the-24", "", "Daytona International Speedway"},
    {"road-atlanta", "", "Road Atlanta"},
    {"road-america", "", "Road America"},
    {"watkins-glen", "", "Watkins Glen International"},
    {"wgi", "", "Watkins Glen International"},
    {"laguna-seca", "", "Laguna Seca"},
    {"mid-ohio", "", "Mid-Ohio Sports Car Course"},
    {"lime-rock", "", "Lime Rock Park"},
    {"long-beach", "", "Long Beach Street Circuit"},
    {"belle-isle", "", "Belle Isle Street Circuit"},
    {"detroit", "", "Detroit Street Circuit"},
    {"canadian-tire", "", "Canadian Tire Motorsport Park"},
    {"mosport", "", "Canadian Tire Motorsport Park"},
    {"virginia", "", "Virginia International Raceway"},
    {"indianapolis", "", "Indianapolis Motor Speedway"},
}};

struct SessionWord {
  std::string_view word;
  SessionKind kind;
};

// The last of these words in a name decides: a "qualifying-race" is a race.
constexpr std::array<SessionWord, 9> kSessionWords = {{{"race", SessionKind::race},
                                                       {"qualifying", SessionKind::qualifying},
                                                       {"qualy", SessionKind::qualifying},
                                                       {"hyperpole", SessionKind::qualifying},
                                                       {"practice", SessionKind::practice},
                                                       {"fp", SessionKind::practice},
                                                       {"warmup", SessionKind::warmup},
                                                       {"warm-up", SessionKind::warmup},
                                                       {"test", SessionKind::test}}};

// The lengths of endurance races; another number in an event's name ("race 2", "240") is no length.
constexpr std::array<int, 7> kRaceHours = {4, 6, 8, 9, 10, 12, 24};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

// Lower-case letters and digits, everything else one '-'.
std::string slug(std::string_view text) {
  std::string out;
  for (const char c : lower_case(text)) {
    if (is_alnum(c)) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

// "road-atlanta" -> "Road Atlanta"; a number that ends a word of letters stands apart: "race1" -> "Race 1".
std::string title_case(std::string_view words) {
  std::string out;
  bool begins = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    char c = words[i];
    if (c == '-' || c == '_' || c == ' ') {
      out += ' ';
      begins = true;
      continue;
    }
    const bool number_ends_word =
        is_digit(c) && !begins && !is_digit(words[i - 1]) && std::ranges::all_of(words.substr(i), is_digit);
    if (number_ends_word) out += ' ';
    out += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = false;
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

SessionKind kind_of_session(std::string_view words) {
  SessionKind kind = SessionKind::unknown;
  std::size_t last = 0;
  for (const SessionWord& known : kSessionWords) {
    const std::size_t at = words.rfind(known.word);
    if (at == std::string_view::npos || (at > 0 && is_alnum(words[at - 1]))) continue;
    const std::size_t behind = at + known.word.size();
    if (behind < words.size() && words[behind] >= 'a' && words[behind] <= 'z') continue;
    if (kind == SessionKind::unknown || at > last) {
      kind = known.kind;
      last = at;
    }
  }
  return kind;
}

// Takes a race length off an event's word: "lemans24h" -> "lemans" and 24 h; "6h-watkins-glen" -> "watkins-glen" and 6 h.
std::optional<std::chrono::hours> take_length(std::string_view& event) {
  const auto as_length = [](std::string_view digits) -> std::optional<std::chrono::hours> {
    int hours = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), hours);
    if (status != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (std::ranges::find(kRaceHours, hours) == kRaceHours.end()) return std::nullopt;
    return std::chrono::hours{hours};
  };
  if (const std::size_t dash = event.find("h-"); dash != std::string_view::npos && dash > 0) {
    if (const auto length = as_length(event.substr(0, dash))) {
      event.remove_prefix(dash + 2);
      return length;
    }
  }
  std::string_view head = event;
  if (head.ends_with('h')) head.remove_suffix(1);
  std::size_t digits = 0;
  while (digits < head.size() && is_digit(head[head.size() - 1 - digits])) ++digits;
  if (digits == 0 || digits == head.size() || head[head.size() - 1 - digits] == '-') return std::nullopt;
  const auto length = as_length(head.substr(head.size() - digits));
  if (length) event = head.substr(0, head.size() - digits);
  return length;
}

// The session's words at the end of an event's: "cota-race1" -> "cota" and "race1".
std::string_view take_session(std::string_view& event) {
  const std::size_t dash = event.rfind('-');
  if (dash == std::string_view::npos || kind_of_session(event.substr(dash + 1)) == SessionKind::unknown) return {};
  const std::string_view session = event.substr(dash + 1);
  event = event.substr(0, dash);
  return session;
}

void set_event(SessionTitle& title, std::string_view event, std::string_view year) {
  title.limit = take_length(event);
  std::string name;
  for (const Place& place : kPlaces) {
    if (event.find(place.word) == std::string_view::npos) continue;
    title.track = place.track;
    if (event == place.word) name = place.name;
    break;
  }
  if (name.empty()) name = title_case(event);
  if (title.limit) name = std::to_string(title.limit->count()) + " Hours of " + name;
  title.event = name + " " + std::string(year);
}

void set_session(SessionTitle& title, std::string_view session) {
  title.kind = kind_of_session(session);
  title.name = title_case(session);
  if (title.kind == SessionKind::unknown && session.empty() && title.limit) {
    title.kind = SessionKind::race;
    title.name = "Race";
  }
}

bool is_year(std::string_view text) {
  return text.size() == 4 && std::ranges::all_of(text, is_digit) && (text.starts_with("19") || text.starts_with("20"));
}

}  // namespace

FileStem split_file_name(std::string_view name) {
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
  const std::string lower = lower_case(name);
  for (const std::string_view word : kContentWords) {
    for (std::size_t at = lower.rfind(word); at != std::string::npos && at > 0; at = lower.rfind(word, at - 1)) {
      const std::size_t behind = at + word.size();
      const bool ends_word = behind == lower.size() || lower[behind] == '_' || lower[behind] == '-';
      if (ends_word && (lower[at - 1] == '-' || lower[at - 1] == '_')) {
        return {name.substr(0, at - 1), name[at - 1], name.substr(behind)};
      }
    }
  }
  return {name, 0, {}};
}

SessionTitle title_from_file_name(std::string_view name) {
  SessionTitle title;
  const std::string lower = lower_case(name);
  for (const std::string_view prefix : kCompanyPrefixes) {
    if (!lower.starts_with(prefix)) continue;
    const std::string_view session = std::string_view(lower).substr(prefix.size());
    title.id = slug(std::string_view(lower).substr(0, lower.rfind('.')));
    set_session(title, session.substr(0, session.rfind('.')));
    return title;
  }
  const FileStem file = split_file_name(lower);
  title.id = slug(std::string(file.stem) + std::string(file.tail));
  const std::vector<std::string_view> words = split(file.stem, '_');
  if (words.size() < 3 || !is_year(words[1]) || words[0].empty() || words[2].empty()) {
    set_session(title, file.stem);
    return title;
  }
  title.distinct = true;
  title.series = words[0];
  std::ranges::transform(title.series, title.series.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string_view event = words[2];
  std::string_view session = take_session(event);
  const std::size_t behind = static_cast<std::size_t>(words[2].data() - file.stem.data()) + words[2].size();
  if (behind < file.stem.size()) session = file.stem.substr(behind + 1);
  set_event(title, event, words[1]);
  set_session(title, session);
  return title;
}

}  // namespace stint::source::archive
