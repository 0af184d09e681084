#include "calendar/icalendar.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace stint::calendar {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kMostProblems = 100;

struct Line {
  std::string text;        // unfolded
  std::size_t number = 0;  // of its first physical line
};

// Content lines: physical lines, of which those that begin with a blank or a tab go on with the one before.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  std::optional<Line> next() {
    auto first = physical();
    if (!first) return std::nullopt;
    Line line{std::string(*first), number_};
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
      const auto more = physical()->substr(1);
      if (line.text.size() + more.size() <= kLongestLine) line.text += more;
    }
    return line;
  }

 private:
  std::optional<std::string_view> physical() {
    if (rest_.empty()) return std::nullopt;
    ++number_;
    const std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line.substr(0, std::min(line.size(), kLongestLine));
  }

  std::string_view rest_;
  std::size_t number_ = 0;
};

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

struct Property {
  std::string name;  // in capitals
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string value;

  [[nodiscard]] std::string parameter(std::string_view wanted) const {
    const auto found = std::ranges::find(parameters, wanted, &std::pair<std::string, std::string>::first);
    return found == parameters.end() ? std::string() : found->second;
  }
};

// NAME;PARAM=VALUE;PARAM="VALUE WITH : AND ;":VALUE. nullopt: none.
std::optional<Property> parse_property(std::string_view line) {
  Property property;
  std::size_t at = line.find_first_of(";:");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  property.name = upper(line.substr(0, at));
  while (line[at] == ';') {
    const std::size_t equals = line.find_first_of("=;:", at + 1);
    if (equals == std::string_view::npos || line[equals] != '=') return std::nullopt;
    const std::string name = upper(line.substr(at + 1, equals - at - 1));
    std::string value;
    bool in_quotes = false;
    for (at = equals + 1; at < line.size() && (in_quotes || (line[at] != ';' && line[at] != ':')); ++at) {
      if (line[at] == '"')
        in_quotes = !in_quotes;
      else
        value += line[at];
    }
    if (at >= line.size()) return std::nullopt;
    property.parameters.emplace_back(name, std::move(value));
  }
  property.value = line.substr(at + 1);
  return property;
}

// What is no UTF-8 becomes '?': calendars are written to files that must be.
std::string valid_utf8(std::string text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    bool good = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; good && k < length; ++k) good = (static_cast<unsigned char>(text[i + k]) & 0xC0U) == 0x80U;
    if (good && length > 2) {  // no overlong forms, no surrogates, nothing past U+10FFFF
      const auto second = static_cast<unsigned char>(text[i + 1]);
      good = !((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
               (lead == 0xF4 && second > 0x8F));
    }
    if (!good) text[i] = '?';
    i += good ? length : 1;
  }
  return text;
}

// TEXT of RFC 5545 3.3.11: \n, \, \; \\ undone, blanks run together, no control characters.
std::string plain_text(std::string_view escaped) {
  std::string out;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    char c = escaped[i];
    if (c == '\\' && i + 1 < escaped.size()) {
      c = escaped[++i];
      if (c == 'n' || c == 'N') c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  if (out.ends_with(' ')) out.pop_back();
  constexpr std::size_t kLongestText = 400;
  if (out.size() > kLongestText) {
    std::size_t cut = kLongestText;
    while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0U) == 0x80U) --cut;  // not within a character
    out.resize(cut);
  }
  return valid_utf8(std::move(out));
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return number;
}

// 20260419
std::optional<Day> basic_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  std::string spaced(text.substr(0, 4));
  spaced.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
  return parse_day(spaced);
}

struct Moment {
  Day day;
  std::optional<seconds> since_midnight;  // nullopt: a whole day
  bool utc = false;
};

