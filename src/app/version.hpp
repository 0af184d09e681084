// The version of this build.
#pragma once

namespace stint::app {

inline constexpr const char* kVersion = STINT_VERSION;  // set by the build from project(VERSION)

}  // namespace stint::app
