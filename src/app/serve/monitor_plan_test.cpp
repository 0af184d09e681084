#include "app/serve/monitor_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "app/calendar_folder.hpp"
#include "app/serve/monitor_memory.hpp"

namespace stint::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using timing::Instant;

std::string host_of(const std::string& source) { return source == "wec" || source == "elms" ? "griiip" : source; }

WatchedSession session(const std::string& key, const std::string& source, Instant start, minutes length,
                       calendar::SessionKind kind = calendar::SessionKind::race) {
  return {key, "event " + key, key, source, kind, start, start + length};
}

std::string text_of(const MonitorStep& step) {
  if (const auto* start = std::get_if<StartSource>(&step)) return "start " + start->source + " for " + start->session;
  const auto& stop = std::get<StopSource>(step);
  return "stop " + stop.source + ": " + stop.reason;
}

// A monitor with a source that does as it is told.
class Bench {
 public:
  std::vector<std::string> at(Instant now) {
    std::vector<std::string> told;
    for (const MonitorStep& step : plan(sessions, {}, host_of, facts, now, memory)) {
      told.push_back(text_of(step));
      if (const auto* start = std::get_if<StartSource>(&step))
        facts.running[start->source];
      else
        facts.running.erase(std::get<StopSource>(step).source);
    }
    return told;
  }

  std::vector<WatchedSession> sessions;
  MonitorFacts facts;
  MonitorMemory memory;
};

constexpr Instant kRaceNoon{std::chrono::sys_days{std::chrono::year{2026} / 4 / 19} + hours{12}};

TEST(MonitorPlan, ASourceIsStartedAQuarterOfAnHourBeforeAndStoppedAfterTheFlag) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  EXPECT_THAT(bench.at(kRaceNoon - minutes{15} - timing::Millis{1}), IsEmpty());
  EXPECT_THAT(bench.at(kRaceNoon - minutes{15}), ElementsAre("start wec for race"));
  EXPECT_THAT(bench.at(kRaceNoon - minutes{14}), IsEmpty());
  bench.facts.running["wec"] = {"griiip-1", true, false};
  EXPECT_THAT(bench.at(kRaceNoon), IsEmpty());
  bench.facts.running["wec"] = {"griiip-1", false, true};
  EXPECT_THAT(bench.at(kRaceNoon + hours{6}), IsEmpty());
  EXPECT_THAT(bench.at(kRaceNoon + hours{6} + minutes{4}), IsEmpty()) << "late laps and corrections";
  EXPECT_THAT(bench.at(kRaceNoon + hours{6} + minutes{5}), ElementsAre("stop wec: the flag is out"));
  EXPECT_THAT(bench.memory.to_export, ElementsAre("griiip-1"));
  EXPECT_THAT(bench.at(kRaceNoon + hours{6} + minutes{6}), IsEmpty()) << "it isn't begun again";
}

TEST(MonitorPlan, WithoutAFlagItGoesOnWhileTheSessionRuns) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.at(kRaceNoon);
  bench.facts.running["wec"] = {"griiip-1", true, false};
  EXPECT_THAT(bench.at(kRaceNoon + hours{8}), IsEmpty()) << "red flags made it longer";
  bench.facts.running["wec"] = {"griiip-1", false, false};
  EXPECT_THAT(bench.at(kRaceNoon + hours{8}), ElementsAre("stop wec: its time is up and nothing runs"));
  EXPECT_THAT(bench.memory.to_export, ElementsAre("griiip-1"));
}

TEST(MonitorPlan, ASourceThatNeverStopsIsLeftInTheEnd) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.at(kRaceNoon);
  bench.facts.running["wec"] = {"griiip-1", true, false};
  EXPECT_THAT(bench.at(kRaceNoon + hours{18} - minutes{1}), IsEmpty());
  EXPECT_THAT(bench.at(kRaceNoon + hours{18}), ElementsAre("stop wec: it is long over"));
}

TEST(MonitorPlan, ARestartUnderARedFlagIsNoEnd) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.at(kRaceNoon);
  bench.facts.running["wec"] = {"griiip-1", true, false};
  bench.at(kRaceNoon);
  bench.facts.running["wec"] = {"griiip-1", false, true};
  bench.at(kRaceNoon + hours{1});
  bench.facts.running["wec"] = {"griiip-1", true, false};
  bench.at(kRaceNoon + hours{1} + minutes{3});
  EXPECT_THAT(bench.at(kRaceNoon + hours{1} + minutes{20}), IsEmpty());
}

TEST(MonitorPlan, TheFlagOfTheSessionBeforeEndsNothing) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.at(kRaceNoon - minutes{15});
  bench.facts.running["wec"] = {"griiip-support", true, false};
  bench.at(kRaceNoon - minutes{15});
  bench.facts.running["wec"] = {"griiip-support", false, true};
  EXPECT_THAT(bench.at(kRaceNoon - minutes{2}), IsEmpty());
  EXPECT_THAT(bench.at(kRaceNoon + minutes{20}), IsEmpty());
  EXPECT_THAT(bench.memory.following.at("griiip").log_sessions, IsEmpty());
}

