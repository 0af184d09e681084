// The words of a claim: one plain sentence, made from its fields and nothing else.
#pragma once

#include <string>

#include "insight/story/claim.hpp"

namespace stint::insight::story {

// How a sentence names instants: on the race clock. Without a start there is none, and no instant is named.
struct RaceClock {
  std::optional<Instant> start;
  [[nodiscard]] std::string text(Instant at) const;  // "3:12:45", empty without a start
};

[[nodiscard]] std::string words_of(const Claim& claim, const RaceClock& clock);

// "0.4 s", "12.3 s", "1:02.3"; of a stay or a period "1 min 05 s", "1 h 02 min".
[[nodiscard]] std::string gap_words(Millis gap);
[[nodiscard]] std::string period_words(Millis time);
// "1:45.123", "58.100".
[[nodiscard]] std::string lap_words(Millis time);
// "1st", "2nd", "11th".
[[nodiscard]] std::string ordinal(std::int32_t place);

}  // namespace stint::insight::story
