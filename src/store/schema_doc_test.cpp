// docs/schema.md and the database must name the same tables and columns, and its queries must answer.
#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "race/race.hpp"
#include "store/event_log.hpp"
#include "store/temporary_database.hpp"

namespace stint::store {
namespace {

using SchemaDocument = TemporaryDatabase;

std::vector<std::string> document() {
  const char* root = std::getenv("STINT_ROOT");
  std::ifstream in(std::string(root == nullptr ? "." : root) + "/docs/schema.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::map<std::string, std::vector<std::string>> documented_columns() {
  std::map<std::string, std::vector<std::string>> tables;
  std::string heading;
  for (const std::string& line : document()) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (line.starts_with("| `")) tables[heading].push_back(line.substr(3, line.find('`', 3) - 3));
  }
  return tables;
}

std::vector<std::string> documented_queries() {
  std::vector<std::string> queries;
  bool inside = false;
  for (const std::string& line : document()) {
    if (line.starts_with("```")) {
      inside = line == "```sql";
      if (inside) queries.emplace_back();
    } else if (inside) {
      queries.back() += line + "\n";
    }
  }
  return queries;
}

// Two cars, six laps; car 7 stops after lap 3 and changes its driver.
std::vector<timing::Event> small_race() {
  using namespace timing;
  std::vector<Event> events;
  const auto add = [&](std::int64_t ms, EventBody body) { events.push_back({instant_from_ms(ms), 0, std::move(body)}); };
  add(0, Session{.source = "archive",
                 .series = "WEC",
                 .event = "Six Laps",
                 .name = "Race",
                 .kind = SessionKind::race,
                 .state = SessionState::running,
                 .started_at = instant_from_ms(0)});
  for (const char* car : {"7", "007"}) {
    add(0, Entry{.car = CarNumber(car),
                 .class_name = "LMGT3",
                 .team = "Team",
                 .drivers = {{DriverId("1"), "First"}, {DriverId("2"), "Second"}}});
  }
  add(0, timing::Flag{.kind = FlagKind::green});
  add(1000, Weather{.air_c = 21.5, .track_c = 30.0});
  for (std::int32_t lap = 1; lap <= 6; ++lap) {
    for (const char* car : {"7", "007"}) {
      const bool stops = std::string_view(car) == "7";
      const std::int64_t line = lap * 100'000 + (stops ? 0 : 1500) + (stops && lap > 3 ? 60'000 : 0);
      add(line - 40'000, Sector{.car = CarNumber(car), .lap = lap, .index = 1, .time = Millis{60'000}});
      if (stops && lap == 4) add(line - 90'000, PitOut{CarNumber(car), lap, Millis{70'000}});
      add(line, Lap{.car = CarNumber(car),
                    .lap = lap,
                    .time = Millis{lap == 4 && stops ? 160'000 : 100'000},
                    .driver = DriverId(stops && lap > 3 ? "2" : "1"),
                    .in_lap = stops && lap == 3,
                    .out_lap = stops && lap == 4});
      if (stops && lap == 3) add(line, PitIn{CarNumber(car), lap});
    }
  }
  add(300'000, timing::Flag{.kind = FlagKind::fcy});
  add(350'000, timing::Flag{.kind = FlagKind::green});
  add(310'000, RaceControl{.id = "1", .text = "CAR 7 PIT LANE SPEED", .cars = {CarNumber("7")}});
  return events;
}

void import_small_race(EventLog& log) {
  auto events = small_race();
  race::Race race;
  for (const auto& event : events) race.insert(event);
  const auto imported = log.import_session("six-laps", "six-laps.csv", events, *race.snapshot());
  ASSERT_TRUE(imported.has_value()) << imported.error().message;
}

TEST_F(SchemaDocument, NamesEachTableAndColumnAndNoOther) {
  const EventLog log = open_log();
  SQLite::Database database(path());
  std::map<std::string, std::vector<std::string>> tables;
  SQLite::Statement columns(
      database,
      "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY c.cid");
  while (columns.executeStep()) tables[columns.getColumn(0)].push_back(columns.getColumn(1));
  const auto documented = documented_columns();
  for (const auto& [table, names] : tables) {
    ASSERT_TRUE(documented.contains(table)) << "docs/schema.md has no table under \"## " << table << "\"";
    EXPECT_EQ(std::set(documented.at(table).begin(), documented.at(table).end()), std::set(names.begin(), names.end()))
        << table;
  }
  EXPECT_EQ(documented.size(), tables.size());
}

TEST_F(SchemaDocument, EachQueryAnswers) {
  EventLog log = open_log();
  import_small_race(log);
  SQLite::Database database(path());
  const auto queries = documented_queries();
  EXPECT_GE(queries.size(), 8U);
  for (const std::string& query : queries) {
    SQLite::Statement statement(database, query);
    if (query.find(":session") != std::string::npos) statement.bind(":session", "six-laps");
    if (query.find(":car") != std::string::npos) statement.bind(":car", "7");
    EXPECT_TRUE(statement.executeStep()) << "gives no row:\n" << query;
  }
}

TEST_F(SchemaDocument, TablesHoldTheLastWordOnEachThing) {
  EventLog log = open_log();
  import_small_race(log);
  SQLite::Database database(path());
  const auto answer = [&](const char* query) { return database.execAndGet(query).getString(); };
  EXPECT_EQ(answer("SELECT count(*) FROM laps"), "12");
  EXPECT_EQ(answer("SELECT count(*) FROM sectors"), "12");
  EXPECT_EQ(answer("SELECT count(*) FROM drivers"), "4");
  EXPECT_EQ(answer("SELECT group_concat(car) FROM entries"), "007,7");
  EXPECT_EQ(answer("SELECT group_concat(flag) FROM (SELECT flag FROM flags ORDER BY at)"), "green,fcy,green");
  EXPECT_EQ(answer("SELECT cars FROM messages"), "[\"7\"]");
  EXPECT_EQ(answer("SELECT event FROM sessions"), "Six Laps");
  EXPECT_EQ(answer("SELECT car || ' ' || in_lap || ' ' || out_lap || ' ' || lane_ms || ' ' || driver_changed FROM stops"),
            "7 3 4 70000 1");
  EXPECT_EQ(answer("SELECT group_concat(laps) FROM stints WHERE car = '7'"), "3,3");
}

TEST_F(SchemaDocument, ACorrectionReplacesTheRow) {
  EventLog log = open_log();
  ASSERT_TRUE(log.create_session("s", ""));
  timing::Lap lap{.car = timing::CarNumber("7"), .lap = 2, .time = timing::Millis{90'000}};
  std::vector<timing::Event> events = {{timing::instant_from_ms(1), 0, lap}};
  ASSERT_TRUE(log.append("s", events));
  lap.valid = false;
  std::vector<timing::Event> correction = {{timing::instant_from_ms(1), 0, lap}};
  ASSERT_TRUE(log.append("s", correction));
  SQLite::Database database(path());
  EXPECT_EQ(database.execAndGet("SELECT group_concat(valid) FROM laps").getString(), "0");
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM events").getInt(), 2);
}

}  // namespace
}  // namespace stint::store
