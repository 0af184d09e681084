#include "source/live/alkamel/ddp.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "source/live/alkamel/ejson.hpp"
#include "timing/json_writer.hpp"

namespace stint::live::alkamel {
namespace {

namespace dom = simdjson::dom;

DdpKind kind_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, DdpKind>, 9> kKinds{{{"changed", DdpKind::changed},
                                                                               {"added", DdpKind::added},
                                                                               {"removed", DdpKind::removed},
                                                                               {"ready", DdpKind::ready},
                                                                               {"nosub", DdpKind::nosub},
                                                                               {"ping", DdpKind::ping},
                                                                               {"pong", DdpKind::pong},
                                                                               {"connected", DdpKind::connected},
                                                                               {"failed", DdpKind::failed}}};
  const auto found = std::ranges::find(kKinds, name, &std::pair<std::string_view, DdpKind>::first);
  return found == kKinds.end() ? DdpKind::other : found->second;
}

std::vector<std::string_view> texts_of(dom::element element) {
  std::vector<std::string_view> texts;
  dom::array array;
  if (element.get(array) != simdjson::SUCCESS) return texts;
  for (const dom::element entry : array) {
    std::string_view text;
    if (entry.get(text) == simdjson::SUCCESS) texts.push_back(text);
  }
  return texts;
}

std::string error_words(dom::element error) {
  const std::string code = text_of(member(MaybeElement(error), "error"));
  const std::string reason = text_of(member(MaybeElement(error), "reason"));
  return reason.empty() ? code : code + " " + reason;
}

timing::JsonWriter& begin_message(timing::JsonWriter& json, std::string_view kind) {
  return json.begin_object().field("msg", kind);
}

std::string with_id(std::string_view kind, std::string_view id) {
  std::string text;
  timing::JsonWriter json(text);
  begin_message(json, kind);
  if (!id.empty()) json.field("id", id);
  json.end_object();
  return text;
}

template <class Params>
std::string sub(std::string_view id, std::string_view publication, const Params& write_params) {
  std::string text;
  timing::JsonWriter json(text);
  begin_message(json, "sub").field("id", id).field("name", publication).key("params").begin_array();
  write_params(json);
  json.end_array().end_object();
  return text;
}

}  // namespace

std::optional<DdpMessage> read_ddp(dom::parser& parser, const std::string& text) {
  dom::element root;
  dom::object object;
  std::string_view kind;
  if (parser.parse(text).get(root) != simdjson::SUCCESS || root.get(object) != simdjson::SUCCESS) return std::nullopt;
  DdpMessage message;
  for (const dom::key_value_pair pair : object) {
    if (pair.key == "msg") {
      if (pair.value.get(kind) != simdjson::SUCCESS) return std::nullopt;
      message.kind = kind_of(kind);
    } else if (pair.key == "id") {
      if (pair.value.get(message.id) != simdjson::SUCCESS) message.id = {};
    } else if (pair.key == "collection") {
      if (pair.value.get(message.collection) != simdjson::SUCCESS) message.collection = {};
    } else if (pair.key == "fields") {
      message.fields = pair.value;
    } else if (pair.key == "cleared") {
      message.cleared = texts_of(pair.value);
    } else if (pair.key == "subs") {
      message.subs = texts_of(pair.value);
    } else if (pair.key == "error") {
      message.reason = error_words(pair.value);
    } else if (pair.key == "version") {
      message.reason = "the server speaks DDP version " + text_of(pair.value);
    }
  }
  return kind.empty() ? std::nullopt : std::optional(std::move(message));
}

std::string connect_text() { return R"({"msg":"connect","version":"1","support":["1","pre2","pre1"]})"; }
std::string pong_text(std::string_view id) { return with_id("pong", id); }
std::string ping_text(std::string_view id) { return with_id("ping", id); }
std::string unsub_text(std::string_view id) { return with_id("unsub", id); }

std::string sub_text(std::string_view id, std::string_view publication, std::string_view name) {
  return sub(id, publication, [&](timing::JsonWriter& json) { json.value(name); });
}

std::string sub_document_text(std::string_view id, std::string_view publication, const ObjectId& document) {
  return sub(id, publication, [&](timing::JsonWriter& json) { write_object_id(json, document); });
}

std::string sub_documents_text(std::string_view id, std::string_view publication, const std::vector<ObjectId>& documents) {
  return sub(id, publication, [&](timing::JsonWriter& json) {
    json.begin_array();
    for (const ObjectId& document : documents) write_object_id(json, document);
    json.end_array();
  });
}

}  // namespace stint::live::alkamel
