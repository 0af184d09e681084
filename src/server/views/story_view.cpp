// What happened in an interval of the race that is shown: docs/story.md.
#include "insight/story/story.hpp"

#include "insight/story/story_json.hpp"
#include "server/views/views.hpp"
#include "timing/race_time.hpp"

namespace stint::server {
namespace {

namespace story = insight::story;

// Milliseconds on the race clock, or HH:MM:SS. An empty value is none.
Result<std::optional<timing::Instant>> instant_of(const ViewCall& call, std::string_view name) {
  constexpr std::int64_t kFarthestMs = 366LL * 24 * 3600 * 1000;
  const std::string* text = call.target.find(name);
  if (text == nullptr || text->empty()) return std::nullopt;
  const auto start = call.race.session.started_at;
  if (!start) return fail(ErrorCode::bad_argument, "The start of this session isn't known, so it has no race clock.");
  if (text->contains(':')) {
    const auto time = timing::parse_race_time(*text);
    if (!time) return std::unexpected(time.error());
    return *start + *time;
  }
  const auto ms = call.target.integer(name, -kFarthestMs, kFarthestMs);
  if (!ms) return std::unexpected(ms.error());
  return *start + timing::Millis{ms->value_or(0)};
}

}  // namespace

Result<void> view_story(const ViewCall& call, timing::JsonWriter& json) {
  const auto from = instant_of(call, "from");
  if (!from) return std::unexpected(from.error());
  const auto to = instant_of(call, "to");
  if (!to) return std::unexpected(to.error());
  story::Wanted wanted;
  wanted.from = from->value_or(call.race.session.started_at.value_or(timing::Instant{}));
  wanted.to = to->value_or(call.race.at);
  if (const std::string* name = call.target.find("class"); name != nullptr) wanted.class_name = *name;
  if (const std::string* number = call.target.find("car"); number != nullptr && !number->empty()) {
    wanted.car = timing::CarNumber::parse(*number);
    if (!wanted.car) return fail(ErrorCode::unknown_car, "There is no car #" + *number + " in this session.");
    wanted.class_name.clear();
  }
  std::vector<const insight::Anomaly*> anomalies;
  if (call.insights != nullptr) {
    for (const auto& anomaly : call.insights->anomalies) anomalies.push_back(anomaly.get());
  }
  const auto account = story::tell(call.race, wanted, anomalies);
  if (!account) return std::unexpected(account.error());
  story::write_account(json, call.race.session, *account);
  return {};
}

}  // namespace stint::server
