#include "app/command_line.hpp"

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

}  // namespace stint::app
