// The race over its laps, made ready for charts: one column a lap, one series a car.

import type { CarOverTime } from '../live/api';
import type { FlagPeriod } from '../live/protocol';
import type { Band } from './flag_bands';

export interface LapSeries {
  laps: number[]; // 1, 2, 3 ... the x axis
  series: (number | null)[][]; // of each car, in the order given
}

function lapCount(cars: CarOverTime[]): number {
  return cars.reduce((most, car) => Math.max(most, car.laps.at(-1) ?? 0), 0);
}

function overLaps(cars: CarOverTime[], value: (car: CarOverTime, index: number) => number | null): LapSeries {
  const count = lapCount(cars);
  const series = cars.map((car) => {
    const values: (number | null)[] = new Array(count).fill(null);
    car.laps.forEach((lap, index) => {
      if (lap >= 1) values[lap - 1] = value(car, index);
    });
    return values;
  });
  return { laps: Array.from({ length: count }, (_, index) => index + 1), series };
}

export function positionsByLap(cars: CarOverTime[], inClass: boolean): LapSeries {
  return overLaps(cars, (car, index) => (inClass ? car.class_positions[index] : car.positions[index]) ?? null);
}

// When the first of `cars` completed each lap, in milliseconds since the start.
export function firstCrossings(cars: CarOverTime[]): (number | null)[] {
  const first: (number | null)[] = new Array(lapCount(cars)).fill(null);
  for (const car of cars) {
    car.laps.forEach((lap, index) => {
      const at = car.elapsed_ms[index];
      if (at === null || at === undefined || lap < 1) return;
      const known = first[lap - 1] ?? null;
      if (known === null || at < known) first[lap - 1] = at;
    });
  }
  return first;
}

// Seconds behind the first crossing of the same lap's line.
export function gapsByLap(cars: CarOverTime[]): LapSeries {
  const first = firstCrossings(cars);
  return overLaps(cars, (car, index) => {
    const at = car.elapsed_ms[index];
    const lead = first[(car.laps[index] ?? 0) - 1];
    return at === null || at === undefined || lead === null || lead === undefined ? null : (at - lead) / 1000;
  });
}

// Where the leader was at a time, in laps: 12.5 is half of the way from the end of lap 12 to that of lap 13.
export function lapAt(ms: number, crossings: (number | null)[]): number {
  let before = 0;
  for (let index = 0; index < crossings.length; index += 1) {
    const at = crossings[index];
    if (at === null || at === undefined) continue;
    if (at >= ms) return at === before ? index + 1 : index + (ms - before) / (at - before);
    before = at;
  }
  return crossings.length;
}

export function flagsByLap(flags: FlagPeriod[], crossings: (number | null)[]): Band[] {
  return flags.map((flag) => ({
    kind: flag.kind,
    from: lapAt(flag.from_ms, crossings),
    until: flag.until_ms === null ? crossings.length : lapAt(flag.until_ms, crossings),
  }));
}

// Ends of a gap chart in seconds; steps, so that it doesn't grow with every lap.
const kScales = [
  10, 20, 30, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400,
];

// How far down a gap chart goes: most of the field, not the one car that stood in its garage for hours.
export function gapScale(series: (number | null)[][]): number {
  const last = series
    .map((values) => values.findLast((value) => value !== null) ?? null)
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const most = last[Math.floor((last.length - 1) * 0.8)] ?? 0;
  return kScales.find((scale) => scale >= most * 1.1) ?? most * 1.1;
}
