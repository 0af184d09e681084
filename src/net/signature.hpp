// Signatures of messages, so that whoever gets one can tell that it comes from whom it should.
#pragma once

#include <string>
#include <string_view>

namespace stint::net {

// HMAC-SHA256 (RFC 2104), as 64 small hex digits.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace stint::net
