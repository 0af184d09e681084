import { describe, expect, it } from 'vitest';
import type { LapTime } from '../live/api';
import { driverRuns, lapFlags, lapTimeRange } from './lap_chart_data';

function lap(lap_number: number, lap_ms: number | null, change: Partial<LapTime> = {}): LapTime {
  return {
    lap_number,
    lap_ms,
    sectors_ms: [],
    flag: 'green',
    position: 1,
    class_position: 1,
    is_pit_lap: false,
    is_out_lap: false,
    driver: 'Ada',
    elapsed_ms: null,
    ...change,
  };
}

describe('the lap chart', () => {
  it('shades laps under one flag as one band', () => {
    const laps = [lap(1, 1), lap(2, 1, { flag: 'red' }), lap(3, 1, { flag: 'red' }), lap(4, 1)];
    expect(lapFlags(laps)).toEqual([
      { kind: 'green', from: 0.5, until: 1.5 },
      { kind: 'red', from: 1.5, until: 3.5 },
      { kind: 'green', from: 3.5, until: 4.5 },
    ]);
  });

  it('names who drove from when to when', () => {
    const laps = [lap(1, 1), lap(2, 1), lap(3, 1, { driver: 'Hugo' }), lap(4, 1, { driver: 'Ada' })];
    expect(driverRuns(laps).map((run) => [run.driver, run.from, run.until])).toEqual([
      ['Ada', 1, 2],
      ['Hugo', 3, 3],
      ['Ada', 4, 4],
    ]);
  });

  it('is scaled to green laps, not to stops and slow ones', () => {
    const laps = [lap(1, 230_000), lap(2, 210_000), lap(3, 211_000), lap(4, 212_000)];
    const slow = [lap(5, 400_000, { is_pit_lap: true }), lap(6, 320_000, { flag: 'safety_car' }), lap(7, null)];
    const [least, most] = lapTimeRange([...laps, ...slow]);
    expect(least).toBeLessThan(210);
    expect(most).toBeGreaterThan(211);
    expect(most).toBeLessThan(220);
  });

  it('has a scale before there is a clean lap', () => {
    expect(lapTimeRange([lap(1, 200_000)])).toEqual([199, 201]);
    expect(lapTimeRange([])).toEqual([0, 1]);
  });
});
