#include "app/serve/monitor_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "app/serve/monitor_memory.hpp"
#include "app/text_file.hpp"
#include "calendar/calendar_file.hpp"
#include "store/temporary_database.hpp"

namespace stint::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using timing::Instant;

constexpr Instant kMorning{std::chrono::sys_days{std::chrono::year{2026} / 4 / 19} + hours{8}};

constexpr std::string_view kDay = R"(series = "TEST"
live = "feed"
[[event]]
name = "A day"
track = "Somewhere"
utc_offset = "Z"
from = 2026-04-19
source = "test"
[[event.session]]
name = "Qualifying"
date = 2026-04-19
start = 09:00:00
minutes = 30
[[event.session]]
name = "Race"
date = 2026-04-19
start = 12:00:00
minutes = 120
)";

// A feed with the two sessions of the day, that writes what it tells into the log.
class DayFeed : public FollowedSource {
 public:
  DayFeed(const Instant& now, const std::string& database) : now_(now), log_(*store::EventLog::open(database)) {}

  Result<void> step(std::chrono::nanoseconds) override {
    const auto [id, begins, ends] = session();
    if (id.empty() || now_ < begins) return {};
    if (auto made = log_.create_session(id, ""); !made) return made;
    std::vector<timing::Event> events;
    if (*log_.last_seq(id) == 0) events = {stated(id, begins, timing::SessionState::running), entry()};
    // A lap every two minutes; those that the log has already are not told again.
    const auto laps = static_cast<std::int32_t>((std::min(now_, ends) - begins) / minutes{2});
    const auto known = static_cast<std::int32_t>(*log_.last_seq(id)) - 2;
    for (std::int32_t lap = std::max(known, 0) + 1; lap <= laps; ++lap)
      events.push_back(crossing(lap, begins + lap * minutes{2}));
    if (!events.empty()) return log_.append(id, events);
    return {};
  }

  [[nodiscard]] SourceFacts facts() const override {
    const auto [id, begins, ends] = session();
    if (id.empty() || now_ < begins) return {};
    return {id, now_ < ends, now_ >= ends};
  }

 private:
  struct Held {
    std::string id;
    Instant begins, ends;
  };

  [[nodiscard]] Held session() const {
    if (now_ >= kMorning + hours{4} + minutes{3})
      return {"feed-race", kMorning + hours{4} + minutes{3}, kMorning + hours{6} + minutes{20}};
    return {"feed-qualifying", kMorning + hours{1}, kMorning + hours{1} + minutes{30}};
  }

  static timing::Event stated(const std::string& id, Instant at, timing::SessionState state) {
    timing::Session session;
    session.name = id;
    session.series = "TEST";
    session.state = state;
    session.started_at = at;
    return {at, 0, session};
  }
  static timing::Event entry() {
    timing::Entry entry;
    entry.car = timing::CarNumber("7");
    entry.team = "A team";
    return {kMorning, 0, entry};
  }
  static timing::Event crossing(std::int32_t number, Instant at) {
    timing::Lap lap;
    lap.car = timing::CarNumber("7");
    lap.lap = number;
    lap.time = minutes{2};
    return {at, 0, lap};
  }

  const Instant& now_;
  store::EventLog log_;
};

class Monitored : public store::TemporaryDatabase {
 protected:
  std::unique_ptr<MonitorRun> started() {
    MonitorSetup setup;
    setup.calendar = [calendar = std::make_shared<const calendar::Calendar>(*calendar::parse_calendar("day.toml", kDay))] {
      return calendar;
    };
    setup.start = [this](const StartSource&) -> Result<std::unique_ptr<FollowedSource>> {
      ++starts_;
      if (refuses_) return fail(ErrorCode::bad_configuration, "not today");
      return std::make_unique<DayFeed>(now_, path());
    };
    setup.host_of = [](const std::string& source) { return source; };
    setup.is_allowed = [](const std::string&) { return true; };
    setup.wall_clock = [this] { return now_; };
    setup.database_url = path();
    setup.exports = folder / "exports";
    setup.memory = folder / "monitor.json";
    auto run = MonitorRun::create(std::move(setup));
    EXPECT_TRUE(run) << run.error().message;
    return std::move(*run);
  }

