// Where a returning push client left off.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stint::server {

// The last message that it has.
struct Resume {
  std::string epoch;
  std::uint64_t seq = 0;
};

// From `since=SEQ&epoch=E`; nullopt if these are none.
[[nodiscard]] std::optional<Resume> parse_resume(std::string_view epoch, std::string_view seq);

// From an event stream's `Last-Event-ID: E:SEQ`.
[[nodiscard]] std::optional<Resume> parse_event_id(std::string_view id);

}  // namespace stint::server
