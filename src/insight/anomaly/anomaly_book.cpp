#include "insight/anomaly/anomaly_book.hpp"

namespace stint::insight {

std::int32_t AnomalyBook::enter(timing::Instant at, Anomaly anomaly) {
  if (anomaly.id == 0) {
    anomaly.id = static_cast<std::int32_t>(anomalies_.size()) + 1;
    anomaly.first_seen = at;
    anomalies_.emplace_back();
  }
  const std::int32_t id = anomaly.id;
  edit(id) = std::move(anomaly);
  note(at, id);
  return id;
}

void AnomalyBook::note(timing::Instant at, std::int32_t id) { revisions_.push_back({at, edit(id)}); }

}  // namespace stint::insight
