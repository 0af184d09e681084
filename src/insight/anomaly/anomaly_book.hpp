// All anomalies of a session so far, and which of them changed when.
#pragma once

#include <span>
#include <vector>

#include "insight/anomaly/anomaly.hpp"

namespace stint::insight {

// An anomaly as it was after a change; the first one of an id is its alarm.
struct AnomalyRevision {
  timing::Instant at{};
  Anomaly anomaly;
};

class AnomalyBook {
 public:
  // A new anomaly (id 0), first seen at `at`, or what has become of one. Returns its id.
  std::int32_t enter(timing::Instant at, Anomaly anomaly);

  // The anomaly to be changed; call note() when it has been. REQUIRES: `id` came from enter(). Valid until the next enter().
  [[nodiscard]] Anomaly& edit(std::int32_t id) { return anomalies_[static_cast<std::size_t>(id - 1)]; }
  void note(timing::Instant at, std::int32_t id);

  [[nodiscard]] std::span<const Anomaly> all() const { return anomalies_; }
  [[nodiscard]] std::span<const AnomalyRevision> revisions() const { return revisions_; }

 private:
  std::vector<Anomaly> anomalies_;
  std::vector<AnomalyRevision> revisions_;
};

}  // namespace stint::insight
