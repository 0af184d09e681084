// A delayed viewer sees the race as it was shown then: no field of any route or message is newer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "plain_client.hpp"
#include "pushed_state.hpp"
#include "race/race.hpp"
#include "running_server.hpp"
#include "server/api.hpp"
#include "server/limits.hpp"
#include "server/push/push_feed.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::server {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

source::Simulator simulated_race() {
  source::SimulationPlan plan;
  plan.seed = 11;
  plan.length = std::chrono::hours{2};
  plan.cars = 16;
  plan.starts_at = timing::instant_from_ms(1'718'460'000'000);
  auto simulator = source::Simulator::create(plan);
  if (!simulator) throw std::runtime_error(simulator.error().message);
  return std::move(*simulator);
}

// Answers that are not the race: the server, its files, and push, which is held to account below.
bool is_about_a_race(std::string_view pattern) {
  // The calendar, how the sources are, and the user's own rules give nothing away.
  if (pattern.starts_with("/api/schedule/") || pattern.starts_with("/api/status/") || pattern == "/api/feeds" ||
      pattern.starts_with("/api/alerts")) {
    return false;
  }
  return pattern.starts_with("/api/") && pattern != "/api/live" && pattern != "/api/events";
}

class DelayedRoutes : public testing::Test {
 protected:
  void advance(int events) {
    while (events-- > 0) {
      const auto event = simulator_.next();
      ASSERT_TRUE(event);
      race_.insert(*event);
      logged_.push_back(*event);
      logged_.back().seq = logged_.size();
    }
  }
  void publish(seconds time) {
    now_ = SteadyTime{} + time;
    race::Snapshot shown = *race_.snapshot();
    shown.last_seq = logged_.size();
    const ReplayStatus replay{shown.at - std::chrono::hours{1}, shown.at + std::chrono::hours{1}, shown.at, 1.0, true, false};
    channel_->publish({sample::shared(std::move(shown)), replay, 0, 0, {}, {}});
  }
  // Target -> body, of every route of one race in every form; `query` begins with "&".
  std::map<std::string, std::string> answers(const std::string& query) {
    std::map<std::string, std::string> bodies;
    for (const Route& route : routes()) {
      if (route.method != Method::get || !is_about_a_race(route.pattern)) continue;
      for (const char* format : {"json", "csv", "ndjson"}) ask(std::string(route.pattern), format, query, bodies);
    }
    return bodies;
  }

 private:
  void ask(std::string target, const std::string& format, const std::string& query,
           std::map<std::string, std::string>& bodies) {
    if (car_.empty()) car_ = channel_->current()->snapshot->cars.front().number().str();
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"{car}", car_}, {"{id}", "simulated"}}) {
      if (const auto at = target.find(name); at != std::string::npos) target.replace(at, name.size(), value);
    }
    target += "?limit=1000&format=" + format;
    const std::string asked = target + query;
    Request request;
    request.target = asked;
    Response response = api_.handle(request);
    if (response.status != 200) return;
    std::string body(response.bytes());
    while (response.stream) {
      const std::string piece = response.stream->next();
      if (piece.empty()) break;
      body += piece;
    }
    if (const auto made = body.find("\"exported_at\":"); made != std::string::npos) body.erase(made, 42);
    bodies[target] = std::move(body);
  }

  source::Simulator simulator_ = simulated_race();
  race::Race race_;
  std::vector<timing::Event> logged_;
  SteadyTime now_{};
  std::string car_;

 protected:
  std::shared_ptr<RaceChannel> channel_ = std::make_shared<RaceChannel>("simulated", nullptr, [this] { return now_; });
  void set_time(seconds time) { now_ = SteadyTime{} + time; }

 private:
  ServedRaces races_{{channel_},
                     Archive{{}, {}, [this](const std::string&) -> Result<std::vector<timing::Event>> { return logged_; }}};
  Metrics metrics_;
  Api api_{"1.2.3", false, races_, metrics_};
};

