#include "source/live/wige/classification_frame.hpp"

#include <algorithm>
#include <cstring>

#include "source/live/number_text.hpp"

namespace stint::live::wige {
namespace {

constexpr std::string_view kRowsKey = "\"RESULT\"";

// More cars than any race has; a frame that goes on is not a classification.
constexpr std::size_t kMostRows = 1000;

std::size_t after_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) ++at;
  return at;
}

// Where the rows begin: behind the '[' that follows the key. npos: there are none.
std::size_t rows_begin(std::string_view frame) {
  for (auto at = frame.find(kRowsKey); at != std::string_view::npos; at = frame.find(kRowsKey, at + 1)) {
    auto next = after_blanks(frame, at + kRowsKey.size());
    if (next >= frame.size() || frame[next] != ':') continue;
    next = after_blanks(frame, next + 1);
    if (next < frame.size() && frame[next] == '[') return next + 1;
  }
  return std::string_view::npos;
}

// One past the object that begins at `at`; npos: it doesn't end. Rows hold no objects.
std::size_t row_end(std::string_view frame, std::size_t at) {
  bool in_text = false;
  for (std::size_t i = at; i < frame.size(); ++i) {
    const char c = frame[i];
    if (in_text) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_text = false;
      }
    } else if (c == '"') {
      in_text = true;
    } else if (c == '}') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

bool has_at(std::string_view text, std::size_t at, std::string_view part) {
  return text.size() - at >= part.size() && std::memcmp(text.data() + at, part.data(), part.size()) == 0;
}

std::unexpected<Error> no_classification(std::string why) {
  return fail(ErrorCode::not_a_timing_file, "PID 0: " + std::move(why));
}

std::optional<double> length_of(const std::string& text) {
  const auto length = parse_number<double>(text);
  return length && *length > 0 && *length < 1e6 ? length : std::nullopt;
}

void set_head_member(ClassificationHead& head, std::string_view key, const std::string& text) {
  if (key == "SESSION") head.session = text;
  if (key == "CUP") head.cup = text;
  if (key == "HEAT") head.heat = text;
  if (key == "HEATNUMBER") head.heat_number = text;
  if (key == "HEATTYPE") head.heat_type = text;
  if (key == "EXPORTID") head.export_id = text;
  if (key == "TRACKNAME") head.track = text;
  if (key == "VER") head.version = text;
  if (key == "TRACKSTATE") head.track_state = text;
  if (key == "TOD") head.time_of_day = parse_epoch_ms(text);
  if (key == "TRACKLENGTH") head.lap_length_m = length_of(text);
  if (key == "NROFINTERMEDIATETIMES") {
    const auto count = parse_number<std::int32_t>(text);
    if (count && *count >= 0 && *count < static_cast<std::int32_t>(kMostSectors)) head.intermediates = count;
  }
  const bool sector_length = key.size() == 3 && key[0] == 'S' && key[2] == 'L' && key[1] >= '1' && key[1] <= '9';
  if (sector_length) head.sector_lengths_m[static_cast<std::size_t>(key[1] - '1')] = length_of(text).value_or(0);
}

}  // namespace

void ClassificationReader::forget() { rows_.clear(); }

Result<void> ClassificationReader::read_head(std::string_view before, std::string_view after) {
  head_text_.assign(before);
  head_text_ += ']';
  head_text_ += after;
  simdjson::dom::object members;
  if (const auto problem = parser_.parse(head_text_).get_object().get(members)) {
    return no_classification(simdjson::error_message(problem));
  }
  head_ = {};
  for (const auto& [key, value] : members) set_head_member(head_, key, text_of(value));
  return {};
}

bool ClassificationReader::is_listed_before(std::size_t place, const timing::CarNumber& car) const {
  return std::any_of(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(place),
                     [&](const KeptRow& row) { return row.car == car; });
}

Result<void> ClassificationReader::take_row(std::size_t place, std::string_view bytes) {
  row_text_.assign(bytes);
  simdjson::dom::object members;
  if (const auto problem = parser_.parse(row_text_).get_object().get(members)) {
    return no_classification("row " + std::to_string(place + 1) + ": " + simdjson::error_message(problem));
  }
  if (place == rows_.size()) rows_.emplace_back();
  auto row = decode_row(members);
  rows_[place].bytes.assign(bytes);
  rows_[place].car = row ? row->car : timing::CarNumber{};
  if (!row || is_listed_before(place, row->car)) {
    ++unusable_;
  } else {
    changed_.push_back(std::move(*row));
  }
  return {};
}

Result<void> ClassificationReader::read(std::string_view frame) {
  changed_.clear();
  unusable_ = 0;
  auto taken = read_rows(frame);
  if (taken) return taken;
  // Nobody has seen what was decoded, so nothing may count as known.
  changed_.clear();
  forget();
  return taken;
}

Result<void> ClassificationReader::read_rows(std::string_view frame) {
  const std::size_t begin = rows_begin(frame);
  if (begin == std::string_view::npos) return no_classification("there is no RESULT");
  std::size_t at = after_blanks(frame, begin);
  std::size_t place = 0;
  while (at < frame.size() && frame[at] != ']') {
    if (frame[at] == ',') at = after_blanks(frame, at + 1);
    if (at >= frame.size() || frame[at] != '{') return no_classification("row " + std::to_string(place + 1) + " is no object");
    if (place == kMostRows) return no_classification("more than " + std::to_string(kMostRows) + " rows");
    if (place < rows_.size() && has_at(frame, at, rows_[place].bytes)) {
      at += rows_[place].bytes.size();
    } else {
      const std::size_t end = row_end(frame, at);
      if (end == std::string_view::npos) return no_classification("row " + std::to_string(place + 1) + " has no end");
      if (auto taken = take_row(place, frame.substr(at, end - at)); !taken) return taken;
      at = end;
    }
    ++place;
    at = after_blanks(frame, at);
  }
  if (at >= frame.size()) return no_classification("the frame is cut off");
  rows_.resize(place);
  return read_head(frame.substr(0, begin), frame.substr(at + 1));
}

}  // namespace stint::live::wige
