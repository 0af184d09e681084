#include "app/serve/monitor_memory.hpp"

#include <simdjson.h>
#include <spdlog/spdlog.h>

#include <filesystem>

#include "app/text_file.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

using simdjson::dom::element;

void write_texts(timing::JsonWriter& json, std::string_view name, const std::set<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

// Fields that are absent or of another kind keep what is there.
void read(element object, std::string_view name, std::string& text) {
  std::string_view found;
  if (object[name].get(found) == simdjson::SUCCESS) text = found;
}

void read(element object, std::string_view name, std::set<std::string>& texts) {
  simdjson::dom::array found;
  if (object[name].get(found) != simdjson::SUCCESS) return;
  for (const element item : found) {
    std::string_view text;
    if (item.get(text) == simdjson::SUCCESS) texts.emplace(text);
  }
}

Follow read_follow(element object) {
  Follow follow;
  read(object, "key", follow.key);
  read(object, "source", follow.source);
  read(object, "log_sessions", follow.log_sessions);
  read(object, "other", follow.other);
  std::int64_t flag = 0;
  if (object["flag_at"].get(flag) == simdjson::SUCCESS) follow.flag_at = timing::instant_from_ms(flag);
  return follow;
}

}  // namespace

std::string memory_text(const MonitorMemory& memory) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("following").begin_object();
  for (const auto& [host, follow] : memory.following) {
    json.key(host).begin_object().field("key", follow.key).field("source", follow.source);
    write_texts(json, "log_sessions", follow.log_sessions);
    json.field("other", follow.other).field("flag_at", follow.flag_at).end_object();
  }
  json.end_object().key("done").begin_object();
  for (const auto& [key, until] : memory.done) json.field(key, until);
  json.end_object();
  write_texts(json, "to_export", memory.to_export);
  json.end_object();
  return out + "\n";
}

Result<MonitorMemory> parse_memory(std::string_view text) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  element root;
  if (parser.parse(padded).get(root) != simdjson::SUCCESS || !root.is_object()) {
    return fail(ErrorCode::bad_configuration, "it is no memory of a monitor");
  }
  MonitorMemory memory;
  simdjson::dom::object following;
  if (root["following"].get(following) == simdjson::SUCCESS) {
    for (const auto row : following) {
      Follow follow = read_follow(row.value);
      if (!follow.key.empty() && !follow.source.empty()) memory.following[std::string(row.key)] = std::move(follow);
    }
  }
  simdjson::dom::object done;
  if (root["done"].get(done) == simdjson::SUCCESS) {
    for (const auto row : done) {
      std::int64_t until = 0;
      if (row.value.get(until) == simdjson::SUCCESS) memory.done[std::string(row.key)] = timing::instant_from_ms(until);
    }
  }
  read(root, "to_export", memory.to_export);
  return memory;
}

Result<MonitorMemory> read_memory(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return MonitorMemory{};
  const auto text = read_text_file(path);
  if (!text) return std::unexpected(text.error());
  auto memory = parse_memory(*text);
  if (memory) return memory;
  spdlog::warn("monitor: {}: {}; begun anew", path, memory.error().message);
  return MonitorMemory{};
}

}  // namespace stint::app
