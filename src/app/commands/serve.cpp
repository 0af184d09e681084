// `stint serve`: the demonstration, a live feed, a replay, or stored sessions, on the dashboard and the API.
#include <spdlog/spdlog.h>

#include <chrono>
#include <set>

#include "app/alerts/alert_desk.hpp"
#include "app/circuit_folder.hpp"
#include "app/commands/commands.hpp"
#include "app/lap_models.hpp"
#include "app/log_lines.hpp"
#include "app/play_speed.hpp"
#include "app/race_time.hpp"
#include "app/rule_files.hpp"
#include "app/serve/calendar_watch.hpp"
#include "app/serve/demo_run.hpp"
#include "app/serve/live_service.hpp"
#include "app/serve/monitor_service.hpp"
#include "app/serve/opened_sessions.hpp"
#include "app/serve/replay_run.hpp"
#include "app/serve/service.hpp"
#include "app/serve/stored_sessions.hpp"
#include "app/serve/strategy_desk.hpp"
#include "app/stop_signals.hpp"
#include "app/strategy_priors.hpp"
#include "app/version.hpp"
#include "app/wall_clock.hpp"

namespace stint::app {
namespace {

struct ServeOptions {
  std::vector<std::string> sessions;
  bool demo = false;
  std::string replay;
  std::string from;   // HH:MM:SS
  std::string speed;  // a number or "max"
  std::uint64_t seed = DemoPlan{}.first_seed;
  LiveServeOptions live;
  bool monitor = false;
  std::string model;  // of lap times: a name or a file; empty: the usual one, if the program has it
};

Result<std::optional<double>> given_speed(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return parse_speed(text);
}

// One model for all sessions; without it anomalies are watched for and nothing is predicted.
Result<MakeAnalyst> analyst_maker(const ServeOptions& options, const Configuration& configuration) {
  auto model = find_lap_model(options.model.empty() ? std::string(kDefaultLapModel) : options.model);
  if (!model && !options.model.empty()) return std::unexpected(model.error());
  if (!model) spdlog::warn("nothing is predicted: {}", model.error().message);
  auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  return [model = model ? *model : nullptr, interval = configuration.duration(SettingKey::model_retrain_interval),
          rules = std::make_shared<const insight::RuleLibrary>(std::move(*library))] {
    return insight::Analyst(model, interval, rules);
  };
}

Result<std::unique_ptr<ReplayRun>> replay_of(const std::string& argument, const Configuration& configuration, ReplayStart start,
                                             const std::string& from, const MakeAnalyst& make_analyst) {
  auto recording = read_recording(argument, configuration);
  if (!recording) return std::unexpected(recording.error());
  if (!from.empty()) {
    const auto time = parse_race_time(from);
    if (!time) return std::unexpected(time.error());
    const auto begins = start_of(recording->events);
    if (!begins) return fail(ErrorCode::bad_argument, argument + ": the start isn't known, so --from can't be used");
    start.from = *begins + *time;
  }
  return ReplayRun::create(std::move(*recording), start, make_analyst);
}

Result<void> add_replays(Service& service, const ServeOptions& options, const Configuration& configuration,
                         std::optional<double> speed) {
  std::vector<std::string> arguments = options.sessions;
  ReplayStart start;
  start.speed = speed.value_or(1.0);
  start.at_end = options.replay.empty();
  if (!options.replay.empty()) arguments.push_back(options.replay);
  std::set<std::string> ids;
  for (const std::string& argument : arguments) {
    auto run = replay_of(argument, configuration, start, options.from, service.make_analyst);
    if (!run) return std::unexpected(run.error());
    if (!ids.insert((*run)->channel()->id()).second) {
      return fail(ErrorCode::bad_argument, "session '" + (*run)->channel()->id() + "' is given twice");
    }
    service.channels.push_back((*run)->channel());
    service.runs.push_back(std::move(*run));
  }
  service.archive = stored_sessions(configuration.text(SettingKey::database_url), {});
  return {};
}

Result<void> add_demo(Service& service, const ServeOptions& options, const Configuration& configuration,
                      std::optional<double> speed) {
  const std::string& url = configuration.text(SettingKey::database_url);
  auto log = store::EventLog::open(url);
  if (!log) return std::unexpected(log.error());
  DemoPlan plan;
  plan.first_seed = options.seed;
  plan.speed = std::min(speed.value_or(plan.speed), source::kFastest);
  auto run = DemoRun::create(std::move(*log), plan, wall_clock, service.make_analyst);
  if (!run) return std::unexpected(run.error());
  const DemoRun* demo = run->get();  // lives as long as the server: the runs end after it
  service.archive = stored_sessions(url, {ServedAlias{demo->channel()->id(), [demo] { return demo->session_id(); }}});
  service.channels.push_back((*run)->channel());
  service.runs.push_back(std::move(*run));
  return {};
}

// What is stored can be opened while serving.
void add_opened_sessions(Service& service, const Configuration& configuration) {
  // A reader of its own: this one is used on the loading thread.
  auto stored = stored_sessions(configuration.text(SettingKey::database_url), {});
  auto run = std::make_unique<OpenedSessions>(
      [read = stored.events](const std::string& id) -> Result<Recording> {
        auto events = read(id);
        if (!events) return std::unexpected(events.error());
        return Recording{id, "", std::move(*events), {}, 0};
      },
      service.make_analyst);
  OpenedSessions* opened = run.get();  // lives as long as anybody is served: the runs end after that
  service.archive.open = [opened](const std::string& id, server::Archive::Opened done) { opened->open(id, std::move(done)); };
  service.archive.close = [opened](const std::string& id) { opened->close(id); };
  service.runs.push_back(std::move(run));
}

// The sessions that are served, and those that are opened while serving. To be called when all others are there.
Result<void> add_alerts(Service& service, const Configuration& configuration) {
  net::TransportOptions network;
  network.user_agent = configuration.text(SettingKey::user_agent);
  auto desk = AlertDesk::open("data/alerts.json", [network, bell = service.arrivals] {
    return net::open_transport(network, [bell] { bell->ring(); });
  });
  if (!desk) return std::unexpected(desk.error());
  for (const auto& channel : service.channels) (*desk)->watch(channel);
  if (service.archive.open) {
    service.archive.open = [open = service.archive.open, desk = *desk](const std::string& id, server::Archive::Opened done) {
      open(id, [desk, done = std::move(done)](Result<std::shared_ptr<server::RaceChannel>> channel) {
        if (channel) desk->watch(*channel);
        done(std::move(channel));
      });
    };
  }
  service.options.alerts = service_of(*desk);
  service.runs.push_back(std::make_unique<AlertRun>(*desk, wall_clock));
  return {};
}

// Of the same sessions. To be called when all others are there.
Result<void> add_strategists(Service& service, const Configuration& configuration) {
  auto priors = strategy_priors();
  if (!priors) return std::unexpected(priors.error());
  auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  auto desk = std::make_shared<StrategyDesk>(strategists(std::make_shared<const insight::Priors>(std::move(*priors))),
                                             std::move(*library), "data/rules/sessions");
  for (const auto& channel : service.channels) desk->watch(channel);
  if (service.archive.open) {
    service.archive.open = [open = service.archive.open, desk](const std::string& id, server::Archive::Opened done) {
      open(id, [desk, done = std::move(done)](Result<std::shared_ptr<server::RaceChannel>> channel) {
        if (channel) desk->watch(*channel);
        done(std::move(channel));
      });
    };
  }
  service.options.strategy = service_of(desk);
  service.runs.push_back(std::make_unique<StrategyRun>(std::move(desk)));
  return {};
}

Result<void> serve_with_desks(Service service, const Configuration& configuration) {
  if (auto added = add_alerts(service, configuration); !added) return added;
  if (auto added = add_strategists(service, configuration); !added) return added;
  return serve(std::move(service));
}

Result<void> run_serve(const ServeOptions& options, const Configuration& configuration) {
  const StopSignals kept_from_every_thread;  // of those that the parts below begin: serve() waits for the signals
  set_up_log(configuration.text(SettingKey::log_level), configuration.text(SettingKey::log_format));
  const auto speed = given_speed(options.speed);
  if (!speed) return std::unexpected(speed.error());
  Service service;
  service.options.host = configuration.text(SettingKey::api_host);
  service.options.port = configuration.port();
  service.options.version = kVersion;
  auto make_analyst = analyst_maker(options, configuration);
  if (!make_analyst) return std::unexpected(make_analyst.error());
  service.make_analyst = std::move(*make_analyst);
  const auto calendar = CalendarWatch::open(configuration.text(SettingKey::calendar_folder));
  if (!calendar) return std::unexpected(calendar.error());
  service.options.schedule.calendar = [watch = *calendar] { return watch->current(); };
  const SettingInForce& folder = configuration.in_force(SettingKey::circuits);
  auto circuits = read_circuit_folder(folder.value);
  if (!circuits && folder.origin != "default") return std::unexpected(circuits.error());
  if (circuits) service.options.circuits = std::move(*circuits);
  const LiveServeOptions& live = options.live;
  const bool is_live = options.monitor || !live.names.empty();
  if (!is_live && (!live.record.empty() || live.no_record || live.accept_terms)) {
    return fail(ErrorCode::bad_argument, "--record, --no-record and --accept-terms need --live or --monitor");
  }
  if (options.monitor && !live.urls.empty()) {
    return fail(ErrorCode::bad_argument, "with --monitor an address is given as --live NAME=URL");
  }
  if (is_live) {
    if (options.demo || !options.replay.empty() || !options.sessions.empty()) {
      return fail(ErrorCode::bad_argument, "--live and --monitor can't be combined with sessions, --replay or --demo");
    }
    const auto added = options.monitor ? add_monitor(service, options.live, configuration, *calendar)
                                       : add_live(service, options.live, configuration);
    if (!added) return added;
    add_opened_sessions(service, configuration);
    return serve_with_desks(std::move(service), configuration);
  }
  const bool is_demo = options.replay.empty() && options.sessions.empty();
  if (!is_demo && options.demo) return fail(ErrorCode::bad_argument, "--demo can't be combined with sessions or --replay");
  if (is_demo && !options.from.empty()) return fail(ErrorCode::bad_argument, "--from needs --replay");
  const auto added =
      is_demo ? add_demo(service, options, configuration, *speed) : add_replays(service, options, configuration, *speed);
  if (!added) return added;
  add_opened_sessions(service, configuration);
  return serve_with_desks(std::move(service), configuration);
}

void declare_live(CLI::App& command, LiveServeOptions& options) {
  auto* live =
      command.add_option("--live", options.names, "Follow this live source or series; more than one gives as many sessions")
          ->type_name("NAME")
          ->expected(1, -1);
  command.add_option("--url", options.urls, "Its address in place of the public one (a mock's)")
      ->type_name("BASE")
      ->needs(live);
  command.add_option("--series", options.series, "The series, where a source has several")->type_name("S")->needs(live);
  auto* second = command.add_option("--second", options.second, "A second source of the same session: fills, and takes over")
                     ->type_name("NAME")
                     ->needs(live);
  command.add_option("--second-url", options.second_url, "Its address")->type_name("BASE")->needs(second);
  auto* record =
      command.add_option("--record", options.record, "Keep what the feed sends here [data/recordings/]")->type_name("FILE|DIR");
  command.add_flag("--no-record", options.no_record, "Keep nothing of what the feed sends")->excludes(record);
  command.add_option("--page", options.page, "The description of an HTML timing page")->type_name("FILE.toml")->needs(live);
  command.add_flag("--accept-terms", options.accept_terms, "The terms of the feed are known and respected; remembered");
}

void declare_serve(CLI::App& command, ServeOptions& options) {
  declare_live(command, options.live);
  command.add_flag(
      "--monitor", options.monitor,
      "Follow the sessions of the calendar by itself, each from a quarter of an hour before to its flag, and export it; "
      "with --live NAME or NAME=URL only these sources");
  command.add_option("SESSION", options.sessions, "Stored sessions or files, shown at their end; they can be replayed");
  command.add_flag("--demo", options.demo, "Simulated races, one after the other; also without any argument");
  auto* replay = command.add_option("--replay", options.replay, "Play this file or stored session")->type_name("FILE|SESSION");
  command.add_option("--from", options.from, "Begin the replay here")->type_name("HH:MM:SS")->needs(replay);
  command.add_option("--speed", options.speed, "Times real time, 0.5 to 1000, or max [1; --demo: 10]")->type_name("X");
  command
      .add_option("--model", options.model, "The model of lap times: a name or a file [" + std::string(kDefaultLapModel) + "]")
      ->type_name("NAME");
  command.add_option("--seed", options.seed, "Seed of the first simulated race of an empty database")->type_name("N");
}

}  // namespace

void add_serve(CommandLine& line) {
  add_command<ServeOptions>(
      line, "serve", "Serve the dashboard and the API",
      {SettingKey::api_host, SettingKey::api_port, SettingKey::database_url, SettingKey::calendar_folder, SettingKey::circuits,
       SettingKey::rules, SettingKey::log_level, SettingKey::log_format, SettingKey::scrape_interval, SettingKey::user_agent,
       SettingKey::wec_timing_url, SettingKey::imsa_timing_url, SettingKey::model_retrain_interval},
      declare_serve, run_serve);
}

}  // namespace stint::app
