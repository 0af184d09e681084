// Where on the lap a car is: from the last timing point that it has crossed, and from how long cars take to the next. Between two
// points that is an estimate. It never passes the next point before the car has, and it never goes back.
//
// It is worked out here and not on the server: the page draws it many times a second, and all that it needs is pushed once a point.
// A pure function of what was pushed and of the race clock, so a delay, a pause and the speed of a replay hold for it too.

import type { CarRow, FlagKind, SectorTime } from '../live/protocol';

// `feed`: the feed says where the car is; `point`: it is at a point; `estimated`: between two; `overdue`: it should have crossed
// the next point, but has not.
export type Basis = 'feed' | 'point' | 'estimated' | 'overdue';

export interface LapPlace {
  fraction: number; // of the lap's length, 0 up to 1
  basis: Basis;
  sinceMs: number; // since the car was last seen
}

// The lap as it is timed, the same for all cars.
export interface TimedLap {
  ends: number[]; // where each sector ends, as a fraction of the lap; the last is 1
  loops: number[]; // where each timing loop is, in the order of the lap; NaN: not known
  pitExit: number; // where cars come out of the pit lane
}

// A car waits this far before a point that it should have crossed, as a part of the way there.
const kNearlyThere = 0.99;
// A place that the feed gave is carried on for no longer than this.
const kCarryOn = 3000; // milliseconds
// A sector that took longer than this many best ones was no normal one, unless the race is neutralised.
const kSlowSector = 1.4;
const kNeutralised: FlagKind[] = ['fcy', 'vsc', 'safety_car', 'code60', 'red', 'slow_zone'];
const kNowhere: CarRow['status'][] = ['not_started', 'in_pit', 'retired', 'finished', 'disqualified'];

type Times = (SectorTime | null)[];

// Sector ends by the share that each has of a lap's time: where no geometry says better.
export function endsByTime(best: Times): number[] {
  const times = best.map((sector) => sector?.ms ?? 0);
  const whole = times.reduce((sum, ms) => sum + ms, 0);
  if (whole === 0 || times.some((ms) => ms <= 0)) return times.map((_, index) => (index + 1) / times.length);
  let sum = 0;
  return times.map((ms, index) => {
    sum += ms;
    return index + 1 === times.length ? 1 : sum / whole;
  });
}

// The place of the moment that is `ms` after the line on a lap with these sector times; NaN if they are not known.
export function placeOfTime(ms: number, best: Times, ends: number[]): number {
  let begin = 0;
  let left = ms;
  for (let index = 0; index < ends.length; index += 1) {
    const time = best[index]?.ms ?? 0;
    const end = ends[index] ?? 1;
    if (time <= 0) return Number.NaN;
    if (left < time) return begin + (end - begin) * (left / time);
    left -= time;
    begin = end;
  }
  return Number.NaN;
}

// How many sectors of the lap that it is on the car has completed.
export function sectorsDone(row: CarRow): number {
  return row.sectors.findLastIndex((sector) => sector?.lap === row.laps + 1) + 1;
}

function expectedSector(row: CarRow, index: number, flag: FlagKind): number | null {
  const latest = row.sectors[index]?.ms ?? null;
  const best = row.best_sectors[index]?.ms ?? null;
  if (latest === null || best === null) return latest ?? best;
  return latest > best * kSlowSector && !kNeutralised.includes(flag) ? best : latest;
}

// The time that the car needs from `begin` to `end` of the lap; null if nothing is known of it.
function expectedTime(row: CarRow, lap: TimedLap, begin: number, end: number, flag: FlagKind): number | null {
  let time = 0;
  let sectorBegin = 0;
  for (const [index, sectorEnd] of lap.ends.entries()) {
    const from = Math.max(begin, sectorBegin);
    const to = Math.min(end, sectorEnd);
    if (to > from) {
      const whole = expectedSector(row, index, flag);
      if (whole === null) return wholeLap(row, end - begin);
      time += whole * ((to - from) / (sectorEnd - sectorBegin));
    }
    sectorBegin = sectorEnd;
  }
  return time > 0 ? time : wholeLap(row, end - begin);
}

function wholeLap(row: CarRow, part: number): number | null {
  const time = row.last_lap_ms ?? row.best_lap_ms;
  return time === null ? null : time * part;
}

interface Anchor {
  fraction: number;
  atMs: number;
}

// The last point that the car has crossed.
function lastPoint(row: CarRow, lap: TimedLap, seenAt: number): Anchor {
  const done = sectorsDone(row);
  const sectorEnd = done === 0 ? 0 : (lap.ends[done - 1] ?? 0);
  const loop = row.loop ? (lap.loops[row.loop.index - 1] ?? Number.NaN) : Number.NaN;
  if (row.loop && loop > sectorEnd) return { fraction: loop, atMs: row.loop.at_ms };
  const leftPits = done === 0 && row.status === 'out_lap' && row.elapsed_ms !== null && seenAt > row.elapsed_ms;
  return { fraction: leftPits ? lap.pitExit : sectorEnd, atMs: seenAt };
}

// The next sector end or loop after `fraction`.
function nextPoint(lap: TimedLap, fraction: number): number {
  const beyond = [...lap.ends, ...lap.loops].filter((point) => point > fraction + 1e-6);
  return beyond.length === 0 ? 1 : Math.min(...beyond);
}

// null: the car is not on the track, or has never been seen.
export function lapPlace(row: CarRow, lap: TimedLap, atMs: number, flag: FlagKind): LapPlace | null {
  if (row.seen_at_ms === null || kNowhere.includes(row.status) || lap.ends.length === 0) return null;
  const point = lastPoint(row, lap, row.seen_at_ms);
  const told = row.fraction != null && row.fraction_at_ms != null && row.fraction_at_ms >= point.atMs;
  const from = told ? { fraction: row.fraction as number, atMs: row.fraction_at_ms as number } : point;
  const sinceMs = Math.max(0, atMs - from.atMs);
  const next = nextPoint(lap, from.fraction);
  const time = expectedTime(row, lap, from.fraction, next, flag);
  const carried = told ? Math.min(sinceMs, kCarryOn) : sinceMs;
  if (time === null || time <= 0 || carried === 0) {
    return { fraction: from.fraction % 1, basis: told ? 'feed' : 'point', sinceMs };
  }
  const done = Math.min(kNearlyThere, carried / time);
  const fraction = from.fraction + (next - from.fraction) * done;
  const overdue = !told && carried / time > 1;
  return { fraction: Math.min(fraction, 0.99999), basis: told ? 'feed' : overdue ? 'overdue' : 'estimated', sinceMs };
}
