// What the race itself has shown, as GET /api/strategy/measured tells it (docs/strategy.md), and the rows in which it is read.

import { lapTime } from '../format';

export type Basis = 'car' | 'class' | 'circuit' | 'series' | 'assumed';

export interface Measure {
  mean: number;
  spread: number;
  p10: number;
  p50: number;
  p90: number;
  count: number;
  basis: Basis;
}

interface ByPace {
  green: Measure | null;
  slow: Measure | null;
  behind: Measure | null;
}

export interface MeasuredClass {
  class: string;
  lap_ms: number | null;
  settled_lap_ms: number | null;
  slow_down: { slow: number; behind: number };
  pit_loss_ms: ByPace;
  lane_ms: ByPace;
  in_lap_cost_ms: Measure | null;
  out_lap_cost_ms: Measure | null;
  services: { service: 'drive_through' | 'short_stop' | 'full' | 'repair'; share: number; lane_ms: Measure | null }[];
  fuel_ms_per_lap: number | null;
  tank_laps: Measure | null;
  yellow_burn: number;
  degradation_ms_per_lap: Measure | null;
  tyre_ms_per_lap: Measure | null;
  retirement_per_hour: number;
}

export interface MeasuredCar {
  car: string;
  tank_laps: Measure | null;
  fuel_laps_left: { p10: number; p50: number; p90: number } | null;
  fuel_minutes_left: number | null;
  laps_per_fill_second: number | null;
  saving_laps: number | null;
  energy_pct: number | null;
  energy_laps_left: number | null;
  tyre_laps: number;
  double_stints: number;
  drivers: { name: string; pace_ms: Measure | null }[];
}

export interface MeasuredDocument {
  unknown_because: string | null;
  measured: {
    at_ms: number | null;
    wet_slow_down: number | null;
    cautions: { left_ms: number | null; kinds: { pace: 'slow' | 'behind'; per_hour: number; length_ms: Measure }[] };
    classes: MeasuredClass[];
    cars: MeasuredCar[];
  } | null;
}

// What stands in one cell: the number with its spread, and what it rests on; null is unknown.
export interface Reading {
  value: string;
  rests: string;
}

const kEvents: Record<Basis, (count: number) => string> = {
  car: (count) => `${count} of the car`,
  class: (count) => `${count} in this race`,
  circuit: (count) => `${count} here before`,
  series: (count) => `${count} in the series`,
  assumed: () => 'assumed',
};

export function reading(of: Measure | null, scale: number, digits: number): Reading | null {
  if (of === null) return null;
  return {
    value: `${(of.mean / scale).toFixed(digits).replace('-', '−')} ± ${(of.spread / scale).toFixed(digits)}`,
    rests: kEvents[of.basis](of.count),
  };
}

const plain = (value: string | null): Reading | null => (value === null ? null : { value, rests: '' });

function service(of: MeasuredClass, kind: MeasuredClass['services'][number]['service']): Reading | null {
  const seen = of.services.find((each) => each.service === kind);
  const read = reading(seen?.lane_ms ?? null, 1000, 1);
  return read && seen ? { ...read, rests: `${Math.round(seen.share * 100)} % · ${read.rests}` } : read;
}

export interface Quantity {
  name: string;
  unit: string;
  of: (group: MeasuredClass) => Reading | null;
}

const kSecond = 1000;
export const kQuantities: Quantity[] = [
  { name: 'Usual lap', unit: '', of: (of) => plain(of.lap_ms === null ? null : lapTime(Math.round(of.lap_ms))) },
  {
    name: 'Lap it comes back to',
    unit: '',
    of: (of) => plain(of.settled_lap_ms === null ? null : lapTime(Math.round(of.settled_lap_ms))),
  },
  { name: 'A stop costs, green', unit: 's', of: (of) => reading(of.pit_loss_ms.green, kSecond, 1) },
  { name: 'A stop costs, FCY', unit: 's', of: (of) => reading(of.pit_loss_ms.slow, kSecond, 1) },
  { name: 'A stop costs, safety car', unit: 's', of: (of) => reading(of.pit_loss_ms.behind, kSecond, 1) },
  { name: 'In-lap of a green stop', unit: 's', of: (of) => reading(of.in_lap_cost_ms, kSecond, 1) },
  { name: 'Out-lap of a green stop', unit: 's', of: (of) => reading(of.out_lap_cost_ms, kSecond, 1) },
  { name: 'Lane, full service', unit: 's', of: (of) => service(of, 'full') },
  { name: 'Lane, short stop', unit: 's', of: (of) => service(of, 'short_stop') },
  { name: 'Lane, drive-through', unit: 's', of: (of) => service(of, 'drive_through') },
  { name: 'Lane, repair', unit: 's', of: (of) => service(of, 'repair') },
  {
    name: 'Filling',
    unit: 's a lap',
    of: (of) => plain(of.fuel_ms_per_lap === null ? null : (of.fuel_ms_per_lap / kSecond).toFixed(2)),
  },
  { name: 'A tank', unit: 'laps', of: (of) => reading(of.tank_laps, 1, 1) },
  { name: 'Fuel of a neutralised lap', unit: 'laps', of: (of) => plain(of.yellow_burn.toFixed(2)) },
  { name: 'Tyres and fuel', unit: 'ms a lap', of: (of) => reading(of.degradation_ms_per_lap, 1, 0) },
  { name: 'Tyres alone', unit: 'ms a lap', of: (of) => reading(of.tyre_ms_per_lap, 1, 0) },
  { name: 'Drop out', unit: 'of 100 an hour', of: (of) => plain((100 * of.retirement_per_hour).toFixed(2)) },
];
