#include "source/live/page/page_state.hpp"

#include <algorithm>

namespace stint::live::page {
namespace {

using timing::Millis;

// Feeds and pages write 0 for "none yet".
std::optional<Millis> parse_lap_time(std::string_view text) {
  const auto time = parse_time(text);
  return time && time->count() > 0 ? time : std::nullopt;
}

std::optional<CarRow> understand_row(const Description& description, const PageReading::Row& texts) {
  const auto text = [&](CarField field) -> const std::string& { return texts[index_of(field)]; };
  const auto number = parse_car_number(text(CarField::number));
  if (!number) return std::nullopt;  // a heading, or a line between two classes
  CarRow row;
  row.number = *number;
  row.class_name = text(CarField::class_name);
  row.team = text(CarField::team);
  row.vehicle = text(CarField::vehicle);
  row.manufacturer = text(CarField::manufacturer);
  row.driver = text(CarField::driver);
  row.position = parse_count(text(CarField::position));
  row.class_position = parse_count(text(CarField::class_position));
  row.laps = parse_count(text(CarField::laps));
  row.pits = parse_count(text(CarField::pits));
  row.last_lap = parse_lap_time(text(CarField::last_lap));
  row.best_lap = parse_lap_time(text(CarField::best_lap));
  row.gap = parse_gap(text(CarField::gap));
  row.interval = parse_gap(text(CarField::interval));
  // Where a page has a place for the state, nothing in it means that the car runs.
  if (const std::string& state = text(CarField::state); !state.empty()) {
    row.state = parse_state(state, description.states);
  } else if (description.place(CarField::state).given()) {
    row.state = timing::CarState::running;
  }
  for (std::size_t i = 0; i < kSectorFields; ++i) row.sectors[i] = parse_lap_time(texts[index_of(CarField::sector_1) + i]);
  return row;
}

}  // namespace

PageState understand(const Description& description, const PageReading& reading) {
  PageState state;
  state.series = reading.of(SessionField::series);
  state.event = reading.of(SessionField::event);
  state.name = reading.of(SessionField::name);
  state.track = reading.of(SessionField::track);
  const std::string& kind = reading.of(SessionField::kind);
  state.kind = session_kind(kind.empty() ? state.name : kind);
  state.limit = parse_lap_time(reading.of(SessionField::limit));
  state.elapsed = parse_clock(reading.of(SessionField::elapsed));
  state.remaining = parse_clock(reading.of(SessionField::remaining));
  state.flag = parse_flag_text(reading.of(SessionField::flag), description.flags);
  for (const PageReading::Row& texts : reading.rows) {
    auto row = understand_row(description, texts);
    if (!row) continue;
    const bool twice = std::ranges::find(state.cars, row->number, &CarRow::number) != state.cars.end();
    if (twice) {
      state.doubtful.push_back(row->number.str());
    } else {
      state.cars.push_back(std::move(*row));
    }
  }
  return state;
}

}  // namespace stint::live::page
