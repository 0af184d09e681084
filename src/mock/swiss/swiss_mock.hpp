// Swiss Timing's JSON cache as a mock: seasons, season, schedule, and two documents of the unit that is on.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "mock/catalogue.hpp"
#include "mock/feed.hpp"
#include "mock/swiss/cache_documents.hpp"

namespace stint::mock::swiss {

extern const MockProtocol kSwissMock;

class SwissMock : public Feed {
 public:
  SwissMock(RaceScript script, FaultPlan faults);

 private:
  struct Published {
    timing::Instant at{};
    std::string timing, details;
  };

  net::LoopbackReply reply(const net::LoopbackRequest& request) override;
  void happened(const timing::Event& event) override;

  [[nodiscard]] CacheScene scene(const race::Snapshot& race);
  [[nodiscard]] std::string document(std::string_view key);
  [[nodiscard]] const Published& published(const std::string& unit);

  Units units_;
  std::map<timing::CarNumber, std::uint64_t> competitors_;
  std::map<std::string, std::deque<Published>> publications_;  // by unit, newest last; the older ones for `stale`
  timing::Instant ends_{};                                     // by the clock
};

}  // namespace stint::mock::swiss
