// What goes wrong with live feeds, as names that a user can ask a mock for. docs/mock.md says what each is in each protocol.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

#include "timing/error.hpp"

namespace stint::mock {

enum class Fault : std::uint8_t {
  drop,
  stall,
  stale,
  rollover,
  cars,
  driver_swap,
  flag_chatter,
  rc_replay,
  huge_first,
  encoding,
  short_rows,
};

inline constexpr std::size_t kFaultCount = 11;

struct FaultKind {
  Fault fault;
  std::string_view name;     // "flag_chatter": for --faults
  std::string_view meaning;  // one line, for --help
};

// All of them, in the order of the enum.
[[nodiscard]] std::span<const FaultKind> fault_kinds();

class FaultSet {
 public:
  [[nodiscard]] static FaultSet all();
  void add(Fault fault) { held_.set(static_cast<std::size_t>(fault)); }
  [[nodiscard]] bool has(Fault fault) const { return held_.test(static_cast<std::size_t>(fault)); }
  [[nodiscard]] bool empty() const { return held_.none(); }

 private:
  std::bitset<kFaultCount> held_;
};

// "drop,stale" or "all"; empty text is no fault. Error: bad_argument (an unknown name; says which there are).
[[nodiscard]] Result<FaultSet> parse_faults(std::string_view text);

}  // namespace stint::mock
