// The JSON cache of Swiss Timing for SRO's series: GT World Challenge Europe, the 24 Hours of Spa. docs/sources/swiss.md has
// the mapping.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kSwissSource;

}  // namespace stint::live
