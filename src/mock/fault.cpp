#include "mock/fault.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace stint::mock {
namespace {

constexpr std::array<FaultKind, kFaultCount> kKinds{{
    {Fault::drop, "drop", "connections are cut: in the middle of a frame, by a closing frame, by an error of HTTP"},
    {Fault::stall, "stall", "timing stops while the connection stays open"},
    {Fault::stale, "stale", "older data come after newer"},
    {Fault::rollover, "rollover", "another session opens a minute after the race"},
    {Fault::cars, "cars", "cars are listed twice, vanish, or have numbers with zeros; unknown ones turn up"},
    {Fault::driver_swap, "driver_swap", "the new driver is shown while the car stands, twice and in other letters"},
    {Fault::flag_chatter, "flag_chatter", "yellow and green change within half a second"},
    {Fault::rc_replay, "rc_replay", "all messages of race control are sent again"},
    {Fault::huge_first, "huge_first", "the first frame is as large as the largest that were seen"},
    {Fault::encoding, "encoding", "text and times in the odd forms of the protocol"},
    {Fault::short_rows, "short_rows", "rows lack their last or optional members"},
}};

std::string known_names() {
  std::string names;
  for (const FaultKind& kind : kKinds) names.append(names.empty() ? "" : ", ").append(kind.name);
  return names;
}

}  // namespace

std::span<const FaultKind> fault_kinds() { return kKinds; }

FaultSet FaultSet::all() {
  FaultSet set;
  set.held_.set();
  return set;
}

Result<FaultSet> parse_faults(std::string_view text) {
  FaultSet set;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view name = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const auto kind = std::ranges::find(kKinds, name, &FaultKind::name);
    if (name == "all") {
      set = FaultSet::all();
    } else if (kind != kKinds.end()) {
      set.add(kind->fault);
    } else {
      return fail(ErrorCode::bad_argument, "there is no fault '" + std::string(name) + "'; there are all, " + known_names());
    }
  }
  return set;
}

}  // namespace stint::mock
