// A session as a download: the contract's document (JSON), the laps as a table (CSV), the event log (NDJSON).
//
// Each is made piece by piece, so a day's race costs no more memory than a minute's. Any thread; the CLI uses them too:
// `while (!(piece = stream->next()).empty()) out << piece;`
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "race/snapshot.hpp"
#include "server/message.hpp"
#include "timing/event.hpp"

namespace stint::server {

[[nodiscard]] std::unique_ptr<BodyStream> export_json(race::SnapshotPtr race, std::string session_id,
                                                      timing::Instant exported_at);
[[nodiscard]] std::unique_ptr<BodyStream> export_laps_csv(race::SnapshotPtr race);
[[nodiscard]] std::unique_ptr<BodyStream> export_events(std::vector<timing::Event> events);

}  // namespace stint::server
