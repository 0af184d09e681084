import { describe, expect, it } from 'vitest';
import type { Penalty, RaceMessage } from '../live/protocol';
import { meaningOf } from './meaning';

const said = (more: Partial<RaceMessage>) =>
  meaningOf({ id: '1', at_ms: 0, text: 'WORDS', cars: [], group: null, ...more } as RaceMessage);
const penalty = (more: Partial<Penalty>): Penalty => ({
  kind: 'drive_through',
  state: 'given',
  time_ms: null,
  over_limit_kph: null,
  laps: [],
  with_warning: false,
  after_race: false,
  ...more,
});

describe('what a message means', () => {
  it('is nothing where it is not understood', () => {
    expect(said({})).toBeNull();
    expect(said({ kind: 'none' })).toBeNull();
    expect(said({ kind: 'notice' })).toBeNull();
  });

  it.each<[Partial<RaceMessage>, string]>([
    [
      { kind: 'full_course_yellow', phase: 'prepare', time_of_day: '15:04:20' },
      'Full course yellow will begin at 15:04:20',
    ],
    [{ kind: 'slow_zone', phase: 'end', zones: [3, 4] }, 'Slow zone ends zone 3, 4'],
    [{ kind: 'flag', flag: 'red', phase: 'begin' }, 'Red flag, session stopped'],
    [{ kind: 'local_flag', flag: 'yellow', phase: 'end', place: 'MP 3' }, 'Yellow flag removed MP 3'],
    [{ kind: 'pit_lane', pit_part: 'entry', pit_open: false, phase: 'begin' }, 'Pit entry closed'],
    [{ kind: 'pit_lane', pit_part: 'lane', pit_open: true, class: 'GT' }, 'Pit lane open GT'],
    [{ kind: 'investigation', about: ['7', '8'], reason: 'CONTACT' }, 'Under investigation for #7, #8 – CONTACT'],
    [
      { kind: 'penalty', about: ['7'], penalty: penalty({ kind: 'stop_and_go', time_ms: 60_000 }) },
      'Stop and go, 60 s for #7',
    ],
    [
      { kind: 'penalty', penalty: penalty({ kind: 'lap_time_deleted', laps: [12], state: 'cancelled' }) },
      'Lap time deleted, lap 12, cancelled',
    ],
    [{ kind: 'no_action', correction: true }, 'Correction: No further action'],
  ])('%o is “%s”', (message, words) => {
    expect(said(message)).toBe(words);
  });
});
