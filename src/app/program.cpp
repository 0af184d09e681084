#include "app/program.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <string>

#include "app/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/version.hpp"

namespace stint::app {
namespace {

int report(const std::string& message) {
  std::fprintf(stderr, "stint: %s\n", message.c_str());
  return kFailure;
}

}  // namespace

int run_program(int argc, char** argv) {
  CLI::App program("Follows endurance races exactly, from timing data.", "stint");
  program.require_subcommand(0, 1);
  program.fallthrough();
  program.set_version_flag("--version", std::string("stint ") + kVersion, "Print the version and exit");
  program.footer("Without --json a command prints a table for people. Each command explains itself: stint COMMAND --help");

  CommandLine line{program, {}, {}};
  std::optional<std::string> toml_path;
  program.add_option("--config", toml_path, "Read this file in place of stint.toml")->type_name("FILE");
  take_settings(program, line.flags, {kSettingKeys.begin(), kSettingKeys.end()});
  add_commands(line);

  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& answer) {  // --help and --version
    return program.exit(answer);
  } catch (const CLI::ParseError& problem) {
    return report(std::string(problem.what()) + "\nRun `stint --help` or `stint COMMAND --help`.");
  }
  if (!line.chosen) return report("no command given\n" + program.help());
  const auto configuration = read_configuration(toml_path, line.flags);
  if (!configuration) return report(configuration.error().message);
  const auto done = line.chosen(*configuration);
  return done ? kSuccess : report(done.error().message);
}

}  // namespace stint::app
