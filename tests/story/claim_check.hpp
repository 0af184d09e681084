// Whether what an account claims is so, by the rows of the timing file and the events of the log.
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "insight/story/story.hpp"
#include "timing/event.hpp"
#include "timing_rows.hpp"

namespace stint::testing {

namespace story = insight::story;

// All events that a sentence may rest on.
class LoggedFacts {
 public:
  explicit LoggedFacts(const std::vector<timing::Event>& events);
  [[nodiscard]] bool holds(const story::Fact& fact) const;

 private:
  std::set<std::tuple<std::string, std::int64_t, std::string, int>> facts_;
};

class ClaimCheck {
 public:
  // `race`: what the account was made from.
  ClaimCheck(const TimingRows& rows, const std::vector<timing::Event>& events, const race::Snapshot& race,
             const story::Wanted& wanted);

  // What is wrong with a claim; empty if nothing is.
  [[nodiscard]] std::vector<std::string> faults(const story::Claim& claim);

  void operator()(const story::Leader& claim);
  void operator()(const story::CarPlace& claim);
  void operator()(const story::LeadChange& claim);
  void operator()(const story::LeadChanges& claim);
  void operator()(const story::Caution& claim);
  void operator()(const story::Cautions& claim);
  void operator()(const story::Stop& claim);
  void operator()(const story::Stops& claim);
  void operator()(const story::PlaceChange& claim);
  void operator()(const story::GapChange& claim);
  void operator()(const story::SlowLap& claim);
  void operator()(const story::Trouble& claim);
  void operator()(const story::PaceLoss& claim);
  void operator()(const story::Gone& claim);
  void operator()(const story::BestLap& claim);
  void operator()(const story::ControlWord& claim);
  void operator()(const story::Rain& claim);

 private:
  // Of the pit lane.
  struct Stay {
    int in_lap = 0;
    std::int64_t in_ms = 0;
    std::optional<std::int64_t> lane_ms;
  };
  [[nodiscard]] std::vector<Stay> stays(const timing::CarNumber& number) const;
  void expect(bool is_so, const std::string& what);
  template <class SlowClaim>
  void expect_slow(const SlowClaim& claim, std::chrono::milliseconds slower);
  [[nodiscard]] std::int64_t ms(timing::Instant at) const;
  void check_gap(const std::string& ahead, const story::LineGap& gap);
  void check_pass(const story::Pass& pass, const std::string& class_name);
  void check_cause(const story::Pass& pass);
  [[nodiscard]] bool is_ahead(const std::string& a, const std::string& b, std::int64_t at) const;
  [[nodiscard]] std::vector<std::pair<std::int64_t, timing::FlagKind>> published_flags() const;

  const TimingRows& rows_;
  const std::vector<timing::Event>& events_;
  const race::Snapshot& race_;
  std::int64_t from_ = 0, to_ = 0;
  timing::Instant start_{};
  std::vector<std::string> faults_;
};

}  // namespace stint::testing
