// Meteor's DDP, version 1: https://github.com/meteor/meteor/blob/devel/packages/ddp/DDP.md. What a subscriber says and hears.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/instant.hpp"

namespace stint::live::alkamel {

// The 24 hexadecimal digits of a MongoDB ObjectId.
using ObjectId = std::string;

enum class DdpKind : std::uint8_t { connected, failed, ready, nosub, added, changed, removed, ping, pong, other };

// One message of the server. Its texts and elements live in the parser that read it, until that reads the next.
struct DdpMessage {
  DdpKind kind = DdpKind::other;
  std::string_view id;  // of the document, subscription or ping
  std::string_view collection;
  std::optional<simdjson::dom::element> fields;  // added, changed
  std::vector<std::string_view> cleared;         // changed: top-level fields that are gone
  std::vector<std::string_view> subs;            // ready
  std::string reason;                            // failed, nosub
};

// nullopt: no JSON object with a `msg`. Meteor's bare endpoint greets with such a one ({"server_id":"0"}).
[[nodiscard]] std::optional<DdpMessage> read_ddp(simdjson::dom::parser& parser, const std::string& text);

// What a subscriber sends.
[[nodiscard]] std::string connect_text();
[[nodiscard]] std::string pong_text(std::string_view id);
[[nodiscard]] std::string ping_text(std::string_view id);
[[nodiscard]] std::string unsub_text(std::string_view id);
// Params of a subscription: a name, one ObjectId, or a list of them.
[[nodiscard]] std::string sub_text(std::string_view id, std::string_view publication, std::string_view name);
[[nodiscard]] std::string sub_document_text(std::string_view id, std::string_view publication, const ObjectId& document);
[[nodiscard]] std::string sub_documents_text(std::string_view id, std::string_view publication,
                                             const std::vector<ObjectId>& documents);

}  // namespace stint::live::alkamel
