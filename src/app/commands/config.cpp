// `stint config`: which values are in force, and where each comes from.
#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/text_table.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct ConfigOptions {
  bool json = false;
};

std::string as_json(const Configuration& configuration) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("settings").begin_array();
  for (const SettingRow& row : setting_rows()) {
    const SettingInForce& setting = configuration.in_force(row.key);
    json.begin_object()
        .field("key", row.name)
        .field("environment", row.environment)
        .field("flag", row.flag)
        .field("value", setting.value)
        .field("origin", setting.origin)
        .field("default", row.fallback)
        .field("allowed", allowed_values(row.kind))
        .field("meaning", row.meaning)
        .end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string as_table(const Configuration& configuration) {
  TextTable table({{"KEY"}, {"VALUE"}, {"FROM"}, {"FLAG"}});
  for (const SettingRow& row : setting_rows()) {
    const SettingInForce& setting = configuration.in_force(row.key);
    table.add_row({std::string(row.environment), setting.value, setting.origin, std::string(row.flag)});
  }
  return table.text();
}

Result<void> run_config(const ConfigOptions& options, const Configuration& configuration) {
  return print(options.json ? as_json(configuration) : as_table(configuration));
}

}  // namespace

void add_config(CommandLine& line) {
  add_command<ConfigOptions>(
      line, "config", "Print the configuration in force, and where each value comes from", {},
      [](CLI::App& command, ConfigOptions& options) { command.add_flag("--json", options.json, "Print one JSON document"); },
      run_config);
}

}  // namespace stint::app
