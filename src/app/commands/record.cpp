// `stint record`: keeps what a live feed sends, frame by frame, and serves nothing.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "app/commands/commands.hpp"
#include "app/consent.hpp"
#include "app/live_feed.hpp"
#include "app/stop_signals.hpp"
#include "app/wall_clock.hpp"

namespace stint::app {
namespace {

struct RecordOptions {
  FeedChoice feed;
  std::string out;
  double duration_s = 0;  // 0: until it is stopped
  bool accept_terms = false;
};

constexpr std::chrono::milliseconds kStep{50};
constexpr std::chrono::seconds kBetweenLines{10};          // of progress, where standard error is no terminal
constexpr std::chrono::milliseconds kBetweenUpdates{500};  // of the line on a terminal

std::string age_text(const std::optional<timing::Instant>& at, timing::Instant now) {
  if (!at) return "none yet";
  const auto tenths = std::chrono::duration_cast<std::chrono::duration<std::int64_t, std::deci>>(now - *at).count();
  return std::to_string(tenths / 10) + "." + std::to_string(std::max<std::int64_t>(0, tenths % 10)) + " s ago";
}

// How the recording stands, on one line.
class Progress {
 public:
  explicit Progress(timing::Instant now) : terminal_(isatty(STDERR_FILENO) == 1), shown_at_(now) {}

  void note(const std::string& text) { std::fprintf(stderr, "%s%s\n", terminal_ ? "\r\x1b[K" : "", text.c_str()); }
  void show(const live::Supervisor& feed, std::uint64_t events, timing::Instant now) {
    const timing::Millis pause = terminal_ ? timing::Millis{kBetweenUpdates} : timing::Millis{kBetweenLines};
    if (now - shown_at_ < pause) return;
    shown_at_ = now;
    const std::string text = line(feed, events, now);
    std::fprintf(stderr, terminal_ ? "\r\x1b[K%s" : "%s\n", text.c_str());
  }
  void finish(const live::Supervisor& feed, std::uint64_t events, timing::Instant now) { note(line(feed, events, now)); }

 private:
  static std::string line(const live::Supervisor& feed, std::uint64_t events, timing::Instant now) {
    const live::FeedStatus& status = feed.status();
    const std::uint64_t kept = feed.recording() ? feed.recording()->file_bytes() : 0;
    return std::to_string(status.frames) + " frames, " + std::to_string(status.bytes) + " bytes in " + std::to_string(kept) +
           " on disk; last frame " + age_text(status.last_frame_at, now) + "; " + std::to_string(events) + " events; " +
           (status.connected ? "connected" : "not connected") +
           (status.bad_frames > 0 ? "; " + std::to_string(status.bad_frames) + " frames not understood" : "");
  }

  bool terminal_;
  timing::Instant shown_at_;
};

Result<void> run_record(const RecordOptions& options, const Configuration& configuration) {
  const auto prepared = prepare_feed(options.feed, configuration);
  if (!prepared) return std::unexpected(prepared.error());
  if (auto agreed = obtain_consent(*prepared, consent_on_terminal(options.accept_terms)); !agreed) return agreed;
  const StopSignals signals;
  const timing::Instant began = wall_clock();
  auto opened = open_feed(*prepared, began, options.out, [] {});
  if (!opened) return std::unexpected(opened.error());
  live::Supervisor& feed = **opened;

  Progress progress(began);
  if (feed.recording()->resumed()) progress.note(options.out + " is gone on with");
  const auto length = std::chrono::round<timing::Millis>(std::chrono::duration<double>(options.duration_s));
  std::uint64_t told = 0;
  std::vector<timing::Event> events;
  while (feed.recording()) {
    const timing::Instant now = wall_clock();
    feed.step(now, events);
    told += events.size();
    events.clear();
    for (const std::string& note : feed.take_notes()) progress.note(note);
    progress.show(feed, told, now);
    const bool is_over = options.duration_s > 0 && now - began >= length;
    if (is_over || signals.wait(kStep)) {
      progress.finish(feed, told, wall_clock());
      return {};
    }
  }
  return fail(ErrorCode::output_unwritable, options.out + " can't be written any more; what was recorded is sound");
}

void declare_record(CLI::App& command, RecordOptions& options) {
  command.add_option("SOURCE", options.feed.name, "A live source or a series")->required();
  command.add_option("--out", options.out, "The recording; gone on with if it is there")->type_name("FILE")->required();
  command.add_option("--url", options.feed.url, "The source's address in place of the public one (a mock's)")
      ->type_name("BASE");
  command.add_option("--series", options.feed.series, "The series, where the source has several")->type_name("S");
  command.add_option("--page", options.feed.page_file, "The description of an HTML timing page")->type_name("FILE.toml");
  command.add_option("--duration", options.duration_s, "Stop after so long; without it: at Ctrl-C")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber);
  command.add_flag("--accept-terms", options.accept_terms, "The terms of the feed are known and respected; remembered");
}

}  // namespace

void add_record(CommandLine& line) {
  add_command<RecordOptions>(
      line, "record", "Record what a live feed sends",
      {SettingKey::scrape_interval, SettingKey::user_agent, SettingKey::wec_timing_url, SettingKey::imsa_timing_url},
      declare_record, run_record);
}

}  // namespace stint::app
