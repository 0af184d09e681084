// Any bytes as a recording of Timing71, and as a difference between two states: no crash, and every event told is within the
// bounds of events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/timing71/replay_file.hpp"
#include "source/timing71/state_diff.hpp"
#include "source/timing71/state_events.hpp"
#include "timing/event_ndjson.hpp"

namespace {

using namespace stint::source::timing71;

void check(const std::vector<stint::timing::Event>& events) {
  for (const auto& event : events) {
    if (!stint::timing::check_event(event)) std::abort();
  }
}

JsonTree tree(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  return parser.parse(std::string(json)).get(document) == simdjson::SUCCESS ? JsonTree::from(document) : JsonTree();
}

// Two lines: the state after a known one, and a difference to it.
void try_states(std::string_view text) {
  const JsonTree before = tree(
      R"({"cars":[["31","RUN","GTP",1,[2.5,"pb"],"1 lap"]],"session":{"flagState":"green","timeElapsed":1.5},"messages":[]})");
  const auto line = text.find('\n');
  const JsonTree after = tree(text.substr(0, line));
  JsonTree state = before;
  if (!apply_diff(state, diff_between(before, after)) || !(state == after)) std::abort();
  if (line != std::string_view::npos) (void)apply_diff(state, tree(text.substr(line + 1)));
  const Manifest manifest{.uuid = "u",
                          .name = "n",
                          .description = "d",
                          .columns = {"Num", "State", "Class", "Laps", "S1", "Gap"},
                          .track_data = {"Air temp"},
                          .started_at = {}};
  StateEvents states("timing71");
  states.take_manifest(manifest);
  std::vector<stint::timing::Event> events;
  states.take_state(read_state(before, manifest), stint::timing::instant_from_ms(1'780'000'000'000), events);
  states.take_state(read_state(state, manifest), stint::timing::instant_from_ms(1'780'000'090'000), events);
  check(events);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto session = read_replay(bytes, "fuzz.zip")) check(session->events);
  try_states(bytes);
  return 0;
}
