#include "store/event_log.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/event_digest.hpp"
#include "store/temporary_database.hpp"
#include "timing/event_generators.hpp"

namespace stint::store {
namespace {

using EventLogTest = TemporaryDatabase;

RC_GTEST_FIXTURE_PROP(EventLogTest, GivesBackWhatWasAppendedInBatches, ()) {
  EventLog log = open_log();
  RC_ASSERT(log.create_session("s", "").has_value());
  auto events = *rc::gen::container<std::vector<timing::Event>>(20, timing::generate::event());
  const std::size_t cut = *rc::gen::inRange<std::size_t>(0, events.size() + 1);
  const std::span<timing::Event> all(events);
  RC_ASSERT(log.append("s", all.first(cut)).has_value());
  RC_ASSERT(log.append("s", all.subspan(cut)).has_value());
  for (std::size_t i = 0; i < events.size(); ++i) RC_ASSERT(events[i].seq == i + 1);
  const auto read = log.read_all("s");
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == events);
}

TEST_F(EventLogTest, MakesTheFolderOfTheDatabase) {
  const auto log = EventLog::open("sqlite:///" + (folder / "a" / "b" / "racing.db").string());
  ASSERT_TRUE(log.has_value()) << log.error().message;
  EXPECT_TRUE(std::filesystem::exists(folder / "a" / "b" / "racing.db"));
}

TEST_F(EventLogTest, NumbersGoOnAfterReopening) {
  auto events = sector_events(0, 3);
  {
    EventLog log = open_log();
    ASSERT_TRUE(log.create_session("s", ""));
    ASSERT_TRUE(log.append("s", events));
  }
  EventLog log = open_log();
  auto more = sector_events(3, 2);
  ASSERT_TRUE(log.append("s", more));
  EXPECT_EQ(more.front().seq, 4U);
  EXPECT_EQ(log.last_seq("s").value(), 5U);
}

TEST_F(EventLogTest, ReadsFromAnyPlaceInChunksUntilToldToStop) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 9000);
  ASSERT_TRUE(log.append("s", events));
  std::vector<timing::Event> read;
  ASSERT_TRUE(log.read("s", 100, [&](timing::Event&& event) {
    read.push_back(std::move(event));
    return read.size() < 8000;
  }));
  ASSERT_EQ(read.size(), 8000U);
  EXPECT_EQ(read.front(), events[100]);
  EXPECT_EQ(read.back(), events[8099]);
}

TEST_F(EventLogTest, TheReceiverMayAppendWhileItReads) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 5);
  ASSERT_TRUE(log.append("s", events));
  std::size_t seen = 0;
  ASSERT_TRUE(log.read("s", 0, [&](timing::Event&&) {
    auto more = sector_events(100, 1);
    if (++seen > 1) return true;
    EXPECT_TRUE(log.append("s", more));
    return true;
  }));
  EXPECT_EQ(seen, 6U);
}

TEST_F(EventLogTest, AllOrNoneOfABatchIsKept) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 3);
  events[2].body = timing::PitIn{timing::CarNumber(), 1};
  const auto appended = log.append("s", events);
  ASSERT_FALSE(appended.has_value());
  EXPECT_EQ(appended.error().code, ErrorCode::bad_event);
  EXPECT_EQ(events[0].seq, 0U) << "a refused event keeps the seq that it had";
  EXPECT_EQ(log.last_seq("s").value(), 0U);
}

TEST_F(EventLogTest, SaysWhichSessionIsUnknown) {
  EventLog log = open_log();
  auto events = sector_events(0, 1);
  EXPECT_EQ(log.append("nope", events).error().code, ErrorCode::unknown_session);
  EXPECT_EQ(log.read_all("nope").error().code, ErrorCode::unknown_session);
  EXPECT_EQ(log.session("nope").error().code, ErrorCode::unknown_session);
  EXPECT_EQ(log.last_seq("nope").error().code, ErrorCode::unknown_session);
  EXPECT_EQ(log.remove_session("nope").error().code, ErrorCode::unknown_session);
  EXPECT_EQ(log.create_session("", "").error().code, ErrorCode::bad_argument);
}

TEST_F(EventLogTest, ASessionIsAsItsLastSessionEventSays) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  EXPECT_EQ(log.session("s")->events, 0U);
  timing::Session first;
  first.name = "Practice";
  timing::Session last;
  last.name = "Race";
  last.lap_length_m = 13626.0;
  std::vector<timing::Event> events = {{timing::instant_from_ms(9), 0, first}, {timing::instant_from_ms(5), 0, last}};
  ASSERT_TRUE(log.append("s", events));
  const auto row = log.session("s");
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->session, last);
  EXPECT_EQ(row->events, 2U);
  EXPECT_EQ(row->first_at, timing::instant_from_ms(5));
  EXPECT_EQ(row->last_at, timing::instant_from_ms(9));
  ASSERT_TRUE(log.create_session("a", "")) << "listed by id";
  EXPECT_EQ(log.sessions()->front().id, "a");
  EXPECT_EQ(log.sessions()->size(), 2U);
}

