#include "source/live/alkamel/document_bytes.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace stint::live::alkamel {
namespace {

constexpr std::string_view kPlainQuote = "\"";
constexpr std::string_view kEscapedQuote = "\\\"";
constexpr std::size_t kNowhere = std::string_view::npos;

// How many backslashes stand before `at`.
std::size_t backslashes_before(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (count < at && text[at - count - 1] == '\\') ++count;
  return count;
}

bool ends_member(std::string_view frame, std::size_t at) { return at < frame.size() && (frame[at] == ',' || frame[at] == '}'); }

}  // namespace

std::string_view DocumentBytes::quote() const { return escaped_ ? kEscapedQuote : kPlainQuote; }

void DocumentBytes::forget() {
  learned_ = false;
  places_.clear();
}

// Behind the string whose quote begins at `at`. A quote of the document itself has 2n backslashes before it, or 2n + 1 of which
// half escape it in the frame: n is even for a quote that bounds a string, and odd for one inside of it.
std::size_t DocumentBytes::string_end(std::string_view frame, std::size_t at) const {
  for (std::size_t i = frame.find('"', at + quote().size()); i != kNowhere; i = frame.find('"', i + 1)) {
    const std::size_t before = backslashes_before(frame, i);
    if (escaped_ && before == 0) return kNowhere;
    const std::size_t own = escaped_ ? (before - 1) / 2 : before;
    if (own % 2 == 0) return i + 1;
  }
  return kNowhere;
}

// Values are texts, numbers, true, false and null: an object of a car holds no others.
bool DocumentBytes::read_member(std::string_view frame, std::size_t& at, Member& member) const {
  if (!frame.substr(at).starts_with(quote())) return false;
  std::size_t value = string_end(frame, at);
  if (value >= frame.size() || frame[value] != ':') return false;
  ++value;
  const bool text = frame.substr(value).starts_with(quote());
  const std::size_t end = text ? string_end(frame, value) : frame.find_first_of(",}", value);
  if (end == kNowhere || !ends_member(frame, end)) return false;
  if (!text && !Scalar::of_bare(frame.substr(value, end - value))) return false;
  member = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(end)};
  at = end;
  return true;
}

bool DocumentBytes::read_place(std::string_view frame, std::size_t& at, Place& place) {
  const std::size_t begin = at;
  if (!frame.substr(begin).starts_with(quote())) return false;
  std::size_t here = string_end(frame, begin);
  if (here == kNowhere || !frame.substr(here).starts_with(":{")) return false;
  ++here;
  members_.clear();
  bool reshaped = false;
  do {
    ++here;
    Member member;
    // What it was before, if it still is that; otherwise what stands there now.
    const Member* before = members_.size() < place.members.size() ? &place.members[members_.size()] : nullptr;
    const std::string_view bytes = before == nullptr
                                       ? std::string_view()
                                       : std::string_view(place.bytes).substr(before->begin, before->end - before->begin);
    if (before != nullptr && frame.substr(here).starts_with(bytes) && ends_member(frame, here + bytes.size())) {
      const auto moved = static_cast<std::uint32_t>(here);
      member = {moved, moved + (before->value - before->begin), moved + (before->end - before->begin), false};
      here += bytes.size();
    } else {
      if (!read_member(frame, here, member)) return false;
      const std::string_view same_name = bytes.substr(0, before == nullptr ? 0 : before->value - before->begin);
      reshaped = reshaped || same_name.empty() || frame.substr(member.begin, member.value - member.begin) != same_name;
    }
    members_.push_back(member);
  } while (frame[here] == ',');
  ++here;
  for (Member& member : members_) {
    member.begin -= static_cast<std::uint32_t>(begin);
    member.value -= static_cast<std::uint32_t>(begin);
    member.end -= static_cast<std::uint32_t>(begin);
  }
  place.reshaped = reshaped || members_.size() != place.members.size();
  place.members.swap(members_);
  place.bytes.assign(frame, begin, here - begin);
  at = here;
  return true;
}

bool DocumentBytes::learn(std::string_view frame) {
  forget();
  if (frame.size() > std::numeric_limits<std::uint32_t>::max()) return false;
  escaped_ = frame.starts_with("a[");
  const std::string opening = std::string(quote()) + name_ + std::string(quote()) + ":{";
  // The standings hold themselves once more: {"standings":{"displayDrivers":true,"standings":{"1":{...
  for (std::size_t found = frame.find(opening); found != kNowhere; found = frame.find(opening, found + 1)) {
    places_.clear();
    const std::size_t first = found + opening.size();
    std::size_t at = first;
    for (;; ++at) {
      Place place;
      if (!read_place(frame, at, place)) break;
      places_.push_back(std::move(place));
      if (at >= frame.size() || frame[at] != ',') break;
    }
    if (places_.empty() || at >= frame.size() || frame[at] != '}') continue;
    head_.assign(frame, 0, first);
    tail_.assign(frame, at);
    learned_ = true;
    return true;
  }
  forget();
  return false;
}

bool DocumentBytes::compare(std::string_view frame, std::vector<std::size_t>& changed) {
  changed.clear();
  if (!learned_ || !frame.starts_with(head_) || frame.size() > std::numeric_limits<std::uint32_t>::max()) return false;
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

std::string_view DocumentBytes::key(const Place& place) const {
  const std::string_view bytes = place.bytes;
  return bytes.substr(quote().size(), string_end(bytes, 0) - 2 * quote().size());
}

std::string_view DocumentBytes::name(const Place& place, const Member& member) const {
  const std::size_t begin = member.begin + quote().size();
  return std::string_view(place.bytes).substr(begin, member.value - 1 - quote().size() - begin);
}

Scalar DocumentBytes::value(const Place& place, const Member& member, std::string& space) const {
  const std::string_view bytes = std::string_view(place.bytes).substr(member.value, member.end - member.value);
  if (!bytes.starts_with(quote())) return Scalar::of_bare(bytes).value_or(Scalar());
  const std::string_view text = bytes.substr(quote().size(), bytes.size() - 2 * quote().size());
  return Scalar::of_text(text, escaped_ ? 2 : 1, space);
}

}  // namespace stint::live::alkamel
