import { describe, expect, it } from 'vitest';
import type { CarCall, CarRow } from '../live/protocol';
import { assumption, kQuestions } from './assumptions';
import { inLaps, lapBand, lapsUntilStop, limit, netNeighbours, odds, seconds, signed } from './figures';
import { ghostOf } from './ghost';
import { oddsPath } from './odds_lines';
import { ownRule } from './own_rule';

const row = (change: Partial<CarRow>): CarRow => ({ car: '7', class: 'GT', laps: 20, ...change }) as CarRow;
const call = (change: Partial<CarCall>): CarCall => ({ running: true, ...change }) as CarCall;

describe('figures', () => {
  it('never claim certainty that they have not, and never show unknown as 0', () => {
    expect([null, 0, 0.004, 0.42, 0.996, 1].map(odds)).toEqual(['–', '0 %', '< 1 %', '42 %', '> 99 %', '100 %']);
    expect([seconds(null), seconds(-2140), seconds(0)]).toEqual(['–', '−2.1 s', '0.0 s']);
    expect([signed(-0.25, 2), signed(0.001, 2), signed(3, 0, ' s'), signed(null, 1)]).toEqual([
      '−0.25',
      '±0.00',
      '+3 s',
      '–',
    ]);
    expect([lapBand(208.6, 214.2), lapBand(212, 212), lapBand(null, 3)]).toEqual(['209–214', '212', '–']);
    expect([limit(4_320_000), limit(-1), limit(null)]).toEqual(['1:12', 'over', '–']);
  });

  it('count the laps until a stop with the in-lap', () => {
    expect(lapsUntilStop(row({}), call({ stop_lap: 24 }))).toBe(4);
    expect(lapsUntilStop(row({}), call({ stop_lap: 18 }))).toBe(0);
    expect(lapsUntilStop(row({}), call({ stop_lap: null }))).toBeNull();
    expect([0, 1, 4, null].map(inLaps)).toEqual(['now', 'this lap', 'in 4 laps', '–']);
  });
});

describe('the neighbours net of stops', () => {
  const rows = [
    row({ car: '7', strategy: call({ net_class_position: 2, net_gap_ms: 8_000 }) }),
    row({ car: '8', strategy: call({ net_class_position: 1, net_gap_ms: 0 }) }),
    row({ car: '9', strategy: call({ net_class_position: 3, net_gap_ms: 9_500 }) }),
    row({ car: '1', class: 'LMP2', strategy: call({ net_class_position: 1, net_gap_ms: 0 }) }),
  ];

  it('are of the same class, before and behind', () => {
    expect(netNeighbours(rows, '7')).toEqual({ ahead: ['8', 8_000], behind: ['9', 1_500] });
    expect(netNeighbours(rows, '8')).toEqual({ ahead: null, behind: ['7', 8_000] });
  });

  it('are not known where the standing is not', () => {
    expect(netNeighbours([row({ strategy: null })], '7')).toEqual({ ahead: null, behind: null });
  });
});

describe('the ghost', () => {
  const own = row({
    last_lap_mark: 'none',
    last_lap_ms: 101_000,
    best_lap_ms: 100_000,
    strategy: call({ loss_ms: 60_000 }),
  });

  it('is as far behind as the stop costs, over the line too', () => {
    expect(ghostOf(own, 0.9)?.fraction).toBeCloseTo(0.3);
    expect(ghostOf(own, 0.25)?.fraction).toBeCloseTo(0.65);
  });

  it('is not shown where the cost is not known', () => {
    expect(ghostOf({ ...own, strategy: call({ loss_ms: null }) }, 0.9)).toBeNull();
    expect(ghostOf({ ...own, strategy: null }, 0.9)).toBeNull();
  });
});

describe('odds over time', () => {
  it('go in steps, and stop where nothing was said', () => {
    const at = (ms: number, win: number | null) =>
      ({ at_ms: ms, win_odds: win }) as Parameters<typeof oddsPath>[0][number];
    const box = { width: 100, height: 10, fromMs: 0, untilMs: 100 };
    const history = [at(0, 0.5), at(50, 1), at(60, null), at(100, 0)];
    expect(oddsPath(history, (one) => one.win_odds, box)).toBe('M0.0 5.0H50.0V0.0M100.0 10.0');
  });
});

describe('an assumption', () => {
  const question = (kind: string) => kQuestions.find((one) => one.kind === kind) as (typeof kQuestions)[number];

  it('is worded as the server reads it', () => {
    expect(assumption(question('fcy'), '7', '5')).toBe('fcy=5');
    expect(assumption(question('save'), '7', ' 5 ')).toBe('save=7:5');
    expect(assumption(question('driver'), '7', 'B. Two')).toBe('driver=7:B. Two');
  });

  it('is none while something is missing', () => {
    expect(assumption(question('save'), '', '5')).toBeNull();
    expect(assumption(question('stop'), '7', '')).toBeNull();
    expect(assumption(question('fcy'), '7', 'soon')).toBeNull();
  });
});

describe('a rule of one’s own', () => {
  it('has its value as TOML writes it', () => {
    expect(ownRule('drive_time_min', '105 minutes')).toContain('[[drive_time_min]]\nvalue = 105\n');
    expect(ownRule('tyre_warmers', 'no')).toContain('value = false');
    expect(ownRule('pit_opening_order', 'PROTOTYPE, GT')).toContain('value = ["PROTOTYPE", "GT"]');
    expect(ownRule('refuel_and_tyres', 'separate')).toContain('value = "separate"');
  });
});
