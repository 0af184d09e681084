// A car's laps made ready for its chart.

import type { Band } from '../charts/flag_bands';
import type { LapTime } from '../live/api';

export interface DriverRun {
  driver: string;
  from: number; // first lap
  until: number; // last lap
}

// Runs of neighbouring laps that have the same value of something.
function runs<T>(laps: LapTime[], of: (lap: LapTime) => T): { value: T; from: number; until: number }[] {
  const found: { value: T; from: number; until: number }[] = [];
  for (const lap of laps) {
    const last = found.at(-1);
    if (last && last.value === of(lap)) last.until = lap.lap_number;
    else found.push({ value: of(lap), from: lap.lap_number, until: lap.lap_number });
  }
  return found;
}

export function lapFlags(laps: LapTime[]): Band[] {
  return runs(laps, (lap) => lap.flag ?? 'none').map((run) => ({
    kind: run.value,
    from: run.from - 0.5,
    until: run.until + 0.5,
  }));
}

export function driverRuns(laps: LapTime[]): DriverRun[] {
  return runs(laps, (lap) => lap.driver ?? '').map((run) => ({ driver: run.value, from: run.from, until: run.until }));
}

// From just under the best lap to a little over what is usual: the laps that matter differ by tenths, a stop by a minute.
export function lapTimeRange(laps: LapTime[]): [least: number, most: number] {
  const times = laps
    .filter((lap) => !lap.is_pit_lap && !lap.is_out_lap && lap.lap_number > 1)
    .filter((lap) => lap.flag === 'green' || lap.flag === 'none' || lap.flag === null)
    .map((lap) => lap.lap_ms)
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);
  if (times.length === 0) {
    const all = laps.map((lap) => lap.lap_ms).filter((ms) => ms !== null);
    return all.length === 0 ? [0, 1] : [Math.min(...all) / 1000 - 1, Math.max(...all) / 1000 + 1];
  }
  const least = (times[0] ?? 0) / 1000;
  const usual = (times[Math.floor((times.length - 1) * 0.75)] ?? 0) / 1000;
  const room = Math.max(1.5, (usual - least) * 1.8);
  return [least - room * 0.12, least + room];
}
