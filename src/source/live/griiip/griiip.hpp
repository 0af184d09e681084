// Griiip: the publisher of the official live timing of the FIA WEC, Le Mans, the ELMS and others. docs/sources/griiip.md.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kGriiipSource;

}  // namespace stint::live
