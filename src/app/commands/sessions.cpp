// `stint sessions`: what is in the database.
#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/session_json.hpp"
#include "app/text_table.hpp"
#include "store/event_log.hpp"

namespace stint::app {
namespace {

struct SessionsOptions {
  bool json = false;
};

std::string as_json(const std::vector<store::SessionRow>& rows) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("sessions").begin_array();
  for (const store::SessionRow& row : rows) {
    json.begin_object().field("id", row.id).key("session");
    write_session(json, row.id, row.session);
    json.field("events", row.events).key("imported_from");
    if (row.imported_from.empty()) {
      json.null();
    } else {
      json.value(row.imported_from);
    }
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string as_table(const std::vector<store::SessionRow>& rows) {
  TextTable table({{"ID"}, {"SESSION"}, {"EVENTS", TextTable::Align::right}, {"FROM"}});
  for (const store::SessionRow& row : rows) {
    table.add_row({row.id, session_title(row.id, row.session), std::to_string(row.events), row.imported_from});
  }
  return table.text();
}

Result<void> run_sessions(const SessionsOptions& options, const Configuration& configuration) {
  const auto log = store::EventLog::open_read_only(configuration.text(SettingKey::database_url));
  if (!log) return std::unexpected(log.error());
  const auto rows = log->sessions();
  if (!rows) return std::unexpected(rows.error());
  return print(options.json ? as_json(*rows) : as_table(*rows));
}

}  // namespace

void add_sessions(CommandLine& line) {
  add_command<SessionsOptions>(
      line, "sessions", "List the sessions of the database", {SettingKey::database_url},
      [](CLI::App& command, SessionsOptions& options) { command.add_flag("--json", options.json, "Print one JSON document"); },
      run_sessions);
}

}  // namespace stint::app
