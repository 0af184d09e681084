#include "source/live/wige/slow_zones.hpp"

#include <algorithm>
#include <optional>

#include "timing/event_limits.hpp"

namespace stint::live::wige {
namespace {

std::optional<timing::FlagKind> kind_of(std::int64_t type) {
  switch (type) {
    case 60:
      return timing::FlagKind::code60;
    case 80:
      return timing::FlagKind::slow_zone;
    case 120:
      return timing::FlagKind::double_yellow;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool SlowZones::take(const simdjson::dom::element& document, Instant at, std::vector<timing::Event>& out) {
  simdjson::dom::array zones;
  if (document.at_key("data").get_array().get(zones) != simdjson::SUCCESS) return false;
  std::map<std::int32_t, timing::FlagKind> now;
  for (const simdjson::dom::element zone : zones) {
    std::int64_t type = 0;
    std::int64_t post = 0;
    if (zone.at(0).get_int64().get(type) != simdjson::SUCCESS || zone.at(1).get_int64().get(post) != simdjson::SUCCESS)
      continue;
    const auto kind = kind_of(type);
    if (kind && post >= 0 && post <= timing::kMaxPost) now[static_cast<std::int32_t>(post)] = *kind;
  }
  const auto show = [&](std::int32_t post, timing::FlagKind kind) {
    out.push_back({at, 0, timing::Flag{timing::FlagScope::post, post, kind}});
  };
  for (const auto& [post, kind] : now) {
    const auto before = shown_.find(post);
    if (before == shown_.end() || before->second != kind) show(post, kind);
  }
  for (const auto& [post, kind] : shown_) {
    if (!now.contains(post)) show(post, timing::FlagKind::none);
  }
  shown_ = std::move(now);
  return true;
}

}  // namespace stint::live::wige
