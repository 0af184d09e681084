// The cars of the map: each with its place on the lap, and those that are in the pits.

import type { Course } from '../live/api';
import type { CarRow, Race } from '../live/protocol';
import { endsOf } from './course';
import { endsByTime, type LapPlace, placeOfTime, type TimedLap } from './lap_place';

// The lap as it is timed: sectors from the circuit if it has those that are timed, otherwise by the time that the best car takes.
export function timedLap(race: Race, best: CarRow | undefined, course: Course | null): TimedLap {
  const times = best?.best_sectors ?? [];
  const ends = endsOf(course?.sectors ?? [], race.sector_count) ?? (race.sector_count > 0 ? endsByTime(times) : [1]);
  const full = ends.length === 0 ? [1] : ends;
  const loops = (race.loop_bests_ms ?? []).map((ms) => (ms === null ? Number.NaN : placeOfTime(ms, times, full)));
  const pitExit = course?.marks.find((mark) => mark.kind === 'pit_exit')?.at ?? 0;
  return { ends: full, loops, pitExit: pitExit < (full[0] ?? 1) ? pitExit : 0 };
}

export interface PlacedCar {
  row: CarRow;
  place: LapPlace;
}

// From the one that has gone farthest round to the one that has just begun the lap.
export function byPlace(cars: PlacedCar[]): PlacedCar[] {
  return cars.toSorted((a, b) => b.place.fraction - a.place.fraction);
}

export function sectorAt(lap: TimedLap, fraction: number): number {
  return lap.ends.findIndex((end) => fraction < end) + 1 || lap.ends.length;
}
