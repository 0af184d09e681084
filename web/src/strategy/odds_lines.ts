// The odds of a car over the race as lines: points of an SVG path.

import type { PastCall } from './documents';

export interface Box {
  width: number;
  height: number;
  fromMs: number;
  untilMs: number;
}

type Value = (call: PastCall) => number | null;

// Steps from call to call; interrupted where nothing was said. `value` is 0 to 1.
export function oddsPath(history: PastCall[], value: Value, box: Box): string {
  const span = Math.max(1, box.untilMs - box.fromMs);
  let path = '';
  let drawn = false;
  for (const call of history) {
    const odds = value(call);
    if (odds === null || call.at_ms === null) {
      drawn = false;
      continue;
    }
    const x = (((call.at_ms - box.fromMs) / span) * box.width).toFixed(1);
    const y = ((1 - odds) * box.height).toFixed(1);
    path += drawn ? `H${x}V${y}` : `M${x} ${y}`;
    drawn = true;
  }
  return path;
}
