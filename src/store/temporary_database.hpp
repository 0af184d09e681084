// For tests: a database in a folder of its own that is gone afterwards, and events to put in.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/event_log.hpp"
#include "timing/event.hpp"

namespace stint::store {

class TemporaryDatabase : public testing::Test {
 protected:
  TemporaryDatabase() {
    std::string pattern = (std::filesystem::temp_directory_path() / "stint-store-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~TemporaryDatabase() override { std::filesystem::remove_all(folder); }

  [[nodiscard]] std::string path() const { return (folder / "racing.db").string(); }

  [[nodiscard]] EventLog open_log() const {
    auto log = EventLog::open(path());
    if (!log) throw std::runtime_error(log.error().message);
    return std::move(*log);
  }

  std::filesystem::path folder;
};

// The n-th event of an endless field of 50 cars crossing sector ends: the same for the same n.
inline timing::Event sector_event(std::uint64_t n) {
  timing::Sector sector;
  sector.car = timing::CarNumber(std::to_string(n % 50 + 1));
  sector.lap = static_cast<std::int32_t>(n / 150 + 1);
  sector.index = static_cast<std::int32_t>(n / 50 % 3 + 1);
  sector.time = timing::Millis{30'000 + static_cast<std::int64_t>(n % 997)};
  return {timing::instant_from_ms(1'700'000'000'000 + static_cast<std::int64_t>(n) * 700), 0, sector};
}

inline std::vector<timing::Event> sector_events(std::uint64_t first, std::uint64_t count) {
  std::vector<timing::Event> events;
  for (std::uint64_t n = first; n < first + count; ++n) events.push_back(sector_event(n));
  return events;
}

}  // namespace stint::store
