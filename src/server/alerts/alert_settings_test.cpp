#include "server/alerts/alert_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::server {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAll = R"({"favourites":["7","007"],
  "rules":[{"id":"r","name":"Stopped","cars":["7"],"classes":["LMH"],"kinds":["stopped","spin"],"least_severity":0.4,
            "least_probability":0.8,"favourites_only":true,"confirmed_only":true,"in_browser":false,"webhooks":["w"]}],
  "webhooks":[{"id":"w","name":"Phone","form":"ntfy","url":"https://ntfy.example/topic-1","secret":"s3","per_minute":5}]})";

AlertSettings all() { return parse_alert_settings(kAll, {}).value(); }

std::string shown(const AlertSettings& settings) {
  std::string text;
  timing::JsonWriter json(text);
  write_alert_settings(json, settings, {});
  return text;
}

TEST(AlertSettings, AreReadWithAllTheirParts) {
  const AlertSettings settings = all();
  EXPECT_EQ(settings.rules.favourites.size(), 2U);
  const insight::AlertRule& rule = settings.rules.rules.at(0);
  EXPECT_EQ(rule.kinds, (std::vector{insight::AnomalyKind::stopped, insight::AnomalyKind::spin}));
  EXPECT_EQ(rule.least_probability, 0.8);
  EXPECT_TRUE(rule.favourites_only && rule.confirmed_only && !rule.in_browser);
  EXPECT_EQ(settings.webhooks.at(0).form, WebhookForm::ntfy);
  EXPECT_EQ(settings.webhooks.at(0).per_minute, 5);
}

TEST(AlertSettings, OfTheFileAreReadAsTheyWereWritten) {
  std::string text;
  timing::JsonWriter json(text);
  write_alert_settings(json, all());
  EXPECT_EQ(parse_alert_settings(text, {}).value(), all());
}

TEST(AlertSettings, ShowNeitherTheAddressNorTheSecretOfAWebhook) {
  const std::string text = shown(all());
  EXPECT_THAT(text, HasSubstr(R"("host":"ntfy.example","signed":true)"));
  EXPECT_THAT(text, Not(HasSubstr("topic-1")));
  EXPECT_THAT(text, Not(HasSubstr("s3")));
}

TEST(AlertSettings, KeepAddressAndSecretThatAreNotGivenAnew) {
  const auto settings =
      parse_alert_settings(R"({"webhooks":[{"id":"w","name":"New name","form":"json","secret":null}]})", all());
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->webhooks.at(0).url, "https://ntfy.example/topic-1");
  EXPECT_EQ(settings->webhooks.at(0).secret, "s3");
  EXPECT_EQ(settings->webhooks.at(0).name, "New name");
  EXPECT_EQ(parse_alert_settings(R"({"webhooks":[{"id":"w","secret":""}]})", all())->webhooks.at(0).secret, "");
}

TEST(AlertSettings, AreRefusedWithWhatIsWrong) {
  for (const auto& [body, what] : std::vector<std::pair<std::string_view, const char*>>{
           {"", "JSON"},
           {"[]", "object"},
           {R"({"rules":{}})", "rules"},
           {R"({"rules":[{"name":"no id"}]})", "id"},
           {R"({"rules":[{"id":"a"},{"id":"a"}]})", "id"},
           {R"({"rules":[{"id":"a","kinds":["explosion"]}]})", "explosion"},
           {R"({"rules":[{"id":"a","least_severity":2}]})", "least_severity"},
           {R"({"rules":[{"id":"a","enabled":"yes"}]})", "enabled"},
           {R"({"rules":[{"id":"a","cars":["12345678901234567"]}]})", "car number"},
           {R"({"rules":[{"id":"a","webhooks":["none"]}]})", "none"},
           {R"({"webhooks":[{"id":"w"}]})", "url"},
           {R"({"webhooks":[{"id":"w","url":"ws://example.org/"}]})", "https"},
           {R"({"webhooks":[{"id":"w","url":"https://example.org/","form":"fax"}]})", "form"},
           {R"({"webhooks":[{"id":"w","url":"https://example.org/","per_minute":0}]})", "per_minute"}}) {
    const auto settings = parse_alert_settings(body, {});
    ASSERT_FALSE(settings) << body;
    EXPECT_EQ(settings.error().code, ErrorCode::bad_argument);
    EXPECT_THAT(settings.error().message, HasSubstr(what)) << body;
  }
}

}  // namespace
}  // namespace stint::server
