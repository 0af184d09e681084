// IMSA's scoring files: WeatherTech and its support series.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kImsaSource;

}  // namespace stint::live
