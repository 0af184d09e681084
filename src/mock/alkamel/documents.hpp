// The documents of the LT2 publications: what each holds at a moment of the race.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/alkamel/standing_text.hpp"
#include "mock/fault_plan.hpp"
#include "race/snapshot.hpp"
#include "timing/event.hpp"

namespace stint::mock::alkamel {

// What the publications tell beside the standings, kept while the race goes on.
struct RaceNotes {
  std::map<timing::CarNumber, LapPoints> current, last, before_last;
  std::vector<std::pair<std::string, std::string>> messages;  // key (epoch ms) and text, oldest first
  bool has_loops = false;

  void take(const timing::Event& event);
};

struct View {
  const race::Snapshot& race;
  const RaceNotes& notes;
  timing::Instant start{}, now{};
  bool next_session = false;
  bool stale = false;                 // every row as it was a lap ago
  bool brief = false;                 // short rows
  bool shows_yellow = false;          // of a flag that chatters
  bool loud_names = false;            // the driver's name in capitals
  bool huge = false;                  // the largest first frame
  const Episode* disorder = nullptr;  // of `cars`
};

// Collection and the payload's name and content; nullopt: this publication has no document.
struct Document {
  std::string_view collection;
  std::string id;       // 24 hexadecimal digits
  std::string payload;  // "standings":{...}
};

// The documents of one session. `publication` as a client subscribes to it: "standings", "sessionStatus" ...
[[nodiscard]] std::optional<Document> session_document(std::string_view publication, const View& view);

// All publications of a session that have a document, and those that are known to exist without one.
[[nodiscard]] bool is_publication(std::string_view publication);

}  // namespace stint::mock::alkamel