TEST(MonitorPlan, BetweenTwoSessionsOfASeriesItStaysConnected) {
  Bench bench;
  bench.sessions = {session("practice", "wec", kRaceNoon, minutes{60}, calendar::SessionKind::practice),
                    session("qualifying", "wec", kRaceNoon + minutes{75}, minutes{60}, calendar::SessionKind::qualifying)};
  bench.at(kRaceNoon - minutes{15});
  bench.facts.running["wec"] = {"griiip-1", true, false};
  bench.at(kRaceNoon);
  bench.facts.running["wec"] = {"griiip-1", false, true};
  bench.at(kRaceNoon + minutes{60});
  EXPECT_THAT(bench.at(kRaceNoon + minutes{65}), IsEmpty());
  EXPECT_EQ(bench.memory.following.at("griiip").key, "qualifying");
  EXPECT_THAT(bench.memory.to_export, ElementsAre("griiip-1"));
  EXPECT_THAT(bench.at(kRaceNoon + minutes{76}), IsEmpty()) << "the flag on the screen is still the one of the practice";
}

TEST(MonitorPlan, OneSourceAHostAndTheRaceComesFirst) {
  Bench bench;
  bench.sessions = {session("practice", "elms", kRaceNoon, hours{3}, calendar::SessionKind::practice),
                    session("elsewhere", "imsa", kRaceNoon, hours{6}), session("race", "wec", kRaceNoon + hours{1}, hours{1})};
  EXPECT_THAT(bench.at(kRaceNoon), ElementsAre("start elms for practice", "start imsa for elsewhere"));
  bench.facts.running["elms"] = {"griiip-1", true, false};
  bench.at(kRaceNoon + minutes{1});
  EXPECT_THAT(bench.at(kRaceNoon + minutes{45}), ElementsAre("stop elms: event race is on", "start wec for race"));
  EXPECT_THAT(bench.memory.to_export, ElementsAre("griiip-1"));
  bench.facts.running["wec"] = {"griiip-2", true, false};
  bench.at(kRaceNoon + hours{1});
  bench.facts.running["wec"] = {"griiip-2", false, true};
  bench.at(kRaceNoon + hours{2});
  EXPECT_THAT(bench.at(kRaceNoon + hours{2} + minutes{5}), ElementsAre("stop wec: the flag is out", "start elms for practice"))
      << "it is still on";
}

TEST(MonitorPlan, ACancelledSessionIsLeftAndAMovedOneWaitedFor) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.at(kRaceNoon - minutes{10});
  bench.facts.running["wec"] = {};
  auto kept = std::exchange(bench.sessions, {});
  EXPECT_THAT(bench.at(kRaceNoon), ElementsAre("stop wec: the calendar has it no more"));
  bench = {};
  bench.sessions = kept;
  bench.at(kRaceNoon - minutes{10});
  bench.sessions[0].starts_at += hours{2};
  bench.sessions[0].ends_at += hours{2};
  EXPECT_THAT(bench.at(kRaceNoon), ElementsAre("stop wec: it begins later than it was to"));
  EXPECT_THAT(bench.at(kRaceNoon + minutes{105}), ElementsAre("start wec for race"));
}

TEST(MonitorPlan, ASourceThatCantBeStartedIsTriedAgainWhenItIsFree) {
  Bench bench;
  bench.sessions = {session("race", "wec", kRaceNoon, hours{6})};
  bench.facts.blocked = {"wec"};
  EXPECT_THAT(bench.at(kRaceNoon), IsEmpty());
  bench.facts.blocked.clear();
  EXPECT_THAT(bench.at(kRaceNoon + minutes{1}), ElementsAre("start wec for race"));
}

TEST(MonitorMemory, IsTheSameAfterAFile) {
  MonitorMemory memory;
  memory.following["griiip"] = {"wec-2026/\"x\"", "wec", {"griiip-1", "griiip-2"}, "griiip-0", kRaceNoon};
  memory.following["imsa"] = {"imsa-2026/race", "imsa", {}, "", std::nullopt};
  memory.done["a"] = kRaceNoon;
  memory.to_export = {"griiip-1"};
  const auto again = parse_memory(memory_text(memory));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, memory);
  for (const std::string_view wrong : {"", "[]", "{", "7"}) EXPECT_FALSE(parse_memory(wrong)) << wrong;
  EXPECT_EQ(*parse_memory("{}"), MonitorMemory{});
}

// The season of the built-in calendars; a session whose start isn't known begins at noon.
std::vector<WatchedSession> season() {
  calendar::Calendar calendar = all_events(*read_calendar_files("/nowhere"));
  std::erase_if(calendar.events,
                [](const calendar::ScheduledEvent& event) { return event.first.year() != std::chrono::year{2026}; });
  for (calendar::ScheduledEvent& event : calendar.events) {
    for (calendar::ScheduledSession& one : event.sessions) {
      if (!one.start) one.start = hours{12};
    }
  }
  return watched_sessions(calendar);
}

