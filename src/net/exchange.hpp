// What an adapter and the network say to each other: asks go out, frames come in.
//
// Values only. The same frames are recorded, replayed and sent by mocks, so an adapter can't tell which of them it talks to.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "timing/instant.hpp"

namespace stint::net {

// The adapter's own name for one conversation: "hub", "bootstrap", "RaceData". At most one is open under a name.
using StreamName = std::string;

struct HeaderField {
  std::string name, value;
  bool operator==(const HeaderField&) const = default;
};

// One request. Its answer is one frame: `response`, or `failed` if there was none.
struct Fetch {
  StreamName stream;
  std::string url;  // http:// or https://
  std::string method = "GET";
  std::string body;
  std::vector<HeaderField> headers;
  // Asks only for what has changed since the last answer on this stream (If-None-Match, If-Modified-Since): 304 if nothing has.
  bool if_changed = false;
  bool operator==(const Fetch&) const = default;
};

// Answered by `opened`, then `text` frames, at the end `closed`; or by `failed`.
struct OpenSocket {
  StreamName stream;
  std::string url;     // ws:// or wss://
  std::string origin;  // the Origin header; empty: none
  bool operator==(const OpenSocket&) const = default;
};

struct SendText {
  StreamName stream;
  std::string text;
  bool operator==(const SendText&) const = default;
};

// Ends a socket or gives up a fetch; no frame of that stream arrives afterwards.
struct CloseStream {
  StreamName stream;
  bool operator==(const CloseStream&) const = default;
};

using Ask = std::variant<Fetch, OpenSocket, SendText, CloseStream>;

enum class FrameKind : std::uint8_t { opened, text, closed, response, failed };

// The close code of a WebSocket that ended without a closing frame (RFC 6455, 7.1.5).
inline constexpr std::int32_t kNoCloseCode = 1006;

// What came in from the network, as it came.
struct Frame {
  timing::Instant arrived_at{};
  FrameKind kind = FrameKind::text;
  StreamName stream;
  std::int32_t status = 0;  // response: of HTTP; closed: the close code of the WebSocket
  std::string bytes;        // text, response: the content, unpacked; closed, failed: the reason in words
  bool operator==(const Frame&) const = default;
};

}  // namespace stint::net
