import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { Race, Replay } from '../live/protocol';
import { Absence } from './absence.svelte';
import { parseClock } from './account';
import StoryDialog from './StoryDialog.svelte';

const kHour = 3_600_000;
const kAccount = {
  from_ms: 0,
  to_ms: kHour,
  car: null,
  class: null,
  left_out: 4,
  sentences: [
    { text: '#7 leads in LMH.', kind: 'leader', at_ms: kHour - 1000, weight: 1, cars: ['7'], claim: {}, events: [] },
    { text: '<b>#8</b> came in.', kind: 'stop', at_ms: 600_000, weight: 0.5, cars: ['8'], claim: {}, events: [] },
  ],
};

let asked: URL[] = [];
let steered: unknown[] = [];

async function shown(replay: boolean, missed: { from: number; to: number } | null = null) {
  const dashboard = new Dashboard();
  dashboard.race.sessionId = 'spa';
  dashboard.race.race = { at_ms: kHour, classes: ['LMH', 'GT3'] } as Race;
  dashboard.race.order = ['7', '8'];
  if (replay) {
    dashboard.race.replay = {
      begins_ms: 0,
      ends_ms: kHour,
      at_ms: kHour,
      speed: 1,
      playing: false,
      ended: true,
    } as Replay;
  }
  dashboard.dialog = 'story';
  render(StoryDialog, { props: { missed, onclose: () => {} }, context: new Map([[kDashboardContext, dashboard]]) });
  await vi.waitFor(() => expect(screen.getAllByRole('listitem', { hidden: true })).toHaveLength(2));
  return dashboard;
}

const button = (name: string | RegExp) => screen.getByRole('button', { name, hidden: true });

beforeEach(() => {
  localStorage.clear();
  asked = [];
  steered = [];
  vi.stubGlobal('fetch', async (address: string, request?: RequestInit) => {
    if (request?.method === 'POST') steered.push(JSON.parse(String(request.body)));
    else asked.push(new URL(address, 'http://localhost'));
    return new Response(JSON.stringify(kAccount));
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('the account', () => {
  it('is of the last half hour at first, of the session that is shown', async () => {
    await shown(true);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      session: 'spa',
      from: String(kHour / 2),
      to: String(kHour),
    });
  });

  it('is of the absence, if there was one', async () => {
    await shown(true, { from: 100_000, to: 900_000 });
    expect(asked[0]?.searchParams.get('from')).toBe('100000');
    expect(asked[0]?.searchParams.get('to')).toBe('900000');
  });

  it('is told in the words of the server, as text', async () => {
    await shown(true);
    expect(screen.getByText('<b>#8</b> came in.')).toBeTruthy();
    expect(screen.getByText(/4 lesser things/)).toBeTruthy();
  });

  it('is told anew for another interval', async () => {
    await shown(true);
    button('All').click();
    await vi.waitFor(() => expect(asked.at(-1)?.searchParams.get('from')).toBe('0'));
  });

  it('jumps the replay to just before the moment and shows the car', async () => {
    const dashboard = await shown(true);
    button(/came in/).click();
    await tick();
    await vi.waitFor(() => expect(steered).toEqual([{ action: 'seek', at_ms: 597_000 }]));
    expect(dashboard.selected).toBe('8');
    expect(dashboard.dialog).toBeNull();
  });

  it('steers nothing where there is no replay', async () => {
    const dashboard = await shown(false);
    button(/came in/).click();
    await tick();
    expect(steered).toEqual([]);
    expect(dashboard.selected).toBe('8');
  });
});

describe('an absence', () => {
  const at = { session: 'spa', at: 0 };
  const absence = () => new Absence(() => ({ ...at }));

  it('is noticed when the race has gone on meanwhile', () => {
    const one = absence();
    at.at = 1000;
    one.hidden();
    at.at = 601_000;
    one.shown();
    expect(one.missed).toEqual({ from: 1000, to: 601_000 });
    one.seen();
    expect(one.missed).toBeNull();
  });

  it('is none if it was short, or if another session is shown now', () => {
    const one = absence();
    at.at = 1000;
    one.hidden();
    at.at = 61_000;
    one.shown();
    expect(one.missed).toBeNull();
    one.hidden();
    at.at = 961_000;
    at.session = 'fuji';
    one.shown();
    expect(one.missed).toBeNull();
  });
});

describe('a time on the race clock', () => {
  it('is read from hours on, and nothing else is', () => {
    expect(parseClock('01:02:03')).toBe(3_723_000);
    expect(parseClock('23:59')).toBe(86_340_000);
    for (const wrong of ['', '5', '1:60', '1:2:61', 'noon']) expect(parseClock(wrong)).toBeNull();
  });
});
