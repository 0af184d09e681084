// Any bytes as a results file: read or refused without a fault, and no car is in it twice.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "source/archive/results_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  stint::source::archive::ComplaintLog complaints("results.csv");
  const auto results = stint::source::archive::parse_results({reinterpret_cast<const char*>(data), size}, complaints);
  if (!results) return 0;
  std::set<stint::timing::CarNumber> cars;
  for (const auto& row : *results) {
    if (!cars.insert(row.number).second) std::abort();
  }
  return 0;
}
