// Any bytes as a `.env` file: read or refused, and what is read has only well-formed keys.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "app/env_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto values = stint::app::parse_env_file(".env", text)) {
    for (const auto& [key, value] : *values) {
      if (key.empty() || key.find_first_of(" =#\n") != std::string::npos) std::abort();
    }
  }
  return 0;
}
