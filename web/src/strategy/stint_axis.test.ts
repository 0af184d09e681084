import { describe, expect, it } from 'vitest';
import type { CarCall } from '../live/protocol';
import type { CarStints } from './documents';
import { axisOf, lapEndMs, piecesOf, ticksOf, xOf } from './stint_axis';

const kHour = 3_600_000;

const stint = (number: number, first: number, last: number, begins: number, ends: number | null, swap = false) => ({
  number,
  driver: 'Ada Almqvist',
  first_lap: first,
  last_lap: last,
  begins_ms: begins,
  ends_ms: ends,
  ended_by: ends === null ? null : 'stop',
  lane_ms: ends === null ? null : 62_400,
  driver_changed: swap,
});

// 20 laps done at 100 s each, the last line crossed at 2000 s.
const car: CarStints = {
  car_number: '7',
  car_class: 'HYPERCAR',
  laps: 20,
  line_ms: 2_000_000,
  usual_lap_ms: 100_000,
  stints: [stint(1, 1, 11, 0, 1_100_000, true), stint(2, 12, 20, 1_160_000, null)],
};

const call = (change: Partial<CarCall> = {}): CarCall =>
  ({ running: true, low: 22, middle: 24, high: 25, stops_left: 2, tank_laps: 12, ...change }) as CarCall;

describe('the time axis', () => {
  it('holds the whole race, or hours about the present that stay inside it', () => {
    expect(axisOf('race', 5 * kHour, 24 * kHour, 800)).toEqual({ fromMs: 0, untilMs: 24 * kHour, width: 800 });
    expect(axisOf('6h', 12 * kHour, 24 * kHour, 800)).toMatchObject({ fromMs: 9 * kHour, untilMs: 15 * kHour });
    expect(axisOf('6h', kHour, 24 * kHour, 800)).toMatchObject({ fromMs: 0, untilMs: 6 * kHour });
    expect(axisOf('6h', 23.5 * kHour, 24 * kHour, 800)).toMatchObject({ fromMs: 18 * kHour, untilMs: 24 * kHour });
    expect(axisOf('6h', kHour, 2 * kHour, 800)).toMatchObject({ fromMs: 0, untilMs: 2 * kHour });
  });

  it('puts an instant in its place, and what lies outside at the edge', () => {
    const axis = { fromMs: kHour, untilMs: 3 * kHour, width: 200 };
    expect([0, kHour, 2 * kHour, 9 * kHour].map((ms) => xOf(axis, ms))).toEqual([0, 0, 100, 200]);
  });

  it('marks round times that have room', () => {
    expect(ticksOf({ fromMs: 0, untilMs: 24 * kHour, width: 700 }).map((tick) => tick.label)).toEqual([
      '00:00',
      '02:00',
      '04:00',
      '06:00',
      '08:00',
      '10:00',
      '12:00',
      '14:00',
      '16:00',
      '18:00',
      '20:00',
      '22:00',
      '24:00',
    ]);
    expect(ticksOf({ fromMs: 30 * 60_000, untilMs: 2.5 * kHour, width: 300 }).map((tick) => tick.label)).toEqual([
      '00:30',
      '01:00',
      '01:30',
      '02:00',
      '02:30',
    ]);
  });
});

describe('the stints of a car', () => {
  const axis = { fromMs: 0, untilMs: 4_000_000, width: 400 }; // a pixel is 10 s

  it('knows when a lap to come will end', () => {
    expect(lapEndMs(car, 24)).toBe(2_400_000);
    expect(lapEndMs({ ...car, usual_lap_ms: null }, 24)).toBeNull();
  });

  it('are those that are over, the present one, and those to come, with the band of the next stop', () => {
    const pieces = piecesOf(axis, car, call(), 2_050_000, 4_000_000);
    expect(pieces.map((one) => [one.kind, one.x, one.width])).toEqual([
      ['over', 0, 110],
      ['running', 116, 89],
      ['rest', 205, 35],
      ['later', 240, 120],
      ['later', 360, 40],
      ['band', 215, 40],
    ]);
    expect(pieces[0]?.words).toBe('Stint 1: A. Almqvist, laps 1–11, then 62.4 s in the lane');
    expect(pieces[5]?.words).toBe('Next stop: lap 22 to 25 in 8 of 10 futures');
  });

  it('change their look when the driver changes', () => {
    expect(piecesOf(axis, car, null, 2_050_000, 4_000_000).map((one) => one.swap)).toEqual([false, true]);
  });

  it('end with the flag where no further stop is needed', () => {
    const pieces = piecesOf(
      axis,
      car,
      call({ middle: null, low: null, high: null, stops_left: 0 }),
      2_050_000,
      4_000_000,
    );
    expect(pieces.at(-1)).toMatchObject({ kind: 'rest', x: 205, width: 195, words: 'No further stop' });
  });

  it('say nothing of the future where nothing is known of it', () => {
    const unknown = call({ middle: null, low: null, high: null, stops_left: null });
    expect(piecesOf(axis, car, unknown, 2_050_000, 4_000_000).map((one) => one.kind)).toEqual(['over', 'running']);
    expect(piecesOf(axis, car, call({ running: false }), 2_050_000, 4_000_000)).toHaveLength(2);
  });

  it('are left out where they lie outside of what is shown', () => {
    const late = { fromMs: 1_500_000, untilMs: 2_500_000, width: 100 };
    expect(piecesOf(late, car, call(), 2_050_000, 4_000_000).map((one) => [one.kind, one.x])).toEqual([
      ['running', 0],
      ['rest', 55],
      ['later', 90],
      ['band', 65],
    ]);
  });
});
