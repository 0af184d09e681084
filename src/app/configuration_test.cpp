#include "app/configuration.hpp"

#include <gtest/gtest.h>

namespace stint::app {
namespace {

ConfigurationSources sources_with_environment(std::map<std::string, std::string> variables) {
  ConfigurationSources sources;
  sources.environment = [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  return sources;
}

TEST(Configuration, HasTheDefaultsOfTheContract) {
  const auto configuration = Configuration::from({});
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->text(SettingKey::database_url), "sqlite:///./data/racing.db");
  EXPECT_EQ(configuration->text(SettingKey::model_retrain_interval), "3600");
  EXPECT_EQ(configuration->text(SettingKey::prediction_confidence_threshold), "0.7");
  EXPECT_EQ(configuration->port(), 8000);
  EXPECT_EQ(configuration->in_force(SettingKey::api_port).origin, "default");
}

TEST(Configuration, EveryDefaultIsAllowed) {
  for (const SettingRow& row : setting_rows()) EXPECT_TRUE(is_allowed(row.kind, row.fallback)) << row.environment;
}

TEST(Configuration, LaterPlacesWin) {
  auto sources = sources_with_environment({{"API_PORT", "3"}});
  sources.toml = {"stint.toml", "api_port = 1\napi_host = \"0.0.0.0\"\nlog_level = \"warn\"\n"};
  sources.env_file = {".env", "API_PORT=2\nLOG_LEVEL=debug\n"};
  auto configuration = Configuration::from(sources);
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->in_force(SettingKey::api_host).origin, "stint.toml");
  EXPECT_EQ(configuration->text(SettingKey::api_host), "0.0.0.0");
  EXPECT_EQ(configuration->in_force(SettingKey::log_level).origin, ".env");
  EXPECT_EQ(configuration->in_force(SettingKey::api_port).origin, "environment");
  EXPECT_EQ(configuration->port(), 3);

  sources.flags[SettingKey::api_port] = "4";
  configuration = Configuration::from(sources);
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->port(), 4);
  EXPECT_EQ(configuration->in_force(SettingKey::api_port).origin, "flag --port");
}

TEST(Configuration, ABadValueIsRefusedWithKeyValueOriginAndWhatIsAllowed) {
  const auto configuration = Configuration::from(sources_with_environment({{"API_PORT", "80000"}}));
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error().code, ErrorCode::bad_configuration);
  EXPECT_EQ(configuration.error().message, "API_PORT is '80000' (environment), but must be a whole number from 0 to 65535");
}

TEST(Configuration, ABadValueIsRefusedAlsoWhereALaterPlaceWouldWin) {
  auto sources = sources_with_environment({{"API_PORT", "8001"}});
  sources.toml = {"stint.toml", "api_port = -1"};
  EXPECT_FALSE(Configuration::from(sources));
}

TEST(Configuration, EachKindRefusesWhatItIsNot) {
  for (const std::string_view wrong : {"", "80 ", "-1", "65536", "1.5", "x"})
    EXPECT_FALSE(is_allowed(SettingKind::port, wrong)) << wrong;
  for (const std::string_view wrong : {"", "0", "-3", "nan", "inf", "86401", "5s"}) {
    EXPECT_FALSE(is_allowed(SettingKind::seconds, wrong)) << wrong;
  }
  for (const std::string_view wrong : {"", "-0.1", "1.01", "nan", "70%"})
    EXPECT_FALSE(is_allowed(SettingKind::fraction, wrong)) << wrong;
  for (const std::string_view wrong : {"", "example.org", "https://", "ftp://a", "https:///a", "http://a b"}) {
    EXPECT_FALSE(is_allowed(SettingKind::web_address, wrong)) << wrong;
  }
  for (const std::string_view wrong : {"", "sqlite://x", "mysql://x"})
    EXPECT_FALSE(is_allowed(SettingKind::database, wrong)) << wrong;
  EXPECT_FALSE(is_allowed(SettingKind::log_level, "loud"));
  EXPECT_FALSE(is_allowed(SettingKind::log_format, "xml"));
}

TEST(Configuration, TomlFaultsAreSaidWithTheirPlace) {
  ConfigurationSources sources;
  sources.toml = {"stint.toml", "api_port = 8000\nap_host = \"x\"\n"};
  auto configuration = Configuration::from(sources);
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error().message,
            "stint.toml line 2, column 11: there is no key 'ap_host'; `stint config` lists them all");

  sources.toml = {"stint.toml", "api_port = = 3"};
  configuration = Configuration::from(sources);
  ASSERT_FALSE(configuration);
  EXPECT_TRUE(configuration.error().message.starts_with("stint.toml line 1")) << configuration.error().message;

  sources.toml = {"stint.toml", "api_port = [1]"};
  EXPECT_FALSE(Configuration::from(sources));
}

}  // namespace
}  // namespace stint::app
