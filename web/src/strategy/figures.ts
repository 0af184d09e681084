// Laps, odds and seconds of the strategists as the screens show them.

import { duration, kUnknown } from '../format';
import type { CarCall, CarRow } from '../live/protocol';

export function odds(value: number | null | undefined): string {
  if (value === null || value === undefined) return kUnknown;
  if (value > 0 && value < 0.01) return '< 1 %';
  if (value < 1 && value > 0.99) return '> 99 %';
  return `${Math.round(value * 100)} %`;
}

// "12.3 s"; "−2.1 s".
export function seconds(ms: number | null | undefined, digits = 1): string {
  if (ms === null || ms === undefined) return kUnknown;
  return `${ms < 0 ? '−' : ''}${(Math.abs(ms) / 1000).toFixed(digits)} s`;
}

export function signed(value: number | null | undefined, digits: number, unit = ''): string {
  if (value === null || value === undefined) return kUnknown;
  const text = Math.abs(value).toFixed(digits);
  const zero = Number(text) === 0;
  return `${zero ? '±' : value < 0 ? '−' : '+'}${text}${unit}`;
}

// "209–214"; "212" where both ends are one.
export function lapBand(low: number | null | undefined, high: number | null | undefined): string {
  if (low === null || low === undefined || high === null || high === undefined) return kUnknown;
  const [from, to] = [Math.round(low), Math.round(high)];
  return from === to ? String(from) : `${from}–${to}`;
}

// How many laps are left to drive before the car comes in, the in-lap included; 0: it should be in now.
export function lapsUntilStop(row: Pick<CarRow, 'laps'>, call: CarCall | null | undefined): number | null {
  if (!call || call.stop_lap === null) return null;
  return Math.max(0, call.stop_lap - row.laps);
}

export function inLaps(laps: number | null): string {
  if (laps === null) return kUnknown;
  if (laps <= 0) return 'now';
  return laps === 1 ? 'this lap' : `in ${laps} laps`;
}

// A limit of a driver in hours and minutes: "1:12"; "over" if it is passed.
export function limit(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return kUnknown;
  return ms <= 0 ? 'over' : duration(ms).slice(0, -3);
}

// The class's cars in NET order, with the gaps to the one before and the one behind `car`; null where not known.
export function netNeighbours(
  rows: CarRow[],
  car: string,
): { ahead: [string, number] | null; behind: [string, number] | null } {
  const own = rows.find((row) => row.car === car);
  const place = own?.strategy?.net_class_position ?? null;
  const gap = own?.strategy?.net_gap_ms ?? null;
  const at = (wanted: number): [string, number] | null => {
    const other = rows.find((row) => row.class === own?.class && row.strategy?.net_class_position === wanted);
    const its = other?.strategy?.net_gap_ms ?? null;
    return other === undefined || its === null || gap === null ? null : [other.car, Math.abs(gap - its)];
  };
  return place === null ? { ahead: null, behind: null } : { ahead: at(place - 1), behind: at(place + 1) };
}
