import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { CarCall, CarRow, DeltaMessage, Race, SnapshotMessage } from '../live/protocol';
import { RaceStore } from '../live/race_store.svelte';
import EngineerView from './EngineerView.svelte';

const row = (car: string, strategy: Partial<CarCall>, change: Partial<CarRow> = {}) =>
  ({
    car,
    class: 'HYPERCAR',
    driver: 'Ada Almqvist',
    class_position: 1,
    laps: 208,
    last_lap_ms: 206_100,
    best_lap_ms: 205_000,
    status: 'running',
    strategy: { running: true, ...strategy },
    ...change,
  }) as CarRow;

function shown(cars: CarRow[], race: Partial<Race> = {}): string {
  const dashboard = new Dashboard();
  dashboard.race = new RaceStore((apply) => apply());
  dashboard.race.receive({
    type: 'snapshot',
    epoch: 'e',
    seq: 1,
    session_id: 's',
    race: { flag: 'green', classes: ['HYPERCAR'], ...race },
    cars,
    flags: [],
    messages: [],
    weather: null,
    replay: null,
  } as unknown as SnapshotMessage & DeltaMessage);
  dashboard.cursor = cars[0]?.car ?? null;
  render(EngineerView, { context: new Map([[kDashboardContext, dashboard]]) });
  return screen.getByRole('region', { name: 'Engineer' }).textContent?.replace(/\s+/g, ' ') ?? '';
}

describe('the engineer’s view', () => {
  const call: Partial<CarCall> = {
    stop_lap: 212,
    last: 214,
    stops_left: 6,
    net_class_position: 2,
    net_gap_ms: 8_000,
    entry_open: true,
    driver_left_ms: 4_320_000,
    rejoin: 5,
    rejoin_behind: '38',
    rejoin_gap_ms: 2_100,
    loss_ms: 71_000,
  };

  it('says in words and figures what is due', () => {
    const text = shown([row('7', call), row('8', { net_class_position: 1, net_gap_ms: 0 })]);
    expect(text).toMatch(/Stop in 4 laps/);
    expect(text).toMatch(/Pit entry OPEN/);
    expect(text).toMatch(/out as P5, 2\.1 s behind #38, costs 71\.0 s/);
    expect(text).toMatch(/Last lap 3:26\.100/);
    expect(text).toMatch(/Driver limit 1:12/);
    expect(text).toMatch(/NET ahead #8 8\.0 s/);
    expect(text).toMatch(/NET behind –/);
  });

  it('calls the car in on its in-lap, and shows a closed entry by a word', () => {
    const text = shown([row('7', { ...call, stop_lap: 209 })], {
      pit_lane: { entry_open: false, exit_open: null, open_for: [], since_ms: 1 },
    });
    expect(text).toMatch(/Stop in BOX/);
    expect(text).toMatch(/Pit entry ⊘ CLOSED/);
  });

  it('shows what isn’t known as a dash', () => {
    const text = shown([row('7', {}, { strategy: null })]);
    expect(text).toMatch(/Stop in –/);
    expect(text).toMatch(/Pit entry –/);
    expect(text).toMatch(/Driver limit –/);
  });
});
