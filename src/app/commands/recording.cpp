// `stint recording`: what is in a recording of a live feed, whether it is sound, and pieces of it.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <filesystem>

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/race_time.hpp"
#include "source/live/recording/cut.hpp"
#include "source/live/recording/survey.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct RecordingToolOptions {
  std::string action;
  std::string file;
  std::string from, to;  // HH:MM:SS since the first frame
  std::string out;
  bool json = false;
};

std::string instant_text(timing::Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", seconds, (at - seconds).count());
}

std::optional<std::string> instant_text(const std::optional<timing::Instant>& at) {
  return at ? std::optional(instant_text(*at)) : std::nullopt;
}

std::string as_json(const RecordingToolOptions& options, const live::RecordingHeader& header,
                    const live::RecordingSurvey& survey) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().field("file", options.file).field("source", header.source).field("series", header.options.series);
  json.field("url", header.options.base_url).field("started_at", instant_text(header.started_at));
  json.field("first_at", instant_text(survey.first_at)).field("last_at", instant_text(survey.last_at));
  json.field("frames", survey.frames)
      .field("bytes", survey.bytes)
      .field("file_bytes", std::filesystem::file_size(options.file));
  json.field("conversations", survey.conversations).field("longest_silence_ms", survey.longest_silence);
  json.key("streams").begin_array();
  for (const auto& [name, stream] : survey.streams) {
    json.begin_object().field("stream", name).field("frames", stream.frames).field("bytes", stream.bytes).end_object();
  }
  json.end_array().field("sound", survey.is_sound()).field("damaged_blocks", survey.condition.damaged);
  json.field("torn_bytes", survey.condition.torn_bytes).field("backwards", survey.backwards).end_object();
  return out + "\n";
}

std::string condition_text(const live::RecordingSurvey& survey) {
  if (survey.is_sound()) return "sound: every block is what was written\n";
  std::string text;
  if (survey.condition.torn_bytes > 0) {
    text += fmt::format("torn: the last {} bytes are a block that was being written; it is left out\n",
                        survey.condition.torn_bytes);
  }
  if (survey.condition.damaged > 0) {
    text += fmt::format("damaged: {} blocks are left out; the first: {}\n", survey.condition.damaged,
                        survey.condition.first_damage);
  }
  return text;
}

std::string as_text(const RecordingToolOptions& options, const live::RecordingHeader& header,
                    const live::RecordingSurvey& survey) {
  std::string text = fmt::format("{} of {}{}\n", options.file, header.source,
                                 header.options.series.empty() ? "" : " (" + header.options.series + ")");
  if (survey.first_at && survey.last_at) {
    text += fmt::format("from {} to {}, {}\n", instant_text(*survey.first_at), instant_text(*survey.last_at),
                        clock_text(*survey.last_at - *survey.first_at));
  }
  text += fmt::format("{} frames, {} bytes, {} on disk; {} conversations; longest silence {}\n", survey.frames, survey.bytes,
                      std::filesystem::file_size(options.file), survey.conversations, lap_time_text(survey.longest_silence));
  for (const auto& [name, stream] : survey.streams) {
    text += fmt::format("  {}: {} frames, {} bytes\n", name, stream.frames, stream.bytes);
  }
  return text + condition_text(survey);
}

Result<void> describe(const RecordingToolOptions& options) {
  auto reader = live::FrameReader::open(options.file);
  if (!reader) return std::unexpected(reader.error());
  const live::RecordingSurvey survey = survey_recording(*reader);
  const auto text = options.json ? as_json(options, reader->header(), survey) : as_text(options, reader->header(), survey);
  if (auto printed = print(text); !printed) return printed;
  if (options.action != "verify" || survey.is_sound()) return {};
  return fail(ErrorCode::not_a_timing_file, options.file + " is not sound: " + condition_text(survey));
}

Result<std::optional<timing::Instant>> bound_of(const std::string& text, timing::Instant first) {
  if (text.empty()) return std::nullopt;
  const auto since = parse_race_time(text);
  if (!since) return std::unexpected(since.error());
  return first + *since;
}

Result<void> cut(const RecordingToolOptions& options) {
  if (options.out.empty()) return fail(ErrorCode::bad_argument, "cut needs --out FILE");
  if (std::filesystem::exists(options.out)) return fail(ErrorCode::bad_argument, options.out + " is there already");
  auto reader = live::FrameReader::open(options.file);
  if (!reader) return std::unexpected(reader.error());
  const auto first = reader->next();
  if (!first) return fail(ErrorCode::not_a_timing_file, options.file + " holds no frame");
  const auto from = bound_of(options.from, first->frame.arrived_at);
  if (!from) return std::unexpected(from.error());
  const auto to = bound_of(options.to, first->frame.arrived_at);
  if (!to) return std::unexpected(to.error());

  auto again = live::FrameReader::open(options.file);
  if (!again) return std::unexpected(again.error());
  auto writer = live::FrameWriter::open(options.out, again->header());
  if (!writer) return std::unexpected(writer.error());
  const auto frames = cut_recording(*again, {*from, *to}, *writer);
  if (!frames) return std::unexpected(frames.error());
  return print(fmt::format("{} frames in {}\n", *frames, options.out));
}

Result<void> run_recording(const RecordingToolOptions& options, const Configuration& /*configuration*/) {
  return options.action == "cut" ? cut(options) : describe(options);
}

void declare_recording(CLI::App& command, RecordingToolOptions& options) {
  command.add_option("ACTION", options.action, "info, verify (fails if the recording is torn or damaged), or cut")
      ->required()
      ->check(CLI::IsMember({"info", "verify", "cut"}));
  command.add_option("FILE", options.file, "A recording")->required();
  command.add_option("--from", options.from, "cut: begin so long after the first frame")->type_name("HH:MM:SS");
  command.add_option("--to", options.to, "cut: end so long after the first frame")->type_name("HH:MM:SS");
  command.add_option("--out", options.out, "cut: the new recording")->type_name("FILE");
  command.add_flag("--json", options.json, "info, verify: print one JSON document");
}

}  // namespace

void add_recording(CommandLine& line) {
  add_command<RecordingToolOptions>(line, "recording", "Look at a recording of a live feed, check it, cut it", {},
                                    declare_recording, run_recording);
}

}  // namespace stint::app
