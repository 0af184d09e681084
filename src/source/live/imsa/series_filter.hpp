// Which sessions of the shared scoring files belong to the series that the user asked for.
//
// All series of a weekend use the same files; a session's name begins with its series. The main series is what is none of the
// known support series: its title has changed with its sponsors.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace stint::live::imsa {

struct SupportSeries {
  std::string_view name;   // for the user
  std::string_view words;  // in the session's name, lower case
};

inline constexpr std::array<SupportSeries, 6> kSupportSeries{{{"imsa-michelin-pilot", "michelin pilot"},
                                                              {"imsa-vp-racing", "vp racing"},
                                                              {"imsa-mustang", "mustang challenge"},
                                                              {"imsa-porsche-carrera", "carrera cup"},
                                                              {"imsa-super-trofeo", "super trofeo"},
                                                              {"imsa-mx5", "mx-5"}}};

// `series` as the user gave it; empty and "imsa" are the main series.
[[nodiscard]] bool is_of_series(std::string_view session, std::string_view series);

}  // namespace stint::live::imsa
