#include "insight/predict/lap_question.hpp"

namespace stint::insight {
namespace {

using timing::count_ms;

// Until here little of the lap is known, and what is to come decides.
constexpr double kLate = 0.42;

LapPart part_of(LapKind kind, double done) {
  const bool under_way = done > 0;
  switch (kind) {
    case LapKind::racing:
      return !under_way ? LapPart::racing : done < kLate ? LapPart::racing_early : LapPart::racing_late;
    case LapKind::in:
      return LapPart::in;
    case LapKind::out:
      return under_way ? LapPart::out_under_way : LapPart::out;
    case LapKind::neutralised:
      break;
  }
  return LapPart::neutralised;
}

// Time from the line to the latest sector's end, and what the rest of the lap usually takes.
double reference_under_way(const FieldCar& car, double pace, double done) {
  const auto latest = car.now.ended_at[static_cast<std::size_t>(car.now.last_sector - 1)];
  const auto line = car.last_line();
  const double known = latest && line ? static_cast<double>(count_ms(*latest - *line)) : done * pace;
  return known + (1 - done) * pace;
}

// Time in the pit lane that an out-lap contains: known once the car has left it. nullopt before the class has stopped.
std::optional<double> lane_time(const Field& field, const FieldCar& car) {
  const bool left =
      !car.in_lane && car.last_lane_time && car.lane_left && car.lane_entered && *car.lane_left >= *car.lane_entered;
  if (left) return static_cast<double>(count_ms(*car.last_lane_time));
  return field.class_of(car).lane_times.median();
}

}  // namespace

std::string_view lap_kind_name(LapKind kind) {
  switch (kind) {
    case LapKind::racing:
      return "racing";
    case LapKind::in:
      return "in";
    case LapKind::out:
      return "out";
    case LapKind::neutralised:
      break;
  }
  return "neutralised";
}

std::string_view lap_part_name(LapPart part) {
  switch (part) {
    case LapPart::racing:
      return "racing";
    case LapPart::racing_early:
      return "racing, first part";
    case LapPart::racing_late:
      return "racing, later";
    case LapPart::ahead:
      return "racing, laps ahead";
    case LapPart::in:
      return "in";
    case LapPart::out:
      return "out";
    case LapPart::out_under_way:
      return "out, under way";
    default:
      return "neutralised";
  }
}

LapKind kind_of_current_lap(const Field& field, const FieldCar& car) {
  if (car.now.in_lap) return LapKind::in;
  if (car.now.out_lap) return LapKind::out;
  const bool began_racing = car.laps.empty() || is_racing_flag(car.laps.back().flag_at_end);
  return began_racing && is_racing_flag(field.flag()) ? LapKind::racing : LapKind::neutralised;
}

std::optional<LapQuestion> ask(const Field& field, std::size_t place, LapKind kind, LapFeatures& features) {
  const FieldCar& car = field.cars()[place];
  const auto pace = pace_of(car);
  if (!pace || car.finished) return std::nullopt;
  const auto row = features.row(field, place);
  if (!row) return std::nullopt;
  LapQuestion question;
  question.kind = kind;
  question.pace_ms = *pace;
  question.reference_ms = *pace;
  question.row = *row;
  const bool under_way = car.now.last_sector > 0;
  if (under_way) {
    question.done = features.track_order().share_at(place, car.now.last_sector);
    if (question.done <= 0) return std::nullopt;
    question.reference_ms = reference_under_way(car, *pace, question.done);
  } else if (kind == LapKind::out) {
    const auto lane = lane_time(field, car);
    if (!lane) return std::nullopt;
    question.reference_ms = *pace + *lane;
  }
  question.part = part_of(kind, question.done);
  return question;
}

LapQuestion ask_ahead(const LapQuestion& at_line, int laps_ahead) {
  LapQuestion question = at_line;
  question.kind = LapKind::racing;
  question.part = LapPart::ahead;
  question.reference_ms = question.pace_ms;
  question.row[static_cast<std::size_t>(Feature::laps_ahead)] = static_cast<float>(laps_ahead);
  return question;
}

std::string why_not(const Field& field, std::size_t place) {
  const FieldCar& car = field.cars()[place];
  if (car.finished) return "the car has taken the chequered flag";
  if (!car.base()) return "the car has no green lap yet to measure from";
  if (car.now.out_lap && car.now.last_sector == 0)
    return "no car of the class has left the pit lane yet, so a stop's length is unknown";
  return "the car's sectors are not known";
}

}  // namespace stint::insight
