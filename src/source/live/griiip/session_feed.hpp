// One session of the service: what has been learned of it, and what each view (a piece of bootstrap, a push, a history page)
// adds. The decoders, one file a kind of view, are its members: laps.cpp, pit_lane.cpp, standings.cpp ...
//
// Everything may come twice, late or out of order: only what is new or corrected becomes an event. Pure: time is the frame's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/griiip/car_record.hpp"
#include "source/live/griiip/intake.hpp"
#include "source/live/griiip/item.hpp"
#include "source/live/griiip/track_flags.hpp"

namespace stint::live::griiip {

using Sid = std::int64_t;

class SessionFeed {
 public:
  explicit SessionFeed(Sid sid) : sid_(sid) {}

  // The whole of it: session, participants, histories, current state.
  void read_bootstrap(const Item& bootstrap, Intake& intake);
  // One item of a push. Channels that are known to carry nothing for us are passed over; unknown ones are complained of once.
  void read_channel(std::string_view channel, simdjson::dom::element view, Intake& intake);
  // Lists from their own addresses.
  void read_laps(std::optional<simdjson::dom::array> laps, Intake& intake);
  void read_pit_ins(std::optional<simdjson::dom::array> pit_ins, Intake& intake);
  void read_pit_outs(std::optional<simdjson::dom::array> pit_outs, Intake& intake);
  void read_messages(std::optional<simdjson::dom::array> messages, Intake& intake);
  // Returns how many of the page's items had not been seen before.
  std::size_t read_race_log(std::optional<simdjson::dom::array> items, Intake& intake);

  // All of the race log has been read: who was at the wheel at the start is known.
  void finish_history(Intake& intake);
  // Announced flags whose time has come; the end of the session some time after its flag.
  void on_time(Intake& intake);
  // The service has said that the session is over.
  void close(Intake& intake);

  [[nodiscard]] Sid sid() const { return sid_; }
  [[nodiscard]] bool has_cars() const { return !cars_.empty(); }
  [[nodiscard]] bool is_started() const { return is_started_; }
  [[nodiscard]] bool is_live() const { return is_started_ && !closed_ && !chequered_at(); }
  [[nodiscard]] bool is_closed() const { return closed_; }
  [[nodiscard]] std::optional<timing::Instant> starts_at() const { return told_session_.started_at; }
  [[nodiscard]] std::optional<timing::Instant> chequered_at() const { return flags_.chequered_at(); }

 private:
  // Nullptr, and the intake told so, for a pid without a participant.
  CarRecord* car_of(const Item& item, Intake& intake);
  void say(Intake& intake, timing::Instant at, timing::EventBody body) const;
  // The item's own time; failing that the race clock's; failing that the frame's arrival.
  [[nodiscard]] std::optional<timing::Instant> own_time(const Item& item) const;
  [[nodiscard]] timing::Instant time_of(const Item& item, const Intake& intake) const;

  // Session: session_facts.cpp.
  void read_info(const Item& info, Intake& intake);
  void read_clock(const Item& clock, Intake& intake);
  void read_limit(const Item& limit, Intake& intake);
  void read_track(const Item& track);
  void tell_session(Intake& intake);
  [[nodiscard]] timing::SessionState state_at(timing::Instant now) const;

  // participants.cpp
  void read_participant(const Item& participant, Intake& intake);
  void change_driver(CarRecord& car, const timing::DriverId& driver, timing::Instant at, Intake& intake);
  void read_swap(CarRecord& car, const Item& item, timing::Instant at, Intake& intake);

  // laps.cpp
  void read_lap(const Item& lap, Intake& intake);
  void read_sector(const Item& sector, Intake& intake);
  void tell_lap(CarRecord& car, timing::Lap fact, timing::Instant at, Intake& intake);
  void mend_lap_before(CarRecord& car, std::int32_t number, Intake& intake);
  void mark_chequered(CarRecord& car, Intake& intake);
  void read_chequered(const Item& flag, Intake& intake);

  // pit_lane.cpp
  void read_pit_in(const Item& pit_in, Intake& intake);
  void read_pit_out(const Item& pit_out, Intake& intake);
  void tell_pit_in(CarRecord& car, std::int32_t lap, timing::Instant at, Intake& intake);
  void tell_pit_out(CarRecord& car, timing::PitOut fact, timing::Instant at, Intake& intake);
  void read_location(const Item& location, Intake& intake);
  void read_running_status(const Item& status, Intake& intake);
  void tell_state(CarRecord& car, timing::CarState state, timing::Instant at, Intake& intake);

  // standings.cpp
  void read_rank(const Item& rank, Intake& intake);
  void read_gap(const Item& gap, Intake& intake);
  void read_official_rank(const Item& rank, Intake& intake);
  void tell_standing(CarRecord& car, timing::Instant at, Intake& intake);

  // race_log.cpp
  void read_log_item(const Item& item, Intake& intake);
  void read_message(std::string_view id, std::string_view text, timing::Instant at, Intake& intake);
  void read_flag(const Item& flag, Intake& intake);
  void tell_flags(const std::vector<TimedFlag>& flags, Intake& intake) const;

  // conditions.cpp
  void read_weather(const Item& weather, Intake& intake);
  void read_tyres(const Item& tyres, Intake& intake);
  void read_energy(const Item& energy, Intake& intake);
  void read_geo_location(const Item& location, Intake& intake);

  // channels.cpp
  void read_crossings(const Item& view, Intake& intake);
  struct Channel;
  static const Channel* find_channel(std::string_view name);

  Sid sid_;
  std::map<Pid, CarRecord> cars_;
  std::set<Pid> unknown_pids_;
  std::map<timing::CarNumber, Pid> owners_;  // who has a number now

  timing::Session session_;       // as it stands
  timing::Session told_session_;  // as last told
  bool session_told_ = false;
  bool is_started_ = false;
  bool is_race_ = false;
  bool has_seen_chequered_ = false;
  bool closed_ = false;
  bool pit_crosses_line_ = true;
  std::optional<timing::Instant> scheduled_start_;
  std::optional<Told<timing::Clock>> told_clock_;

  TrackFlags flags_;
  std::map<std::string, std::pair<std::string, timing::Instant>, std::less<>> messages_;  // by id: text and time
  std::set<std::string, std::less<>> log_items_;
  std::optional<timing::Instant> weather_at_;
  std::set<std::string, std::less<>> unknown_words_;  // complained of once
};

}  // namespace stint::live::griiip
