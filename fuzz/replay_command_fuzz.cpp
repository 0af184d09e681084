// The body of POST /api/replay: whatever comes is a command with what it needs, or a refusal. The bytes are tried as the whole
// body and as the value of each member, since the JSON parser is a library that the fuzzer can't see into.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/replay_command.hpp"

namespace {

using Action = stint::server::ReplayCommand::Action;

void try_body(const std::string& body) {
  const auto command = stint::server::parse_replay_command(body, stint::timing::instant_from_ms(1'718'460'000'000));
  if (!command) return;
  if (command->action == Action::seek && !command->to) std::abort();
  if (command->action == Action::speed && (!command->speed || std::isnan(*command->speed) || *command->speed <= 0))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_body(text);
  try_body(R"({"action":)" + text + "}");
  try_body(R"({"action":"seek","at_ms":)" + text + "}");
  try_body(R"({"action":"speed","speed":)" + text + "}");
  return 0;
}