TEST_F(DelayedRoutes, ShowNothingNewerThanTheirDelay) {
  advance(900);
  publish(seconds{0});
  const auto then = answers("");
  advance(900);
  publish(seconds{20});
  set_time(seconds{40});
  const auto now = answers("");
  const auto delayed = answers("&delay=30");
  ASSERT_GE(delayed.size(), 25U);
  std::size_t differing = 0;
  for (const auto& [target, body] : delayed) {
    EXPECT_EQ(body, then.at(target)) << target;
    if (now.at(target) != then.at(target)) ++differing;
  }
  EXPECT_GE(differing, 20U) << "the race went on, so a test that compares nothing would show here";
}

TEST_F(DelayedRoutes, ARefusalTellsNothingEither) {
  advance(900);
  publish(seconds{0});
  set_time(seconds{5});
  EXPECT_THAT(answers("&delay=30"), testing::SizeIs(testing::Le(3U))) << "only the list of sessions";
  for (const auto& [target, body] : answers("&delay=30")) EXPECT_THAT(body, Not(HasSubstr("flag"))) << target;
  EXPECT_THAT(answers("&delay=301"), testing::IsEmpty());
  EXPECT_THAT(answers("&delay=-1"), testing::IsEmpty());
  EXPECT_THAT(answers("&delay=1.5"), testing::IsEmpty());
}

// What a client with a delay has put together is what one without had that long ago, whatever it joins, resumes or misses.
TEST(DelayedPush, IsTheStreamOfThen) {
  source::Simulator simulator = simulated_race();
  race::Race race;
  PushFeed feed("simulated", "epoch");
  PushFeed::Place live;
  PushedState at_head;
  std::vector<std::pair<SteadyTime, PushedState>> shown;  // what the live client had, from when on
  struct Viewer {
    seconds delay;
    PushFeed::Place place;
    PushedState state;
    bool begun = false;
  };
  std::vector<Viewer> viewers;
  for (const int delay : {1, 7, 30, 299}) viewers.push_back({seconds{delay}, {0, false, seconds{delay}}, {}, false});
  bool slow = false;
  std::size_t events = 0;
  std::size_t compared = 0;
  SteadyTime now{};
  while (const auto event = simulator.next()) {
    race.insert(*event);
    if (++events % 9 != 0) continue;
    now += std::chrono::milliseconds{100 + 37 * (events % 50)};
    feed.take({race.snapshot(), std::nullopt, 0, 0, {}, now});
    while (const FramePtr frame = feed.next(live, now, slow)) at_head.apply(frame->json);
    shown.emplace_back(now, at_head);
    shown.back().second.messages.clear();
    if (events % 63 != 0) continue;
    for (Viewer& viewer : viewers) {
      if (events % 900 == 0) viewer.place = feed.join(std::nullopt, viewer.delay, now);
      while (const FramePtr frame = feed.next(viewer.place, now, slow)) {
        viewer.state.apply(frame->json);
        viewer.begun = true;
      }
      const auto newer = std::ranges::upper_bound(shown, now - viewer.delay, {}, [](const auto& pair) { return pair.first; });
      ASSERT_EQ(viewer.begun, newer != shown.begin());
      if (!viewer.begun) continue;
      PushedState seen = viewer.state;
      seen.messages.clear();
      ASSERT_EQ(seen, std::prev(newer)->second) << viewer.delay.count() << " s, after " << events << " events";
      ++compared;
    }
    while (shown.size() > 2 && shown[1].first < now - limit::kLongestDelay) shown.erase(shown.begin());
  }
  EXPECT_GT(compared, 100U);
}

TEST(DelayedPush, ComesThroughTheSocketWhenItIsDue) {
  RunningServer server;
  server.publish(sample::snapshot());
  const auto published = std::chrono::steady_clock::now();
  PlainClient client(server.port());
  client.send(upgrade_request("/api/live?delay=1"));
  ASSERT_EQ(client.answer().status, 101);
  const auto first = client.frame();
  ASSERT_TRUE(first);
  EXPECT_THAT(*first, HasSubstr("\"snapshot\""));
  EXPECT_GE(std::chrono::steady_clock::now() - published, seconds{1});
  EXPECT_LT(std::chrono::steady_clock::now() - published, seconds{4});
  EXPECT_EQ(get(server.port(), "/api/events?delay=301").status, 400);
  EXPECT_EQ(get(server.port(), "/api/leaderboard?delay=1").status, 200);
  EXPECT_EQ(get(server.port(), "/api/leaderboard?delay=100").status, 404);
}

}  // namespace
}  // namespace stint::server
