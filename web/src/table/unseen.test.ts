import { expect, it } from 'vitest';
import type { CarRow } from '../live/protocol';
import { unseenFor } from './unseen';

const row = (change: Partial<CarRow> = {}) =>
  ({ status: 'running', seen_at_ms: 1_000_000, best_lap_ms: 100_000, last_lap_ms: 110_000, ...change }) as CarRow;

it('a car is unseen when it is late by more than a slow lap', () => {
  expect(unseenFor(row(), 1_142_000)).toBeNull();
  expect(unseenFor(row(), 1_150_000)).toBe(150_000);
  expect(unseenFor(row({ status: 'stopped' }), 1_150_000)).toBe(150_000);
});

it('a car behind the safety car, in the pits or not known has time', () => {
  expect(unseenFor(row({ last_lap_ms: 210_000 }), 1_150_000)).toBeNull();
  expect(unseenFor(row({ status: 'in_pit' }), 1_950_000)).toBeNull();
  expect(unseenFor(row({ seen_at_ms: null }), 1_950_000)).toBeNull();
  expect(unseenFor(row(), null)).toBeNull();
});
