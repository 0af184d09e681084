// The race log and what race control says. Its pit stops and driver swaps are the same facts as those of their own channels.
#include "race/race_control/meaning.hpp"
#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {

using timing::Instant;

std::size_t SessionFeed::read_race_log(std::optional<simdjson::dom::array> items, Intake& intake) {
  bool any_unseen = false;
  each_item(items, [&](const Item& item) {
    const std::string_view id = item.text("raceLogItemId");
    any_unseen = any_unseen || id.empty() || !log_items_.contains(id);
  });
  if (!any_unseen) return 0;
  std::size_t unseen = 0;
  for (const Item& item : oldest_first(items)) {
    const std::string_view id = item.text("raceLogItemId");
    if (!id.empty() && !log_items_.emplace(id).second) continue;
    ++unseen;
    read_log_item(item, intake);
  }
  return unseen;
}

void SessionFeed::read_log_item(const Item& item, Intake& intake) {
  const std::string_view type = item.text("type");
  if (type == "RCMessage") return read_message(item.text("raceLogItemId"), item.text("text"), time_of(item, intake), intake);
  if (type == "PitIn") return read_pit_in(item, intake);
  if (type == "PitOut") return read_pit_out(item, intake);
  if (type == "RaceFlag") return read_flag(item, intake);
  if (type == "DriverSwap") {
    if (CarRecord* car = car_of(item, intake)) read_swap(*car, item, time_of(item, intake), intake);
  }
  // The rest (overtakes, battles, fastest laps ...) is the publisher's own reading of the same race.
}

void SessionFeed::read_messages(std::optional<simdjson::dom::array> messages, Intake& intake) {
  for (const Item& item : oldest_first(messages)) {
    read_message(item.text("raceControlMessageID"), item.text("text"), time_of(item, intake), intake);
  }
}

// Ids are made from the clock and may collide: another text under a known id is another message.
void SessionFeed::read_message(std::string_view id, std::string_view text, Instant at, Intake& intake) {
  if (text.empty()) return;
  std::string own_id(id.empty() ? std::to_string(timing::count_ms(at)) : id);
  const std::string first_id = own_id;
  for (int copy = 2;; ++copy) {
    const auto [known, fresh] = messages_.try_emplace(own_id, text, at);
    if (fresh) break;
    if (known->second.first == text) return;
    own_id = first_id + "-" + std::to_string(copy);
  }
  const race::RaceControlMeaning meaning = race::parse_race_control(text);
  timing::RaceControl message;
  message.id = own_id;
  message.text = text;
  message.cars = meaning.cars;
  say(intake, at, message);
  tell_flags(flags_.judge(meaning, at), intake);
  tell_flags(flags_.due(intake.arrived_at), intake);
}

void SessionFeed::read_flag(const Item& item, Intake& intake) {
  const std::string_view word = item.text("flag");
  if (word.empty()) return;
  std::vector<std::int32_t> sectors;
  if (const auto list = item.list("sectorNumbers")) {
    const simdjson::dom::array held = *list;
    for (const simdjson::dom::element element : held) {
      std::int64_t sector = 0;
      if (element.get_int64().get(sector) == simdjson::SUCCESS && sector > 0 && sector < 100) {
        sectors.push_back(static_cast<std::int32_t>(sector));
      }
    }
  }
  const bool no_state = word == "LastLap";
  if (!no_state && !flag_of_word(word) && unknown_words_.emplace("flag " + std::string(word)).second) {
    intake.complain("unknown flag \"" + std::string(word) + "\"");
  }
  const auto news = flags_.publish(word, time_of(item, intake), sectors);
  tell_flags(news, intake);
  if (news.empty() || !flags_.chequered_at()) return;
  for (auto& [pid, car] : cars_) mark_chequered(car, intake);
}

void SessionFeed::tell_flags(const std::vector<TimedFlag>& flags, Intake& intake) const {
  for (const TimedFlag& flag : flags) say(intake, flag.at, flag.flag);
}

}  // namespace stint::live::griiip
