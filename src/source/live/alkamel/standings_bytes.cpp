#include "source/live/alkamel/standings_bytes.hpp"

#include <utility>

namespace stint::live::alkamel {
namespace {

constexpr std::string_view kPlainQuote = "\"";
constexpr std::string_view kEscapedQuote = "\\\"";

// How many backslashes stand before `at`.
std::size_t backslashes_before(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (count < at && text[at - count - 1] == '\\') ++count;
  return count;
}

}  // namespace

void StandingsBytes::forget() {
  learned_ = false;
  places_.clear();
}

// A quote of the document itself has 2n backslashes before it, or 2n + 1 of which half escape it in the frame: n is even for a
// quote that bounds a string, and odd for one inside of it.
std::size_t StandingsBytes::object_end(std::string_view frame, std::size_t at) const {
  bool in_string = false;
  for (std::size_t i = at + 1; i < frame.size(); ++i) {
    if (in_string) {  // most of an object is inside of strings: straight to the next quote
      i = frame.find('"', i);
      if (i == std::string_view::npos) return i;
    }
    if (frame[i] == '"') {
      const std::size_t before = backslashes_before(frame, i);
      if (escaped_ && before == 0) return std::string_view::npos;
      const std::size_t own = escaped_ ? (before - 1) / 2 : before;
      if (own % 2 == 0) in_string = !in_string;
    } else if (frame[i] == '{') {
      return std::string_view::npos;  // a Standing holds no objects
    } else if (frame[i] == '}') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

bool StandingsBytes::read_place(std::string_view frame, std::size_t& at, Place& place) const {
  const std::string_view quote = escaped_ ? kEscapedQuote : kPlainQuote;
  std::size_t key = at;
  if (!frame.substr(key).starts_with(quote)) return false;
  key += quote.size();
  while (key < frame.size() && frame[key] >= '0' && frame[key] <= '9') ++key;
  if (!frame.substr(key).starts_with(quote)) return false;
  key += quote.size();
  if (!frame.substr(key).starts_with(":{")) return false;
  const std::size_t end = object_end(frame, key + 1);
  if (end == std::string_view::npos) return false;
  place.bytes.assign(frame, at, end - at);
  place.key_size = key + 1 - at;
  at = end;
  return true;
}

bool StandingsBytes::learn(std::string_view frame) {
  forget();
  escaped_ = frame.starts_with("a[");
  const std::string quote(escaped_ ? kEscapedQuote : kPlainQuote);
  const std::string inner = quote + "standings" + quote + ":{" + quote;
  // The document holds itself once more: {"standings":{"displayDrivers":true,"standings":{"1":{...
  std::size_t found = frame.find(inner);
  while (found != std::string_view::npos) {
    const std::size_t key = found + inner.size();
    if (key < frame.size() && frame[key] >= '0' && frame[key] <= '9') break;
    found = frame.find(inner, found + 1);
  }
  if (found == std::string_view::npos) return false;
  std::size_t at = found + inner.size() - quote.size();
  head_.assign(frame, 0, at);
  for (;;) {
    Place place;
    if (!read_place(frame, at, place)) return false;
    places_.push_back(std::move(place));
    if (at >= frame.size() || frame[at] != ',') break;
    ++at;
  }
  tail_.assign(frame, at);
  learned_ = true;
  return true;
}

bool StandingsBytes::compare(std::string_view frame, std::vector<std::size_t>& changed) {
  changed.clear();
  if (!learned_ || !frame.starts_with(head_)) return false;
  learned_ = false;  // until the end has been reached
  std::size_t at = head_.size();
  std::size_t count = 0;
  for (;; ++count) {
    const bool same = count < places_.size() && frame.substr(at).starts_with(places_[count].bytes);
    if (same) {
      at += places_[count].bytes.size();
    } else {
      if (count == places_.size()) places_.emplace_back();
      if (!read_place(frame, at, places_[count])) return false;
      changed.push_back(count);
    }
    if (at >= frame.size() || frame[at] != ',') break;
    ++at;
  }
  if (frame.substr(at) != tail_) return false;
  places_.resize(count + 1);
  learned_ = true;
  return true;
}

}  // namespace stint::live::alkamel
