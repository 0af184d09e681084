import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { RaceMessage } from '../live/protocol';
import MessageList from './MessageList.svelte';

const message = (id: string, at_ms: number, text: string, group: string | null, cars: string[] = []): RaceMessage => ({
  id,
  at_ms,
  text,
  group,
  cars,
});

const kEarlier = [
  message('1', 1000, 'GREEN FLAG', null),
  message('2', 60_000, 'CAR 7 TRACK LIMITS', 'race_control', ['7']),
];
const kPushed = [kEarlier[1] as RaceMessage, message('3', 120_000, '<b>CAR 8</b> STOPPED', 'race_control', ['8'])];

let happened: unknown[] = [];

async function shown() {
  const dashboard = new Dashboard();
  dashboard.race.messages = kPushed;
  render(MessageList, { context: new Map([[kDashboardContext, dashboard]]) });
  await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
  return dashboard;
}

const texts = () => screen.getAllByRole('listitem').map((item) => item.querySelector('p')?.textContent?.trim());

beforeEach(() => {
  localStorage.clear();
  happened = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const answer = address.startsWith('/api/happenings') ? happened : kEarlier;
    return new Response(JSON.stringify(answer));
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('messages', () => {
  it('are listed once each, newest first, earlier and pushed ones together', async () => {
    await shown();
    expect(texts()).toEqual(['<b>CAR 8</b> STOPPED', 'CAR 7 TRACK LIMITS', 'GREEN FLAG']);
  });

  it('stay text word for word', async () => {
    await shown();
    expect(document.querySelector('b')).toBeNull();
  });

  it('are filtered by kind and by words', async () => {
    await shown();
    screen.getByRole('button', { name: 'Track limits' }).click();
    await tick();
    expect(texts()).toEqual(['CAR 7 TRACK LIMITS']);
    screen.getByRole('button', { name: 'All' }).click();
    const field = screen.getByRole('searchbox') as HTMLInputElement;
    field.value = 'limits';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await tick();
    expect(texts()).toEqual(['CAR 7 TRACK LIMITS']);
  });

  it('are filtered by favourite cars, and a car in one opens its panel', async () => {
    const dashboard = await shown();
    dashboard.settings.toggleFavourite('8');
    screen.getByRole('button', { name: '★ favourites' }).click();
    await tick();
    expect(texts()).toEqual(['<b>CAR 8</b> STOPPED']);
    screen.getByRole('button', { name: '#8' }).click();
    expect(dashboard.selected).toBe('8');
  });

  it('that came since they were last looked at are marked as new', async () => {
    const dashboard = new Dashboard();
    dashboard.race.messages = [kPushed[0] as RaceMessage];
    dashboard.markRead();
    dashboard.race.messages = kPushed;
    expect(dashboard.unread).toBe(1);
    render(MessageList, { context: new Map([[kDashboardContext, dashboard]]) });
    await tick();
    expect(texts()[0]).toMatch(/^new\s*<b>CAR 8/);
    expect(dashboard.unread).toBe(0);
  });

  it('are shown with what they mean and with what followed from the timing', async () => {
    const dashboard = await shown();
    dashboard.race.messages = [{ ...(kPushed[0] as RaceMessage), kind: 'investigation' }];
    happened = [{ id: 'pit_in 7 9', at_ms: 200_000, kind: 'pit_in', text: '#7 has entered the pits', car_number: '7' }];
    dashboard.race.receivedAt = performance.now();
    await vi.waitFor(() => expect(screen.getByText('#7 has entered the pits')).toBeTruthy());
    expect(screen.getByText('Under investigation')).toBeTruthy();
    screen.getByRole('button', { name: 'Stops' }).click();
    await tick();
    expect(texts()).toEqual(['#7 has entered the pits']);
  });
});
