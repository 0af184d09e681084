// The body of POST /api/replay: whatever comes is a command with what it needs, or a refusal.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/replay_command.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Action = stint::server::ReplayCommand::Action;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto command = stint::server::parse_replay_command(text, stint::timing::instant_from_ms(1'718'460'000'000));
  if (!command) return 0;
  if (command->action == Action::seek && !command->to) std::abort();
  if (command->action == Action::speed && (!command->speed || std::isnan(*command->speed) || *command->speed <= 0)) std::abort();
  return 0;
}
