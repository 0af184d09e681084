import { describe, expect, it } from 'vitest';
import { age, clock, duration, gap, kUnknown, lapTime, parseClock, shortDriver, signedSeconds, whole } from './format';

describe('times', () => {
  it.each([
    [205_991, '3:25.991'],
    [59_999, '59.999'],
    [60_000, '1:00.000'],
    [5, '0.005'],
    [0, '0.000'],
    [3_600_000 + 61_007, '1:01:01.007'],
  ])('writes a lap of %i ms as %s', (ms, text) => expect(lapTime(ms)).toBe(text));

  it('shows what is unknown as a dash, never as 0', () => {
    for (const shown of [
      lapTime(null),
      clock(undefined),
      duration(null),
      gap(null, 0),
      signedSeconds(null),
      whole(null),
    ]) {
      expect(shown).toBe(kUnknown);
    }
    expect(whole(0)).toBe('0');
  });

  it.each([
    [0, '00:00:00'],
    [61_200_000, '17:00:00'],
    [90_061_999, '25:01:01'],
    [-400, '−00:00:01'],
    [-61_000, '−00:01:01'],
  ])('writes the race clock %i ms as %s', (ms, text) => expect(clock(ms)).toBe(text));

  it('writes durations with hours', () => expect(duration(3_723_000)).toBe('1:02:03'));
});

describe('gaps', () => {
  it('writes whole laps before any time', () => {
    expect(gap(12_345, 0)).toBe('+12.345');
    expect(gap(12_345, 1)).toBe('+1 LAP');
    expect(gap(null, 3)).toBe('+3 LAPS');
    expect(gap(75_004, 0)).toBe('+1:15.004');
  });

  it('signs a difference', () => {
    expect(signedSeconds(-1500)).toBe('−1.500');
    expect(signedSeconds(250)).toBe('+0.250');
  });
});

describe('a race time typed by hand', () => {
  it.each([
    ['17:00:00', 61_200_000],
    ['17:00', 61_200_000],
    ['1:02:03', 3_723_000],
    [' 26:59:59 ', 97_199_000],
  ])('reads %s', (typed, ms) => expect(parseClock(typed)).toBe(ms));

  it.each(['', '17', '17:60:00', '1:2:3', 'abc', '-1:00:00'])('refuses %j', (typed) =>
    expect(parseClock(typed)).toBeNull(),
  );
});

describe('words', () => {
  it('writes an age so that one sees how old the data is', () => {
    expect(age(340)).toBe('< 1 s');
    expect(age(14_200)).toBe('14 s');
    expect(age(200_000)).toBe('3 min 20 s');
    expect(age(7_500_000)).toBe('2 h 5 min');
  });

  it('shortens a first name only', () => {
    expect(shortDriver('Ada van Almqvist')).toBe('A. van Almqvist');
    expect(shortDriver('Almqvist')).toBe('Almqvist');
    expect(shortDriver(null)).toBe(kUnknown);
  });
});
