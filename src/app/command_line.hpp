// How a command makes itself known: its arguments, and what is done once they and the configuration are read.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/configuration.hpp"
#include "timing/error.hpp"

namespace stint::app {

using Action = std::function<Result<void>(const Configuration&)>;

struct CommandLine {
  CLI::App& program;
  GivenFlags flags;  // of the configuration
  Action chosen;     // set by the command that was asked for
};

// Gives `app` the flags of these configuration keys. Any command takes all of them (they fall through to the program); a
// command that names the ones it uses shows them in its own --help.
void take_settings(CLI::App& app, GivenFlags& flags, const std::vector<SettingKey>& keys);

// CLI11 is headers only, and making an App compiles most of it: that is done in one place.
CLI::App& new_command(CommandLine& line, const std::string& name, const std::string& description);
// `action` is what line.chosen becomes when the command is given.
void choose_when_given(CommandLine& line, CLI::App& command, Action action);

// A command whose arguments are an `Options`: `declare` ties them to the command line, `run` gets them when all is read.
template <class Options>
void add_command(CommandLine& line, const std::string& name, const std::string& description,
                 const std::vector<SettingKey>& keys, const std::function<void(CLI::App&, Options&)>& declare,
                 std::function<Result<void>(const Options&, const Configuration&)> run) {
  CLI::App& command = new_command(line, name, description);
  auto options = std::make_shared<Options>();
  declare(command, *options);
  take_settings(command, line.flags, keys);
  choose_when_given(line, command, [options, run = std::move(run)](const Configuration& configuration) {
    return run(*options, configuration);
  });
}

}  // namespace stint::app
