// SockJS over WebSocket, as far as a client of it needs: https://github.com/sockjs/sockjs-protocol.
//
// Frames from the server: `o` open, `h` heartbeat, `a["...","..."]` messages, each a JSON string, `c[3000,"Go away!"]` close.
// The client sends a JSON list with one string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stint::live::alkamel {

struct SockJsFrame {
  enum class Kind : std::uint8_t { open, heartbeat, messages, close, broken } kind = Kind::broken;
  std::vector<std::string> messages;  // unpacked
  std::string reason;                 // close: code and words; broken: what was expected
};

[[nodiscard]] SockJsFrame read_sockjs(std::string_view frame);

// What a client sends to say `message`.
[[nodiscard]] std::string sockjs_text(std::string_view message);

// The two path segments of a connection, random for each: "/042/k3_x9a0q".
[[nodiscard]] std::string sockjs_path(std::uint64_t seed, std::uint64_t connection);

// Appends the text of a JSON string without its quotes, escapes resolved. False if an escape is none of JSON's.
[[nodiscard]] bool unescape(std::string_view text, std::string& out);

}  // namespace stint::live::alkamel
