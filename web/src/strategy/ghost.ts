// Where a car would be now if it had just made its stop: as much behind its own place as the stop costs.

import type { CarRow } from '../live/protocol';

export interface Ghost {
  car: string;
  fraction: number; // of the lap
}

// `fraction`: of the car itself. null: what a stop costs, or a lap of the car, is not known.
export function ghostOf(row: CarRow, fraction: number): Ghost | null {
  const loss = row.strategy?.loss_ms ?? null;
  const lap = row.last_lap_mark === null ? null : (row.best_lap_ms ?? row.last_lap_ms);
  if (loss === null || lap === null || lap <= 0 || !row.strategy?.running) return null;
  const behind = (fraction - loss / lap) % 1;
  return { car: row.car, fraction: behind < 0 ? behind + 1 : behind };
}
