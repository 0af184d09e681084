// A whole simulated race through the push feed and the views.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json_schema.hpp"
#include "pushed_state.hpp"
#include "race/race.hpp"
#include "server/api.hpp"
#include "server/assets.hpp"
#include "server/limits.hpp"
#include "server/push/push_feed.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::server {
namespace {

source::Simulator race_of_two_hours() {
  source::SimulationPlan plan;
  plan.seed = 7;
  plan.length = std::chrono::hours{2};
  plan.cars = 20;
  plan.starts_at = timing::instant_from_ms(1'718'460'000'000);
  auto simulator = source::Simulator::create(plan);
  if (!simulator) throw std::runtime_error(simulator.error().message);
  return std::move(*simulator);
}

// The state that a client has put together from deltas is the one that a new client is given.
TEST(LiveRace, DeltasLeadToTheStateOfASnapshot) {
  source::Simulator simulator = race_of_two_hours();
  race::Race race;
  PushFeed feed("simulated", "epoch");
  PushFeed::Place follower;
  PushedState followed;
  bool slow = false;
  std::size_t events = 0;
  std::size_t deltas = 0;
  while (const auto event = simulator.next()) {
    race.insert(*event);
    if (++events % 7 != 0) continue;
    feed.take({race.snapshot(), std::nullopt, 0, 0, {}});
    while (const FramePtr frame = feed.next(follower, {}, slow)) {
      followed.apply(frame->json);
      if (frame->json.starts_with(R"({"type":"delta")")) ++deltas;
    }
    if (events % 350 != 0) continue;
    PushFeed::Place newcomer;
    PushedState given;
    given.apply(feed.next(newcomer, {}, slow)->json);
    if (followed.messages.size() > limit::kSnapshotMessages) {
      followed.messages.erase(followed.messages.begin(),
                              followed.messages.end() - static_cast<std::ptrdiff_t>(limit::kSnapshotMessages));
    }
    ASSERT_EQ(followed, given) << "after " << events << " events";
  }
  EXPECT_GT(deltas, 500U);
}

TEST(LiveRace, EveryViewOfEveryCarIsAsItsSchemaSays) {
  source::Simulator simulator = race_of_two_hours();
  race::Race race;
  auto channel = std::make_shared<RaceChannel>("simulated", nullptr);
  ServedRaces races({channel}, {});
  Metrics metrics;
  Api api("1.2.3", true, races, metrics);
  simdjson::dom::parser schemas;
  const simdjson::padded_string text(find_asset("/openapi.json")->bytes);
  const simdjson::dom::element root = schemas.parse(text);
  const SchemaChecker checker(root);
  const auto check = [&](const std::string& pattern, const std::string& target) {
    Request request;
    request.target = target;
    const Response response = api.handle(request);
    ASSERT_EQ(response.status, 200) << target << response.bytes();
    simdjson::dom::parser parser;
    const simdjson::padded_string body(response.bytes());
    const auto operation = root["paths"].get_object().value().at_key(pattern).value()["get"];
    const auto content = operation["responses"]["200"]["content"].get_object().value().at_key("application/json").value();
    EXPECT_THAT(checker.check(parser.parse(body), content["schema"]), testing::IsEmpty()) << target;
  };
  std::size_t events = 0;
  while (const auto event = simulator.next()) {
    race.insert(*event);
    if (events++ % 2000 != 0) continue;
    channel->publish({race.snapshot(), std::nullopt, 0, 0, {}});
    for (const std::string pattern : {"/api/race/info", "/api/leaderboard", "/api/positions", "/api/positions/history",
                                      "/api/flags", "/api/messages", "/api/weather"}) {
      check(pattern, pattern);
    }
    for (const race::CarSnapshot& car : channel->current()->snapshot->cars) {
      for (const std::string route :
           {"/api/lap_times/", "/api/telemetry/", "/api/drivers/", "/api/stints/", "/api/pit_history/"}) {
        check(route + "{car}", route + car.number().str());
      }
    }
  }
  EXPECT_GT(events, 4000U);
}

}  // namespace
}  // namespace stint::server
