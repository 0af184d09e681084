// Any bytes as a recording: no crash, no more memory than the file deserves, and what is read is written and read back equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

#include "source/live/recording/frame_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint::live;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // As a record, which the checksums would keep from being reached.
  if (const auto item = parse_record(bytes)) {
    std::string again;
    append_record(*item, again);
    const auto read = parse_record(again);
    if (!read || read->begins != item->begins || !(read->frame == item->frame)) std::abort();
  }
  static_cast<void>(parse_header(bytes));
  auto reader = FrameReader::open(std::make_unique<std::istringstream>(std::string(bytes)), "input");
  if (!reader) return 0;
  while (reader->next()) {
  }
  if (reader->condition().sound_bytes + reader->condition().torn_bytes > size) std::abort();
  return 0;
}
