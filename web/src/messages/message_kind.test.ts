import { describe, expect, it } from 'vitest';
import type { RaceMessage } from '../live/protocol';
import { filterOf, matchesWords } from './message_kind';

const message = (text: string, more: Partial<RaceMessage> = {}): RaceMessage => ({
  id: '1',
  at_ms: 0,
  text,
  cars: [],
  group: null,
  ...more,
});

describe('the kind of a message', () => {
  it.each([
    ['safety_car', 'flags'],
    ['local_flag', 'flags'],
    ['penalty', 'penalties'],
    ['no_action', 'investigations'],
    ['closed_pit', 'pit_lane'],
    ['wave_by', 'pass_around'],
    ['notice', 'other'],
    ['timing_driver_change', 'drivers'],
  ])('%s is filtered as %s', (kind, filter) => {
    expect(filterOf(message('WORDS', { kind }))).toBe(filter);
  });

  it('is track limits whenever the words say so', () => {
    expect(filterOf(message('CAR 7: DRIVE THROUGH - TRACK LIMITS', { kind: 'penalty' }))).toBe('track_limits');
  });

  it('is other where nothing is known, and a flag where the feed says that', () => {
    expect(filterOf(message('WELCOME'))).toBe('other');
    expect(filterOf(message('GREEN', { group: 'flag' }))).toBe('flags');
  });
});

describe('words', () => {
  const stop = message('CAR 7 STOPPED AT T4', { cars: ['7'], kind: 'car_report' });
  it('all have to be in the text or its meaning', () => {
    expect(matchesWords(stop, 'stopped t4')).toBe(true);
    expect(matchesWords(stop, 'report')).toBe(true);
    expect(matchesWords(stop, 'stopped t5')).toBe(false);
  });
  it('with # are cars, one of which has to be named', () => {
    expect(matchesWords(stop, '#7')).toBe(true);
    expect(matchesWords(stop, '#7 #8 stopped')).toBe(true);
    expect(matchesWords(stop, '#77')).toBe(false);
    expect(matchesWords(message('NUMBER 7'), '#7')).toBe(false);
    expect(matchesWords(stop, '#')).toBe(true);
  });
});
