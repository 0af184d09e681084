// Any bytes as a course line or an index of tracks: no crash, and every course that is read is one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "source/circuit/circuit_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<stint::race::Circuit> circuits;
  if (auto circuit = stint::source::read_circuit("fuzzed_gp", text)) {
    if (circuit->line.size() < 4 || circuit->line.back().fraction != 1) std::abort();
    circuits.push_back(std::move(*circuit));
  }
  stint::source::add_track_index(text, circuits);
  static_cast<void>(stint::source::attribution_of(text));
  return 0;
}
