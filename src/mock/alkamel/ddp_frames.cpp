#include "mock/alkamel/ddp_frames.hpp"

#include <simdjson.h>

#include "timing/json_writer.hpp"

namespace stint::mock::alkamel {
namespace {

using simdjson::dom::element;

DdpMessage unreadable() { return {DdpMessage::Kind::unreadable, "", "", "", {}}; }

std::string text_of(const element& object, const char* name) {
  std::string_view text;
  return object[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

// A text, an ObjectId ({"$type":"oid","$value":...}), or a list of such.
void add_params(const element& value, std::vector<std::string>& out) {
  std::string_view text;
  simdjson::dom::array list;
  if (value.get_string().get(text) == simdjson::SUCCESS) {
    out.emplace_back(text);
  } else if (value.get_array().get(list) == simdjson::SUCCESS) {
    for (const element each : list) add_params(each, out);
  } else if (value.is_object()) {
    if (std::string id = text_of(value, "$value"); !id.empty()) out.push_back(std::move(id));
  }
}

}  // namespace

DdpMessage read_ddp(std::string_view json) {
  simdjson::dom::parser parser;
  element object;
  if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS || !object.is_object()) return unreadable();
  const std::string msg = text_of(object, "msg");
  DdpMessage message;
  message.id = text_of(object, "id");
  if (msg == "connect") {
    message.kind = DdpMessage::Kind::connect;
    message.version = text_of(object, "version");
  } else if (msg == "sub") {
    message.kind = DdpMessage::Kind::sub;
    message.name = text_of(object, "name");
    element params;
    if (object["params"].get(params) == simdjson::SUCCESS) add_params(params, message.params);
  } else if (msg == "unsub") {
    message.kind = DdpMessage::Kind::unsub;
  } else if (msg == "ping") {
    message.kind = DdpMessage::Kind::ping;
  } else if (msg == "pong") {
    message.kind = DdpMessage::Kind::pong;
  } else if (msg.empty()) {
    message.kind = DdpMessage::Kind::unreadable;
  }
  return message;
}

std::vector<DdpMessage> read_sockjs(std::string_view frame) {
  simdjson::dom::parser parser;
  element value;
  if (parser.parse(frame.data(), frame.size()).get(value) != simdjson::SUCCESS) return {unreadable()};
  std::vector<std::string> texts;
  add_params(value, texts);
  std::vector<DdpMessage> messages;
  for (const std::string& text : texts) messages.push_back(read_ddp(text));
  if (messages.empty()) messages.push_back(unreadable());
  return messages;
}

std::string sockjs_frame(const std::vector<std::string>& messages) {
  std::string frame = "a";
  timing::JsonWriter json(frame);
  json.begin_array();
  for (const std::string& message : messages) json.value(message);
  json.end_array();
  return frame;
}

}  // namespace stint::mock::alkamel
