import { beforeEach, describe, expect, it } from 'vitest';
import { Dashboard, matches } from './dashboard.svelte';
import { handleKey, kKeys } from './keyboard/keys';
import type { CarRow, SnapshotMessage } from './live/protocol';

const kCars = [
  { car: '6', class: 'HYPERCAR', team: 'Fjord Racing', driver: 'Ada Almqvist' },
  { car: '50', class: 'HYPERCAR', team: 'Gironde', driver: 'Hugo Corvane' },
  { car: '22', class: 'LMP2', team: 'Kestrel', driver: 'Kaya Dumarest' },
];

function filled(): Dashboard {
  const dashboard = new Dashboard();
  dashboard.race.receive({
    type: 'snapshot',
    epoch: 'a',
    seq: 1,
    session_id: 's',
    race: { classes: ['HYPERCAR', 'LMP2'], sector_count: 3 } as unknown as SnapshotMessage['race'],
    cars: kCars.map((car, index) => ({ ...car, position: index + 1, sectors: [] }) as unknown as CarRow),
    flags: [],
    messages: [],
    weather: null,
    replay: null,
  });
  return dashboard;
}

async function drawn(dashboard: Dashboard): Promise<Dashboard> {
  await new Promise((frame) => requestAnimationFrame(frame));
  return dashboard;
}

const press = (dashboard: Dashboard, key: string, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true });
  Object.defineProperty(event, 'target', { value: target });
  handleKey(dashboard, event);
  return event;
};

beforeEach(() => localStorage.clear());

describe('what is shown', () => {
  it('is filtered by class, by favourites and by the search together', async () => {
    const dashboard = await drawn(filled());
    expect(dashboard.shown).toEqual(['6', '50', '22']);
    dashboard.chooseClass('HYPERCAR');
    expect(dashboard.shown).toEqual(['6', '50']);
    dashboard.settings.toggleFavourite('50');
    dashboard.toggleFavouritesOnly();
    expect(dashboard.shown).toEqual(['50']);
    dashboard.search = 'fjord';
    expect(dashboard.shown).toEqual([]);
  });

  it('finds a car by every word of the search, in any of its names', () => {
    const row = { car: '6', class: 'HYPERCAR', team: 'Fjord Racing', driver: 'Ada Almqvist' } as CarRow;
    expect(matches(row, 'ada fjord')).toBe(true);
    expect(matches(row, '#6')).toBe(true);
    expect(matches(row, 'ada kestrel')).toBe(false);
  });

  it('ignores a class of another session', async () => {
    const dashboard = await drawn(filled());
    dashboard.chooseClass('GTD');
    expect(dashboard.carClass).toBeNull();
    expect(dashboard.shown).toHaveLength(3);
  });
});

describe('the car in sight', () => {
  it('is the one chosen for it, else the first favourite that is in the race', async () => {
    const dashboard = await drawn(filled());
    expect(dashboard.hero).toBeNull();
    dashboard.settings.toggleFavourite('99');
    dashboard.settings.toggleFavourite('22');
    expect(dashboard.hero).toBe('22');
    dashboard.select('6');
    press(dashboard, 'p');
    expect(dashboard.hero).toBe('6');
    press(dashboard, 'p');
    expect(dashboard.hero).toBe('22');
  });
});

describe('choices', () => {
  it('outlive the page', () => {
    const first = new Dashboard();
    first.settings.toggleFavourite('22');
    first.settings.toggleColumn('team');
    first.settings.set('oled', true);
    const second = new Dashboard();
    expect(second.settings.isFavourite('22')).toBe(true);
    expect(second.settings.choices.hiddenColumns).toEqual(['team']);
    expect(second.settings.choices.oled).toBe(true);
  });

  it.each(['not json', '[]', '{"favourites":"x","oled":1}'])('are the usual ones if what is stored is %s', (stored) => {
    localStorage.setItem('stint.settings', stored);
    expect(new Dashboard().settings.choices).toMatchObject({ favourites: [], oled: false });
  });
});

describe('keys', () => {
  it('move the cursor, open the car there, and Esc closes it', async () => {
    const dashboard = await drawn(filled());
    press(dashboard, 'j');
    press(dashboard, 'ArrowDown');
    expect(dashboard.cursor).toBe('50');
    press(dashboard, 'Enter');
    expect(dashboard.selected).toBe('50');
    press(dashboard, 'k');
    expect(dashboard.selected).toBe('6');
    press(dashboard, 'Escape');
    expect(dashboard.selected).toBeNull();
  });

  it('make a favourite, walk the classes, change the screen, open the help', async () => {
    const dashboard = await drawn(filled());
    press(dashboard, 'j');
    press(dashboard, 'f');
    expect(dashboard.settings.isFavourite('6')).toBe(true);
    press(dashboard, 'c');
    expect(dashboard.carClass).toBe('HYPERCAR');
    press(dashboard, 'C');
    expect(dashboard.carClass).toBeNull();
    press(dashboard, '2');
    expect(dashboard.view).toBe('charts');
    press(dashboard, '?');
    expect(dashboard.dialog).toBe('help');
  });

  it('are left to a field that is being typed in, and to an open dialog', async () => {
    const dashboard = await drawn(filled());
    const field = document.createElement('input');
    expect(press(dashboard, 'f', field).defaultPrevented).toBe(false);
    expect(press(dashboard, '2', field).defaultPrevented).toBe(false);
    dashboard.openDialog('help');
    expect(press(dashboard, '2').defaultPrevented).toBe(false);
    expect(dashboard.view).toBe('timing');
  });

  it('mean one thing each', () => {
    const all = kKeys.flatMap((key) => key.keys);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the delay', () => {
  it('is changed by n and m, by more with Shift, within what the server keeps, and is kept', () => {
    const dashboard = filled();
    const shift = (key: string) => {
      const event = new KeyboardEvent('keydown', { key, shiftKey: true, cancelable: true });
      Object.defineProperty(event, 'target', { value: document.body });
      handleKey(dashboard, event);
    };
    press(dashboard, 'm');
    press(dashboard, 'm');
    shift('M');
    expect(dashboard.settings.choices.delay).toBe(40);
    expect(dashboard.connection.delay).toBe(40);
    expect(dashboard.viewpoint.delay).toBe(40);
    shift('N');
    shift('N');
    press(dashboard, 'n');
    expect(dashboard.settings.choices.delay).toBe(0);
    expect(dashboard.viewpoint.delay).toBeNull();
    for (let times = 0; times < 12; times += 1) shift('M');
    expect(dashboard.settings.choices.delay).toBe(300);
    expect(new Dashboard().settings.choices.delay).toBe(300);
  });

  it('that was stored wrong is none', () => {
    localStorage.setItem('stint.settings', JSON.stringify({ delay: -20 }));
    expect(new Dashboard().settings.choices.delay).toBe(0);
  });
});
