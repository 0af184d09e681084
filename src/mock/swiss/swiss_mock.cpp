#include "mock/swiss/swiss_mock.hpp"

#include <chrono>
#include <functional>

namespace stint::mock::swiss {
namespace {

using timing::event_as;
using timing::Instant;
using timing::Millis;
using namespace std::chrono_literals;

constexpr std::string_view kRoot = "/node/db/RAC_PROD/";
// The documents of a unit change about so often.
constexpr Millis kPublishEvery = 1s;
// How far back `stale` reaches.
constexpr std::size_t kPublicationsKept = 30;
// As large as the largest that were captured, the details of 72 cars.
constexpr std::size_t kHuge = 150'000;

std::string tag_of(const std::string& body) { return "\"" + std::to_string(std::hash<std::string>{}(body)) + "\""; }

}  // namespace

const MockProtocol kSwissMock{"swiss", "Swiss Timing: GT World Challenge Europe, Spa 24h",
                              "/node/db/RAC_PROD/SRO_SEASONS_JSON.json and those that it leads to",
                              [](RaceScript script, FaultPlan faults) -> std::unique_ptr<net::LoopbackService> {
                                return std::make_unique<SwissMock>(std::move(script), std::move(faults));
                              }};

SwissMock::SwissMock(RaceScript race_script, FaultPlan plan)
    : Feed(std::move(race_script), std::move(plan)), units_{guid("meeting", 1), guid("unit", 1), guid("unit", 2)} {
  ends_ = script().ends();
}

void SwissMock::happened(const timing::Event& event) {
  if (const auto* entry = event_as<timing::Entry>(event)) competitors_.try_emplace(entry->car, competitors_.size() + 1);
  const auto* session = event_as<timing::Session>(event);
  if (session != nullptr && session->limit && session->started_at) ends_ = *session->started_at + *session->limit;
}

CacheScene SwissMock::scene(const race::Snapshot& race) {
  CacheScene shown{.race = race, .units = units_, .competitors = competitors_};
  shown.now = feed_now();
  shown.start = feed_start();
  shown.ends = ends_;
  shown.utc_offset = script().utc_offset();
  shown.next_unit = rolled_over();
  shown.brief = suffers(Fault::short_rows);
  shown.question_marks = suffers(Fault::encoding);
  shown.chatters = suffers(Fault::flag_chatter);
  if (const Episode* cars = faults().running(Fault::cars, feed_now()))
    shown.disorder = static_cast<std::int64_t>(cars->roll % 1'000'000);
  if (suffers(Fault::huge_first)) shown.padding = kHuge;
  return shown;
}

// Made when they are asked for, at most once a kPublishEvery; while nobody asks, that costs nothing.
const SwissMock::Published& SwissMock::published(const std::string& unit) {
  std::deque<Published>& held = publications_[unit];
  const bool due = held.empty() || feed_now() - held.back().at >= kPublishEvery;
  if (held.empty() || (due && !suffers(Fault::stall))) {
    const race::SnapshotPtr race = script().snapshot();
    const CacheScene shown = scene(*race);
    held.push_back({feed_now(), timing_document(shown, unit), details_document(shown, unit)});
    if (held.size() > kPublicationsKept) held.pop_front();
  }
  return suffers(Fault::stale) ? held.front() : held.back();
}

std::string SwissMock::document(std::string_view key) {
  const race::SnapshotPtr race = script().latest_snapshot();
  const CacheScene shown = scene(*race);
  if (key == "SRO_SEASONS_JSON") return seasons_document(shown);
  if (key == "SRO_" + season_year(shown) + "_SEASON_JSON") return season_document(shown);
  if (key == "SRO_" + season_year(shown) + "_SCHEDULE_" + key_guid(units_.meeting) + "_JSON") return schedule_document(shown);
  for (const std::string& unit : {units_.race, units_.next}) {
    const bool open = unit == units_.race || rolled_over();
    if (open && key == "SRO_" + season_year(shown) + "_TIMING_" + key_guid(unit) + "_JSON") return published(unit).timing;
    if (open && key == "SRO_" + season_year(shown) + "_COMP_DETAIL_" + key_guid(unit) + "_JSON") return published(unit).details;
  }
  return "";
}

net::LoopbackReply SwissMock::reply(const net::LoopbackRequest& request) {
  std::string_view path = request.target;
  path = path.substr(0, path.find('?'));
  constexpr std::string_view kEnd = ".json";
  if (!path.starts_with(kRoot) || !path.ends_with(kEnd)) return {404, {}, "not found", {}};
  path.remove_prefix(kRoot.size());
  path.remove_suffix(kEnd.size());
  std::string body = document(path);
  if (body.empty()) return {404, {}, "not found", {}};
  const std::string tag = tag_of(body);
  if (request.header("If-None-Match") == tag) return {304, {{"ETag", tag}}, "", {}};
  return {200, {{"Content-Type", "application/json"}, {"ETag", tag}}, std::move(body), {}};
}

}  // namespace stint::mock::swiss
