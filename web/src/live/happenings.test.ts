import { describe, expect, it } from 'vitest';
import { happenings } from './happenings';
import type { CarRow } from './protocol';

const kRow = {
  car: '7',
  class: 'LMP2',
  driver: 'Ada Almqvist',
  status: 'running',
  best_lap_ms: 90_000,
  best_lap_mark: 'personal',
  best_lap_number: 3,
} as CarRow;
const texts = (change: Partial<CarRow>, before = kRow) =>
  happenings(before, { ...before, ...change }, 1000).map((message) => message.text);

describe('what follows from the timing', () => {
  it('is nothing where nothing of note changed', () => {
    expect(texts({ laps: 4, last_lap_ms: 91_000 })).toEqual([]);
  });
  it('is a stop, in and out', () => {
    expect(texts({ status: 'in_pit' })).toEqual(['#7 (Ada Almqvist) has entered the pits']);
    expect(texts({ status: 'out_lap' }, { ...kRow, status: 'in_pit' })).toEqual([
      '#7 (Ada Almqvist) has left the pits',
    ]);
  });
  it('is a change of drivers, but not the first name of one', () => {
    expect(texts({ driver: 'Hugo Corvane' })).toEqual(['#7: Hugo Corvane takes over from Ada Almqvist']);
    expect(texts({ driver: 'Hugo Corvane' }, { ...kRow, driver: null })).toEqual([]);
  });
  it('is a best lap of the session or of the class, not of the car alone', () => {
    expect(texts({ best_lap_ms: 89_000, best_lap_mark: 'overall' })).toEqual([
      '#7 (Ada Almqvist): best lap of the session, 1:29.000',
    ]);
    expect(texts({ best_lap_ms: 89_500, best_lap_mark: 'in_class' })).toHaveLength(1);
    expect(texts({ best_lap_ms: 89_900 })).toEqual([]);
    expect(texts({ best_lap_mark: 'in_class' })).toEqual([]);
  });
  it('is a car that stops or retires, with ids of their own', () => {
    const made = happenings(kRow, { ...kRow, status: 'retired', driver: 'B. C' }, 5000);
    expect(new Set(made.map((message) => message.id)).size).toBe(2);
  });
});
