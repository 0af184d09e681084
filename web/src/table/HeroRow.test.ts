import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { CarRow, SnapshotMessage } from '../live/protocol';
import HeroRow from './HeroRow.svelte';

const car = (number: string, carClass: string, position: number, classPosition: number, change: Partial<CarRow> = {}) =>
  ({
    car: number,
    class: carClass,
    team: `Team ${number}`,
    driver: 'Ada Almqvist',
    position,
    class_position: classPosition,
    class_interval_ms: classPosition * 1000,
    class_interval_laps: 0,
    last_lap_ms: 100_000 + position,
    last_lap_mark: 'none',
    laps_since_stop: 4,
    status: 'running',
    sectors: [],
    ...change,
  }) as unknown as CarRow;

async function shown(favourite: string | null) {
  localStorage.clear();
  const dashboard = new Dashboard();
  dashboard.race.receive({
    type: 'snapshot',
    epoch: 'a',
    seq: 1,
    session_id: 's',
    race: { classes: ['A', 'B'], sector_count: 3 } as unknown as SnapshotMessage['race'],
    cars: [
      car('6', 'A', 1, 1),
      car('22', 'B', 2, 1),
      car('50', 'A', 3, 2),
      car('7', 'A', 4, 3, { class_interval_laps: 2 }),
    ],
    flags: [],
    messages: [],
    weather: null,
    replay: null,
  });
  await new Promise((frame) => requestAnimationFrame(frame));
  if (favourite !== null) dashboard.settings.toggleFavourite(favourite);
  const { container } = render(HeroRow, { context: new Map([[kDashboardContext, dashboard]]) });
  return { dashboard, container, text: container.textContent?.replace(/\s+/g, ' ') ?? '' };
}

describe('the followed car', () => {
  it('is not there before one is followed', async () => {
    const { container } = await shown(null);
    expect(container.querySelector('section')).toBeNull();
  });

  it('has the cars before and behind it in its class, whoever is between them', async () => {
    const { text } = await shown('50');
    expect(text).toContain('Ahead #6 +2.000');
    expect(text).toContain('Behind #7 +2 LAPS');
  });

  it('leads its class or is its last', async () => {
    expect((await shown('6')).text).toContain('Ahead Leader');
    expect((await shown('7')).text).toContain('Behind –');
  });

  it('opens its panel', async () => {
    const { dashboard, container } = await shown('50');
    (container.querySelector('.plate') as HTMLElement).click();
    expect(dashboard.selected).toBe('50');
  });
});
