#include "app/command_line.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>  // CLI11 needs both wherever an App is made

namespace stint::app {

void take_settings(CLI::App& app, GivenFlags& flags, const std::vector<SettingKey>& keys) {
  for (const SettingKey key : keys) {
    const SettingRow& row = setting_row(key);
    const std::string meaning =
        std::string(row.meaning) + " [" + std::string(row.fallback) + "; " + std::string(row.environment) + "]";
    app.add_option_function<std::string>(
           std::string(row.flag), [&flags, key](const std::string& value) { flags[key] = value; }, meaning)
        ->type_name(std::string(row.label))
        ->group("Configuration");
  }
}

CLI::App& new_command(CommandLine& line, const std::string& name, const std::string& description) {
  return *line.program.add_subcommand(name, description);
}

void choose_when_given(CommandLine& line, CLI::App& command, Action action) {
  command.callback([&line, action = std::move(action)] { line.chosen = action; });
}

}  // namespace stint::app
