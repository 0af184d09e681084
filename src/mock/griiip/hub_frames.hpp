// What a client says to a SignalR hub that speaks JSON: frames that each end with the byte 0x1E, several to a message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stint::mock::griiip {

inline constexpr char kFrameEnd = '\x1e';

struct HubFrame {
  enum class Kind : std::uint8_t { handshake, invocation, ping, other, unreadable } kind = Kind::other;
  std::string protocol;                // handshake: "json"
  std::string target;                  // invocation: "JoinGroup"
  std::string invocation_id;           // empty: no answer is wanted
  std::vector<std::string> arguments;  // those that are texts
};

// Never fails: what can't be read is a frame of that kind. An unfinished frame at the end counts as one.
[[nodiscard]] std::vector<HubFrame> read_hub_frames(std::string_view message);

}  // namespace stint::mock::griiip
