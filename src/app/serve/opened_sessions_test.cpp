#include "app/serve/opened_sessions.hpp"

#include <gtest/gtest.h>

#include <future>

#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

std::vector<timing::Event> short_race() {
  source::SimulationPlan plan;
  plan.seed = 3;
  plan.length = std::chrono::minutes{40};
  plan.cars = 6;
  plan.starts_at = timing::instant_from_ms(1'718'460'000'000);
  auto simulator = source::Simulator::create(plan);
  if (!simulator) throw std::runtime_error(simulator.error().message);
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(*event);
  return events;
}

using Opened = Result<std::shared_ptr<server::RaceChannel>>;

class OpenedSessionsTest : public testing::Test {
 protected:
  Opened open(const std::string& id) {
    std::promise<Opened> done;
    sessions_.open(id, [&](Opened opened) { done.set_value(std::move(opened)); });
    return done.get_future().get();
  }

  std::thread::id loaded_on_;
  OpenedSessions sessions_{[this](const std::string& id) -> Result<Recording> {
    loaded_on_ = std::this_thread::get_id();
    if (id != "stored") return fail(ErrorCode::unknown_session, "There is no session '" + id + "'.");
    return Recording{id, "", short_race(), {}, 0};
  }};
};

TEST_F(OpenedSessionsTest, ShowASessionAtItsEndLoadedOnAThreadOfItsOwn) {
  const Opened opened = open("stored");
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ((*opened)->id(), "stored");
  EXPECT_NE(loaded_on_, std::this_thread::get_id());
  const auto publication = (*opened)->current();
  ASSERT_NE(publication, nullptr) << "there is something to show before anybody is told";
  EXPECT_FALSE(publication->replay->playing);
  EXPECT_EQ(publication->snapshot->cars.size(), 6U);
}

TEST_F(OpenedSessionsTest, ArePlayedByTheWritersSteps) {
  const Opened opened = open("stored");
  ASSERT_TRUE(opened);
  ASSERT_TRUE((*opened)->steer({server::ReplayCommand::Action::play, {}, {}}));
  const auto before = (*opened)->current()->replay->at;
  ASSERT_TRUE(sessions_.step(std::chrono::seconds{5}));
  const auto after = (*opened)->current()->replay->at;
  EXPECT_LT(after, before) << "played from the beginning again";
  EXPECT_TRUE((*opened)->current()->replay->playing);
}

TEST_F(OpenedSessionsTest, SayWhyOneCantBeLoaded) {
  const Opened opened = open("none");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unknown_session);
}

TEST_F(OpenedSessionsTest, ThatAreClosedAreSteppedNoMore) {
  const Opened opened = open("stored");
  ASSERT_TRUE(opened);
  sessions_.close("stored");
  static_cast<void>(open("none"));  // the close was done before this
  const auto revision = (*opened)->current()->revision;
  ASSERT_TRUE((*opened)->steer({server::ReplayCommand::Action::play, {}, {}}));
  ASSERT_TRUE(sessions_.step(std::chrono::seconds{5}));
  EXPECT_EQ((*opened)->current()->revision, revision);
}

}  // namespace
}  // namespace stint::app
