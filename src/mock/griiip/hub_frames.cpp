#include "mock/griiip/hub_frames.hpp"

#include <simdjson.h>

namespace stint::mock::griiip {
namespace {

constexpr std::int64_t kInvocation = 1;
constexpr std::int64_t kPing = 6;

std::string text_of(const simdjson::dom::element& object, const char* name) {
  std::string_view text;
  return object[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::vector<std::string> arguments_of(const simdjson::dom::element& object) {
  std::vector<std::string> found;
  simdjson::dom::array arguments;
  if (object["arguments"].get_array().get(arguments) != simdjson::SUCCESS) return found;
  for (const simdjson::dom::element argument : arguments) {
    std::string_view text;
    if (argument.get_string().get(text) == simdjson::SUCCESS) found.emplace_back(text);
  }
  return found;
}

HubFrame read_frame(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS || !object.is_object()) {
    return {HubFrame::Kind::unreadable, "", "", "", {}};
  }
  if (std::string protocol = text_of(object, "protocol"); !protocol.empty()) {
    return {HubFrame::Kind::handshake, std::move(protocol), "", "", {}};
  }
  std::int64_t type = 0;
  if (object["type"].get_int64().get(type) != simdjson::SUCCESS) return {HubFrame::Kind::unreadable, "", "", "", {}};
  if (type == kPing) return {HubFrame::Kind::ping, "", "", "", {}};
  if (type != kInvocation) return {};
  return {HubFrame::Kind::invocation, "", text_of(object, "target"), text_of(object, "invocationId"), arguments_of(object)};
}

}  // namespace

std::vector<HubFrame> read_hub_frames(std::string_view message) {
  std::vector<HubFrame> frames;
  while (!message.empty()) {
    const auto end = message.find(kFrameEnd);
    frames.push_back(read_frame(message.substr(0, end)));
    message = end == std::string_view::npos ? std::string_view() : message.substr(end + 1);
  }
  return frames;
}

}  // namespace stint::mock::griiip