TEST_F(EventLogTest, ARemovedSessionLeavesNoRow) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 10);
  events.push_back({timing::instant_from_ms(1), 0, timing::Entry{.car = timing::CarNumber("1"), .drivers = {{}}}});
  ASSERT_TRUE(log.append("s", events));
  ASSERT_TRUE(log.remove_session("s"));
  SQLite::Database database(path());
  for (const char* table :
       {"sessions", "events", "entries", "drivers", "laps", "sectors", "flags", "messages", "stints", "stops"}) {
    EXPECT_EQ(database.execAndGet(std::string("SELECT count(*) FROM ") + table).getInt(), 0) << table;
  }
  ASSERT_TRUE(log.create_session("s", ""));
  ASSERT_TRUE(log.append("s", events)) << "the id may be used again";
  EXPECT_EQ(events.front().seq, 1U);
}

TEST_F(EventLogTest, OnlyOneMayAppendToASessionAtATime) {
  EventLog first = open_log();
  ASSERT_TRUE(first.create_session("s", ""));
  ASSERT_TRUE(first.create_session("t", ""));
  auto events = sector_events(0, 1);
  ASSERT_TRUE(first.append("s", events));
  EventLog second = open_log();
  const auto refused = second.append("s", events);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::session_claimed);
  EXPECT_EQ(second.remove_session("s").error().code, ErrorCode::session_claimed);
  EXPECT_TRUE(second.append("t", events)) << "another session is free";
  first.release("s");
  EXPECT_TRUE(second.append("s", events));
  EXPECT_EQ(second.last_seq("s").value(), 2U);
}

TEST_F(EventLogTest, TheClaimEndsWithItsLog) {
  auto events = sector_events(0, 1);
  {
    EventLog first = open_log();
    ASSERT_TRUE(first.create_session("s", ""));
    ASSERT_TRUE(first.append("s", events));
  }
  EXPECT_TRUE(open_log().append("s", events));
}

TEST_F(EventLogTest, AReaderSeesWhatIsAppendedLater) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto reader = EventLog::open_read_only(path());
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  auto events = sector_events(0, 4);
  ASSERT_TRUE(log.append("s", events));
  EXPECT_EQ(reader->read_all("s").value(), events);
  EXPECT_EQ(reader->append("s", events).error().code, ErrorCode::store_unwritable);
}

TEST_F(EventLogTest, ImportingTwiceChangesNothing) {
  EventLog log = open_log();
  auto events = sector_events(0, 100);
  ASSERT_EQ(log.import_session("s", "race.csv", events, {}).value(), ImportOutcome::added);
  EXPECT_EQ(events.back().seq, 100U);
  SQLite::Database watcher(path());
  const int before = watcher.execAndGet("PRAGMA data_version").getInt();
  auto again = sector_events(0, 100);
  ASSERT_EQ(log.import_session("s", "race.csv", again, {}).value(), ImportOutcome::unchanged);
  EXPECT_EQ(again, events);
  EXPECT_EQ(watcher.execAndGet("PRAGMA data_version").getInt(), before) << "something was written";
  const auto row = log.session("s");
  EXPECT_EQ(row->imported_from, "race.csv");
  EXPECT_EQ(row->source_digest, digest_of(events));
}

TEST_F(EventLogTest, AnImportOfOtherEventsReplacesTheEarlierOne) {
  EventLog log = open_log();
  auto events = sector_events(0, 100);
  ASSERT_TRUE(log.import_session("s", "race.csv", events, {}));
  auto corrected = sector_events(50, 20);
  ASSERT_EQ(log.import_session("s", "race.csv", corrected, {}).value(), ImportOutcome::replaced);
  EXPECT_EQ(log.read_all("s").value(), corrected);
  EXPECT_TRUE(open_log().claim("s")) << "an import keeps no claim";
}

TEST_F(EventLogTest, AnImportLeavesARecordedSessionAlone) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  auto events = sector_events(0, 3);
  EXPECT_EQ(log.import_session("s", "race.csv", events, {}).error().code, ErrorCode::bad_argument);
}

TEST(EventDigest, SeesContentAndOrderButNotSeq) {
  auto events = sector_events(0, 3);
  const std::string digest = digest_of(events);
  EXPECT_EQ(digest.size(), 32U);
  events[1].seq = 7;
  EXPECT_EQ(digest_of(events), digest);
  std::swap(events[0], events[2]);
  EXPECT_NE(digest_of(events), digest);
}

}  // namespace
}  // namespace stint::store
