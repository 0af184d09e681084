#include "timing/event_generators.hpp"

#include <rapidcheck.h>

#include <limits>

#include "timing/event_limits.hpp"

namespace stint::timing::generate {
namespace {

rc::Gen<std::int32_t> whole(std::int32_t least, std::int32_t most) {
  return rc::gen::weightedOneOf<std::int32_t>(
      {{8, rc::gen::inRange<std::int32_t>(least, most)}, {1, rc::gen::just(least)}, {1, rc::gen::just(most)}});
}
rc::Gen<Millis> time(Millis least = Millis{0}) {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(count_ms(least), count_ms(kLongestDuration) + 1),
                      [](std::int64_t ms) { return Millis{ms}; });
}
rc::Gen<Millis> signed_time() { return time(-kLongestDuration); }
rc::Gen<Instant> instant() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(count_ms(kFirstInstant), count_ms(kLastInstant) + 1),
                      [](std::int64_t ms) { return instant_from_ms(ms); });
}
rc::Gen<double> measure() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53), std::int64_t{1} << 53),
                      [](std::int64_t bits) { return static_cast<double>(bits) / 9007199254740992.0 * kMaxMeasure; });
}
rc::Gen<double> share() {
  return rc::gen::map(rc::gen::inRange<std::int32_t>(0, std::numeric_limits<std::int32_t>::max()),
                      [](std::int32_t part) { return part / 2147483647.0; });
}
template <class T>
rc::Gen<std::optional<T>> perhaps(rc::Gen<T> gen) {
  return rc::gen::oneOf(rc::gen::just(std::optional<T>()),
                        rc::gen::map(std::move(gen), [](T value) { return std::optional<T>(std::move(value)); }));
}

// Pieces that a text form gets wrong: quotes, controls, NUL, letters of two, three and four bytes, and U+2028.
rc::Gen<std::string> text() {
  const auto piece =
      rc::gen::element<std::string>("a", "Z", "7", " ", "\"", "\\", "/", "\n", "\t", std::string(1, '\0'), "\x1f", "\x7f",
                                    "\xC3\x89", "\xE2\x82\xAC", "\xE2\x80\xA8", "\xF0\x9F\x8F\x81", "{", "</script>");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string joined;
    for (const auto& each : pieces) joined += each;
    return joined.size() <= kMaxNameBytes ? joined : std::string("long");
  });
}
template <class Id>
rc::Gen<Id> id() {
  const auto piece = rc::gen::element<std::string>("0", "1", "7", "A", "\"", "\xC3\x89", "#");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string joined;
    for (const auto& each : pieces) {
      if (joined.size() + each.size() <= Id::kCapacity) joined += each;
    }
    return Id(joined.empty() ? "007" : joined);
  });
}
rc::Gen<CarNumber> car() { return id<CarNumber>(); }
rc::Gen<DriverId> driver_id() { return id<DriverId>(); }
template <class E>
rc::Gen<E> any_of(E last) {
  return rc::gen::map(rc::gen::inRange<int>(0, static_cast<int>(last) + 1), [](int value) { return static_cast<E>(value); });
}
rc::Gen<std::int32_t> lap_number() { return whole(0, kMaxLap); }
rc::Gen<FlagKind> flag_kind() { return any_of(FlagKind::chequered); }
rc::Gen<BestMark> best_mark() { return any_of(BestMark::overall); }
rc::Gen<bool> yes_or_no() { return rc::gen::arbitrary<bool>(); }

template <class T>
rc::Gen<std::vector<T>> up_to(std::size_t most, rc::Gen<T> gen) {
  return rc::gen::map(rc::gen::container<std::vector<T>>(std::move(gen)), [most](std::vector<T> values) {
    if (values.size() > most) values.resize(most);
    return values;
  });
}

using rc::gen::set;

