#include "server/replay_command.hpp"

#include <simdjson.h>

#include <cmath>
#include <limits>
#include <string>

namespace stint::server {
namespace {

// A seek beyond a year from the start is no race; the bound also keeps the arithmetic from overflowing.
constexpr std::int64_t kFarthestSeekMs = 366LL * 24 * 3600 * 1000;

Result<ReplayCommand> seek(simdjson::dom::object body, std::optional<timing::Instant> starts) {
  std::int64_t at_ms = 0;
  if (body["at_ms"].get(at_ms) != simdjson::SUCCESS || at_ms < -kFarthestSeekMs || at_ms > kFarthestSeekMs) {
    return fail(ErrorCode::bad_argument, "A seek needs 'at_ms': milliseconds on the race clock, as a whole number.");
  }
  if (!starts)
    return fail(ErrorCode::bad_argument, "The start of this session isn't known, so it has no race clock to seek on.");
  return ReplayCommand{ReplayCommand::Action::seek, *starts + timing::Millis{at_ms}, std::nullopt};
}

Result<ReplayCommand> set_speed(simdjson::dom::object body) {
  std::string_view word;
  if (body["speed"].get(word) == simdjson::SUCCESS && word == "max") {
    return ReplayCommand{ReplayCommand::Action::speed, std::nullopt, std::numeric_limits<double>::infinity()};
  }
  double speed = 0;
  if (body["speed"].get(speed) != simdjson::SUCCESS || !std::isfinite(speed) || speed <= 0) {
    return fail(ErrorCode::bad_argument, "'speed' must be a number above 0, or \"max\".");
  }
  return ReplayCommand{ReplayCommand::Action::speed, std::nullopt, speed};
}

}  // namespace

Result<ReplayCommand> parse_replay_command(std::string_view json, std::optional<timing::Instant> starts) {
  simdjson::dom::parser parser;
  simdjson::dom::object body;
  std::string_view action;
  if (parser.parse(json.data(), json.size()).get(body) != simdjson::SUCCESS ||
      body["action"].get(action) != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_argument, "The body must be a JSON object with an 'action': play, pause, seek or speed.");
  }
  if (action == "play") return ReplayCommand{ReplayCommand::Action::play, std::nullopt, std::nullopt};
  if (action == "pause") return ReplayCommand{ReplayCommand::Action::pause, std::nullopt, std::nullopt};
  if (action == "seek") return seek(body, starts);
  if (action == "speed") return set_speed(body);
  return fail(ErrorCode::bad_argument, "'action' must be play, pause, seek or speed.");
}

}  // namespace stint::server
