import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { SessionListing } from '../live/api';
import { countdown, fits, nextChoice } from './choices';
import SessionPicker from './SessionPicker.svelte';

const session = (id: string, mode: SessionListing['mode'], event: string): SessionListing => ({
  id,
  mode,
  event,
  series: 'WEC',
  name: 'Race',
  track: 'Nowhere',
  start_time: '2031-06-14T14:00:00Z',
  events: 1,
  served: mode !== 'stored',
});
const kSessions = [
  session('live', 'live', 'Six Hours'),
  session('old', 'stored', 'Old Race'),
  session('play', 'replay', 'Tape'),
];
const kEvents = [
  {
    id: 'e',
    name: 'Twelve Hours',
    series: 'WEC',
    track: 'Nowhere',
    date: '',
    local_date: '2031-07-01T15:00+02:00',
    time_known: true,
    countdown: '1 d 2 h',
    countdown_ms: 93_600_000,
    is_live: false,
    session: 'Race',
    confirmed: false,
    live_source: 'wec',
  },
];

let opened: string[];
let answers: (() => Response)[];

beforeEach(() => {
  localStorage.clear();
  opened = [];
  answers = [];
  HTMLDialogElement.prototype.showModal ??= () => {};
  vi.stubGlobal('fetch', async (address: string, request?: RequestInit) => {
    if (request?.method === 'POST') {
      opened.push(address);
      return (answers.shift() as () => Response)();
    }
    return new Response(JSON.stringify(address.startsWith('/api/schedule') ? kEvents : kSessions));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function shown() {
  const dashboard = new Dashboard();
  const watched = vi.spyOn(dashboard, 'watch').mockImplementation(() => {});
  render(SessionPicker, { context: new Map([[kDashboardContext, dashboard]]) });
  await vi.waitFor(() => expect(screen.getByText('Six Hours')).toBeTruthy());
  return watched;
}

const choices = () => [...document.querySelectorAll<HTMLElement>('[data-choice]')].map((one) => one.dataset.choice);

describe('the picker', () => {
  it('lists live, played and stored sessions in this order, and the calendar', async () => {
    await shown();
    expect(choices()).toEqual(['live', 'play', 'old']);
    await vi.waitFor(() => expect(screen.getByText('Twelve Hours')).toBeTruthy());
    expect(document.body.textContent).toMatch(/1 d 2 h|1 d 1 h/);
    expect(document.body.textContent).toMatch(/not confirmed/);
  });

  it('has a stored session loaded by the server before it is watched', async () => {
    answers = [
      () => new Response(JSON.stringify({ state: 'opening' }), { status: 202 }),
      () => new Response(JSON.stringify({ state: 'served' })),
    ];
    const watched = await shown();
    document.querySelector<HTMLElement>('[data-choice="old"]')?.click();
    await tick();
    expect(watched).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(watched).toHaveBeenCalledWith('old'));
    expect(opened).toEqual(['/api/sessions/old/open', '/api/sessions/old/open']);
  });

  it('says why a session could not be opened', async () => {
    answers = [() => new Response(JSON.stringify({ detail: 'Four sessions are open.' }), { status: 503 })];
    const watched = await shown();
    document.querySelector<HTMLElement>('[data-choice="old"]')?.click();
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/Four sessions are open/));
    expect(watched).not.toHaveBeenCalled();
  });

  it('is filtered by typing, and Enter takes the first', async () => {
    const watched = await shown();
    const field = document.querySelector('input') as HTMLInputElement;
    await fireEvent.input(field, { target: { value: 'tape' } });
    expect(choices()).toEqual(['play']);
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(watched).toHaveBeenCalledWith('play');
  });
});

describe('choices', () => {
  it('are stepped through without leaving at the ends', () => {
    expect(nextChoice(['a', 'b'], 'a', 1)).toBe('b');
    expect(nextChoice(['a', 'b'], 'b', 1)).toBe('b');
    expect(nextChoice(['a', 'b'], 'a', -1)).toBe('a');
    expect(nextChoice([], null, 1)).toBeUndefined();
  });
  it('are found by every word', () => {
    expect(fits(kSessions[0] as SessionListing, 'wec six')).toBe(true);
    expect(fits(kSessions[0] as SessionListing, 'imsa')).toBe(false);
  });
});

it.each([
  [93_600_000, '1 d 2 h'],
  [7_260_000, '2 h 1 min'],
  [250_000, '4 min 10 s'],
  [9000, '9 s'],
  [-5, '0 s'],
])('counts %d ms down as %s', (ms, words) => {
  expect(countdown(ms, 0)).toBe(words);
});
