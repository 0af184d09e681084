#include "app/commands/commands.hpp"

namespace stint::app {

void add_commands(CommandLine& line) {
  add_config(line);
  add_version(line);
}

}  // namespace stint::app
