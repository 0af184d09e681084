// `stint mock`: any race that Stint can read, served on this machine as the protocol of a live feed.
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/race_time.hpp"
#include "app/recording.hpp"
#include "mock/catalogue.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

constexpr std::string_view kDemo = "demo";
constexpr double kFastestMock = 1000.0;

struct MockOptions {
  std::string protocol;
  std::string race;
  std::uint16_t port = 0;
  double speed = 1.0;
  std::string faults;
  std::uint64_t seed = 1;
  std::string from;      // HH:MM:SS
  std::string start_at;  // UTC
};

std::string protocol_names() {
  std::string names;
  for (const mock::MockProtocol& each : mock::mock_protocols()) names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

std::string faults_help() {
  std::string text = "What goes wrong, separated by commas, or all:";
  for (const mock::FaultKind& kind : mock::fault_kinds()) {
    text.append("\n  ").append(kind.name).append(": ").append(kind.meaning);
  }
  return text;
}

Result<std::vector<timing::Event>> race_to_play(const MockOptions& options, const Configuration& configuration) {
  if (options.race != kDemo) {
    auto recording = read_recording(options.race, configuration);
    if (!recording) return std::unexpected(recording.error());
    return std::move(recording->events);
  }
  auto simulator = source::Simulator::create(source::demo_plan(options.seed, timing::Instant{}));
  if (!simulator) return std::unexpected(simulator.error());
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(std::move(*event));
  return events;
}

// 2026-06-13T14:00:00Z
Result<timing::Instant> instant_of(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  char zone = 0, more = 0;
  const int read =
      std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%c%c", &year, &month, &day, &hour, &minute, &second, &zone, &more);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  constexpr int kAllButMore = 7;
  if (read != kAllButMore || zone != 'Z' || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return fail(ErrorCode::bad_argument, "'" + text + "' is no time like 2026-06-13T14:00:00Z");
  }
  return timing::Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

Result<mock::ScriptOptions> script_options(const MockOptions& options) {
  mock::ScriptOptions script;
  script.speed = options.speed;
  script.starts_at = std::chrono::floor<timing::Millis>(std::chrono::system_clock::now());
  if (!options.start_at.empty()) {
    const auto start = instant_of(options.start_at);
    if (!start) return std::unexpected(start.error());
    script.starts_at = *start;
  }
  if (!options.from.empty()) {
    const auto from = parse_race_time(options.from);
    if (!from) return std::unexpected(from.error());
    script.from = *from;
  }
  return script;
}

// Blocked in every thread from here on, so that the one who waits gets them.
sigset_t take_over_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

Result<void> serve_until_signal(const mock::MockProtocol& protocol, net::LoopbackService& service, const MockOptions& options) {
  const sigset_t signals = take_over_signals();
  auto server = net::LoopbackServer::start(options.port, service);
  if (!server) return std::unexpected(server.error());
  const std::string url = "http://127.0.0.1:" + std::to_string((*server)->port());
  std::string said = options.race + " as " + std::string(protocol.title) + " on " + url + "\n";
  said += "It serves " + std::string(protocol.serves) + "\n";
  if (!options.faults.empty()) said += "Faults: " + options.faults + " (seed " + std::to_string(options.seed) + ")\n";
  said += "Follow it with: stint serve --live " + std::string(protocol.name) + " --url " + url + "\n";
  if (auto printed = print(said); !printed) return printed;
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return print("Stopped\n");
}

Result<void> run_mock(const MockOptions& options, const Configuration& configuration) {
  const mock::MockProtocol* protocol = mock::find_mock(options.protocol);
  if (protocol == nullptr) {
    return fail(ErrorCode::bad_argument, "there is no mock '" + options.protocol + "'; there are " + protocol_names());
  }
  const auto faults = mock::parse_faults(options.faults);
  if (!faults) return std::unexpected(faults.error());
  const auto played = script_options(options);
  if (!played) return std::unexpected(played.error());
  auto events = race_to_play(options, configuration);
  if (!events) return std::unexpected(events.error());
  auto script = mock::RaceScript::create(std::move(*events), *played);
  if (!script) return std::unexpected(script.error());
  const mock::FaultPlan plan(*faults, options.seed, script->begins(), script->ends());
  const auto service = protocol->make(std::move(*script), plan);
  return serve_until_signal(*protocol, *service, options);
}

void declare_mock(CLI::App& command, MockOptions& options) {
  command.add_option("PROTOCOL", options.protocol, "One of " + protocol_names())->required();
  command.add_option("RACE", options.race, "A recording, or demo for a simulated race")
      ->type_name("FILE|SESSION|demo")
      ->required();
  command.add_option("--port", options.port, "Of 127.0.0.1; 0 is any free one")->type_name("N")->capture_default_str();
  command.add_option("--speed", options.speed, "Times real time")
      ->type_name("X")
      ->check(CLI::Range(0.1, kFastestMock))
      ->capture_default_str();
  command.add_option("--faults", options.faults, faults_help())->type_name("NAME,...");
  command.add_option("--seed", options.seed, "When the faults strike, and which race the demo is")
      ->type_name("N")
      ->capture_default_str();
  command.add_option("--from", options.from, "Race time at which the playing begins")->type_name("HH:MM:SS");
  command
      .add_option("--start-at", options.start_at,
                  "When the playing began, UTC: one that is started again goes on where it would be [now]")
      ->type_name("YYYY-MM-DDTHH:MM:SSZ");
}

}  // namespace

void add_mock(CommandLine& line) {
  add_command<MockOptions>(line, "mock", "Serve a race on this machine as the protocol of a live feed",
                           {SettingKey::database_url}, declare_mock, run_mock);
}

}  // namespace stint::app
