#include "source/hhtiming/passing_xml.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>

#include "source/live/number_text.hpp"
#include "source/local_time.hpp"
#include "timing/event_limits.hpp"

namespace stint::source::hhtiming {
namespace {

using timing::Instant;
using timing::Millis;

// The decoder writes the time at the track; the recordings that are known are of European rounds.
constexpr std::string_view kZone = "Europe/Brussels";
constexpr std::size_t kLongestDocument = 1UL << 20U;
constexpr std::size_t kLongestText = 1000;
constexpr std::int64_t kLongestLapMs = 24LL * 3600 * 1000;

std::unexpected<Error> no_passing(const std::string& why) { return fail(ErrorCode::not_a_timing_file, "passing: " + why); }

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

std::string text_of(const xmlNode* node) {
  std::string text;
  for (const xmlNode* part = node->children; part != nullptr; part = part->next) {
    if (part->type == XML_TEXT_NODE && part->content != nullptr) text += reinterpret_cast<const char*>(part->content);
    if (text.size() > kLongestText) break;
  }
  return std::string(live::trimmed(std::string_view(text).substr(0, kLongestText)));
}

const xmlNode* first_element(const xmlNode* node) {
  while (node != nullptr && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

std::optional<Instant> utc(const std::optional<LocalTime>& local) { return local ? utc_of(*local, kZone) : std::nullopt; }

}  // namespace

// The members of a document, and those of its drivers.
struct PassingXml::Fields {
  std::map<std::string, std::string, std::less<>> members;
  std::vector<std::map<std::string, std::string, std::less<>>> drivers;

  [[nodiscard]] std::string text(std::string_view name) const {
    const auto found = members.find(name);
    return found == members.end() ? std::string() : found->second;
  }
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const {
    return live::parse_number<std::int64_t>(text(name));
  }
  [[nodiscard]] std::optional<Millis> time(std::string_view name) const {
    const auto ms = number(name);
    return ms && *ms > 0 && *ms <= kLongestLapMs ? std::optional(Millis{*ms}) : std::nullopt;
  }
};

Result<void> PassingXml::take(const std::string& document, std::vector<timing::Event>& out) {
  if (document.size() > kLongestDocument) return no_passing("the document is too large");
  const std::unique_ptr<xmlDoc, FreeDocument> parsed(
      xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA));
  const xmlNode* root = parsed ? xmlDocGetRootElement(parsed.get()) : nullptr;
  if (root == nullptr) return no_passing("not well-formed XML");
  Fields fields;
  for (const xmlNode* node = first_element(root->children); node != nullptr; node = first_element(node->next)) {
    const xmlNode* inner = first_element(node->children);
    if (inner == nullptr) fields.members[std::string(name_of(node))] = text_of(node);
    if (inner == nullptr || !name_of(node).starts_with("Driver") || fields.drivers.size() == timing::kMaxDrivers) continue;
    auto& driver = fields.drivers.emplace_back();
    for (; inner != nullptr; inner = first_element(inner->next)) driver[std::string(name_of(inner))] = text_of(inner);
  }
  if (name_of(root) == "SESS") {
    take_session(fields, out);
  } else if (name_of(root) == "ENTR") {
    take_entry(fields, out);
  } else if (name_of(root) == "PASS") {
    take_passing(fields, out);
  }
  return {};  // other documents are about what Stint has no use for
}

void PassingXml::take_session(const Fields& fields, std::vector<timing::Event>& out) {
  timing::Session session;
  session.source = "hhtiming";
  session.series = fields.text("Competition");
  session.event = fields.text("Meeting");
  session.name = fields.text("Session");
  session.track = fields.text("Track");
  session.source_session_id = session.event + " " + session.name;
  const bool race = session.name.find("Race") != std::string::npos || session.name.find("RACE") != std::string::npos;
  session.kind = race ? timing::SessionKind::race : timing::SessionKind::unknown;
  session.state = timing::SessionState::running;
  session.started_at = started_at_ = utc(parse_day_first(fields.text("StartTime")));
  if (started_at_) out.push_back({*started_at_, 0, std::move(session)});
}

void PassingXml::take_entry(const Fields& fields, std::vector<timing::Event>& out) {
  const auto number = timing::CarNumber::parse(fields.text("Bib"));
  if (!number || !started_at_) return;
  timing::Entry entry;
  entry.car = *number;
  entry.key = number->str();
  entry.class_name = fields.text("Class");
  entry.vehicle = fields.text("Car");
  entry.team = fields.text("Team");
  for (const auto& row : fields.drivers) {
    const auto get = [&](std::string_view name) {
      const auto found = row.find(name);
      return found == row.end() ? std::string() : found->second;
    };
    const auto id = timing::DriverId::parse(get("Id"));
    if (!id) continue;  // an empty seat
    const std::string first = get("First");
    entry.drivers.push_back(
        {.id = *id, .name = first + (first.empty() ? "" : " ") + get("Last"), .tla = get("Short"), .country = get("Country")});
  }
  out.push_back({*started_at_, 0, std::move(entry)});
}

void PassingXml::take_passing(const Fields& fields, std::vector<timing::Event>& out) {
  const std::string bib = fields.text("BB");
  const auto number = timing::CarNumber::parse(bib);
  const auto at = utc(parse_day_first(fields.text("DT")));
  const auto lap_number = fields.number("LP");
  if (!number || bib.starts_with("SC") || !at || !lap_number || *lap_number < 1 || *lap_number > timing::kMaxLap) return;
  const auto lap = static_cast<std::int32_t>(*lap_number);
  Car& car = cars_[*number];
  const auto driver = timing::DriverId::parse(fields.text("DR"));
  if (driver && driver->view() != "0" && car.driver != driver) {
    out.push_back({*at, 0, timing::DriverChange{*number, car.driver, *driver, lap}});
    car.driver = driver;
  }
  const std::string point = fields.text("ST");
  const auto sector_time = fields.time("IT");
  if (point == "PI" && car.in_lap != lap) {
    car.in_lap = lap;
    car.in_at = at;
    out.push_back({*at, 0, timing::PitIn{*number, lap}});
  } else if (point == "PO" && car.out_lap != lap) {
    car.out_lap = lap;
    const bool timed = car.in_at && *car.in_at < *at && car.in_lap >= lap - 1;
    out.push_back({*at, 0, timing::PitOut{*number, lap, timed ? std::optional<Millis>(*at - *car.in_at) : std::nullopt}});
  } else if (point == "F") {
    if (sector_time && sectors_ > 0) out.push_back({*at, 0, timing::Sector{*number, lap, sectors_ + 1, *sector_time}});
    take_lap(car, fields, *number, lap, *at, out);
  } else if (point.size() == 2 && point[0] == 'I' && point[1] >= '1' && point[1] <= '9') {
    const std::int32_t index = point[1] - '0';
    sectors_ = std::max(sectors_, index);
    if (sector_time) out.push_back({*at, 0, timing::Sector{*number, lap, index, *sector_time}});
  }
}

void PassingXml::take_lap(Car& car, const Fields& fields, timing::CarNumber number, std::int32_t lap, Instant at,
                          std::vector<timing::Event>& out) {
  timing::Lap done;
  done.car = number;
  done.lap = lap;
  done.time = fields.time("LT");
  done.driver = car.driver;
  done.in_lap = car.in_lap == lap;
  done.out_lap = car.out_lap == lap;
  const auto speed = live::parse_number<double>(fields.text("VE"));
  if (speed && *speed > 0 && *speed < 500) done.top_speed_kph = speed;
  out.push_back({at, 0, std::move(done)});
}

}  // namespace stint::source::hhtiming
