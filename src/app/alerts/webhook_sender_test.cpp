#include "app/alerts/webhook_sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "net/scripted_service.hpp"
#include "net/signature.hpp"

namespace stint::app {
namespace {

using net::LoopbackReply;
using net::LoopbackRequest;
using testing::HasSubstr;

timing::Instant sending_at(std::int64_t seconds) { return timing::instant_from_ms(1'700'000'000'000 + seconds * 1000); }

// What is asked is kept; answers are given by the test.
class ScriptedTransport final : public net::Transport {
 public:
  void ask(const net::Ask& ask) override {
    if (const auto* fetch = std::get_if<net::Fetch>(&ask)) asked.push_back(*fetch);
    if (std::holds_alternative<net::CloseStream>(ask)) ++closed;
  }
  std::vector<net::Frame> take() override { return std::exchange(frames, {}); }
  void answer(std::int32_t status) { frames.push_back({{}, net::FrameKind::response, asked.back().stream, status, ""}); }
  void fail() { frames.push_back({{}, net::FrameKind::failed, asked.back().stream, 0, "no connection"}); }

  std::vector<net::Fetch> asked;
  std::vector<net::Frame> frames;
  int closed = 0;
};

AlertNews news(std::uint64_t number) {
  AlertNews made{"spa", "WEC 6 Hours of Spa, Race", sending_at(0), {}};
  made.alert.number = number;
  made.alert.rule = "r";
  made.alert.webhooks = {"w"};
  made.alert.class_name = "LMH";
  made.alert.at = sending_at(60);
  made.alert.anomaly.id = 3;
  made.alert.anomaly.car = timing::CarNumber("7");
  made.alert.anomaly.kind = insight::AnomalyKind::stopped;
  made.alert.anomaly.severity = 0.9;
  made.alert.anomaly.probability = 0.8;
  made.alert.anomaly.first_seen = sending_at(58);
  made.alert.anomaly.text = "Car 7 has stopped.";
  return made;
}

server::Webhook hook(server::WebhookForm form = server::WebhookForm::json) {
  return {"w", "Mine", form, "https://hooks.example/x", "secret", true, 10};
}

std::string header(const net::Fetch& fetch, std::string_view name) {
  for (const net::HeaderField& field : fetch.headers) {
    if (field.name == name) return field.value;
  }
  return {};
}

class Webhooks : public testing::Test {
 protected:
  void SetUp() override { sender_.configure({hook()}); }
  server::WebhookReport report() { return sender_.reports().at(0); }
  ScriptedTransport transport_;
  WebhookSender sender_{transport_, 1};
};

TEST_F(Webhooks, AreToldOneAlertAfterTheOther) {
  sender_.add(news(1), sending_at(1));
  sender_.add(news(2), sending_at(1));
  sender_.step(sending_at(1));
  sender_.step(sending_at(2));
  ASSERT_EQ(transport_.asked.size(), 1U) << "the answer to the first is awaited";
  transport_.answer(204);
  sender_.step(sending_at(3));
  EXPECT_EQ(transport_.asked.size(), 2U);
  EXPECT_EQ(report().sent, 1U);
  EXPECT_EQ(report().waiting, 1U);
  EXPECT_EQ(report().last_sent_at, sending_at(3));
}

TEST_F(Webhooks, AreTriedAgainWithGrowingWaitsAndGivenUpInTheEnd) {
  sender_.add(news(1), sending_at(0));
  std::vector<std::int64_t> attempts;
  for (std::int64_t second = 0; second < 590; ++second) {
    const std::size_t before = transport_.asked.size();
    sender_.step(sending_at(second));
    if (transport_.asked.size() == before) continue;
    attempts.push_back(second);
    attempts.size() % 2 == 0 ? transport_.answer(503) : transport_.fail();
  }
  ASSERT_EQ(attempts.size(), static_cast<std::size_t>(kMostAttempts));
  for (std::size_t i = 2; i < attempts.size(); ++i) {
    EXPECT_GT(attempts[i] - attempts[i - 1], attempts[i - 1] - attempts[i - 2]) << "attempt " << i;
  }
  EXPECT_EQ(report().failed, 1U);
  EXPECT_EQ(report().waiting, 0U);
  EXPECT_EQ(report().last_problem, "answered with status 503");
}

TEST_F(Webhooks, ThatRefuseAMessageAreNotToldItAgain) {
  sender_.add(news(1), sending_at(0));
  sender_.step(sending_at(0));
  transport_.answer(404);
  for (std::int64_t second = 1; second < 300; ++second) sender_.step(sending_at(second));
  EXPECT_EQ(transport_.asked.size(), 1U);
  EXPECT_EQ(report().failed, 1U);
  EXPECT_EQ(report().last_problem, "answered with status 404");
}

TEST_F(Webhooks, AreNotToldMoreInAMinuteThanTheyWant) {
  server::Webhook slow = hook();
  slow.per_minute = 3;
  sender_.configure({slow});
  for (std::uint64_t number = 1; number <= 8; ++number) sender_.add(news(number), sending_at(0));
  const auto run = [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t second = from; second < to; ++second) {
      const std::size_t before = transport_.asked.size();
      sender_.step(sending_at(second));
      if (transport_.asked.size() > before) transport_.answer(200);
    }
  };
  run(0, 59);
  EXPECT_EQ(transport_.asked.size(), 3U);
  run(59, 119);
  EXPECT_EQ(transport_.asked.size(), 6U);
}

TEST_F(Webhooks, AreNotToldWhatIsNoNewsAnyMore) {
  sender_.add(news(1), sending_at(0));
  sender_.step(sending_at(700));
  EXPECT_TRUE(transport_.asked.empty());
  EXPECT_EQ(report().dropped, 1U);
}

TEST_F(Webhooks, LetOnlySoManyWait) {
  for (std::uint64_t number = 1; number <= kMostWaiting + 5; ++number) sender_.add(news(number), sending_at(0));
  EXPECT_EQ(report().waiting, kMostWaiting);
  EXPECT_EQ(report().dropped, 5U);
  sender_.step(sending_at(0));
  EXPECT_THAT(transport_.asked.at(0).body, HasSubstr(R"("number":6,)")) << "the oldest make room";
}

TEST_F(Webhooks, ThatAreOffOrNotNamedAreToldNothing) {
  AlertNews other = news(1);
  other.alert.webhooks = {};
  sender_.add(other, sending_at(0));
  server::Webhook off = hook();
  off.enabled = false;
  sender_.add(news(2), sending_at(0));
  sender_.configure({off});
  sender_.add(news(3), sending_at(0));
  sender_.step(sending_at(1));
  EXPECT_TRUE(transport_.asked.empty());
  EXPECT_EQ(report().waiting, 0U);
}

TEST(WebhookMessage, OfOurOwnFormIsASignedDocument) {
  const net::Fetch fetch = webhook_message(hook(), news(7), sending_at(100));
  EXPECT_EQ(fetch.method, "POST");
  EXPECT_EQ(header(fetch, "X-Stint-Delivery"), "spa-3-raised-60000");
  const std::string time = header(fetch, "X-Stint-Timestamp");
  EXPECT_EQ(time, "1700000100");
  EXPECT_EQ(header(fetch, "X-Stint-Signature"), "sha256=" + net::hmac_sha256("secret", time + "." + fetch.body));
  simdjson::dom::parser parser;
  const simdjson::padded_string body(fetch.body);
  const simdjson::dom::element root = parser.parse(body);
  EXPECT_EQ(std::string_view(root["text"]), "Car 7 has stopped. (LMH)");
  EXPECT_EQ(std::int64_t(root["alert"]["at_ms"]), 60'000);
  EXPECT_EQ(std::string_view(root["alert"]["anomaly"]["kind"]), "stopped");
}

TEST(WebhookMessage, WithoutASecretIsNotSigned) {
  server::Webhook open = hook();
  open.secret.clear();
  EXPECT_EQ(header(webhook_message(open, news(1), sending_at(0)), "X-Stint-Signature"), "");
}

TEST(WebhookMessage, OfNtfyIsPlainTextWithATitleThatIsOneLine) {
  AlertNews two_lines = news(1);
  two_lines.title = "Spa\r\nX-Evil: 1 \xC3\xA9";
  const net::Fetch fetch = webhook_message(hook(server::WebhookForm::ntfy), two_lines, sending_at(0));
  EXPECT_EQ(fetch.body, "Car 7 has stopped. (LMH)");
  EXPECT_EQ(header(fetch, "Title"), "Spa??X-Evil: 1 ??");
  EXPECT_EQ(header(fetch, "Priority"), "5");
  EXPECT_EQ(header(fetch, "Tags"), "stopped");
}

TEST(WebhookMessage, OfATestSaysSoInEveryForm) {
  const AlertNews test = test_news("w", sending_at(50));
  for (const auto form : {server::WebhookForm::json, server::WebhookForm::ntfy, server::WebhookForm::discord}) {
    const net::Fetch fetch = webhook_message(hook(form), test, sending_at(50));
    EXPECT_THAT(fetch.body, HasSubstr("This is a test of the alerts.")) << server::name_of(form);
    EXPECT_NE(header(fetch, "X-Stint-Signature"), "");
  }
  EXPECT_EQ(header(webhook_message(hook(server::WebhookForm::ntfy), test, sending_at(50)), "Tags"), "test");
}

TEST(WebhookMessage, OfDiscordCallsNobody) {
  AlertNews loud = news(1);
  loud.alert.anomaly.text = "@everyone";
  const net::Fetch fetch = webhook_message(hook(server::WebhookForm::discord), loud, sending_at(0));
  EXPECT_THAT(fetch.body, HasSubstr(R"("allowed_mentions":{"parse":[]})"));
  EXPECT_THAT(fetch.body, HasSubstr(R"x("content":"**WEC 6 Hours of Spa, Race**\n@everyone (LMH)")x"));
}

// Over a real connection to this machine: refused once, then taken.
TEST(WebhookDelivery, ReachesAServerWithTheSignatureThatItExpects) {
  net::ScriptedService service;
  int answered = 0;
  service.reply = [&](const LoopbackRequest&) {
    LoopbackReply reply;
    reply.status = ++answered == 1 ? 503 : 200;
    return reply;
  };
  const auto server = net::LoopbackServer::start(0, service);
  ASSERT_TRUE(server) << server.error().message;
  const auto transport = net::open_transport(net::WatchedTransport::quick(), [] {});
  WebhookSender sender(*transport, 1);
  server::Webhook mine = hook();
  mine.url = "http://127.0.0.1:" + std::to_string((*server)->port()) + "/hook";
  sender.configure({mine});
  sender.add(news(1), sending_at(0));
  // A second of the sender's time every few milliseconds.
  for (std::int64_t second = 0; second < 550 && sender.reports().at(0).sent == 0; ++second) {
    sender.step(sending_at(second));
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  EXPECT_EQ(sender.reports().at(0).sent, 1U) << sender.reports().at(0).last_problem;
  const auto requests = service.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[1].method, "POST");
  EXPECT_EQ(requests[1].target, "/hook");
  const std::string signed_text = std::string(requests[1].header("X-Stint-Timestamp")) + "." + requests[1].body;
  EXPECT_EQ(requests[1].header("X-Stint-Signature"), "sha256=" + net::hmac_sha256("secret", signed_text));
  EXPECT_EQ(requests[0].body, requests[1].body) << "the same message again";
}

}  // namespace
}  // namespace stint::app
