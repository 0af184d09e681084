// Every real lap file of the data folder, held against a second, plain reading of the same bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <map>
#include <set>
#include <tuple>

#include "plain_reader.hpp"
#include "source/archive/archive.hpp"

namespace stint::source {
namespace {

namespace fs = std::filesystem;
using timing::count_ms;
using timing::event_as;
using timing::FlagKind;

// An anonymised file gave two cars the number 3: the second has 17 laps, and a row of the results, that can't be told from the
// first's.
constexpr std::string_view kTwoCarsOneNumber = "grcup_2025_cota-race1_analysis-with-sections.csv";
// The weather file beside these laps has no bytes.
constexpr std::string_view kEmptyWeather = "imsa_2023_long-beach-street-circuit_race-laps.csv";

using LapKey = std::pair<std::string, int>;

struct ReadFile {
  fs::path path;
  ArchiveSession session;
  std::vector<PlainRow> rows;
};

template <class T>
std::vector<const T*> all_of_kind(const ArchiveSession& session) {
  std::vector<const T*> found;
  for (const auto& event : session.events) {
    if (const T* body = event_as<T>(event)) found.push_back(body);
  }
  return found;
}

// Instant, kind, car, lap.
std::tuple<std::int64_t, std::size_t, std::string, std::int32_t> canonical_key(const timing::Event& event) {
  const auto* car = timing::car_of(event);
  const std::int32_t lap = std::visit(
      []<class Body>(const Body& body) -> std::int32_t {
        if constexpr (requires {
                        { body.lap } -> std::convertible_to<std::int32_t>;
                      })
          return body.lap;
        return 0;
      },
      event.body);
  return {count_ms(event.at), event.body.index(), car == nullptr ? "" : car->str(), lap};
}

void expect_one_lap_for_each_row(const ReadFile& read) {
  std::map<LapKey, const timing::Lap*> laps;
  for (const auto* lap : all_of_kind<timing::Lap>(read.session)) {
    EXPECT_TRUE(laps.emplace(LapKey(lap->car.str(), lap->lap), lap).second) << lap->car.view() << " lap " << lap->lap;
  }
  ASSERT_EQ(laps.size(), read.rows.size());
  for (const PlainRow& row : read.rows) {
    const auto lap = laps.find({row.car(), row.lap()});
    ASSERT_NE(lap, laps.end()) << row.car() << " lap " << row.lap();
    EXPECT_EQ(lap->second->time->count(), plain_ms(row.lap_time())) << row.car() << " lap " << row.lap();
    EXPECT_EQ(lap->second->in_lap, row.in_pit()) << row.car() << " lap " << row.lap();
    EXPECT_EQ(lap->second->driver->view(), row.get("DRIVER_NUMBER")) << row.car() << " lap " << row.lap();
  }
}

void expect_crossings_where_elapsed_and_hour_say(const ReadFile& read) {
  const auto* begin = event_as<timing::Session>(read.session.events.front());
  ASSERT_NE(begin, nullptr);
  std::map<LapKey, timing::Instant> crossings;
  for (const auto& event : read.session.events) {
    if (const auto* lap = event_as<timing::Lap>(event)) crossings[{lap->car.str(), lap->lap}] = event.at;
  }
  constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
  for (const PlainRow& row : read.rows) {
    const timing::Instant at = crossings.at({row.car(), row.lap()});
    EXPECT_EQ(count_ms(timing::Millis{at - *begin->started_at}), plain_ms(row.get("ELAPSED")))
        << row.car() << " lap " << row.lap();
    const std::int64_t local = count_ms(at) + begin->utc_offset_min.value_or(0) * 60'000LL;
    EXPECT_EQ(local % kDay, plain_ms(row.get("HOUR"))) << row.car() << " lap " << row.lap();
  }
}

// The published sector times, each at the lap's start plus what came before it; a published time without an event is one whose
// crossing can't be known.
void expect_sectors_add_up(const ReadFile& read) {
  std::map<LapKey, timing::Instant> line;
  std::map<LapKey, std::map<int, std::pair<timing::Instant, timing::Millis>>> sectors;
  for (const auto& event : read.session.events) {
    if (const auto* lap = event_as<timing::Lap>(event)) line[{lap->car.str(), lap->lap}] = event.at;
    if (const auto* sector = event_as<timing::Sector>(event)) {
      sectors[{sector->car.str(), sector->lap}][sector->index] = {event.at, sector->time};
    }
  }
  std::size_t complete = 0;
  for (const PlainRow& row : read.rows) {
    const auto& found = sectors[{row.car(), row.lap()}];
    const timing::Instant end = line.at({row.car(), row.lap()});
    timing::Millis left{plain_ms(row.lap_time())};
    if (found.size() < 3) continue;
    ++complete;
    for (int i = 1; i <= 3; ++i) {
      EXPECT_EQ(found.at(i).second.count(), plain_ms(row.get("S" + std::to_string(i)))) << row.car() << " lap " << row.lap();
      left -= found.at(i).second;
      EXPECT_EQ(found.at(i).first, end - left) << row.car() << " lap " << row.lap() << " sector " << i;
    }
  }
  const auto published = std::ranges::count_if(read.rows, [](const PlainRow& row) {
    return std::ranges::all_of(std::array{"S1", "S2", "S3"},
                               [&](const char* name) { return row.get(name).find('.') != std::string::npos; });
  });
  EXPECT_EQ(complete, static_cast<std::size_t>(published));
}

void expect_a_pit_in_for_every_in_lap(const ReadFile& read) {
  const auto in_laps = std::ranges::count_if(read.rows, &PlainRow::in_pit);
  EXPECT_EQ(all_of_kind<timing::PitIn>(read.session).size(), static_cast<std::size_t>(in_laps));
}

void expect_a_pit_out_for_every_pit_time(const ReadFile& read) {
  std::map<LapKey, const timing::PitOut*> outs;
  for (const auto* out : all_of_kind<timing::PitOut>(read.session)) outs[{out->car.str(), out->lap}] = out;
  std::ptrdiff_t pit_times = 0;
  for (const PlainRow& row : read.rows) {
    if (row.get("PIT_TIME").empty()) continue;
    ++pit_times;
    const auto out = outs.find({row.car(), row.lap()});
    ASSERT_NE(out, outs.end()) << row.car() << " lap " << row.lap();
    EXPECT_EQ(out->second->lane->count(), plain_ms(row.get("PIT_TIME"))) << row.car() << " lap " << row.lap();
  }
  EXPECT_EQ(std::ranges::count_if(outs, [](const auto& out) { return out.second->lane.has_value(); }), pit_times);
}

// A car that has come in leaves before it crosses anything else.
void expect_cars_to_leave_the_lane_before_they_cross_a_point(const ReadFile& read) {
  std::map<std::string, int> in_lane;  // car and its in-lap
  for (const auto& event : read.session.events) {
    if (const auto* in = event_as<timing::PitIn>(event)) in_lane[in->car.str()] = in->lap;
    if (const auto* out = event_as<timing::PitOut>(event)) {
      if (in_lane.contains(out->car.str()) && out->lap > in_lane[out->car.str()]) in_lane.erase(out->car.str());
    }
    if (const auto* sector = event_as<timing::Sector>(event)) {
      EXPECT_FALSE(in_lane.contains(sector->car.str())) << sector->car.view() << " lap " << sector->lap;
    }
  }
}

// Returns how many drivers changed without a stop.
std::size_t expect_driver_changes_in_the_pits(const ReadFile& read) {
  std::map<LapKey, const PlainRow*> rows;
  for (const PlainRow& row : read.rows) rows[{row.car(), row.lap()}] = &row;
  std::size_t without_stop = 0;
  std::size_t expected = 0;
  for (const PlainRow& row : read.rows) {
    const auto before = rows.find({row.car(), row.lap() - 1});
    if (before == rows.end() || before->second->get("DRIVER_NUMBER") == row.get("DRIVER_NUMBER")) continue;
    ++expected;
    if (!before->second->in_pit()) ++without_stop;
  }
  const auto changes = all_of_kind<timing::DriverChange>(read.session);
  const auto initial = std::ranges::count_if(changes, [](const timing::DriverChange* change) { return !change->from; });
  EXPECT_EQ(changes.size() - static_cast<std::size_t>(initial), expected);
  return without_stop;
}

void expect_sane_flags(const ReadFile& read) {
  const auto flags = all_of_kind<timing::Flag>(read.session);
  const bool published = std::ranges::any_of(read.rows, [](const PlainRow& row) { return !row.get("FLAG_AT_FL").empty(); });
  EXPECT_EQ(flags.empty(), !published);
  for (std::size_t i = 1; i < flags.size(); ++i) {
    EXPECT_NE(flags[i]->kind, flags[i - 1]->kind) << "a flag that was shown already";
    EXPECT_NE(flags[i - 1]->kind, FlagKind::chequered) << "a flag after the chequered one";
  }
}

void expect_canonical_order(const ReadFile& read) {
  for (std::size_t i = 1; i < read.session.events.size(); ++i) {
    ASSERT_LE(canonical_key(read.session.events[i - 1]), canonical_key(read.session.events[i])) << "event " << i;
  }
}

void expect_the_session_around_it(const ReadFile& read) {
  const auto sessions = all_of_kind<timing::Session>(read.session);
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(event_as<timing::Session>(read.session.events.front()), sessions.front());
  EXPECT_EQ(sessions.front()->state, timing::SessionState::running);
  EXPECT_EQ(sessions.back()->state, timing::SessionState::finished);
  EXPECT_NE(sessions.front()->kind, timing::SessionKind::unknown);
}

void expect_complaints_only_where_the_file_is_wrong(const ReadFile& read) {
  const std::string name = read.path.filename().string();
  const std::size_t expected = name == kTwoCarsOneNumber ? 18 : name == kEmptyWeather ? 1 : 0;
  EXPECT_EQ(read.session.complaint_count, expected);
  if (read.session.complaint_count == expected) return;
  for (const Complaint& complaint : read.session.complaints) {
    ADD_FAILURE() << complaint.file << ':' << complaint.line << ':' << complaint.column << ": " << complaint.message;
  }
}

// Returns the driver changes without a stop in all files.
std::size_t check_folder(std::string_view folder, std::size_t files) {
  const auto paths = lap_files(folder);
  EXPECT_EQ(paths.size(), files);
  std::size_t without_stop = 0;
  for (const fs::path& path : paths) {
    SCOPED_TRACE(path.filename().string());
    auto session = read_archive(path);
    EXPECT_TRUE(session.has_value()) << session.error().message;
    if (!session) continue;
    ReadFile read{path, std::move(*session), plain_rows(path)};
    if (path.filename() == kTwoCarsOneNumber) {
      std::set<LapKey> seen;
      std::erase_if(read.rows, [&](const PlainRow& row) { return !seen.emplace(row.car(), row.lap()).second; });
    }
    expect_one_lap_for_each_row(read);
    expect_crossings_where_elapsed_and_hour_say(read);
    expect_sectors_add_up(read);
    expect_a_pit_in_for_every_in_lap(read);
    expect_a_pit_out_for_every_pit_time(read);
    expect_cars_to_leave_the_lane_before_they_cross_a_point(read);
    without_stop += expect_driver_changes_in_the_pits(read);
    expect_sane_flags(read);
    expect_canonical_order(read);
    expect_the_session_around_it(read);
    expect_complaints_only_where_the_file_is_wrong(read);
  }
  return without_stop;
}

class EveryFile : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(data_folder() / "races")) GTEST_SKIP() << "no real races under " << data_folder();
  }
};

TEST_F(EveryFile, OfTheWecIsReadExactly) { EXPECT_EQ(check_folder("wec", 12), 0U); }

// Nine drivers changed without the car crossing the line in the pit lane: at Daytona 2019 four, Watkins Glen 2022 two, three
// others one.
TEST_F(EveryFile, OfImsaIsReadExactly) { EXPECT_EQ(check_folder("imsa", 45), 9U); }

TEST_F(EveryFile, OfOtherSeriesIsReadExactly) { EXPECT_EQ(check_folder("other", 2), 0U); }

}  // namespace
}  // namespace stint::source
