#include "source/live/wige/message_list.hpp"

#include <algorithm>
#include <map>

#include "source/live/number_text.hpp"
#include "source/live/text_hash.hpp"
#include "source/live/wige/classification_row.hpp"
#include "source/local_time.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::wige {
namespace {

// TOD counts from 0001-01-01 in local time; this is 1970-01-01.
constexpr std::int64_t kYear1ToEpochMs = 62'135'596'800'000;
constexpr std::size_t kMostMessages = 5000;
// A message may be stamped by a clock that is ahead of ours by this much without being of yesterday.
constexpr Millis kClockSlack = std::chrono::minutes{10};

struct Listed {
  std::string text;
  std::string group;
  Millis time_of_day{};
  source::LocalTime at{};
};

source::LocalTime midnight(source::LocalTime time) { return std::chrono::floor<std::chrono::days>(time); }

// When the newest message was sent, by the track's clock; else, what that clock shows now.
source::LocalTime latest_time(const simdjson::dom::object& frame, Instant now) {
  const auto tod = parse_number<std::int64_t>(text_of(frame, "TOD"));
  if (tod) {
    const auto stated = timing::instant_from_ms(*tod > kYear1ToEpochMs ? *tod - kYear1ToEpochMs : 0);
    if (stated > timing::kFirstInstant + std::chrono::days{36'500} && stated < timing::kLastInstant) return stated;
  }
  return source::local_of(now, kZone).value_or(now) + kClockSlack;
}

std::vector<Listed> messages_of(const simdjson::dom::object& frame) {
  std::vector<Listed> listed;
  simdjson::dom::array rows;
  if (frame.at_key("MESSAGES").get_array().get(rows) != simdjson::SUCCESS) return listed;
  for (const simdjson::dom::element value : rows) {
    simdjson::dom::object row;
    if (value.get_object().get(row) != simdjson::SUCCESS || listed.size() == kMostMessages) continue;
    const auto time = source::parse_time_of_day(text_of(row, "MESSAGETIME"));
    if (!time) continue;
    Listed message;
    message.text = std::string(trimmed(text_of(row, "MESSAGE")).substr(0, timing::kMaxMessageBytes));
    message.group = text_of(row, "MESSAGEGROUP").substr(0, timing::kMaxNameBytes);
    message.time_of_day = *time;
    listed.push_back(std::move(message));
  }
  return listed;
}

// Newest first; a time of day that is later than the one before it is of the day before.
void date_backwards(std::vector<Listed>& messages, source::LocalTime latest) {
  // TOD is to the millisecond, MESSAGETIME to the second.
  source::LocalTime bound = std::chrono::floor<std::chrono::seconds>(latest) + Millis{999};
  for (Listed& message : messages) {
    message.at = midnight(bound) + message.time_of_day;
    if (message.at > bound) message.at -= std::chrono::days{1};
    bound = message.at + Millis{999};
  }
}

// "#911", "# 911": car numbers named in the text.
std::vector<timing::CarNumber> cars_in(std::string_view text) {
  std::vector<timing::CarNumber> cars;
  for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    std::size_t from = at + 1;
    while (from < text.size() && text[from] == ' ') ++from;
    std::size_t until = from;
    while (until < text.size() && text[until] >= '0' && text[until] <= '9') ++until;
    const auto car = timing::CarNumber::parse(text.substr(from, until - from));
    if (car && std::ranges::find(cars, *car) == cars.end() && cars.size() < timing::kMaxCarsNamed) cars.push_back(*car);
  }
  return cars;
}

}  // namespace

void MessageList::take(const simdjson::dom::object& frame, const std::string& session, Instant now,
                       std::vector<timing::Event>& out) {
  std::vector<Listed> messages = messages_of(frame);
  date_backwards(messages, latest_time(frame, now));
  std::map<std::string, int> times_said;
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if (message->text.empty()) continue;
    const std::string said = std::to_string(timing::count_ms(message->at) / 1000) + "-" + text_hash(message->text);
    const std::string id = session + "-" + said + "-" + std::to_string(++times_said[said]);
    if (!told_.insert(id).second) continue;
    timing::RaceControl told{.id = id, .text = message->text, .cars = cars_in(message->text), .group = message->group};
    out.push_back({source::utc_of(message->at, kZone).value_or(now), 0, std::move(told)});
  }
}

}  // namespace stint::live::wige
