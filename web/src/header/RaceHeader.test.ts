import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { FlagKind, Race } from '../live/protocol';
import LinkLost from './LinkLost.svelte';
import RaceHeader from './RaceHeader.svelte';

function race(change: Partial<Race> = {}): Race {
  return {
    series: 'Invented Series',
    event: 'Six Hours',
    name: 'Race',
    track: 'Nowhere',
    kind: 'race',
    state: 'running',
    start_time: null,
    start_time_of_day: null,
    at_ms: 3_723_000,
    remaining_ms: 17_877_000,
    laps_remaining: null,
    flag: 'green',
    classes: [],
    sector_count: 3,
    flag_shares: [],
    best_lap_ms: null,
    best_lap_car: null,
    best_lap_number: null,
    class_bests: [],
    loop_bests_ms: [],
    ...change,
  };
}

function shown(component: typeof RaceHeader | typeof LinkLost) {
  const dashboard = new Dashboard();
  dashboard.race.race = race();
  dashboard.race.receivedAt = performance.now();
  render(component, { context: new Map([[kDashboardContext, dashboard]]) });
  return dashboard;
}

beforeEach(() => localStorage.clear());

describe('the race header', () => {
  it('names the event and shows both clocks', () => {
    shown(RaceHeader);
    expect(screen.getByRole('heading').textContent).toBe('Six Hours');
    expect(screen.getByText('01:02:03')).toBeTruthy();
    expect(screen.getByText('04:57:57')).toBeTruthy();
  });

  it.each<[FlagKind, string, string]>([
    ['safety_car', 'Safety car', 'Safety car'],
    ['red', 'Red flag', 'Red flag, session stopped'],
    ['none', '–', 'Flag unknown'],
  ])('says the flag %s in words', async (flag, word, long) => {
    const dashboard = shown(RaceHeader);
    dashboard.race.race = race({ flag });
    await tick();
    const panel = screen.getByRole('status', { name: long });
    expect(panel.textContent).toContain(word);
  });

  it('shows what is not known as a dash', async () => {
    const dashboard = shown(RaceHeader);
    dashboard.race.race = race({ at_ms: null, remaining_ms: null });
    await tick();
    expect(screen.queryByText('00:00:00')).toBeNull();
  });

  it('says whether the pit lane is open and for whom, and nothing before race control does', async () => {
    const dashboard = shown(RaceHeader);
    expect(screen.queryByText('Pit lane')).toBeNull();
    const lane = { entry_open: false, exit_open: null, open_for: [] as string[], since_ms: 0 };
    dashboard.race.race = race({ pit_lane: lane });
    await tick();
    expect(screen.getByText('Pit lane').parentElement?.textContent).toMatch(/closed/);
    dashboard.race.race = race({ pit_lane: { ...lane, entry_open: true, open_for: ['GT'] } });
    await tick();
    expect(screen.getByText('Pit lane').parentElement?.textContent).toMatch(/open for GT/);
  });

  it('takes the time left from the forecast where the feed tells none, and says so', async () => {
    const dashboard = shown(RaceHeader);
    const strategy = { at_ms: 3_720_000, runs: 500, finish_ms: 21_723_000, unknown_because: null, own_rules: false };
    dashboard.race.race = race({ remaining_ms: null, strategy });
    await tick();
    expect(screen.getByText('Left, about')).toBeTruthy();
    expect(screen.getByText('05:00:00')).toBeTruthy();
    dashboard.race.race = race({ strategy });
    await tick();
    expect(screen.queryByText('Left, about')).toBeNull();
    expect(screen.getByText('04:57:57')).toBeTruthy();
  });

  it('counts laps left where the race is run over laps', async () => {
    const dashboard = shown(RaceHeader);
    dashboard.race.race = race({ laps_remaining: 12 });
    await tick();
    expect(screen.getByText('12 laps')).toBeTruthy();
  });
});

describe('a lost link', () => {
  it('is said with the age of what is still shown', async () => {
    const dashboard = shown(LinkLost);
    expect(screen.getByRole('status').textContent?.trim()).toBe('');
    dashboard.connection.lostAt = performance.now();
    dashboard.clock.now = performance.now() + 14_200;
    await tick();
    expect(screen.getByRole('status').textContent).toMatch(/Connection lost, showing data of 14 s ago/);
  });
});
