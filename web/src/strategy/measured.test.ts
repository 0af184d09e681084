import { describe, expect, it } from 'vitest';
import { kQuantities, type Measure, type MeasuredClass, reading } from './measured';

const measure = (change: Partial<Measure> = {}): Measure => ({
  mean: 67_040,
  spread: 1_480,
  p10: 65_000,
  p50: 67_000,
  p90: 69_000,
  count: 8,
  basis: 'class',
  ...change,
});

const group: MeasuredClass = {
  class: 'LMP2',
  lap_ms: 101_234.4,
  settled_lap_ms: null,
  slow_down: { slow: 2, behind: 1.6 },
  pit_loss_ms: { green: measure(), slow: null, behind: null },
  lane_ms: { green: null, slow: null, behind: null },
  in_lap_cost_ms: null,
  out_lap_cost_ms: null,
  services: [{ service: 'full', share: 0.914, lane_ms: measure({ count: 31 }) }],
  fuel_ms_per_lap: 1_230,
  tank_laps: measure({ mean: 12.2, spread: 0.5, basis: 'circuit', count: 40 }),
  yellow_burn: 0.4,
  degradation_ms_per_lap: null,
  tyre_ms_per_lap: null,
  retirement_per_hour: 0.0084,
};

const row = (name: string) => kQuantities.find((each) => each.name === name)?.of(group);

describe('what was measured', () => {
  it('has its spread and what it rests on', () => {
    expect(reading(measure(), 1000, 1)).toEqual({ value: '67.0 ± 1.5', rests: '8 in this race' });
    expect(row('A tank')).toEqual({ value: '12.2 ± 0.5', rests: '40 here before' });
    expect(row('Lane, full service')).toEqual({ value: '67.0 ± 1.5', rests: '91 % · 31 in this race' });
  });

  it('is unknown where nothing was seen, never 0', () => {
    for (const name of ['A stop costs, FCY', 'Lane, repair', 'Tyres alone', 'Lap it comes back to'])
      expect(row(name)).toBeNull();
  });

  it('writes what is gained with a minus sign', () => {
    expect(reading(measure({ mean: -3_840 }), 1000, 1)?.value).toBe('−3.8 ± 1.5');
  });

  it('says what is assumed', () => {
    expect(reading(measure({ basis: 'assumed', count: 0 }), 1000, 1)?.rests).toBe('assumed');
  });

  it('gives plain figures in their units', () => {
    expect(row('Usual lap')?.value).toBe('1:41.234');
    expect(row('Filling')?.value).toBe('1.23');
    expect(row('Drop out')?.value).toBe('0.84');
  });
});
