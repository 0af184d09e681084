#include "app/commands/train_strategy.hpp"

#include <fmt/format.h>

#include "app/commands/cpu_seconds.hpp"
#include "app/commands/progress_line.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"
#include "app/rule_files.hpp"
#include "app/text_file.hpp"
#include "app/text_table.hpp"
#include "insight/strategy/measure/tally_race.hpp"

namespace stint::app {
namespace {

std::string row_of_cautions(const insight::RaceTally& race) {
  double begun = 0;
  for (const insight::CautionTally& kind : race.cautions) {
    for (const double part : kind.begun) begun += part;
  }
  return fmt::format("{:.0f}", begun);
}

std::string table_of(const insight::Priors& priors) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table(
      {{"RACE"}, {"HOURS", kRight}, {"CLASSES", kRight}, {"CARS OUT", kRight}, {"CAUTIONS", kRight}, {"STOPS", kRight}});
  for (const insight::RaceTally& race : priors.races()) {
    double stops = 0, out = 0;
    for (const insight::ClassTally& group : race.classes) {
      out += group.retirements;
      for (std::size_t kind = 0; kind < insight::kServices; ++kind) {
        stops += group.of(insight::service_fact(static_cast<insight::Service>(kind))).count;
      }
    }
    table.add_row({race.id, fmt::format("{:.1f}", race.length_h), std::to_string(race.classes.size()),
                   fmt::format("{:.0f}", out), row_of_cautions(race), fmt::format("{:.0f}", stops)});
  }
  return table.text();
}

}  // namespace

Result<void> train_strategy(const std::vector<std::string>& files, const std::string& out, const Configuration& configuration) {
  const auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  ProgressLine progress;
  std::vector<insight::FinishedRace> races;
  const double begun = cpu_seconds();
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show("reading " + files[i], 0.5 * static_cast<double>(i) / static_cast<double>(files.size()));
    const auto recording = read_recording(files[i], configuration);
    if (!recording) return std::unexpected(recording.error());
    race::SnapshotPtr race = race_of(recording->events, std::nullopt);
    if (!race->session.started_at) {
      return fail(ErrorCode::bad_argument, files[i] + ": the start isn't known, so nothing can be said of its parts");
    }
    insight::RuleBook rules = insight::rule_book_for(race->session, *library);
    races.push_back({recording->id, std::move(race), std::move(rules)});
  }
  const insight::Priors priors =
      insight::learn_priors(races, [&](std::string_view what, double done) { progress.show(what, 0.5 + 0.5 * done); });
  progress.end();
  const std::string text = priors.write();
  if (const auto written = write_text_file(out, text); !written) return written;
  return print(table_of(priors) + fmt::format("{}: {} of {} races; {} KB, learnt in {:.1f} CPU s\n", out, priors.version(),
                                              priors.races().size(), (text.size() + 1023) / 1024, cpu_seconds() - begun));
}

}  // namespace stint::app
