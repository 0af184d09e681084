// What a client says to a Meteor server (DDP), bare or in SockJS frames.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stint::mock::alkamel {

struct DdpMessage {
  enum class Kind : std::uint8_t { connect, sub, unsub, ping, pong, other, unreadable } kind = Kind::other;
  std::string id;                   // sub, unsub, ping
  std::string version;              // connect
  std::string name;                 // sub: the publication
  std::vector<std::string> params;  // sub: texts and ObjectIds, those of a list one after the other
};

// Never fails: what can't be read is a message of that kind.
[[nodiscard]] DdpMessage read_ddp(std::string_view json);

// The messages in a client's SockJS frame: a list of texts, or one text. Unreadable: one message of that kind.
[[nodiscard]] std::vector<DdpMessage> read_sockjs(std::string_view frame);

// a["..."]: one DDP message as a SockJS frame; several in one frame.
[[nodiscard]] std::string sockjs_frame(const std::vector<std::string>& messages);

}  // namespace stint::mock::alkamel
