// Any bytes as tallies of earlier races: no crash, and what is read is written and read back equal. The checksum would keep all
// damage out, so it is put right before the second try.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "insight/strategy/measure/priors.hpp"

#include <xxhash.h>

namespace {

using stint::insight::Priors;

void read_and_write(std::string_view text) {
  const auto read = Priors::read(text, "fuzz");
  if (!read) return;
  const std::string once = read->write();
  const auto again = Priors::read(once, "fuzz");
  if (!again || again->write() != once) std::abort();
  if (again->without("IMSA", 2022).races().size() > again->races().size()) std::abort();
}

std::string with_checksum(std::string_view body) {
  std::string text = "stint-strategy 1\n" + std::string(body);
  if (!text.ends_with('\n')) text += '\n';
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::uint64_t checksum = XXH3_64bits(text.data(), text.size());
  text += "checksum ";
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[checksum >> static_cast<unsigned>(shift) & 15U];
  return text + '\n';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_and_write(bytes);
  read_and_write(with_checksum(bytes));
  return 0;
}
