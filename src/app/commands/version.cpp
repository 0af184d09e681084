// `stint version`: what is running.
#include "app/version.hpp"

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct VersionOptions {
  bool json = false;
};

Result<void> run_version(const VersionOptions& options, const Configuration& /*configuration*/) {
  if (!options.json) return print(std::string("stint ") + kVersion + "\n");
  std::string out;
  timing::JsonWriter(out).begin_object().field("name", "stint").field("version", kVersion).end_object();
  return print(out + "\n");
}

}  // namespace

void add_version(CommandLine& line) {
  add_command<VersionOptions>(
      line, "version", "Print the version", {},
      [](CLI::App& command, VersionOptions& options) { command.add_flag("--json", options.json, "Print one JSON document"); },
      run_version);
}

}  // namespace stint::app
