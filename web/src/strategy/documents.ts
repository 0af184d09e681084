// What the strategy routes answer (docs/api.md): laps are in-laps, `*_ms` milliseconds, odds 0 to 1, null is unknown.

import { address, answer, fetchJson, type Viewpoint } from '../live/api';
import type { MeasuredDocument } from './measured';

export interface Band {
  p10: number;
  p50: number;
  p90: number;
}

export interface StintSpan {
  number: number;
  driver: string | null;
  first_lap: number;
  last_lap: number;
  begins_ms: number | null;
  ends_ms: number | null; // null: it runs
  ended_by: string | null;
  lane_ms: number | null; // of the stop that ended it
  driver_changed: boolean;
}

export interface CarStints {
  car_number: string;
  car_class: string | null;
  laps: number;
  line_ms: number | null; // last crossing of the line
  usual_lap_ms: number | null;
  stints: StintSpan[];
}

export interface FieldStints {
  at_ms: number | null;
  remaining_ms: number | null;
  cars: CarStints[];
}

export interface PitNow {
  entry_open: boolean;
  closed_because: string | null;
  lane_ms: Band | null;
  loss_ms: number | null;
  loss_band_ms: Band | null;
  class_position: number | null;
  class_position_band: Band | null;
  ahead: string | null;
  behind: string | null;
  gap_ahead_ms: Band | null;
  gap_behind_ms: Band | null;
  passed_by: string[]; // of the class
  traffic: number; // cars within 5 s of the place where it rejoins
}

export interface StopOption {
  lap: number;
  cost_ms: number | null; // against the best
  cost_error_ms: number | null;
  reason: string; // empty: nothing stands out
}

export interface StopWindow {
  first: number;
  best: number;
  last: number;
  options: StopOption[];
}

export interface RivalStop {
  car: string;
  undercut_ms: number | null;
  overcut_ms: number | null;
}

export interface Duty {
  name: string;
  grade: string | null;
  at_the_wheel: boolean;
  driven_ms: number;
  owed_ms: number | null; // to the minimum
  left_ms: number | null; // to the maximum
  left_in_window_ms: number | null; // to the maximum of the sliding window
  latest_swap_in_lap: number | null;
  infeasible: boolean;
  certainty: string | null; // H, M, L; null: no rule known
}

export interface Penalty {
  text: string;
  state: 'owed' | 'served' | 'expired' | 'rescinded' | 'after_race';
  kind: string | null;
  time_ms: number | null;
  serve_by_lap: number | null;
  served_lap: number | null;
  cost_ms: number | null;
}

export interface Advice {
  stop_lap: number | null;
  tyres: boolean | null;
  fuel_laps: number | null;
  driver: string | null;
  stop_time_ms: number | null;
}

export const kPitFlags = ['green', 'fcy', 'sc'] as const;
export type PitFlag = (typeof kPitFlags)[number];

export interface CarStrategy {
  car: string;
  class: string | null;
  class_position: number | null;
  net_class_position: number | null;
  net_class_position_band: Band | null;
  running: boolean;
  fuel_laps_left: number | null;
  fuel_laps_band: Band | null;
  fuel_basis: string | null;
  tank_laps: number | null;
  degradation_ms_per_lap: number | null;
  next_stop_lap: Band | null;
  stops_left: (Band & { p: number | null }) | null; // p: that it is exactly p50
  finish_class_position: (Band & { mean: number; odds: number[] }) | null;
  win_odds: number | null;
  podium_odds: number | null;
  out_odds: number | null;
  pit_now: Partial<Record<PitFlag, PitNow>>;
  window: StopWindow | null;
  rivals: RivalStop[];
  drivers: Duty[];
  penalties: Penalty[];
  wave_by: boolean | null;
  advice: Advice;
  reasons: string[];
  low_certainty: string[];
}

// A call that was made while the race went on.
export interface PastCall {
  at_ms: number | null;
  laps: number;
  class_position: number | null;
  net_class_position: number | null;
  stop_lap: number | null;
  next_stop_lap: Band | null;
  mean_finish: number | null;
  finish: Band | null;
  win_odds: number | null;
  podium_odds: number | null;
}

export interface CarDocument {
  car_number: string;
  at_ms: number | null;
  reasoning: string | null;
  unknown: Record<string, string>;
  strategy: CarStrategy | null;
  history: PastCall[];
}

export interface ScoreLine {
  what: 'next_stop' | 'rejoin_position' | 'rejoin_gap' | 'net_position' | 'finish_position';
  car_class: string | null; // null: all
  unit: 'laps' | 'places' | 'ms';
  calls: number;
  mean_error: number;
  median_error: number;
  exact: number | null;
  in_band: number | null;
  simple_mean_error: number | null;
}

export interface RuleInForce {
  key: string;
  meaning: string;
  value: string;
  limits: string | null;
  certainty: 'H' | 'M' | 'L';
  source: string;
  url: string | null;
  disputed: string | null;
  valid_from: string | null;
  layer: string;
  file: string;
  line: number;
  carried_over: boolean;
}

export interface RuleDocument {
  series: string | null;
  own_rules: string;
  reason: string | null;
  rules: RuleInForce[];
}

export interface Difference {
  difference: number; // with less without
  error: number; // standard error
}

export interface Compared extends Difference {
  without: number;
  with: number;
}

export interface ComparedCar {
  car: string;
  class_position: Compared;
  time_ms: Difference; // positive is lost
  stops: Difference;
  win_odds: Compared;
  podium_odds: Compared;
}

export interface WhatIfDocument {
  at_ms: number | null;
  took_ms: number;
  seed: number;
  comparison: { runs: number; cars: ComparedCar[] };
}

export const fetchStints = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<FieldStints>('/api/stints', { ...viewpoint }, signal);

export const fetchCarStrategy = (viewpoint: Viewpoint, car: string, signal?: AbortSignal) =>
  fetchJson<CarDocument>(`/api/strategy/${encodeURIComponent(car)}`, { ...viewpoint }, signal);

export const fetchScorecard = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<{ at_ms: number | null; lines: ScoreLine[] }>('/api/strategy/scorecard', { ...viewpoint }, signal);

export const fetchMeasured = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<MeasuredDocument>('/api/strategy/measured', { ...viewpoint }, signal);

export const fetchRules = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<RuleDocument>('/api/rules', { ...viewpoint }, signal);

function send<T>(method: 'POST' | 'PUT', path: string, viewpoint: Viewpoint, body: unknown): Promise<T> {
  return answer<T>(
    fetch(address(path, { ...viewpoint }), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

export const askWhatIf = (viewpoint: Viewpoint, assume: string[]) =>
  send<WhatIfDocument>('POST', '/api/strategy/what-if', viewpoint, { assume });

export const saveOwnRules = (viewpoint: Viewpoint, text: string) =>
  send<{ own_rules: string }>('PUT', '/api/rules', viewpoint, { text });
