// `stint replay`: a recording through its adapter again; the events go to standard output, one line each (docs/events.md).
#include <cmath>
#include <cstdio>

#include "app/capture.hpp"
#include "app/commands/commands.hpp"
#include "app/event_printer.hpp"
#include "app/play_speed.hpp"
#include "app/stop_signals.hpp"

namespace stint::app {
namespace {

struct ReplayOptions {
  std::string file;
  std::string page_file;
  std::string speed = "max";
};

// Waits until what came at `at` is due; false if the user wants to stop.
class Pace {
 public:
  explicit Pace(double speed) : speed_(speed) {}

  [[nodiscard]] bool wait_for(timing::Instant at) {
    if (std::isinf(speed_)) return true;
    using Clock = std::chrono::steady_clock;
    if (!first_) {
      first_ = at;
      began_ = Clock::now();
    }
    const auto due =
        began_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(at - *first_) / speed_);
    const auto now = Clock::now();
    return due <= now || !signals_.wait(due - now);
  }

 private:
  double speed_;
  StopSignals signals_;
  std::optional<timing::Instant> first_;
  std::chrono::steady_clock::time_point began_;
};

void report_problems(const live::Reparse& capture) {
  const live::RecordingCondition& condition = capture.reader().condition();
  if (condition.damaged > 0) {
    std::fprintf(stderr, "stint: %llu blocks are damaged: %s\n", static_cast<unsigned long long>(condition.damaged),
                 condition.first_damage.c_str());
  }
  if (const auto& problem = capture.first_problem()) {
    std::fprintf(stderr, "stint: %llu frames or parts of them can't be read; the first: %s: %s\n",
                 static_cast<unsigned long long>(capture.problems()), problem->stream.c_str(), problem->message.c_str());
  }
}

Result<void> run_replay(const ReplayOptions& options, const Configuration& /*configuration*/) {
  const auto speed = parse_speed(options.speed);
  if (!speed) return std::unexpected(speed.error());
  auto capture = open_capture(options.file, options.page_file);
  if (!capture) return std::unexpected(capture.error());
  std::optional<Pace> pace;
  if (std::isfinite(*speed)) pace.emplace(*speed);
  EventPrinter printer;
  std::vector<timing::Event> events;
  while (const auto at = capture->next(events)) {
    if (pace && !pace->wait_for(*at)) break;
    for (const timing::Event& event : events) {
      if (auto printed = printer.print(event); !printed) return printed;
    }
    const bool is_live = pace.has_value() && !events.empty();
    events.clear();
    if (!is_live) continue;
    if (auto flushed = printer.finish(); !flushed) return flushed;
  }
  report_problems(*capture);
  return printer.finish();
}

}  // namespace

void add_replay(CommandLine& line) {
  add_command<ReplayOptions>(
      line, "replay", "Read a recording of a live feed again and print its events", {},
      [](CLI::App& command, ReplayOptions& options) {
        command.add_option("RECORDING", options.file, "What `stint record` or `stint serve --live` made")->required();
        command
            .add_option("--page", options.page_file, "The description of the HTML timing page, in place of the recorded one")
            ->type_name("FILE.toml");
        command.add_option("--speed", options.speed, "Times real time, 0.5 to 1000, or max [max]")->type_name("X");
      },
      run_replay);
}

}  // namespace stint::app
