#include "insight/story/claim.hpp"

#include <array>

namespace stint::insight::story {
namespace {

using Cars = std::vector<CarNumber>;

struct CarsOf {
  Cars operator()(const Leader& claim) const {
    Cars cars{claim.car};
    if (claim.second) cars.push_back(claim.second->behind);
    return cars;
  }
  Cars operator()(const CarPlace& claim) const {
    Cars cars{claim.car};
    if (claim.leader) cars.push_back(*claim.leader);
    if (claim.ahead) cars.push_back(*claim.ahead);
    if (claim.to_next_behind) cars.push_back(claim.to_next_behind->behind);
    return cars;
  }
  Cars operator()(const LeadChange& claim) const { return {claim.pass.ahead, claim.pass.behind}; }
  Cars operator()(const LeadChanges& claim) const {
    Cars cars{claim.last.ahead};
    for (const CarNumber& car : claim.leaders) {
      if (car != claim.last.ahead) cars.push_back(car);
    }
    return cars;
  }
  Cars operator()(const Caution&) const { return {}; }
  Cars operator()(const Cautions&) const { return {}; }
  Cars operator()(const Stops& claim) const {
    Cars cars;
    for (const StopCount& count : claim.cars) cars.push_back(count.car);
    return cars;
  }
  Cars operator()(const PlaceChange& claim) const {
    Cars cars{claim.car};
    for (const Pass& pass : claim.passed) cars.push_back(pass.behind);
    for (const Pass& pass : claim.lost_to) cars.push_back(pass.ahead);
    return cars;
  }
  Cars operator()(const GapChange& claim) const { return {claim.ahead, claim.behind}; }
  Cars operator()(const ControlWord& claim) const { return claim.cars; }
  Cars operator()(const Rain&) const { return {}; }
  template <class OfOneCar>
  Cars operator()(const OfOneCar& claim) const {
    return {claim.car};
  }
};

struct InstantOf {
  Instant operator()(const LeadChange& claim) const { return claim.pass.at; }
  Instant operator()(const LeadChanges& claim) const { return claim.last.at; }
  Instant operator()(const Caution& claim) const { return claim.from; }
  Instant operator()(const Cautions&) const { return {}; }
  Instant operator()(const Stop& claim) const { return claim.in_at; }
  Instant operator()(const Stops&) const { return {}; }
  Instant operator()(const PlaceChange& claim) const {
    const auto& passes = claim.passed.empty() ? claim.lost_to : claim.passed;
    return passes.empty() ? Instant{} : passes.back().at;
  }
  Instant operator()(const GapChange& claim) const { return claim.to_at; }
  Instant operator()(const Gone& claim) const { return claim.last_seen; }
  template <class WithInstant>
  Instant operator()(const WithInstant& claim) const {
    return claim.at;
  }
};

}  // namespace

std::string_view kind_of(const Claim& claim) {
  static constexpr std::array<std::string_view, std::variant_size_v<Claim>> kNames{
      "leader",     "car_place", "lead_change", "lead_changes", "caution", "cautions", "stop",         "stops", "place_change",
      "gap_change", "slow_lap",  "trouble",     "pace_loss",    "gone",    "best_lap", "race_control", "rain"};
  return kNames.at(claim.index());
}

std::vector<CarNumber> cars_of(const Claim& claim) { return std::visit(CarsOf{}, claim); }

Instant instant_of(const Claim& claim) { return std::visit(InstantOf{}, claim); }

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::on_track:
      return "on_track";
    case Cause::under_caution:
      return "under_caution";
    case Cause::stop:
      return "stop";
    case Cause::quicker_stop:
      return "quicker_stop";
    case Cause::slow_lap:
      return "slow_lap";
    case Cause::gone:
      return "gone";
    case Cause::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace stint::insight::story