// 20260419, 20260419T130000, 20260419T110000Z
std::optional<Moment> parse_moment(std::string_view text) {
  const auto day = basic_day(text.substr(0, 8));
  if (!day) return std::nullopt;
  if (text.size() == 8) return Moment{*day, std::nullopt, false};
  const bool utc = text.ends_with('Z');
  if (text.size() != (utc ? 16U : 15U) || text[8] != 'T') return std::nullopt;
  const auto hour = number_of(text.substr(9, 2));
  const auto minute = number_of(text.substr(11, 2));
  const auto second = number_of(text.substr(13, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Moment{*day, std::chrono::hours{*hour} + minutes{*minute} + seconds{*second}, utc};
}

// P1D, PT6H, P1DT2H30M, P2W. Negative, without a part or longer than a year: nullopt.
std::optional<seconds> parse_duration(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  seconds sum{0};
  bool in_time = false;
  bool any = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      in_time = true;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find_first_not_of("0123456789");
    if (end == std::string_view::npos || end == 0 || end > 7) return std::nullopt;
    const std::int64_t count = *number_of(text.substr(0, end));
    const char unit = text[end];
    text.remove_prefix(end + 1);
    if (unit == 'W' && !in_time)
      sum += std::chrono::weeks{count};
    else if (unit == 'D' && !in_time)
      sum += std::chrono::days{count};
    else if (unit == 'H' && in_time)
      sum += std::chrono::hours{count};
    else if (unit == 'M' && in_time)
      sum += minutes{count};
    else if (unit == 'S' && in_time)
      sum += seconds{count};
    else
      return std::nullopt;
    if (sum > std::chrono::days{366}) return std::nullopt;
    any = true;
  }
  return any ? std::optional(sum) : std::nullopt;
}

// Collects one VEVENT.
class EntryReader {
 public:
  EntryReader(CalendarFeed& feed, std::size_t line) : feed_(feed), line_(line) {}

  void take(const Property& property) {
    if (property.name == "UID")
      entry_.uid = plain_text(property.value);
    else if (property.name == "SUMMARY")
      entry_.summary = plain_text(property.value);
    else if (property.name == "LOCATION")
      entry_.location = plain_text(property.value);
    else if (property.name == "CATEGORIES")
      take_categories(property.value);
    else if (property.name == "STATUS")
      take_status(upper(property.value));
    else if (property.name == "SEQUENCE")
      entry_.sequence = number_of(property.value).value_or(0);
    else if (property.name == "DTSTART")
      take_start(property);
    else if (property.name == "DTEND")
      end_ = property;
    else if (property.name == "DURATION")
      length_ = parse_duration(property.value);
    else if (property.name == "RRULE" || property.name == "RDATE")
      problem("repeats; taken once, at its first time");
  }

  void finish() {
    if (!start_) return problem("has no DTSTART that can be read; left out");
    if (entry_.summary.empty()) return problem("has no SUMMARY; left out");
    if (start_->since_midnight)
      finish_timed();
    else
      finish_days();
    feed_.entries.push_back(std::move(entry_));
  }

 private:
  void take_categories(std::string_view list) {
    while (!list.empty() && entry_.categories.size() < 20) {
      const std::size_t comma = list.find(',');
      entry_.categories.push_back(plain_text(list.substr(0, comma)));
      list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
  }

  void take_status(const std::string& status) {
    entry_.cancelled = status == "CANCELLED";
    entry_.tentative = status == "TENTATIVE";
  }

  void take_start(const Property& property) {
    start_ = parse_moment(property.value);
    start_zone_ = property.parameter("TZID");
  }

  // The instant of a moment; a TZID that tzdata lacks makes it floating, and is said.
  timing::Instant instant_of(const Moment& moment, const std::string& zone_name, std::optional<Zone>& zone) {
    const auto whole = std::chrono::floor<minutes>(*moment.since_midnight);
    if (!moment.utc && !zone_name.empty()) {
      if (auto named = named_zone(zone_name)) {
        zone = *named;
        return to_utc(*named, {moment.day, whole});
      }
      problem("has the time zone '" + zone_name.substr(0, 60) + "', which isn't known; its time is taken as that of the track");
    }
    return to_utc({}, {moment.day, whole});
  }

  void finish_timed() {
    entry_.starts_at = instant_of(*start_, start_zone_, entry_.zone);
    entry_.floating = !start_->utc && !entry_.zone;
    if (end_) {
      const auto end = parse_moment(end_->value);
      std::optional<Zone> ignored;
      if (end && end->since_midnight) entry_.ends_at = instant_of(*end, end_->parameter("TZID"), ignored);
    } else if (length_) {
      entry_.ends_at = *entry_.starts_at + *length_;
    }
    if (entry_.ends_at && *entry_.ends_at <= *entry_.starts_at) entry_.ends_at.reset();
  }

  // DTEND of whole days is the day after the last one.
  void finish_days() {
    entry_.first = start_->day;
    std::chrono::sys_days after = std::chrono::sys_days(start_->day) + std::chrono::days{1};
    if (end_) {
      if (const auto end = parse_moment(end_->value)) after = std::max(after, std::chrono::sys_days(end->day));
    } else if (length_) {
      after = std::max(after, std::chrono::sys_days(start_->day) + std::chrono::floor<std::chrono::days>(*length_));
    }
    entry_.last = Day(after - std::chrono::days{1});
  }

  void problem(const std::string& what) {
    if (feed_.problems.size() < kMostProblems) {
      feed_.problems.push_back("line " + std::to_string(line_) + ": the entry '" + entry_.summary + "' " + what);
    }
  }

  CalendarFeed& feed_;
  std::size_t line_;
  CalendarEntry entry_;
  std::optional<Moment> start_;
  std::string start_zone_;
  std::optional<Property> end_;
  std::optional<seconds> length_;
};

}  // namespace

Result<CalendarFeed> parse_icalendar(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CalendarFeed feed;
  LineReader lines(text);
  std::optional<EntryReader> entry;
  std::vector<std::string> open;  // components within the entry, such as VALARM: their properties are not its own
  bool is_calendar = false;
  while (const auto line = lines.next()) {
    const auto property = parse_property(line->text);
    if (!property) continue;
    const std::string component = property->name == "BEGIN" || property->name == "END" ? upper(property->value) : "";
    if (property->name == "BEGIN" && component == "VCALENDAR") {
      is_calendar = true;
    } else if (!is_calendar) {
      break;
    } else if (property->name == "BEGIN" && component == "VEVENT" && !entry) {
      if (feed.entries.size() >= kMostEntries) {
        feed.problems.push_back("more than " + std::to_string(kMostEntries) + " entries; the rest is left out");
        break;
      }
      entry.emplace(feed, line->number);
      open.clear();
    } else if (property->name == "END" && component == "VEVENT" && entry) {
      entry->finish();
      entry.reset();
    } else if (property->name == "BEGIN" && open.size() < 16) {
      open.push_back(component);
    } else if (property->name == "END" && !open.empty() && open.back() == component) {
      open.pop_back();
    } else if (entry && open.empty()) {
      entry->take(*property);
    } else if (!entry && property->name == "X-WR-CALNAME") {
      feed.name = plain_text(property->value);
    }
  }
  if (!is_calendar) return fail(ErrorCode::bad_argument, "this is no iCalendar text: it doesn't begin with BEGIN:VCALENDAR");
  return feed;
}

}  // namespace stint::calendar
