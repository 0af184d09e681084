// The stints of a car on the time axis: those that are over, the one under way, and those to come as far as they are foreseen.
// Pure functions of what was fetched and pushed; pixels from the left edge of the axis.

import { clock, shortDriver } from '../format';
import type { CarCall } from '../live/protocol';
import type { CarStints, StintSpan } from './documents';

export interface Axis {
  fromMs: number;
  untilMs: number;
  width: number; // pixels
}

export type Zoom = 'race' | '6h' | '2h';
export const kZooms: [Zoom, string][] = [
  ['race', 'Race'],
  ['6h', '6 h'],
  ['2h', '2 h'],
];

const kHour = 3_600_000;
const kHours: Record<Zoom, number | null> = { race: null, '6h': 6, '2h': 2 };
const kSteps = [5, 10, 15, 30, 60, 120, 180, 240, 360].map((minutes) => minutes * 60_000);
const kLeastTickWidth = 56; // pixels

// The whole race, or so many hours of it with the present in their middle.
export function axisOf(zoom: Zoom, nowMs: number, endMs: number, width: number): Axis {
  const whole = { fromMs: 0, untilMs: Math.max(endMs, nowMs, 60_000), width };
  const hours = kHours[zoom];
  if (hours === null || whole.untilMs <= hours * kHour) return whole;
  const half = (hours * kHour) / 2;
  const fromMs = Math.min(Math.max(0, nowMs - half), whole.untilMs - 2 * half);
  return { fromMs, untilMs: fromMs + 2 * half, width };
}

export function xOf(axis: Axis, ms: number): number {
  const span = Math.max(1, axis.untilMs - axis.fromMs);
  const part = (Math.min(Math.max(ms, axis.fromMs), axis.untilMs) - axis.fromMs) / span;
  return Math.round(part * axis.width * 10) / 10;
}

export interface Tick {
  x: number;
  label: string;
}

export function ticksOf(axis: Axis): Tick[] {
  const perPixel = (axis.untilMs - axis.fromMs) / Math.max(1, axis.width);
  const step = kSteps.find((one) => one / perPixel >= kLeastTickWidth) ?? 6 * kHour;
  const ticks: Tick[] = [];
  for (let ms = Math.ceil(axis.fromMs / step) * step; ms <= axis.untilMs; ms += step) {
    ticks.push({ x: xOf(axis, ms), label: clock(ms).slice(0, 5) });
  }
  return ticks;
}

// `over`: a stint that has ended; `running`: the present one so far; `rest`: until its stop in the middle of the band;
// `band`: where that stop falls in 8 of 10 futures; `later`: stints after it, a tank each.
export interface Piece {
  kind: 'over' | 'running' | 'rest' | 'band' | 'later';
  x: number;
  width: number;
  words: string;
  swap: boolean; // the other driver than in the piece before
}

// When the car will have ended a lap, if it goes on as it does.
export function lapEndMs(car: CarStints, lap: number): number | null {
  if (car.line_ms === null || car.usual_lap_ms === null) return null;
  return car.line_ms + (lap - car.laps) * car.usual_lap_ms;
}

function piece(
  axis: Axis,
  kind: Piece['kind'],
  fromMs: number,
  untilMs: number,
  words: string,
  swap: boolean,
): Piece[] {
  const x = xOf(axis, fromMs);
  const width = Math.round((xOf(axis, untilMs) - x) * 10) / 10;
  const visible = untilMs > axis.fromMs && fromMs < axis.untilMs && untilMs > fromMs;
  return visible ? [{ kind, x, width: Math.max(1, width), words, swap }] : [];
}

function stintWords(stint: StintSpan): string {
  const lane = stint.lane_ms === null ? '' : `, then ${(stint.lane_ms / 1000).toFixed(1)} s in the lane`;
  return `Stint ${stint.number}: ${shortDriver(stint.driver)}, laps ${stint.first_lap}–${stint.last_lap}${lane}`;
}

function toCome(axis: Axis, car: CarStints, call: CarCall, nowMs: number, endMs: number): Piece[] {
  const middle = call.middle === null ? null : lapEndMs(car, call.middle);
  if (middle === null || call.middle === null) {
    return call.stops_left === 0 ? piece(axis, 'rest', nowMs, endMs, 'No further stop', false) : [];
  }
  const stop = Math.min(Math.max(middle, nowMs), endMs);
  const words = `Next stop at the end of lap ${Math.round(call.middle)}`;
  const pieces = piece(axis, 'rest', nowMs, stop, words, false);
  const low = call.low === null ? null : lapEndMs(car, call.low - 0.5);
  const high = call.high === null ? null : lapEndMs(car, call.high + 0.5);
  let from = stop;
  const tank = call.tank_laps === null || car.usual_lap_ms === null ? null : call.tank_laps * car.usual_lap_ms;
  for (let left = call.stops_left ?? 1; left > 0 && from < endMs; left -= 1) {
    const until = left === 1 || tank === null ? endMs : Math.min(endMs, from + tank);
    pieces.push(...piece(axis, 'later', from, until, `Then ${left === 1 ? 'to the flag' : 'a tank'}`, false));
    from = until;
    if (tank === null) break;
  }
  if (low !== null && high !== null) {
    const band = `Next stop: lap ${Math.round(call.low ?? 0)} to ${Math.round(call.high ?? 0)} in 8 of 10 futures`;
    pieces.push(...piece(axis, 'band', Math.max(nowMs, low), Math.min(endMs, high), band, false));
  }
  return pieces;
}

// From left to right; the band last, as it lies above the others. `endMs`: of the race.
export function piecesOf(axis: Axis, car: CarStints, call: CarCall | null, nowMs: number, endMs: number): Piece[] {
  const pieces: Piece[] = [];
  let swap = false;
  let before: StintSpan | null = null;
  for (const stint of car.stints) {
    if (before?.driver_changed) swap = !swap;
    before = stint;
    if (stint.begins_ms === null) continue;
    const isOver = stint.ended_by !== null;
    const until = stint.ends_ms ?? (isOver ? car.line_ms : nowMs) ?? nowMs;
    pieces.push(...piece(axis, isOver ? 'over' : 'running', stint.begins_ms, until, stintWords(stint), swap));
  }
  if (call?.running) pieces.push(...toCome(axis, car, call, nowMs, endMs));
  return pieces;
}
