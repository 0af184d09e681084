#include "source/live/griiip/hub_frames.hpp"

#include "timing/json_writer.hpp"

namespace stint::live::griiip {
namespace {

std::string as_socket_url(std::string_view url) {
  if (url.starts_with("https://")) return "wss://" + std::string(url.substr(8));
  if (url.starts_with("http://")) return "ws://" + std::string(url.substr(7));
  return std::string(url);
}

// Tokens are made of letters that need no escaping but for a few.
std::string escaped(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

}  // namespace

std::string handshake_text() { return std::string(R"({"protocol":"json","version":1})") + kRecordEnd; }

std::string ping_text() { return std::string(R"({"type":6})") + kRecordEnd; }

std::string join_text(std::string_view group, int id) {
  std::string text;
  timing::JsonWriter json(text);
  json.begin_object().field("type", 1).field("invocationId", std::to_string(id)).field("target", "JoinGroup");
  json.key("arguments").begin_array().value(group).end_array().end_object();
  return text + kRecordEnd;
}

std::vector<std::string_view> split_records(std::string_view text) {
  std::vector<std::string_view> records;
  while (!text.empty()) {
    const std::size_t end = text.find(kRecordEnd);
    if (const auto record = text.substr(0, end); !record.empty()) records.push_back(record);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return records;
}

std::optional<std::string> hub_address(const Item& answer, std::string_view base_url) {
  const std::string_view token = answer.text("accessToken");
  if (const std::string_view url = answer.text("url"); !url.empty()) {
    std::string address = as_socket_url(url);
    if (!token.empty())
      address += (address.find('?') == std::string::npos ? "?access_token=" : "&access_token=") + escaped(token);
    return address;
  }
  std::string_view connection = answer.text("connectionToken");
  if (connection.empty()) connection = answer.text("connectionId");
  if (connection.empty()) return std::nullopt;
  return as_socket_url(base_url) + "/live-session-stream?id=" + escaped(connection);
}

}  // namespace stint::live::griiip
