// What Stint is told by its user: one table of keys, and the value in force of each with the place that it came from.
//
// Later places win: built-in default, stint.toml, .env, environment, command-line flag. A value that its key doesn't allow is
// an error wherever it stands, also when a later place would win.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "timing/error.hpp"
#include "timing/instant.hpp"

namespace stint::app {

enum class SettingKey : std::uint8_t {
#define STINT_SETTING(key, environment, flag, kind, label, fallback, meaning) key,
#include "app/setting_keys.def"
#undef STINT_SETTING
};

inline constexpr std::array kSettingKeys = {
#define STINT_SETTING(key, environment, flag, kind, label, fallback, meaning) SettingKey::key,
#include "app/setting_keys.def"
#undef STINT_SETTING
};

// What values a key takes.
enum class SettingKind : std::uint8_t { text, database, port, seconds, fraction, web_address, log_level, log_format };

struct SettingRow {
  SettingKey key;
  std::string_view name;         // in stint.toml: "api_port"
  std::string_view environment;  // "API_PORT"
  std::string_view flag;         // "--port"
  SettingKind kind;
  std::string_view label;  // of the flag's value in --help
  std::string_view fallback;
  std::string_view meaning;
};

[[nodiscard]] std::span<const SettingRow> setting_rows();
[[nodiscard]] const SettingRow& setting_row(SettingKey key);

// What `kind` allows, in words ("a whole number from 0 to 65535"), and whether `value` is that.
[[nodiscard]] std::string_view allowed_values(SettingKind kind);
[[nodiscard]] bool is_allowed(SettingKind kind, std::string_view value);

struct SettingInForce {
  std::string value;
  std::string origin;  // "default", "stint.toml", ".env", "environment", "flag --port"
};

// Values given as flags.
using GivenFlags = std::map<SettingKey, std::string>;

// All that configuration is read from, as text: the reading of files and of the environment is the caller's.
struct ConfigurationSources {
  struct File {
    std::string name;  // shown as the origin
    std::string text;
  };
  std::optional<File> toml;
  std::optional<File> env_file;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  GivenFlags flags;
};

// Invariant: every key has an allowed value.
class Configuration {
 public:
  // Errors: bad_configuration (key, value, where it stands, what is allowed).
  [[nodiscard]] static Result<Configuration> from(const ConfigurationSources& sources);

  [[nodiscard]] const SettingInForce& in_force(SettingKey key) const { return values_.at(static_cast<std::size_t>(key)); }
  [[nodiscard]] const std::string& text(SettingKey key) const { return in_force(key).value; }
  [[nodiscard]] std::uint16_t port() const;
  // REQUIRES: the key's kind is `seconds`.
  [[nodiscard]] timing::Millis duration(SettingKey key) const;

 private:
  Result<void> set(const SettingRow& row, std::string value, const std::string& origin);

  std::array<SettingInForce, kSettingKeys.size()> values_;
};

// Reads `toml_path` (the default one, stint.toml, may be absent), .env and the process environment.
// Errors: bad_configuration, file_unreadable.
[[nodiscard]] Result<Configuration> read_configuration(const std::optional<std::string>& toml_path, const GivenFlags& flags);

}  // namespace stint::app
