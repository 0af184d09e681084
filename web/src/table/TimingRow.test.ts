import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { CarRow, Race } from '../live/protocol';
import { Car } from '../live/race_store.svelte';
import { tableColumns } from './columns';
import TimingRow from './TimingRow.svelte';

function row(change: Partial<CarRow> = {}): CarRow {
  return {
    car: '007',
    class: 'HYPERCAR',
    group: null,
    team: 'Fjord Racing',
    manufacturer: null,
    vehicle: null,
    driver: 'Ada Almqvist',
    position: 4,
    class_position: 2,
    laps: 31,
    elapsed_ms: 1,
    gap_ms: 12_345,
    gap_laps: 0,
    class_gap_ms: null,
    class_gap_laps: 0,
    interval_ms: null,
    interval_laps: 1,
    class_interval_ms: null,
    class_interval_laps: 0,
    seen_at_ms: 1,
    last_lap_ms: 206_100,
    last_lap_mark: 'personal',
    best_lap_ms: 205_000,
    best_lap_mark: 'overall',
    best_lap_number: 12,
    sectors: [{ ms: 45_000, mark: 'in_class', lap: 31 }, null, null],
    best_sectors: [],
    ideal_lap_ms: null,
    status: 'running',
    stops: 2,
    laps_since_stop: 9,
    last_stop: null,
    drive_ms: null,
    differs: [],
    speed_kph: null,
    loop: null,
    fraction: null,
    fraction_at_ms: null,
    prediction: null,
    ...change,
  };
}

function renderRow(change: Partial<CarRow> = {}) {
  const dashboard = new Dashboard();
  const car = new Car(row(change));
  const { container } = render(TimingRow, {
    props: { car, columns: tableColumns(3), narrow: false },
    context: new Map([[kDashboardContext, dashboard]]),
  });
  const cell = (label: string) => {
    const index = tableColumns(3).findIndex((column) => column.label === label);
    return container.querySelectorAll('td')[index] as HTMLElement;
  };
  return { dashboard, car, cell, row: container.querySelector('tr') as HTMLElement };
}

describe('a row of the timing table', () => {
  it('shows unknown as a dash and never as 0', () => {
    const { cell } = renderRow();
    expect(cell('C.Gap').textContent?.trim()).toBe('–');
    expect(cell('S2').textContent?.trim()).toBe('–');
  });

  it('marks a time by a glyph and by words, not by its colour alone', () => {
    const { cell } = renderRow();
    expect(cell('Best').textContent).toContain('◆');
    expect(cell('Best').textContent).toContain('best of the session');
    expect(cell('S1').textContent).toContain('◇');
    expect(cell('Last').textContent).toContain('personal best');
  });

  it('keeps the number as it is written', () => {
    expect(renderRow().cell('Num').textContent?.trim()).toBe('007');
  });

  it('takes text that looks like HTML as text', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const { cell } = renderRow({ team: hostile, driver: hostile });
    expect(cell('Team').textContent).toContain(hostile);
    expect(cell('Team').querySelector('img')).toBeNull();
  });

  it('says the state in a word', () => {
    expect(renderRow({ status: 'in_pit' }).cell('State').textContent?.trim()).toBe('PIT');
    expect(renderRow({ status: 'retired' }).cell('State').textContent?.trim()).toBe('RET');
  });

  it('follows a change of its car, and shows a place gained as a glyph', async () => {
    const { car, cell } = renderRow();
    car.row = row({ position: 3, gap_ms: 9000 });
    car.move = { places: 1, until: performance.now() + 60_000 };
    await Promise.resolve();
    expect(cell('Gap').textContent?.trim()).toBe('+9.000');
    expect(cell('Pos').textContent).toContain('▲');
  });

  it('shows the time in the pit lane: running while the car stands there, exact when it is out', async () => {
    const stop = { in_lap: 31, in_at_ms: 600_000, out_at_ms: null, lane_ms: null, red_flag: false };
    const { dashboard, car, cell } = renderRow({ status: 'in_pit', last_stop: stop });
    dashboard.race.race = { at_ms: 663_400 } as Race;
    await Promise.resolve();
    expect(cell('State').textContent).toMatch(/PIT\s*01:03/);
    car.row = row({
      status: 'out_lap',
      seen_at_ms: 660_000,
      last_stop: { ...stop, out_at_ms: 670_000, lane_ms: 69_912 },
    });
    await Promise.resolve();
    expect(cell('State').textContent).toMatch(/OUT\s*1:09\.912/);
  });

  it('marks what the official timing has otherwise, and nothing else', () => {
    const { cell } = renderRow({ differs: ['gap'] });
    expect(cell('Gap').textContent).toContain('≠');
    expect(cell('Gap').textContent).toContain('the official timing has it otherwise');
    expect(cell('Pos').textContent).not.toContain('≠');
  });

  it('opens the panel of its car on a click, and closes it on the next', async () => {
    const { dashboard, row: element } = renderRow();
    element.click();
    expect(dashboard.selected).toBe('007');
    await Promise.resolve();
    element.click();
    expect(dashboard.selected).toBeNull();
  });
});