// What really happens on the tracks: late starts, long red flags; and a program that is killed now and then.
class SeasonWorld {
 public:
  SeasonWorld(std::uint64_t seed, std::vector<WatchedSession> sessions) : random_(seed), sessions_(std::move(sessions)) {
    for (const WatchedSession& session : sessions_) {
      const Instant begins = session.starts_at + minutes{pick(0, 20)};
      held_.push_back({begins, begins + (session.ends_at - session.starts_at) + minutes{pick(-20, 60)}});
    }
  }

  void live_through() {
    Instant now = sessions_.front().starts_at - hours{24};
    const Instant end = sessions_.back().ends_at + hours{48};
    for (; now < end; now += minutes{1}) {
      if (pick(0, 299) == 0) facts_.running.clear();  // killed and started again: the memory is what the file had
      if (facts_.running.empty()) memory_ = *parse_memory(memory_text(memory_));
      tell();
      for (const MonitorStep& step : plan(sessions_, {}, host_of, facts_, now, memory_)) take(step, now);
      see(now);
      for (const std::string& session : memory_.to_export) exported_.insert(session);
      memory_.to_export.clear();
      if (facts_.running.empty() && memory_.following.empty()) now = std::max(now, before_next(now));
    }
  }

  void check() const {
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
      EXPECT_TRUE(exported_.contains(sessions_[i].key)) << sessions_[i].key << " was not exported";
      const auto length = std::chrono::floor<minutes>(held_[i].ends - held_[i].begins).count();
      EXPECT_GE(followed_.count(sessions_[i].key) ? followed_.at(sessions_[i].key) : 0, length - 1) << sessions_[i].key;
    }
    EXPECT_EQ(exported_.size(), sessions_.size()) << "and nothing else was";
    EXPECT_EQ(clashes_, 0) << "two sources of one host at a time";
    EXPECT_LT(idle_minutes_, 60 * static_cast<std::int64_t>(sessions_.size())) << "connected while nothing was on";
    EXPECT_TRUE(memory_.following.empty());
  }

 private:
  struct Held {
    Instant begins, ends;
  };

  // Nothing happens until shortly before the next session.
  [[nodiscard]] Instant before_next(Instant now) const {
    const auto next =
        std::ranges::find_if(sessions_, [&](const WatchedSession& one) { return one.starts_at - minutes{15} >= now; });
    return next == sessions_.end() ? now : next->starts_at - minutes{20};
  }

  int pick(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

  // What each running source says: the session of its series that runs, or the last one, over.
  void tell() {
    for (auto& [source, facts] : facts_.running) {
      facts = {};
      for (std::size_t i = 0; i < sessions_.size(); ++i) {
        if (sessions_[i].source != source || held_[i].begins > now_) continue;
        facts = {sessions_[i].key, now_ < held_[i].ends, now_ >= held_[i].ends};
      }
    }
  }

  void take(const MonitorStep& step, Instant now) {
    if (const auto* start = std::get_if<StartSource>(&step)) {
      EXPECT_TRUE(facts_.running.emplace(start->source, SourceFacts{}).second) << "started twice";
      EXPECT_TRUE(std::ranges::any_of(sessions_, [&](const WatchedSession& one) {
        return one.source == start->source && one.starts_at - minutes{15} <= now;
      }));
    } else {
      facts_.running.erase(std::get<StopSource>(step).source);
    }
  }

  void see(Instant now) {
    now_ = now;
    std::set<std::string> hosts;
    for (const auto& [source, facts] : facts_.running) {
      if (!hosts.insert(host_of(source)).second) ++clashes_;
      bool is_on = false;
      for (std::size_t i = 0; i < sessions_.size(); ++i) {
        if (sessions_[i].source != source || now < held_[i].begins || now >= held_[i].ends) continue;
        ++followed_[sessions_[i].key];
        is_on = true;
      }
      if (!is_on) ++idle_minutes_;
    }
  }

  std::mt19937_64 random_;
  std::vector<WatchedSession> sessions_;
  std::vector<Held> held_;
  Instant now_{};
  MonitorFacts facts_;
  MonitorMemory memory_;
  std::set<std::string> exported_;
  std::map<std::string, std::int64_t> followed_;
  int clashes_ = 0;
  std::int64_t idle_minutes_ = 0;
};

TEST(MonitorSeason, EverySessionOf2026IsFollowedToItsFlagAndExportedWhateverIsKilled) {
  auto sessions = season();
  ASSERT_GT(sessions.size(), 30U);
  for (const std::uint64_t seed : {1U, 2U}) {
    SCOPED_TRACE(seed);
    SeasonWorld world(seed, sessions);
    world.live_through();
    world.check();
  }
}

}  // namespace
}  // namespace stint::app