  void run_until(MonitorRun& run, Instant end, seconds step = seconds{30}) {
    for (; now_ < end; now_ += step) ASSERT_TRUE(run.step(step));
  }

  [[nodiscard]] std::string exported(const std::string& session) const {
    return read_text_file((folder / "exports" / (session + ".json")).string()).value_or("");
  }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder / "exports"))
      names.push_back(file.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  Instant now_ = kMorning;
  int starts_ = 0;
  bool refuses_ = false;
};

TEST_F(Monitored, ADayIsFollowedAndExportedWithoutAnybodyThere) {
  const auto run = started();
  run_until(*run, kMorning + minutes{44});
  EXPECT_EQ(starts_, 0) << "nothing is contacted before its time";
  EXPECT_FALSE(run->status().current_race);
  run_until(*run, kMorning + hours{1} + minutes{10});
  EXPECT_EQ(starts_, 1);
  EXPECT_EQ(run->status().current_race, "A day");
  EXPECT_EQ(run->status().current_session, "Qualifying");
  EXPECT_EQ(run->session_id("feed"), "feed-qualifying");
  run_until(*run, kMorning + hours{3});
  EXPECT_FALSE(run->status().current_race) << "between the two it is left";
  EXPECT_THAT(files(), ElementsAre("feed-qualifying.json"));
  run_until(*run, kMorning + hours{5});
  EXPECT_EQ(run->status().current_session, "Race");
  run_until(*run, kMorning + hours{8});
  EXPECT_EQ(starts_, 2);
  EXPECT_THAT(files(), ElementsAre("feed-qualifying.json", "feed-race.json"));
  EXPECT_THAT(exported("feed-race"), HasSubstr(R"("total_laps":68)"));
  EXPECT_EQ(read_memory((folder / "monitor.json").string())->following.size(), 0U);
}

TEST_F(Monitored, KilledAtAnyMomentItGoesOnAndNoExportIsLost) {
  std::mt19937 random(7);
  auto run = started();
  int kills = 0;
  for (; now_ < kMorning + hours{8}; now_ += seconds{30}) {
    ASSERT_TRUE(run->step(seconds{30}));
    if (std::uniform_int_distribution(0, 20)(random) != 0) continue;
    run.reset();  // as kill -9 leaves it: the log and the file of the memory
    run = started();
    ++kills;
  }
  EXPECT_GT(kills, 20);
  EXPECT_THAT(files(), ElementsAre("feed-qualifying.json", "feed-race.json"));
  EXPECT_THAT(exported("feed-qualifying"), HasSubstr(R"("total_laps":15)"));
  EXPECT_THAT(exported("feed-race"), HasSubstr(R"("total_laps":68)"));
}

TEST_F(Monitored, AnExportThatWasInterruptedIsMadeAgain) {
  {
    const auto run = started();
    run_until(*run, kMorning + hours{3});
  }
  std::filesystem::remove_all(folder / "exports");
  MonitorMemory memory;
  memory.to_export = {"feed-qualifying", "a-session-that-is-gone"};
  ASSERT_TRUE(write_text_file((folder / "monitor.json").string(), memory_text(memory)));
  const auto run = started();
  run_until(*run, now_ + minutes{1});
  EXPECT_THAT(files(), ElementsAre("feed-qualifying.json"));
  EXPECT_TRUE(read_memory((folder / "monitor.json").string())->to_export.empty());
}

TEST_F(Monitored, AnExportThatCantBeWrittenIsTriedAgain) {
  std::ofstream(folder / "exports") << "in the way";
  const auto run = started();
  run_until(*run, kMorning + hours{2});
  EXPECT_FALSE(read_memory((folder / "monitor.json").string())->to_export.empty());
  std::filesystem::remove(folder / "exports");
  run_until(*run, kMorning + hours{2} + minutes{2});
  EXPECT_THAT(files(), ElementsAre("feed-qualifying.json"));
}

TEST_F(Monitored, ASourceThatRefusesIsAskedOnceAMinute) {
  refuses_ = true;
  const auto run = started();
  run_until(*run, kMorning + minutes{50}, seconds{1});
  EXPECT_GE(starts_, 5);
  EXPECT_LE(starts_, 6);
  EXPECT_THAT(run->status().note.value_or(""), HasSubstr("feed can't be followed"));
}

}  // namespace
}  // namespace stint::app
