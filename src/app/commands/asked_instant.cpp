#include "app/commands/asked_instant.hpp"

#include "app/race_time.hpp"

namespace stint::app {

void take_instant(CLI::App& command, AskedInstant& asked) {
  auto* at = command.add_option("--at", asked.clock, "Time since the start; hours may exceed 23")->type_name("HH:MM:SS");
  command.add_option("--at-ms", asked.ms, "The same in milliseconds")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber)
      ->excludes(at);
}

Result<std::optional<timing::Millis>> instant_of(const AskedInstant& asked) {
  if (asked.ms) return timing::Millis{*asked.ms};
  if (asked.clock.empty()) return std::nullopt;
  const auto time = parse_race_time(asked.clock);
  if (!time) return std::unexpected(time.error());
  return *time;
}

}  // namespace stint::app
