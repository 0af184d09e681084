// The commands of the program, one file each.
#pragma once

#include "app/command_line.hpp"

namespace stint::app {

void add_config(CommandLine& line);
void add_version(CommandLine& line);

// All of them, in the order of `stint --help`.
void add_commands(CommandLine& line);

}  // namespace stint::app
