import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { Anomaly, CarRow, SnapshotMessage } from '../live/protocol';
import { evidenceWords, severityWord } from './anomaly_words';
import IncidentList from './IncidentList.svelte';

const anomaly = (id: number, change: Partial<Anomaly> = {}): Anomaly => ({
  id,
  car: '7',
  lap: 12,
  sector: 2,
  kind: 'stopped',
  severity: 0.9,
  probability: 0.874,
  alarm: change.cleared_ms === undefined || change.cleared_ms === null,
  first_seen_ms: 3_600_000 + id * 1000,
  confirmed_ms: null,
  cleared_ms: null,
  evidence: { overdue_ms: 24_000 },
  text: '<b>overdue</b> in sector 2',
  ...change,
});

const kAnomalies = [
  anomaly(1),
  anomaly(2, { car: '51', kind: 'spin', severity: 0.2 }),
  anomaly(3, { car: '51', cleared_ms: 3_700_000 }),
  anomaly(4, { car: null, kind: 'slow_zone', severity: 0.5 }),
  anomaly(5, { kind: 'timing_fault', severity: 0.1, alarm: false }),
];

async function shown() {
  const dashboard = new Dashboard();
  dashboard.race.receive({
    type: 'snapshot',
    epoch: 'a',
    seq: 1,
    session_id: 's',
    race: { classes: ['A'], sector_count: 3, at_ms: 3_605_000 } as unknown as SnapshotMessage['race'],
    cars: ['7', '51'].map((car, index) => ({ car, class: 'A', position: index + 1, sectors: [] }) as unknown as CarRow),
    flags: [],
    messages: [],
    anomalies: kAnomalies,
    weather: null,
    replay: { begins_ms: 0, ends_ms: 7_200_000, at_ms: 3_605_000, speed: 1, playing: true, ended: false },
  });
  await new Promise((frame) => requestAnimationFrame(frame));
  render(IncidentList, { context: new Map([[kDashboardContext, dashboard]]) });
  await tick();
  return dashboard;
}

const cars = () => screen.getAllByRole('listitem').map((item) => item.querySelector('.car')?.textContent);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('incidents', () => {
  it('are listed newest first without those that were nothing, their text as text', async () => {
    await shown();
    expect(cars()).toEqual(['Track', '#51', '#7']);
    expect(document.querySelector('li b')).toBeNull();
    expect(screen.getAllByRole('listitem')[2]?.textContent).toMatch(
      /Stopped.*lap 12 · sector 2 · overdue 24\.0 s.*grave, 87 %.*open/s,
    );
  });

  it('are filtered by kind, severity, and with false alarms', async () => {
    await shown();
    screen.getByRole('button', { name: 'Serious' }).click();
    await tick();
    expect(cars()).toEqual(['Track', '#7']);
    screen.getByRole('button', { name: 'Stopped' }).click();
    screen.getByRole('button', { name: 'With false alarms' }).click();
    await tick();
    expect(cars()).toEqual(['#51', '#7']);
  });

  it('come with what is information when it is asked for', async () => {
    await shown();
    screen.getByRole('button', { name: 'With information' }).click();
    await tick();
    expect(cars()).toEqual(['#7', 'Track', '#51', '#7']);
  });

  it('take the replay to just before the moment, and open the car', async () => {
    const dashboard = await shown();
    const sent = vi.fn(async (..._: unknown[]) => new Response('{}'));
    vi.stubGlobal('fetch', sent);
    document.querySelectorAll<HTMLElement>('li button')[2]?.click();
    expect(dashboard.selected).toBe('7');
    expect(sent).toHaveBeenCalledWith(
      '/api/replay?session=s',
      expect.objectContaining({ body: '{"action":"seek","at_ms":3586000}' }),
    );
  });

  it('mark their cars while they are fresh, the gravest of each, and not for faults of the timing', async () => {
    const dashboard = await shown();
    expect([...dashboard.alarms.keys()].sort()).toEqual(['51', '7']);
    expect(dashboard.alarms.get('51')?.kind).toBe('spin');
    dashboard.race.race = { ...(dashboard.race.race as SnapshotMessage['race']), at_ms: 3_950_000 };
    expect(dashboard.alarms.size).toBe(0);
  });

  it('that are revised replace what was known of them', async () => {
    const dashboard = await shown();
    dashboard.race.receive({
      type: 'delta',
      epoch: 'a',
      seq: 2,
      anomalies: [anomaly(2, { car: '51', kind: 'incident', confirmed_ms: 3_604_000 })],
    });
    await new Promise((frame) => setTimeout(frame, 60));
    expect(dashboard.race.anomalies).toHaveLength(5);
    expect(dashboard.race.anomalies[1]?.kind).toBe('incident');
  });
});

describe('the words of an anomaly', () => {
  it('give times in seconds and other figures as they are', () =>
    expect(evidenceWords({ lost_ms: 12_400, times_slower: 1.084 })).toBe('lost 12.4 s · times slower 1.08'));
  it('grade the severity', () => expect([0.1, 0.4, 0.8].map(severityWord)).toEqual(['slight', 'serious', 'grave']));
});
