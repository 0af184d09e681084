// Strategy through sockets: what-ifs that are answered on another thread, the user's own rules, and the contract's row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <thread>

#include "plain_client.hpp"
#include "running_server.hpp"

namespace stint::server {
namespace {

using testing::HasSubstr;

Answer send(std::uint16_t port, std::string_view line, std::string_view body, std::string_view headers = {}) {
  PlainClient client(port);
  client.send(std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  return client.answer();
}

// Answers on a thread of its own, when it is told to.
class SlowStrategists {
 public:
  StrategyService service() {
    return {[this](WhatIfQuestion question, StrategyService::Answered answered) -> Result<void> {
              if (refuses) return fail(ErrorCode::overloaded, "too many wait");
              threads_.emplace_back([this, question = std::move(question), answered = std::move(answered)] {
                go_on_.wait();
                insight::Comparison comparison;
                comparison.runs = question.what_if.runs.value_or(7);
                insight::CarComparison car;
                car.car = timing::CarNumber("007");
                car.class_position = {-0.25, 0.1};
                comparison.cars = {car};
                answered(WhatIfAnswer{comparison, question.what_if.seed.value_or(1), timing::Millis{5}});
              });
              return {};
            },
            [this](const std::string& session, const std::string& text) -> Result<void> {
              if (text == "bad") return fail(ErrorCode::bad_configuration, "your rules:3:7: there is no rule 'pit_sped'");
              overridden = session + ": " + text;
              return {};
            }};
  }
  void go_on() { start_.set_value(); }
  ~SlowStrategists() {
    for (std::thread& thread : threads_) thread.join();
  }

  bool refuses = false;
  std::string overridden;

 private:
  std::promise<void> start_;
  std::shared_future<void> go_on_ = start_.get_future().share();
  std::vector<std::thread> threads_;
};

constexpr std::string_view kWhatIf = "POST /api/strategy/what-if";

TEST(StrategyRoutes, OthersAreServedWhileAFutureIsPlayed) {
  SlowStrategists strategists;
  RunningServer server({}, strategists.service());
  server.publish_with_strategy(sample::snapshot());
  auto asked = std::async(std::launch::async,
                          [&] { return send(server.port(), kWhatIf, R"({"assume":["fcy=5"],"runs":50,"seed":3})"); });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(server.port(), "/api/leaderboard").status, 200);
  EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  strategists.go_on();
  const Answer answer = asked.get();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("seed":3)"));
  EXPECT_THAT(answer.body, HasSubstr(R"("runs":50)"));
  EXPECT_THAT(answer.body, HasSubstr(R"("difference":-0.25,"error":0.1)"));
}

TEST(StrategyRoutes, AServerThatStopsDoesNotWaitForAnAnswer) {
  SlowStrategists strategists;
  const auto began = std::chrono::steady_clock::now();
  std::future<Answer> asked;
  {
    RunningServer server({}, strategists.service());
    server.publish_with_strategy(sample::snapshot());
    asked = std::async(std::launch::async, [port = server.port()] { return send(port, kWhatIf, R"({"assume":["fcy=5"]})"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    strategists.go_on();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  asked.get();
}

TEST(StrategyRoutes, WhatCantBeAskedIsRefusedInWords) {
  SlowStrategists strategists;
  strategists.go_on();
  RunningServer server({}, strategists.service());
  server.publish_with_strategy(sample::snapshot());
  for (const std::string_view body :
       {"", "[]", "{}", R"({"assume":[]})", R"({"assume":"fcy=5"})", R"({"assume":[1]})", R"({"assume":["snow=5"]})",
        R"({"assume":["fcy=5"],"runs":0})", R"({"assume":["fcy=5"],"runs":1000000})", R"({"assume":["fcy=5"],"seed":-1})"}) {
    const Answer answer = send(server.port(), kWhatIf, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, HasSubstr("bad_argument")) << body;
  }
  EXPECT_EQ(send(server.port(), kWhatIf, R"({"assume":["fcy=5"]})", "Origin: http://elsewhere.example\r\n").status, 403);
  EXPECT_EQ(send(server.port(), "POST /api/strategy/what-if?session=none", R"({"assume":["fcy=5"]})").status, 404);
  strategists.refuses = true;
  const Answer full = send(server.port(), kWhatIf, R"({"assume":["fcy=5"]})");
  EXPECT_EQ(full.status, 503);
  EXPECT_THAT(full.body, HasSubstr("too many wait"));
}

TEST(StrategyRoutes, OwnRulesAreTakenOrTheirFaultIsToldWithItsPlace) {
  SlowStrategists strategists;
  strategists.go_on();
  RunningServer server({}, strategists.service());
  server.publish_with_strategy(sample::snapshot());
  EXPECT_EQ(send(server.port(), "PUT /api/rules", R"({"text":"[[pit_speed]]"})").status, 200);
  EXPECT_EQ(strategists.overridden, "sample: [[pit_speed]]");
  const Answer refused = send(server.port(), "PUT /api/rules", R"({"text":"bad"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("3:7"));
  EXPECT_EQ(send(server.port(), "PUT /api/rules", R"({"txt":""})").status, 400);
  EXPECT_EQ(send(server.port(), "PUT /api/rules", R"({"text":""})", "Origin: http://elsewhere.example\r\n").status, 403);
}

TEST(StrategyRoutes, AnswerTheContractWithAReasonForWhatIsNotKnown) {
  RunningServer server;
  server.publish_with_strategy(sample::snapshot());
  const Answer leader = get(server.port(), "/api/strategy/007");
  EXPECT_THAT(leader.body, testing::StartsWith(
                               R"({"car_number":"007","recommended_pit_lap":12,"laps_until_pit":9,"fuel_remaining":8.5,)"
                               R"("tire_degradation":0.041,"optimal_tire_change":12,"optimal_fuel_load":11,)"
                               R"("estimated_pit_duration":63.000,"reasoning":"fuel for 8 more laps; B. Two still owes 1:12",)"
                               R"("unknown":{},"at_ms":344000,"strategy":{"car":"007")"));
  EXPECT_THAT(leader.body, HasSubstr(R"("history":[{"at_ms":345000,"laps":3)"));
  const Answer second = get(server.port(), "/api/strategy/51");
  EXPECT_THAT(second.body, HasSubstr(R"("recommended_pit_lap":null)"));
  EXPECT_THAT(second.body, HasSubstr(R"("unknown":{"recommended_pit_lap":"no further stop is foreseen")"));
  EXPECT_EQ(get(server.port(), "/api/strategy/999").status, 404);
  EXPECT_EQ(get(server.port(), "/api/strategy?car=999").status, 404);
  EXPECT_THAT(get(server.port(), "/api/strategy/scorecard").body, HasSubstr(R"("what":"next_stop","car_class":null)"));
}

TEST(StrategyRoutes, ShowWhatWasMeasuredWithItsSpreadAndItsCount) {
  RunningServer server;
  server.publish_with_strategy(sample::snapshot());
  const std::string all = get(server.port(), "/api/strategy/measured").body;
  EXPECT_THAT(all, testing::StartsWith(R"({"unknown_because":null,"measured":{"at_ms":344000,)"));
  EXPECT_THAT(
      all,
      HasSubstr(
          R"("pit_loss_ms":{"green":{"mean":67000,"spread":1500,"p10":65000,"p50":67000,"p90":69000,"count":8,"basis":"class"},)"
          R"("slow":null,"behind":null})"));
  const std::string one = get(server.port(), "/api/strategy/measured?car=51").body;
  EXPECT_THAT(one, testing::Not(HasSubstr("HYPERCAR")));
  EXPECT_THAT(one, HasSubstr(R"("cars":[{"car":"51","class":"LMGT3")"));
  EXPECT_EQ(get(server.port(), "/api/strategy/measured?car=999").status, 404);
}

TEST(StrategyRoutes, TellInTheMetricsWhatTheyCost) {
  RunningServer server;
  server.publish_with_strategy(sample::snapshot());
  const std::string metrics = get(server.port(), "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("stint_strategy_refreshes_total{session=\"sample\"} 7\n"));
  EXPECT_THAT(metrics, HasSubstr("stint_strategy_refresh_seconds{session=\"sample\"} 0.25\n"));
}

TEST(StrategyRoutes, ArePushedWithTheCarAndGoWhenThePlayheadIsMoved) {
  RunningServer server;
  server.publish_with_strategy(sample::snapshot());
  const auto shown = [&] { return server.channel->current()->strategy; };
  ASSERT_NE(shown(), nullptr);
  PlainClient client(server.port());
  client.send(upgrade_request("/api/live"));
  client.answer(true);
  std::string frames;  // the snapshot, and a delta if the strategy came after it
  for (int i = 0; i < 2 && !frames.contains("driver_left_ms"); ++i) frames += client.frame().value_or("");
  EXPECT_THAT(frames, HasSubstr(R"("strategy":{"running":true,"net_class_position":1,"net_gap_ms":0,"stop_lap":12,"first":9)"));
  EXPECT_THAT(frames, HasSubstr(R"("driver_left_ms":9000000)"));
  server.channel->publish({sample::shared(sample::snapshot()), std::nullopt, 1, 0, {}});
  EXPECT_EQ(shown(), nullptr) << "another take";
  server.channel->tell(sample::strategy(), 0);
  EXPECT_EQ(shown(), nullptr) << "what was worked out of the take before";
}

}  // namespace
}  // namespace stint::server
