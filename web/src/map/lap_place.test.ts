import { describe, expect, it } from 'vitest';
import type { CarRow, SectorTime } from '../live/protocol';
import { endsByTime, lapPlace, placeOfTime, type TimedLap } from './lap_place';

const times = (list: (number | null)[], lap: number): (SectorTime | null)[] =>
  list.map((ms) => (ms === null ? null : { ms, mark: 'none', lap }));

const kLap: TimedLap = { ends: [0.25, 0.6, 1], loops: [], pitExit: 0.05 };

function car(change: Partial<CarRow> = {}): CarRow {
  return {
    car: '7',
    laps: 10,
    status: 'running',
    elapsed_ms: 1_000_000,
    seen_at_ms: 1_000_000,
    last_lap_ms: 100_000,
    best_lap_ms: 99_000,
    sectors: times([25_000, 35_000, 40_000], 10),
    best_sectors: times([25_000, 35_000, 40_000], 8),
    loop: null,
    fraction: null,
    fraction_at_ms: null,
    ...change,
  } as CarRow;
}

// After the first sector of lap 11, 25 s after the line.
const afterFirst = (change: Partial<CarRow> = {}) =>
  car({
    seen_at_ms: 1_025_000,
    sectors: [...times([25_000], 11), ...times([35_000, 40_000], 10)],
    ...change,
  });

const at = (row: CarRow, ms: number, lap = kLap, flag: 'green' | 'fcy' = 'green') => lapPlace(row, lap, ms, flag);

describe('the place of a car', () => {
  it('is the point itself when it has just crossed one', () => {
    expect(at(car(), 1_000_000)).toEqual({ fraction: 0, basis: 'point', sinceMs: 0 });
    expect(at(afterFirst(), 1_025_000)?.fraction).toBe(0.25);
  });

  it('is between two points by the time that the car needs for that sector', () => {
    const place = at(afterFirst(), 1_025_000 + 17_500);
    expect(place?.fraction).toBeCloseTo(0.425, 6);
    expect(place?.basis).toBe('estimated');
  });

  it('waits before a point that it should have crossed, and says that it is overdue', () => {
    const place = at(afterFirst(), 1_025_000 + 90_000);
    expect(place?.fraction).toBeLessThan(0.6);
    expect(place?.fraction).toBeGreaterThan(0.59);
    expect(place).toMatchObject({ basis: 'overdue', sinceMs: 90_000 });
  });

  it('is not known of a car that is not on the track or was never seen', () => {
    for (const status of ['not_started', 'in_pit', 'retired', 'finished', 'disqualified'] as const)
      expect(at(car({ status }), 1_010_000)).toBeNull();
    expect(at(car({ seen_at_ms: null }), 1_010_000)).toBeNull();
  });

  it('of a stopped car stays where it is', () => {
    const first = at(car({ status: 'stopped' }), 1_400_000)?.fraction;
    expect(at(car({ status: 'stopped' }), 2_400_000)?.fraction).toBe(first);
    expect(first).toBeLessThan(0.25);
  });

  it('begins at the pit exit on an out-lap', () => {
    const row = car({ status: 'out_lap', seen_at_ms: 1_030_000 });
    expect(at(row, 1_030_000)?.fraction).toBe(0.05);
  });

  it('takes no pit stop for a normal sector, but a slow sector under yellow', () => {
    const slow = { sectors: [...times([25_000], 11), ...times([90_000, 40_000], 10)] };
    expect(at(afterFirst(slow), 1_025_000 + 17_500)?.fraction).toBeCloseTo(0.425, 6);
    expect(at(afterFirst(slow), 1_025_000 + 45_000, kLap, 'fcy')?.fraction).toBeCloseTo(0.425, 6);
  });

  it('goes by whole laps where no sectors are timed', () => {
    const lap = { ends: [1], loops: [], pitExit: 0 };
    expect(at(car({ sectors: [], best_sectors: [] }), 1_050_000, lap)?.fraction).toBeCloseTo(0.5, 6);
    expect(
      at(car({ sectors: [], best_sectors: [], last_lap_ms: null, best_lap_ms: null }), 1_050_000, lap)?.fraction,
    ).toBe(0);
  });

  it('is where a timing loop is once it was crossed, and goes no further than the next one', () => {
    const lap = { ...kLap, loops: [0.1, 0.4, 0.5] };
    const row = afterFirst({ loop: { index: 2, at_ms: 1_045_000 }, seen_at_ms: 1_045_000 });
    expect(at(row, 1_045_000, lap)?.fraction).toBe(0.4);
    expect(at(row, 1_200_000, lap)?.fraction).toBeLessThan(0.5);
    expect(at(row, 1_200_000, lap)?.fraction).toBeGreaterThan(0.49);
  });

  it('is the one that the feed gives, carried on for a moment', () => {
    const row = afterFirst({ fraction: 0.4, fraction_at_ms: 1_030_000 });
    expect(at(row, 1_030_000)).toMatchObject({ fraction: 0.4, basis: 'feed' });
    const later = at(row, 1_200_000);
    expect(later?.fraction).toBeGreaterThan(0.4);
    expect(later?.fraction).toBeLessThan(0.45);
    const old = afterFirst({ fraction: 0.1, fraction_at_ms: 1_010_000 });
    expect(at(old, 1_025_000)?.fraction).toBe(0.25);
  });

  it('never goes back and never passes the next point, whatever the times', () => {
    let state = 7;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const faults: string[] = [];
    for (let run = 0; run < 300; run += 1) {
      const split = [0.1 + random() * 0.3, 0.5 + random() * 0.3, 1];
      const loops = random() < 0.5 ? [] : [0.05, split[0] as number, 0.45 + random() * 0.04, Number.NaN, 0.97].sort();
      const lap = { ends: split, loops, pitExit: random() * 0.09 };
      const done = Math.floor(random() * 3);
      const ms = () => (random() < 0.15 ? null : 5000 + random() * 90_000);
      const row = car({
        status: random() < 0.2 ? 'out_lap' : 'running',
        seen_at_ms: 1_000_000 + done * 30_000,
        sectors: [0, 1, 2].map((index) => {
          const time = ms() ?? 30_000;
          return { ms: time, mark: 'none', lap: index < done ? 11 : 10 };
        }),
        best_sectors: times([ms(), ms(), ms()], 5),
        last_lap_ms: ms(),
      });
      let before = -1;
      for (let seconds = 0; seconds < 200; seconds += 1.7) {
        const place = lapPlace(row, lap, (row.seen_at_ms ?? 0) + seconds * 1000, 'green');
        const here = place?.fraction ?? -2;
        if (!(here >= before) || !(here < (split[done] as number)))
          faults.push(`run ${run}, ${seconds} s: ${before} to ${here}`);
        before = here;
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('the lap without geometry', () => {
  it('is divided by the time that its sectors take', () => {
    expect(endsByTime(times([25_000, 25_000, 50_000], 1))).toEqual([0.25, 0.5, 1]);
    expect(endsByTime([null, null])).toEqual([0.5, 1]);
  });

  it('has each loop where the fastest car is at that time', () => {
    const best = times([25_000, 35_000, 40_000], 1);
    expect(placeOfTime(12_500, best, kLap.ends)).toBeCloseTo(0.125);
    expect(placeOfTime(42_500, best, kLap.ends)).toBeCloseTo(0.425);
    expect(placeOfTime(200_000, best, kLap.ends)).toBeNaN();
    expect(placeOfTime(1000, [null, null, null], kLap.ends)).toBeNaN();
  });
});
