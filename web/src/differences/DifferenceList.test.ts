import { render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import DifferenceList from './DifferenceList.svelte';

const kDifference = {
  car_number: '51',
  what: 'gap',
  official: '+12.000',
  ours: '+1 LAP',
  since_ms: 3_600_000,
  official_derivation: 'published by the feed at 0:59:58.000',
  our_derivation: '<b>measured</b> at the line after lap 17',
};

function shown(answer: unknown[]) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answer)));
  const dashboard = new Dashboard();
  dashboard.openDialog('differences');
  render(DifferenceList, { context: new Map([[kDashboardContext, dashboard]]) });
  dashboard.race.receivedAt = performance.now();
  return dashboard;
}

afterEach(() => vi.unstubAllGlobals());

describe('official timing and ours', () => {
  it('are shown side by side with how each came about, as text', async () => {
    shown([kDifference]);
    const item = await vi.waitFor(() => screen.getByRole('listitem'));
    for (const words of [
      'Gap to the leader',
      'since 01:00:00',
      '+12.000',
      '+1 LAP',
      'published by the feed',
      '<b>measured</b>',
    ])
      expect(item.textContent).toContain(words);
    expect(item.querySelector('b')).toBeNull();
  });

  it('say so where nothing differs', async () => {
    shown([]);
    await vi.waitFor(() => expect(screen.getByText(/Nothing differs now/)).toBeTruthy());
  });

  it('lead to the car', async () => {
    const dashboard = shown([kDifference]);
    (await vi.waitFor(() => screen.getByRole('button', { name: '#51' }))).click();
    expect(dashboard.selected).toBe('51');
    expect(dashboard.dialog).toBeNull();
  });
});
