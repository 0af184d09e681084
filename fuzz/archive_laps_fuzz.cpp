// Any bytes as a lap-analysis file: read or refused without a fault, and what is read is in canonical order.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "source/archive/archive.hpp"

namespace {

// Instants never go back, and nothing is before the session.
void check(const stint::source::ArchiveSession& session) {
  if (session.events.empty() || stint::timing::event_as<stint::timing::Session>(session.events.front()) == nullptr)
    std::abort();
  for (std::size_t i = 1; i < session.events.size(); ++i) {
    const auto& before = session.events[i - 1];
    const auto& event = session.events[i];
    if (event.at < before.at || (event.at == before.at && event.body.index() < before.body.index())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  stint::source::ArchiveFiles files;
  files.laps = {"cup_2031_northpark24h_race-laps.csv", std::string(reinterpret_cast<const char*>(data), size)};
  if (const auto session = stint::source::read_archive(files)) check(*session);
  return 0;
}
