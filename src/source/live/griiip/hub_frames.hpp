// The SignalR JSON hub, as text: how records are framed, what we send, and where to connect.
//
// Records end with 0x1E, and one WebSocket text may hold several. Types: 1 invocation, 3 completion, 6 ping, 7 close.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/griiip/item.hpp"

namespace stint::live::griiip {

inline constexpr char kRecordEnd = '\x1e';

[[nodiscard]] std::string handshake_text();
[[nodiscard]] std::string ping_text();
// `id` numbers the invocation: its completion carries the same.
[[nodiscard]] std::string join_text(std::string_view group, int id);

// The records of one text, without their ends; empty ones are left out. Views into `text`.
[[nodiscard]] std::vector<std::string_view> split_records(std::string_view text);

// The address to connect to, from the answer to negotiate: wss for https, with the access token. `base_url` is for an answer
// that names a connection on the same host instead of another address. nullopt: the answer has neither.
[[nodiscard]] std::optional<std::string> hub_address(const Item& answer, std::string_view base_url);

}  // namespace stint::live::griiip
