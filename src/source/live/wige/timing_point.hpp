// What LASTINTERMEDIATENUMBER says: the last timing point that a car has crossed, or that it is in the pit lane.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::live::wige {

enum class PointKind : std::uint8_t {
  unknown,       // not given
  not_started,   // none crossed
  intermediate,  // `number` is which
  line,          // start/finish
  running,       // on the track, point not told
  in_lane,       // in the pit lane or parked
  leaving,       // came out of the pit lane
  approaching,   // near the pit entry
};

struct LastPoint {
  PointKind kind = PointKind::unknown;
  std::int32_t number = 0;
};

// `version` is VER, which decides the codes. VER 2: 1 to 9 intermediates, 10 line, 14 and 20 pit, 15 out, 16 approaching; the
// others run. VER 1: 8 and 12 pit, 9 out; the others run.
[[nodiscard]] constexpr LastPoint last_point(std::string_view version, std::optional<std::int32_t> code,
                                             std::int32_t intermediates) {
  if (!code) return {};
  if (version == "1") {
    if (*code == 8 || *code == 12) return {PointKind::in_lane};
    return {*code == 9 ? PointKind::leaving : PointKind::running};
  }
  if (*code >= 1 && *code <= intermediates && *code <= 9) return {PointKind::intermediate, *code};
  switch (*code) {
    case 0:
      return {PointKind::not_started};
    case 10:
      return {PointKind::line};
    case 14:
    case 20:
      return {PointKind::in_lane};
    case 15:
      return {PointKind::leaving};
    case 16:
      return {PointKind::approaching};
    default:
      return {PointKind::running};
  }
}

}  // namespace stint::live::wige
