// `stint story`: what happened in an interval of a race, in plain words.
#include "insight/story/story.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/race_time.hpp"
#include "app/rule_files.hpp"
#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/story/story_json.hpp"
#include "server/views/race_clock.hpp"

namespace stint::app {
namespace {

namespace story = insight::story;

struct StoryOptions : RecordingOptions {
  std::string from, to;       // HH:MM:SS
  std::string car, in_class;  // empty: all
};

Result<std::optional<timing::Instant>> given_instant(const std::string& text, std::optional<timing::Instant> start) {
  if (text.empty()) return std::nullopt;
  const auto time = parse_race_time(text);
  if (!time) return std::unexpected(time.error());
  if (!start) return fail(ErrorCode::bad_argument, "the start isn't known, so there is no time since the start");
  return *start + *time;
}

Result<story::Account> account_of(const race::Snapshot& race, const StoryOptions& options, std::optional<timing::Instant> from,
                                  story::KnownAnomalies anomalies) {
  story::Wanted wanted;
  wanted.to = race.at;
  wanted.from = from.value_or(race.session.started_at.value_or(timing::Instant{}));
  wanted.class_name = options.in_class;
  if (!options.car.empty()) {
    wanted.car = timing::CarNumber::parse(options.car);
    if (!wanted.car) return fail(ErrorCode::unknown_car, "'" + options.car + "' is no car number");
  }
  return story::tell(race, wanted, anomalies);
}

std::string as_text(const story::Account& account, const timing::Session& session) {
  std::string text;
  for (const story::Sentence& sentence : account.sentences) {
    const auto at = server::on_race_clock(session, sentence.at);
    text += (at ? clock_text(*at) : std::string("-")) + "  " + sentence.text + "\n";
  }
  return text.empty() ? "Nothing happened.\n" : text;
}

// The race is folded up to --to only, so nothing in the account can rest on what came later.
Result<void> run_story(const StoryOptions& options, const Configuration& configuration) {
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  const auto start = start_of(recording->events);
  const auto from = given_instant(options.from, start);
  if (!from) return std::unexpected(from.error());
  const auto to = given_instant(options.to, start);
  if (!to) return std::unexpected(to.error());
  const race::SnapshotPtr race = race_of(recording->events, *to);
  auto rules = rule_library(configuration);
  if (!rules) return std::unexpected(rules.error());
  insight::AnomalyWatch watch(std::make_shared<const insight::RuleLibrary>(std::move(*rules)));
  for (const timing::Event& event : recording->events) {
    if (!*to || event.at <= **to) watch.apply(event);
  }
  std::vector<const insight::Anomaly*> anomalies;
  for (const insight::Anomaly& anomaly : watch.anomalies()) anomalies.push_back(&anomaly);
  const auto account = account_of(*race, options, *from, anomalies);
  if (!account) return std::unexpected(account.error());
  if (!options.json) return print(as_text(*account, race->session));
  std::string out;
  timing::JsonWriter json(out);
  story::write_account(json, race->session, *account);
  return print(out + "\n");
}

void declare_story(CLI::App& command, StoryOptions& options) {
  take_recording(command, options);
  command.add_option("--from", options.from, "Tell what happened after this time since the start [the start]")
      ->type_name("HH:MM:SS");
  command.add_option("--to", options.to, "... and until this one, knowing nothing of later [the end]")->type_name("HH:MM:SS");
  auto* car = command.add_option("--car", options.car, "Only what concerns this car")->type_name("NUMBER");
  command.add_option("--class", options.in_class, "Only what concerns this class")->type_name("NAME")->excludes(car);
}

}  // namespace

void add_story(CommandLine& line) {
  add_command<StoryOptions>(line, "story", "Tell in plain words what happened in a race, or in a part of it",
                            {SettingKey::database_url, SettingKey::rules}, declare_story, run_story);
}

}  // namespace stint::app
