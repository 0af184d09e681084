// Several deltas as one: what they leave behind together, so that a burst costs one change of each row.

import type { CarRow, DeltaMessage, RaceMessage } from './protocol';

// `later` follows `earlier` in the stream. Neither is changed. At most `messageLimit` messages are kept, the newest.
export function mergedDelta(earlier: DeltaMessage, later: DeltaMessage, messageLimit: number): DeltaMessage {
  const merged: DeltaMessage = { ...earlier, ...later };
  if (earlier.race && later.race) merged.race = { ...earlier.race, ...later.race };
  if (earlier.cars && later.cars) merged.cars = mergedCars(earlier.cars, later.cars);
  if (earlier.messages && later.messages) merged.messages = joined(earlier.messages, later.messages, messageLimit);
  if (earlier.alerts && later.alerts) merged.alerts = [...earlier.alerts, ...later.alerts];
  if (earlier.anomalies && later.anomalies) merged.anomalies = [...earlier.anomalies, ...later.anomalies];
  return merged;
}

function mergedCars(earlier: Record<string, Partial<CarRow>>, later: Record<string, Partial<CarRow>>) {
  const cars = { ...earlier };
  for (const [number, change] of Object.entries(later)) cars[number] = { ...cars[number], ...change };
  return cars;
}

function joined(earlier: RaceMessage[], later: RaceMessage[], limit: number): RaceMessage[] {
  return [...earlier, ...later].slice(-limit);
}
