// The documents of Swiss Timing's JSON cache, each in its envelope {uid, hash, content: {full: ...}}.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::mock::swiss {

// A GUID as the cache has them in its documents: lower case. The same number gives the same one.
[[nodiscard]] std::string guid(std::string_view kind, std::uint64_t number);
// In the keys of the documents they stand in upper case.
[[nodiscard]] std::string key_guid(const std::string& guid);

// The unit (session) of the race and the one after it.
struct Units {
  std::string meeting, race, next;
};

struct CacheScene {
  const race::Snapshot& race;
  const Units& units;
  const std::map<timing::CarNumber, std::uint64_t>& competitors;  // in the order of their entries
  timing::Instant now{}, start{}, ends{};
  timing::Millis utc_offset{};
  bool next_unit = false;  // the unit after the race is on

  // Faults.
  bool brief = false;           // optional members are missing
  bool question_marks = false;  // for letters outside of ASCII
  bool chatters = false;        // green and yellow change with each document
  std::int64_t disorder = -1;   // a competitor vanishes, or one without details turns up: which; -1 none
  std::size_t padding = 0;      // bytes to make a document as large as the largest
};

// What each is asked by: SRO_SEASONS_JSON ...
[[nodiscard]] std::string seasons_document(const CacheScene& scene);
[[nodiscard]] std::string season_document(const CacheScene& scene);
[[nodiscard]] std::string schedule_document(const CacheScene& scene);
[[nodiscard]] std::string timing_document(const CacheScene& scene, const std::string& unit);
[[nodiscard]] std::string details_document(const CacheScene& scene, const std::string& unit);

// The calendar year of the season, local.
[[nodiscard]] std::string season_year(const CacheScene& scene);

}  // namespace stint::mock::swiss