rc::Gen<Session> session() {
  return rc::gen::build<Session>(set(&Session::source, text()), set(&Session::source_session_id, text()),
                                 set(&Session::series, text()), set(&Session::event, text()), set(&Session::name, text()),
                                 set(&Session::track, text()), set(&Session::kind, any_of(SessionKind::warmup)),
                                 set(&Session::state, any_of(SessionState::closed)), set(&Session::limit, perhaps(time())),
                                 set(&Session::limit_laps, perhaps(lap_number())),
                                 set(&Session::started_at, perhaps(instant())), set(&Session::dating, any_of(Dating::nominal)),
                                 set(&Session::utc_offset_min, perhaps(whole(-kMaxUtcOffsetMin, kMaxUtcOffsetMin))),
                                 set(&Session::lap_length_m, perhaps(measure())));
}
rc::Gen<Clock> clock() {
  return rc::gen::build<Clock>(set(&Clock::elapsed, signed_time()), set(&Clock::remaining, perhaps(signed_time())),
                               set(&Clock::laps_remaining, perhaps(whole(-kMaxLap, kMaxLap))),
                               set(&Clock::running, yes_or_no()));
}
rc::Gen<Driver> driver() {
  return rc::gen::build<Driver>(set(&Driver::id, rc::gen::oneOf(rc::gen::just(DriverId{}), driver_id())),
                                set(&Driver::name, text()), set(&Driver::tla, text()), set(&Driver::grade, text()),
                                set(&Driver::country, text()));
}
rc::Gen<Entry> entry() {
  return rc::gen::build<Entry>(set(&Entry::car, car()), set(&Entry::key, text()), set(&Entry::class_name, text()),
                               set(&Entry::group, text()), set(&Entry::team, text()), set(&Entry::vehicle, text()),
                               set(&Entry::manufacturer, text()), set(&Entry::drivers, up_to(kMaxDrivers, driver())));
}
rc::Gen<Flag> flag() {
  return rc::gen::build<Flag>(set(&Flag::scope, any_of(FlagScope::post)), set(&Flag::number, whole(0, kMaxPost)),
                              set(&Flag::kind, flag_kind()));
}
rc::Gen<Sector> sector() {
  return rc::gen::build<Sector>(set(&Sector::car, car()), set(&Sector::lap, lap_number()),
                                set(&Sector::index, whole(1, kMaxSectorIndex)), set(&Sector::time, time()),
                                set(&Sector::best, best_mark()));
}
rc::Gen<Loop> loop() {
  return rc::gen::build<Loop>(set(&Loop::car, car()), set(&Loop::lap, lap_number()),
                              set(&Loop::index, whole(1, kMaxSectorIndex)), set(&Loop::since_lap_start, time()));
}
rc::Gen<Lap> lap() {
  return rc::gen::build<Lap>(set(&Lap::car, car()), set(&Lap::lap, lap_number()), set(&Lap::time, perhaps(time())),
                             set(&Lap::driver, perhaps(driver_id())), set(&Lap::flag, perhaps(flag_kind())),
                             set(&Lap::top_speed_kph, perhaps(measure())), set(&Lap::best, best_mark()),
                             set(&Lap::valid, yes_or_no()), set(&Lap::in_lap, yes_or_no()), set(&Lap::out_lap, yes_or_no()));
}
rc::Gen<PitIn> pit_in() { return rc::gen::build<PitIn>(set(&PitIn::car, car()), set(&PitIn::lap, lap_number())); }
rc::Gen<PitOut> pit_out() {
  return rc::gen::build<PitOut>(set(&PitOut::car, car()), set(&PitOut::lap, lap_number()), set(&PitOut::lane, perhaps(time())));
}
rc::Gen<DriverChange> driver_change() {
  return rc::gen::build<DriverChange>(set(&DriverChange::car, car()), set(&DriverChange::from, perhaps(driver_id())),
                                      set(&DriverChange::to, driver_id()), set(&DriverChange::lap, perhaps(lap_number())));
}
rc::Gen<CarStatus> car_status() {
  return rc::gen::build<CarStatus>(set(&CarStatus::car, car()), set(&CarStatus::state, any_of(CarState::disqualified)));
}
rc::Gen<OfficialStanding> official_standing() {
  return rc::gen::build<OfficialStanding>(
      set(&OfficialStanding::car, car()), set(&OfficialStanding::position, perhaps(whole(1, kMaxPosition))),
      set(&OfficialStanding::class_position, perhaps(whole(1, kMaxPosition))),
      set(&OfficialStanding::laps, perhaps(lap_number())), set(&OfficialStanding::gap, perhaps(signed_time())),
      set(&OfficialStanding::gap_laps, perhaps(whole(-kMaxLap, kMaxLap))),
      set(&OfficialStanding::reference, any_of(GapReference::car_ahead_in_class)),
      set(&OfficialStanding::total_time, perhaps(time())), set(&OfficialStanding::status, perhaps(text())));
}
rc::Gen<RaceControl> race_control() {
  return rc::gen::build<RaceControl>(set(&RaceControl::id, text()), set(&RaceControl::text, text()),
                                     set(&RaceControl::cars, up_to(kMaxCarsNamed, car())), set(&RaceControl::group, text()));
}
rc::Gen<Weather> weather() {
  return rc::gen::build<Weather>(set(&Weather::air_c, perhaps(measure())), set(&Weather::track_c, perhaps(measure())),
                                 set(&Weather::humidity_pct, perhaps(measure())), set(&Weather::wind_kph, perhaps(measure())),
                                 set(&Weather::wind_dir_deg, perhaps(measure())),
                                 set(&Weather::pressure_hpa, perhaps(measure())), set(&Weather::rain, perhaps(yes_or_no())));
}
rc::Gen<Position> position() {
  return rc::gen::build<Position>(set(&Position::car, car()), set(&Position::fraction, perhaps(share())),
                                  set(&Position::x, perhaps(measure())), set(&Position::y, perhaps(measure())));
}
rc::Gen<Telemetry> telemetry() {
  return rc::gen::build<Telemetry>(set(&Telemetry::car, car()), set(&Telemetry::speed_kph, perhaps(measure())),
                                   set(&Telemetry::energy_pct, perhaps(measure())), set(&Telemetry::tyres, text()));
}
rc::Gen<FeedHealth> feed_health() {
  return rc::gen::build<FeedHealth>(set(&FeedHealth::source, text()), set(&FeedHealth::connected, yes_or_no()),
                                    set(&FeedHealth::stale, yes_or_no()), set(&FeedHealth::last_frame_at, perhaps(instant())),
                                    set(&FeedHealth::last_timing_at, perhaps(instant())));
}

template <class T>
rc::Gen<EventBody> as_body(rc::Gen<T> gen) {
  return rc::gen::map(std::move(gen), [](T value) { return EventBody(std::move(value)); });
}
}  // namespace

rc::Gen<EventBody> body(std::size_t kind) {
  switch (kind) {
    case 0:
      return as_body(session());
    case 1:
      return as_body(clock());
    case 2:
      return as_body(entry());
    case 3:
      return as_body(flag());
    case 4:
      return as_body(sector());
    case 5:
      return as_body(loop());
    case 6:
      return as_body(lap());
    case 7:
      return as_body(pit_in());
    case 8:
      return as_body(pit_out());
    case 9:
      return as_body(driver_change());
    case 10:
      return as_body(car_status());
    case 11:
      return as_body(official_standing());
    case 12:
      return as_body(race_control());
    case 13:
      return as_body(weather());
    case 14:
      return as_body(position());
    case 15:
      return as_body(telemetry());
    default:
      return as_body(feed_health());
  }
}

rc::Gen<Event> event() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, std::variant_size_v<EventBody>), [](std::size_t kind) {
    return rc::gen::build<Event>(set(&Event::at, instant()), set(&Event::body, body(kind)));
  });
}

}  // namespace stint::timing::generate
