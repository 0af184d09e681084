import { describe, expect, it } from 'vitest';
import { kSpeeds, stepSpeed } from './speeds';

describe('speeds', () => {
  it('go from half to a thousand times, and as fast as possible', () => {
    expect(kSpeeds.at(0)).toBe(0.5);
    expect(kSpeeds.slice(-2)).toEqual([1000, 'max']);
  });

  it.each<[number | 'max', 1 | -1, number | 'max']>([
    [1, 1, 2],
    [1, -1, 0.5],
    [0.5, -1, 0.5],
    [1000, 1, 'max'],
    ['max', 1, 'max'],
    ['max', -1, 1000],
    [45, 1, 60],
    [45, -1, 30],
  ])('from %s, direction %i, come to %s', (from, direction, to) => expect(stepSpeed(from, direction)).toBe(to));
});
