// A car that should have crossed a timing point again by now.

import type { CarRow } from '../live/protocol';

// So many of its own laps without having been seen are more than a slow one.
const kOverdueLaps = 1.3;
const kLeast = 60_000; // milliseconds
const kOnTrack: CarRow['status'][] = ['running', 'out_lap', 'stopped'];

// How long it has not been seen, if that is longer than it should be; otherwise null.
export function unseenFor(row: CarRow, atMs: number | null): number | null {
  if (atMs === null || row.seen_at_ms === null || !kOnTrack.includes(row.status)) return null;
  const lap = Math.max(row.best_lap_ms ?? 0, Math.min(row.last_lap_ms ?? 0, 3 * (row.best_lap_ms ?? 0)));
  const age = atMs - row.seen_at_ms;
  return age > Math.max(kLeast, lap * kOverdueLaps) ? age : null;
}
