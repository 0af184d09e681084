// The command line of `stint`: reads it, reads the configuration, runs the one command that was asked for.
#pragma once

namespace stint::app {

inline constexpr int kSuccess = 0;
inline constexpr int kFailure = 2;  // every failure; what is wrong is on standard error

[[nodiscard]] int run_program(int argc, char** argv);

}  // namespace stint::app
