// Al Kamel's public live timing ("LT2"): IMSA, and any other feed of that server.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kAlkamelSource;

}  // namespace stint::live
