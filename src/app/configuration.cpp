#include "app/configuration.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "app/env_file.hpp"
#include "app/text_file.hpp"
#include "app/toml_file.hpp"

namespace stint::app {
namespace {

constexpr std::array kRows = {
#define STINT_SETTING(key, environment, flag, kind, label, fallback, meaning) \
  SettingRow{SettingKey::key, #key, environment, flag, SettingKind::kind, label, fallback, meaning},
#include "app/setting_keys.def"
#undef STINT_SETTING
};

constexpr std::string_view kDefaultToml = "stint.toml";
constexpr std::string_view kEnvFile = ".env";

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> choices) {
  return std::find(choices.begin(), choices.end(), value) != choices.end();
}

bool is_port(std::string_view value) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), port);
  return problem == std::errc{} && end == value.data() + value.size();
}

bool is_database(std::string_view value) {
  const auto scheme = value.find("://");
  return !value.empty() && (scheme == std::string_view::npos || value.starts_with("sqlite:///"));
}

bool is_web_address(std::string_view value) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (value.starts_with(scheme)) return value.size() > scheme.size() && value[scheme.size()] != '/' && !value.contains(' ');
  }
  return false;
}

}  // namespace

std::span<const SettingRow> setting_rows() { return kRows; }
const SettingRow& setting_row(SettingKey key) { return kRows.at(static_cast<std::size_t>(key)); }

std::string_view allowed_values(SettingKind kind) {
  switch (kind) {
    case SettingKind::text:
      return "any text that is not empty";
    case SettingKind::database:
      return "sqlite:///./relative.db, sqlite:////absolute.db or a path";
    case SettingKind::port:
      return "a whole number from 0 to 65535";
    case SettingKind::seconds:
      return "a number of seconds above 0, up to 86400";
    case SettingKind::fraction:
      return "a number from 0 to 1";
    case SettingKind::web_address:
      return "an address that begins with https:// or http://";
    case SettingKind::log_level:
      return "debug, info, warn or error";
    case SettingKind::log_format:
      return "text or json";
  }
  return "";
}

bool is_allowed(SettingKind kind, std::string_view value) {
  constexpr double kLongestInterval = 86400;
  switch (kind) {
    case SettingKind::text:
      return !value.empty();
    case SettingKind::database:
      return is_database(value);
    case SettingKind::port:
      return is_port(value);
    case SettingKind::seconds: {
      const auto seconds = number_of(value);
      return seconds && *seconds > 0 && *seconds <= kLongestInterval;
    }
    case SettingKind::fraction: {
      const auto fraction = number_of(value);
      return fraction && *fraction >= 0 && *fraction <= 1;
    }
    case SettingKind::web_address:
      return is_web_address(value);
    case SettingKind::log_level:
      return is_one_of(value, {"debug", "info", "warn", "error"});
    case SettingKind::log_format:
      return is_one_of(value, {"text", "json"});
  }
  return false;
}

Result<void> Configuration::set(const SettingRow& row, std::string value, const std::string& origin) {
  if (!is_allowed(row.kind, value)) {
    return fail(ErrorCode::bad_configuration, std::string(row.environment) + " is '" + value + "' (" + origin +
                                                  "), but must be " + std::string(allowed_values(row.kind)));
  }
  values_.at(static_cast<std::size_t>(row.key)) = {std::move(value), origin};
  return {};
}

Result<Configuration> Configuration::from(const ConfigurationSources& sources) {
  std::map<std::string, std::string> toml_values;
  std::map<std::string, std::string> env_values;
  if (sources.toml) {
    auto read = parse_toml_settings(sources.toml->name, sources.toml->text);
    if (!read) return std::unexpected(read.error());
    toml_values = std::move(*read);
  }
  if (sources.env_file) {
    auto read = parse_env_file(sources.env_file->name, sources.env_file->text);
    if (!read) return std::unexpected(read.error());
    env_values = std::move(*read);
  }

  Configuration configuration;
  for (const SettingRow& row : kRows) {
    const auto take = [&](const std::map<std::string, std::string>& from, std::string_view name,
                          const std::string& origin) -> Result<void> {
      const auto found = from.find(std::string(name));
      return found == from.end() ? Result<void>{} : configuration.set(row, found->second, origin);
    };
    Result<void> done = configuration.set(row, std::string(row.fallback), "default");
    if (done && sources.toml) done = take(toml_values, row.name, sources.toml->name);
    if (done && sources.env_file) done = take(env_values, row.environment, sources.env_file->name);
    if (done && sources.environment) {
      if (auto value = sources.environment(std::string(row.environment))) done = configuration.set(row, *value, "environment");
    }
    if (done) {
      const auto flag = sources.flags.find(row.key);
      if (flag != sources.flags.end()) done = configuration.set(row, flag->second, "flag " + std::string(row.flag));
    }
    if (!done) return std::unexpected(done.error());
  }
  return configuration;
}

std::uint16_t Configuration::port() const {
  const std::string& value = text(SettingKey::api_port);
  std::uint16_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

timing::Millis Configuration::duration(SettingKey key) const {
  return std::chrono::duration_cast<timing::Millis>(std::chrono::duration<double>(std::strtod(text(key).c_str(), nullptr)));
}

Result<Configuration> read_configuration(const std::optional<std::string>& toml_path, const GivenFlags& flags) {
  ConfigurationSources sources;
  const std::string toml_name = toml_path.value_or(std::string(kDefaultToml));
  if (toml_path || is_file(toml_name)) {
    auto text = read_text_file(toml_name);
    if (!text) return std::unexpected(text.error());
    sources.toml = {toml_name, std::move(*text)};
  }
  if (is_file(std::string(kEnvFile))) {
    auto text = read_text_file(std::string(kEnvFile));
    if (!text) return std::unexpected(text.error());
    sources.env_file = {std::string(kEnvFile), std::move(*text)};
  }
  sources.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread starts
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
  };
  sources.flags = flags;
  return Configuration::from(sources);
}

}  // namespace stint::app
