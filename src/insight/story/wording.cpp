#include "insight/story/wording.hpp"

#include <cstdlib>

namespace stint::insight::story {
namespace {

std::string car_words(const CarNumber& car) { return "#" + car.str(); }

std::string list_words(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string trouble_words(AnomalyKind what) {
  switch (what) {
    case AnomalyKind::stopped:
      return "came to a stop";
    case AnomalyKind::incident:
      return "had a heavy incident";
    case AnomalyKind::off_track:
      return "seems to have gone off the track";
    case AnomalyKind::spin:
      return "seems to have spun";
    case AnomalyKind::contact:
      return "seems to have touched another car";
    case AnomalyKind::puncture:
      return "crawled, as with a flat tyre,";
    default:
      return "was in trouble";
  }
}

std::string count_words(std::int32_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string lap_number(std::int32_t lap) { return "lap " + std::to_string(lap); }

std::string in_class(const std::string& class_name) { return class_name.empty() ? "" : " in " + class_name; }

// "12.3 s", "1 lap": how far behind.
std::string distance_words(const LineGap& gap) { return gap.laps > 0 ? count_words(gap.laps, "lap") : gap_words(gap.time); }

std::string flag_words(FlagKind flag) {
  using enum FlagKind;
  switch (flag) {
    case red:
      return "red flag";
    case safety_car:
      return "safety car";
    case fcy:
      return "full course yellow";
    case vsc:
      return "virtual safety car";
    case code60:
      return "code 60";
    default:
      return std::string(timing::flag_name(flag));
  }
}

// How `pass.behind` was passed; in the account of the car that passed it (`of_winner`) or of the other.
std::string pass_words(const Pass& pass, bool of_winner) {
  const std::string other = car_words(of_winner ? pass.behind : pass.ahead);
  switch (pass.cause) {
    case Cause::on_track:
      return other + " on the track";
    case Cause::under_caution:
      return other + " under caution";
    case Cause::stop:
      return other + (of_winner ? " when it stopped" : " in its own stop");
    case Cause::quicker_stop:
      return other + " as both stopped";
    case Cause::slow_lap:
      return other + (of_winner ? " on a slow lap of that car" : " on a slow lap of its own");
    case Cause::gone:
      return other + (of_winner ? ", which is out" : " when it dropped out");
    case Cause::unknown:
      return other;
  }
  return other;
}

// The most recent ones one by one, the rest as a number.
std::string passes_words(const std::vector<Pass>& passes, bool of_winner) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> parts;
  const std::size_t begin = passes.size() > kNamed ? passes.size() - kNamed : 0;
  for (std::size_t i = begin; i < passes.size(); ++i) {
    parts.push_back(pass_words(passes[i], of_winner) + " (" + lap_number(passes[i].lap) + ")");
  }
  if (begin > 0) parts.push_back(count_words(static_cast<std::int32_t>(begin), "other"));
  return list_words(parts);
}

struct Writer {
  const RaceClock& clock;

  [[nodiscard]] std::string at(Instant instant, const char* before = " at ") const {
    return clock.start ? before + clock.text(instant) : std::string{};
  }

  std::string operator()(const Leader& leader) const {
    const std::string of_class = in_class(leader.class_name);
    std::string text = car_words(leader.car);
    text += leader.has_won
                ? (leader.class_name.empty() ? " won the race" : " won" + of_class) + " with " + count_words(leader.lap, "lap")
                : " leads" + of_class + " after " + count_words(leader.lap, "lap");
    if (leader.second) text += ", " + distance_words(*leader.second) + " ahead of " + car_words(leader.second->behind);
    return text + ".";
  }

  std::string operator()(const CarPlace& place) const {
    std::string text = car_words(place.car) + (place.has_finished ? " finished " : " is ") + ordinal(place.class_position) +
                       in_class(place.class_name);
    if (!place.class_name.empty()) text += " (" + ordinal(place.position) + " overall)";
    text += " with " + count_words(place.lap, "lap");
    if (place.to_leader) text += ", " + distance_words(*place.to_leader) + " behind the leader " + car_words(*place.leader);
    if (place.to_ahead) text += ", " + distance_words(*place.to_ahead) + " behind " + car_words(*place.ahead);
    if (place.to_next_behind)
      text += ", " + distance_words(*place.to_next_behind) + " ahead of " + car_words(place.to_next_behind->behind);
    return text + ".";
  }

  std::string operator()(const LeadChange& change) const {
    const Pass& pass = change.pass;
    return car_words(pass.ahead) + " took the lead" + in_class(change.class_name) + " from " + pass_words(pass, true) + " on " +
           lap_number(pass.lap) + at(pass.at, ", ") + ".";
  }

  std::string operator()(const LeadChanges& changes) const {
    std::vector<std::string> leaders;
    for (const CarNumber& car : changes.leaders) leaders.push_back(car_words(car));
    return "The lead" + in_class(changes.class_name) + " changed " + count_words(changes.count, "time") + " between " +
           list_words(leaders) + "; " + car_words(changes.last.ahead) + " has it since " + lap_number(changes.last.lap) +
           at(changes.last.at, ", ") + ", from " + pass_words(changes.last, true) + ".";
  }

  std::string operator()(const Caution& caution) const {
    std::string text = flag_words(caution.flag);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    if (clock.start) text += " from " + clock.text(caution.from);
    if (caution.until) {
      text += at(*caution.until, " to ") + ", " + period_words(*caution.until - caution.from);
    } else {
      text += ", still shown";
    }
    return text + (caution.deduced ? " (not published: known from the cars standing in the pit lane)." : ".");
  }

  std::string operator()(const Cautions& cautions) const {
    return count_words(cautions.count, "neutralisation") + ", " + period_words(cautions.time) + " in all.";
  }

  std::string operator()(const Stop& stop) const {
    std::string text = car_words(stop.car) + " came in on " + lap_number(stop.in_lap) + at(stop.in_at);
    if (is_caution_flag(stop.flag)) text += " under " + flag_words(stop.flag);
    if (!stop.out_at) return text + " and is still in the pit lane.";
    if (stop.lane) text += ", " + period_words(*stop.lane) + " in the lane";
    if (stop.driver_changed && !stop.driver_out.empty()) {
      text += stop.driver_in.empty() ? ": " + stop.driver_out + " took over"
                                     : ": " + stop.driver_out + " took over from " + stop.driver_in;
    }
    if (stop.cost && stop.cost->count() > 0) text += "; it cost " + gap_words(*stop.cost) + " against staying out";
    return text + ".";
  }

  static bool is_caution_flag(FlagKind flag) {
    using enum FlagKind;
    return flag == red || flag == safety_car || flag == fcy || flag == vsc || flag == code60;
  }

  std::string operator()(const Stops& stops) const {
    std::vector<std::string> parts;
    for (const StopCount& count : stops.cars) {
      std::string part = car_words(count.car) + " " + std::to_string(count.stops);
      if (count.stops > 0 && count.lane) part += " (" + period_words(*count.lane) + " in the lane";
      if (count.under_caution > 0) {
        part += (count.lane ? ", " : " (") + std::to_string(count.under_caution) + " under caution";
      }
      if (count.stops > 0 && (count.lane || count.under_caution > 0)) part += ")";
      parts.push_back(part);
    }
    return "Stops" + in_class(stops.class_name) + ": " + list_words(parts) + ".";
  }

  std::string operator()(const PlaceChange& change) const {
    const std::int32_t places = change.from - change.to;
    std::string text = car_words(change.car) + (places > 0 ? " gained " : " lost ") + count_words(std::abs(places), "place") +
                       in_class(change.class_name) + ", " + ordinal(change.from) +
                       (change.since_first_lap ? " after lap 1" : "") + " to " + ordinal(change.to) + ": ";
    const auto passed = [&] { return "it passed " + passes_words(change.passed, true); };
    const auto lost = [&] { return "it lost to " + passes_words(change.lost_to, false); };
    if (places > 0) return text + passed() + (change.lost_to.empty() ? "" : "; " + lost()) + ".";
    return text + lost() + (change.passed.empty() ? "" : "; " + passed()) + ".";
  }

  // Parts of less than a second are no reason.
  std::string operator()(const GapChange& change) const {
    const Millis grown = change.gap_to - change.gap_from;
    const std::string leader = car_words(change.ahead), chaser = car_words(change.behind);
    std::string text = grown.count() > 0 ? leader + " drew away from " + chaser : chaser + " closed on " + leader;
    text += ": " + gap_at(change.gap_from, leader, chaser) + " at the end of " + lap_number(change.from_lap) + ", " +
            gap_at(change.gap_to, leader, chaser) + " at the end of " + lap_number(change.to_lap);
    std::vector<std::string> parts;
    const auto part = [&](Millis time, const std::string& where) {
      if (std::chrono::abs(time) >= std::chrono::seconds{1})
        parts.push_back((time.count() > 0 ? leader : chaser) + " gained " + gap_words(time) + " " + where);
    };
    const std::string counts = "(" + std::to_string(change.stops_ahead) + " by " + leader + ", " +
                               std::to_string(change.stops_behind) + " by " + chaser + ")";
    part(change.stops, "on laps with stops " + counts);
    part(change.stops_in_caution, "on laps with stops under caution");
    part(change.caution, "on other laps under caution");
    part(change.pace, "on pace");
    return text + (parts.empty() ? "" : "; " + list_words(parts)) + ".";
  }

  static std::string gap_at(Millis gap, const std::string& leader, const std::string& chaser) {
    return gap_words(gap) + (gap.count() < 0 ? " with " + chaser + " ahead of " + leader : "");
  }

  std::string operator()(const SlowLap& lap) const {
    return car_words(lap.car) + " lost " + gap_words(lap.time - lap.usual) + " on " + lap_number(lap.lap) + " (" +
           lap_words(lap.time) + ", usually " + lap_words(lap.usual) + ")" + at(lap.at, ", until ") + ".";
  }

  std::string operator()(const Trouble& trouble) const {
    const std::string where = trouble.sector > 0 ? " in sector " + std::to_string(trouble.sector) : "";
    return car_words(trouble.car) + " " + trouble_words(trouble.what) + where + " on " + lap_number(trouble.lap) +
           " and lost " + gap_words(trouble.time - trouble.usual) + " (" + lap_words(trouble.time) + ", usually " +
           lap_words(trouble.usual) + ")" + at(trouble.at, ", until ") + ".";
  }

  std::string operator()(const PaceLoss& loss) const {
    return car_words(loss.car) + " was " + gap_words(loss.time - loss.usual) + " a lap slower from " +
           lap_number(loss.from_lap) + " to " + lap_number(loss.to_lap) + " (" + lap_words(loss.time) + ", before " +
           lap_words(loss.usual) + ")" + (loss.failing ? ", and lost top speed: something may be failing" : "") +
           at(loss.at, ", until ") + ".";
  }

  std::string operator()(const Gone& gone) const {
    const std::string seen = "last seen" + at(gone.last_seen) + " after " + count_words(gone.laps, "completed lap");
    if (gone.state == CarState::in_pit) return car_words(gone.car) + " has been in the pit lane for a long time, " + seen + ".";
    if (gone.state == CarState::retired) return car_words(gone.car) + " is out of the race, " + seen + ".";
    if (gone.state == CarState::disqualified) return car_words(gone.car) + " was disqualified, " + seen + ".";
    return car_words(gone.car) + " seems to have stopped, " + seen + ".";
  }

  std::string operator()(const BestLap& best) const {
    std::string text = car_words(best.car);
    if (!best.driver.empty()) text += " (" + best.driver + ")";
    text += best.own ? " set its own best lap" : " set the best lap";
    if (!best.own) text += best.class_name.empty() ? " of the session" : " of " + best.class_name;
    text += " so far, " + lap_words(best.time) + " on " + lap_number(best.lap) + at(best.at);
    return text + (best.before ? "; before it was " + lap_words(*best.before) : "") + ".";
  }

  std::string operator()(const ControlWord& word) const { return "Race control" + at(word.at) + ": \"" + word.text + "\"."; }

  std::string operator()(const Rain& rain) const {
    return (rain.begins ? "Rain was reported" : "No more rain was reported") + at(rain.at, " from ") +
           (clock.start ? " on." : ".");
  }
};

}  // namespace

std::string words_of(const Claim& claim, const RaceClock& clock) { return std::visit(Writer{clock}, claim); }

}  // namespace stint::insight::story
