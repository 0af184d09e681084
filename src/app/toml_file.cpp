#include "app/toml_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "app/configuration.hpp"

namespace stint::app {
namespace {

std::string place(std::string_view name, const toml::source_region& region) {
  return std::string(name) + " line " + std::to_string(region.begin.line) + ", column " + std::to_string(region.begin.column);
}

bool is_known(std::string_view key) {
  const auto rows = setting_rows();
  return std::any_of(rows.begin(), rows.end(), [&](const SettingRow& row) { return row.name == key; });
}

std::string shortest_text(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

std::optional<std::string> as_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* number = node.as_floating_point()) return shortest_text(number->get());
  return std::nullopt;
}

}  // namespace

Result<std::map<std::string, std::string>> parse_toml_settings(std::string_view name, std::string_view text) {
  toml::table table;
  try {  // Debian's build of toml++ reports by exception only
    table = toml::parse(text, name);
  } catch (const toml::parse_error& problem) {
    return fail(ErrorCode::bad_configuration, place(name, problem.source()) + ": " + std::string(problem.description()));
  }
  std::map<std::string, std::string> values;
  for (const auto& [key, node] : table) {
    const std::string key_text(key.str());
    if (!is_known(key_text)) {
      return fail(ErrorCode::bad_configuration,
                  place(name, node.source()) + ": there is no key '" + key_text + "'; `stint config` lists them all");
    }
    auto value = as_text(node);
    if (!value) {
      return fail(ErrorCode::bad_configuration, place(name, node.source()) + ": '" + key_text + "' must be text or a number");
    }
    values[key_text] = std::move(*value);
  }
  return values;
}

}  // namespace stint::app
