#include "source/live/griiip/track_flags.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace stint::live::griiip {
namespace {

using timing::FlagKind;
using timing::FlagScope;
using timing::Instant;
using timing::Millis;

struct FlagWord {
  std::string_view word;  // lower case, without spaces, `_` and `-`
  FlagKind kind;
};

// Green, Yellow, Chequered, SafetyCar have been seen; the others are how such services spell them.
constexpr std::array kFlagWords = {
    FlagWord{"green", FlagKind::green},
    FlagWord{"yellow", FlagKind::yellow},
    FlagWord{"doubleyellow", FlagKind::double_yellow},
    FlagWord{"slowzone", FlagKind::slow_zone},
    FlagWord{"fcy", FlagKind::fcy},
    FlagWord{"fullcourseyellow", FlagKind::fcy},
    FlagWord{"safetycar", FlagKind::safety_car},
    FlagWord{"sc", FlagKind::safety_car},
    FlagWord{"virtualsafetycar", FlagKind::vsc},
    FlagWord{"vsc", FlagKind::vsc},
    FlagWord{"code60", FlagKind::code60},
    FlagWord{"red", FlagKind::red},
    FlagWord{"chequered", FlagKind::chequered},
    FlagWord{"checkered", FlagKind::chequered},
    FlagWord{"white", FlagKind::white},
    FlagWord{"none", FlagKind::none},
};

// A Yellow that comes up to so long after a neutralisation began is the neutralisation's own.
constexpr Millis kSameYellow{10'000};

// Race control announces neutralisations and their ends some seconds to some minutes ahead.
constexpr Millis kFarthestAnnouncement = std::chrono::minutes{15};
// The announcement may be stamped a little after the time that it names.
constexpr Millis kLateAnnouncement = std::chrono::seconds{30};

bool is_local(FlagKind kind) {
  return kind == FlagKind::yellow || kind == FlagKind::double_yellow || kind == FlagKind::slow_zone;
}

bool is_neutralised(FlagKind kind) {
  return kind == FlagKind::fcy || kind == FlagKind::safety_car || kind == FlagKind::vsc || kind == FlagKind::red;
}

// The state of the track that a message speaks of; nullopt if it speaks of something else.
std::optional<FlagKind> state_of(const race::RaceControlMeaning& meaning) {
  using race::MessageKind;
  switch (meaning.kind) {
    case MessageKind::flag:
      return meaning.flag == FlagKind::white ? std::nullopt : std::optional(meaning.flag);
    case MessageKind::safety_car:
      return FlagKind::safety_car;
    case MessageKind::virtual_safety_car:
      return FlagKind::vsc;
    case MessageKind::full_course_yellow:
      return FlagKind::fcy;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<FlagKind> flag_of_word(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    if (c == ' ' || c == '_' || c == '-') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto found = std::ranges::find(kFlagWords, plain, &FlagWord::word);
  return found == kFlagWords.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<Instant> next_instant_of(Millis time_of_day, Instant from) {
  constexpr Millis kHour = std::chrono::hours{1};
  const Millis within_hour = time_of_day % kHour;
  const Millis from_within_hour = from.time_since_epoch() % kHour;
  const Millis ahead = (within_hour - from_within_hour + kHour) % kHour;
  if (ahead > kFarthestAnnouncement) return std::nullopt;
  return from + ahead;
}

TimedFlag TrackFlags::show(FlagKind kind, Instant at) {
  shown_[at] = kind;
  if (kind == FlagKind::chequered && !chequered_at_) chequered_at_ = at;
  return {at, {FlagScope::track, 0, kind}};
}

FlagKind TrackFlags::shown_before(Instant at) const {
  const auto after = shown_.lower_bound(at);
  return after == shown_.begin() ? FlagKind::none : std::prev(after)->second;
}

std::vector<TimedFlag> TrackFlags::publish(std::string_view word, Instant at, const std::vector<std::int32_t>& sectors) {
  const auto kind = flag_of_word(word);
  if (!kind) return {};
  std::vector<TimedFlag> told;
  if (!sectors.empty()) {
    for (const std::int32_t sector : sectors) told.push_back({at, {FlagScope::sector, sector, *kind}});
    return told;
  }
  if (!published_.emplace(at, *kind).second) return {};
  const bool overtaken = at < current_since();
  if (is_local(*kind)) {
    // Sector 0: a place that the feed doesn't name.
    told.push_back({at, {FlagScope::sector, 0, *kind}});
    if (overtaken) return told;
    yellow_somewhere_ = true;
    yellow_is_extra_ = by_words_ && is_neutralised(current()) && at > current_since() + kSameYellow;
    return told;
  }
  if (*kind == FlagKind::green && yellow_somewhere_) {
    told.push_back({at, {FlagScope::sector, 0, FlagKind::green}});
    yellow_somewhere_ = false;
    if (yellow_is_extra_ && !overtaken) {
      yellow_is_extra_ = false;
      return told;
    }
  }
  if (!overtaken) by_words_ = false;
  told.push_back(show(*kind, at));
  return told;
}

std::vector<TimedFlag> TrackFlags::judge(const race::RaceControlMeaning& meaning, Instant at) {
  using race::MessagePhase;
  const auto kind = state_of(meaning);
  if (!kind || meaning.correction) return {};
  const bool announced = meaning.phase == MessagePhase::prepare || meaning.phase == MessagePhase::will_end;
  if (announced) {
    // Without a time ("SAFETY CAR IN THIS LAP") the change itself comes as a flag or a message of its own.
    if (!meaning.time_of_day) return {};
    const auto when = next_instant_of(*meaning.time_of_day, at - kLateAnnouncement);
    if (!when) return {};
    announced_.push_back({*when, *kind, meaning.phase == MessagePhase::prepare});
    return {};
  }
  if (meaning.phase != MessagePhase::begin && meaning.phase != MessagePhase::end) return {};
  const FlagKind now = meaning.phase == MessagePhase::begin ? *kind : FlagKind::green;
  if (at >= current_since()) by_words_ = true;
  return {show(now, at)};
}

std::vector<TimedFlag> TrackFlags::due(Instant now) {
  std::vector<TimedFlag> told;
  std::ranges::stable_sort(announced_, {}, &Announcement::at);
  while (!announced_.empty() && announced_.front().at <= now) {
    const Announcement next = announced_.front();
    announced_.erase(announced_.begin());
    // A later word has overtaken it: the safety car came out before the announced end of the full course yellow.
    if (!next.begins && shown_before(next.at) != next.kind) continue;
    if (next.at >= current_since()) by_words_ = true;
    told.push_back(show(next.begins ? next.kind : FlagKind::green, next.at));
  }
  return told;
}

}  // namespace stint::live::griiip
