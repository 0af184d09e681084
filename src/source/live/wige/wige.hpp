// The feed of WIGE for the Nürburgring: NLS, the 24-hour race and its qualifiers, DHLM. docs/sources/wige.md has the mapping.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kWigeSource;

}  // namespace stint::live
