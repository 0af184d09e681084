import { describe, expect, it } from 'vitest';
import type { CarOverTime } from '../live/api';
import { firstCrossings, flagsByLap, gapScale, gapsByLap, lapAt, positionsByLap } from './race_history';

function car(number: string, elapsed: number[], positions: number[]): CarOverTime {
  return {
    car_number: number,
    car_class: 'GT',
    laps: elapsed.map((_, index) => index + 1),
    positions,
    class_positions: positions.map((place) => place + 10),
    elapsed_ms: elapsed,
  };
}

const kCars = [car('1', [100_000, 200_000, 300_000], [1, 2, 1]), car('2', [101_000, 199_000], [2, 1])];

describe('the race over its laps', () => {
  it('has a column for each lap and leaves out what a car has not driven', () => {
    expect(positionsByLap(kCars, false)).toEqual({
      laps: [1, 2, 3],
      series: [
        [1, 2, 1],
        [2, 1, null],
      ],
    });
    expect(positionsByLap(kCars, true).series[0]).toEqual([11, 12, 11]);
  });

  it('measures gaps from the first crossing of the same lap', () => {
    expect(firstCrossings(kCars)).toEqual([100_000, 199_000, 300_000]);
    expect(gapsByLap(kCars).series).toEqual([
      [0, 1, 0],
      [1, 0, null],
    ]);
  });

  it('puts a flag where the leader was when it came out and went in', () => {
    const crossings = firstCrossings(kCars);
    expect(lapAt(50_000, crossings)).toBe(0.5);
    expect(lapAt(100_000, crossings)).toBe(1);
    expect(lapAt(149_500, crossings)).toBe(1.5);
    expect(lapAt(999_000, crossings)).toBe(3);
    const flags = [
      { kind: 'green' as const, from_ms: 0, until_ms: 100_000, deduced: false },
      { kind: 'red' as const, from_ms: 100_000, until_ms: null, deduced: true },
    ];
    expect(flagsByLap(flags, crossings)).toEqual([
      { kind: 'green', from: 0, until: 1 },
      { kind: 'red', from: 1, until: 3 },
    ]);
  });

  it('scales gaps to most of the field', () => {
    expect(gapScale([[1], [2], [50], [60], [9000]])).toBeLessThan(100);
    expect(gapScale([])).toBe(10);
  });
});
