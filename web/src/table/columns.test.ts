import { describe, expect, it } from 'vitest';
import type { CarRow } from '../live/protocol';
import { againstLine, allColumns, fittingColumns, halfBand, laneTime, predictedLap, tableColumns } from './columns';

const kRow = {
  car: '007',
  position: 3,
  class_position: 1,
  gap_ms: 61_500,
  gap_laps: 0,
  class_gap_ms: 0,
  class_gap_laps: 0,
  interval_ms: null,
  interval_laps: 2,
  best_lap_mark: 'personal',
  sectors: [{ ms: 40_100, mark: 'overall', lap: 8 }, { ms: 50_200, mark: 'none', lap: 7 }, null],
  status: 'in_pit',
} as unknown as CarRow;

const column = (key: string) => {
  const found = tableColumns(3).find((one) => one.key === key);
  if (!found) throw new Error(`no column ${key}`);
  return found;
};

describe('columns', () => {
  it('go by the names that followers know', () => {
    expect(tableColumns(3).map((one) => one.label)).toEqual(
      'Pos PIC Num Class Team Driver Laps Gap Int C.Gap C.Int Last Next Best S1 S2 S3 Pits TS State'.split(' '),
    );
  });

  it('of strategy are stops and stints, and every one is to be found in the options', () => {
    const strategy = tableColumns(3, 'strategy').map((one) => one.label);
    expect(strategy).toEqual(
      'Pos PIC NET Num Class Team Driver Laps C.Gap N.Gap C.Int Last Best TS Stop in Stops left Rejoin Drive P In P Out P Ln Pits State'.split(
        / (?!In|Out|Ln|in|left)/,
      ),
    );
    const all = allColumns(3).map((one) => one.label);
    expect(all).toEqual(expect.arrayContaining([...strategy, ...tableColumns(3).map((one) => one.label)]));
    expect(new Set(all).size).toBe(all.length);
  });

  it('has as many sectors as the session times', () => {
    expect(tableColumns(0).some((one) => one.kind === 'sector')).toBe(false);
    expect(tableColumns(9).filter((one) => one.kind === 'sector')).toHaveLength(9);
  });

  it('writes gaps as times, laps or the word for whoever leads', () => {
    expect(column('gap').value(kRow)).toBe('+1:01.500');
    expect(column('int').value(kRow)).toBe('+2 LAPS');
    expect(column('cgap').value(kRow)).toBe('Leader');
  });

  it('tells a sector of the lap before from one of this lap', () => {
    expect(column('s1').old(kRow)).toBe(false);
    expect(column('s2').old(kRow)).toBe(true);
    expect(column('s3').value(kRow)).toBe('–');
  });

  it('writes the state as a word', () => expect(column('state').value(kRow)).toBe('PIT'));
});

describe('what strategists say', () => {
  const label = (key: string, change: object) => {
    const one = tableColumns(3, 'strategy').find((found) => found.key === key);
    return one?.value({ ...kRow, laps: 20, strategy: { stops_left: 3, stop_lap: 24, ...change } } as CarRow);
  };
  it('counts the laps until the stop, and calls the car in on its in-lap', () => {
    expect(label('stopin', {})).toBe('4');
    expect(label('stopin', { stop_lap: 21 })).toBe('BOX');
    expect(label('stopin', { stops_left: 0, stop_lap: null })).toBe('none');
    expect(label('stopin', { stop_lap: null })).toBe('–');
  });
  it('is a dash where nothing is known', () => {
    expect(label('rejoin', { rejoin: null })).toBe('–');
    expect(label('rejoin', { rejoin: 5 })).toBe('P5');
    expect(label('ngap', { net_class_position: 2, net_gap_ms: null })).toBe('–');
  });
});

describe('the time in the pit lane', () => {
  const stop = { in_lap: 8, in_at_ms: 1000, out_at_ms: null, lane_ms: null, red_flag: false };
  const of = (change: Partial<CarRow>, atMs: number | null) => laneTime({ ...kRow, ...change } as CarRow, atMs);
  it('runs while the car is there', () => expect(of({ last_stop: stop }, 61_000)).toBe(60_000));
  it('is what was measured once it has left', () =>
    expect(of({ status: 'running', last_stop: { ...stop, lane_ms: 59_500 } }, 900_000)).toBe(59_500));
  it('is unknown of a car that never was there, or whose exit nobody has told', () => {
    expect(of({ last_stop: null }, 61_000)).toBeNull();
    expect(of({ status: 'running', last_stop: stop }, 61_000)).toBeNull();
  });
});

describe('columns that fit', () => {
  it('have entry, exit and lane time on a phone where stops are looked at', () => {
    const fitting = fittingColumns(tableColumns(3, 'strategy'), 390);
    expect(fitting.map((one) => one.key)).toEqual(expect.arrayContaining(['pos', 'num', 'pin', 'pln', 'ts', 'state']));
    expect(fitting.find((one) => one.key === 'pin')?.label).toBe('In / Out');
    expect(fitting.reduce((sum, one) => sum + one.width, 0)).toBeLessThanOrEqual(390);
  });

  it('all stay where there is room', () => expect(fittingColumns(tableColumns(3), 2000)).toHaveLength(20));

  it('drop all sectors together, and never what a phone needs', () => {
    const keys = fittingColumns(tableColumns(3), 390).map((one) => one.key);
    expect(keys).toEqual(expect.arrayContaining(['pos', 'num', 'team', 'gap', 'last', 'state']));
    expect(fittingColumns(tableColumns(3), 390).reduce((sum, one) => sum + one.width, 0)).toBeLessThanOrEqual(390);
    expect(keys.filter((key) => /^s\d$/.test(key))).toHaveLength(0);
    for (let width = 390; width < 1600; width += 10) {
      const sectors = fittingColumns(tableColumns(3), width).filter((one) => one.kind === 'sector').length;
      expect([0, 3]).toContain(sectors);
    }
  });

  it('has no mark for a lap that there is not', () => {
    const none = { last_lap_mark: null, best_lap_mark: null } as CarRow;
    for (const key of ['last', 'best'])
      expect(
        tableColumns(3)
          .find((one) => one.key === key)
          ?.mark(none),
      ).toBe('none');
  });
});

describe('the lap under way', () => {
  const made = {
    lap: 12,
    kind: 'racing' as const,
    after_sector: 1,
    ms: 207_449,
    low_ms: 206_700,
    high_ms: 208_300,
    line_ms: 206_000,
    line_low_ms: 205_200,
    line_high_ms: 207_000,
    reason: null,
  };
  it('is foreseen to the tenth, with half its band', () => {
    expect(predictedLap(made)).toBe('3:27.4');
    expect(halfBand(made)).toBe('±0.8');
  });
  it('is told when it leaves the band that it had at the line, and not before its first sector', () => {
    expect(againstLine(made)).toBe('slower');
    expect(againstLine({ ...made, ms: 205_000 })).toBe('faster');
    expect(againstLine({ ...made, ms: 206_500 })).toBeNull();
    expect(againstLine({ ...made, after_sector: 0 })).toBeNull();
  });
  it('is a dash where nothing can be said', () => {
    expect(predictedLap({ ...made, ms: null })).toBe('–');
    expect(predictedLap(null)).toBe('–');
    expect(halfBand({ ...made, low_ms: null })).toBe('');
  });
});
