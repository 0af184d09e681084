// Every key of the dashboard, with what it does; the help lists exactly these.

import type { Dashboard } from '../dashboard.svelte';

export interface Key {
  keys: string[]; // KeyboardEvent.key
  shown: string;
  does: string;
  group: 'Cars' | 'Screens' | 'Replay';
  run: (dashboard: Dashboard, shift: boolean) => void;
}

const kSkip = 30_000; // milliseconds of race time
const kLongSkip = 300_000;
const kPage = 12; // rows
const kDelayStep = 5; // seconds
const kLongDelayStep = 30;

function changeDelay(dashboard: Dashboard, direction: 1 | -1, shift: boolean): void {
  dashboard.setDelay(dashboard.settings.choices.delay + direction * (shift ? kLongDelayStep : kDelayStep));
}

// Enters a field once it is on the screen.
function focus(id: string): void {
  document.getElementById(id)?.focus();
}

export const kKeys: Key[] = [
  {
    keys: ['j', 'ArrowDown'],
    shown: 'j or ↓',
    does: 'next car',
    group: 'Cars',
    run: (dashboard) => dashboard.moveCursor(1),
  },
  {
    keys: ['k', 'ArrowUp'],
    shown: 'k or ↑',
    does: 'car before',
    group: 'Cars',
    run: (dashboard) => dashboard.moveCursor(-1),
  },
  {
    keys: ['PageDown'],
    shown: 'Page ↓',
    does: 'twelve cars on',
    group: 'Cars',
    run: (dashboard) => dashboard.moveCursor(kPage),
  },
  {
    keys: ['PageUp'],
    shown: 'Page ↑',
    does: 'twelve cars back',
    group: 'Cars',
    run: (dashboard) => dashboard.moveCursor(-kPage),
  },
  {
    keys: ['Enter'],
    shown: 'Enter',
    does: 'open the car’s panel',
    group: 'Cars',
    run: (dashboard) => dashboard.openAtCursor(),
  },
  { keys: ['f'], shown: 'f', does: 'favourite', group: 'Cars', run: (dashboard) => dashboard.favouriteAtCursor() },
  {
    keys: ['F'],
    shown: 'Shift f',
    does: 'favourites only',
    group: 'Cars',
    run: (dashboard) => dashboard.toggleFavouritesOnly(),
  },
  {
    keys: ['p'],
    shown: 'p',
    does: 'keep in sight above the table',
    group: 'Cars',
    run: (dashboard) => dashboard.pinAtCursor(),
  },
  { keys: ['c'], shown: 'c', does: 'next class', group: 'Cars', run: (dashboard) => dashboard.cycleClass(1) },
  { keys: ['C'], shown: 'Shift c', does: 'class before', group: 'Cars', run: (dashboard) => dashboard.cycleClass(-1) },
  {
    keys: ['/'],
    shown: '/',
    does: 'search',
    group: 'Cars',
    run: (dashboard) => {
      dashboard.show('timing');
      focus('search');
    },
  },
  {
    keys: ['Escape'],
    shown: 'Esc',
    does: 'close, then clear the search',
    group: 'Screens',
    run: (dashboard) => dashboard.stepBack(),
  },
  { keys: ['1'], shown: '1', does: 'timing', group: 'Screens', run: (dashboard) => dashboard.show('timing') },
  { keys: ['2'], shown: '2', does: 'charts', group: 'Screens', run: (dashboard) => dashboard.show('charts') },
  { keys: ['3'], shown: '3', does: 'messages', group: 'Screens', run: (dashboard) => dashboard.show('messages') },
  { keys: ['4'], shown: '4', does: 'track map', group: 'Screens', run: (dashboard) => dashboard.show('map') },
  { keys: ['5'], shown: '5', does: 'incidents', group: 'Screens', run: (dashboard) => dashboard.show('incidents') },
  { keys: ['6'], shown: '6', does: 'strategy', group: 'Screens', run: (dashboard) => dashboard.show('strategy') },
  {
    keys: ['7'],
    shown: '7',
    does: 'engineer: one car in big type',
    group: 'Screens',
    run: (dashboard) => dashboard.show('engineer'),
  },
  {
    keys: ['w'],
    shown: 'w',
    does: 'what if …',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('what-if'),
  },
  {
    keys: ['R'],
    shown: 'Shift r',
    does: 'how good the strategy calls were',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('calls'),
  },
  {
    keys: ['t'],
    shown: 't',
    does: 'what was measured in this race',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('measured'),
  },
  {
    keys: ['u'],
    shown: 'u',
    does: 'the rules in force, and your own',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('rules'),
  },
  {
    keys: ['r'],
    shown: 'r',
    does: 'how good the predictions were',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('scorecard'),
  },
  {
    keys: ['a'],
    shown: 'a',
    does: 'what happened while you were away',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('story'),
  },
  {
    keys: ['v'],
    shown: 'v',
    does: 'lap times or stops and stints in the table',
    group: 'Screens',
    run: (dashboard) => dashboard.toggleStrategy(),
  },
  {
    keys: ['d'],
    shown: 'd',
    does: 'where the official timing differs',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('differences'),
  },
  {
    keys: ['s'],
    shown: 's',
    does: 'live, recorded and coming sessions',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('sessions'),
  },
  {
    keys: ['o'],
    shown: 'o',
    does: 'options: columns, theme',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('settings'),
  },
  {
    keys: ['n', 'N'],
    shown: 'n',
    does: 'delay 5 s less, with Shift 30 s',
    group: 'Screens',
    run: (dashboard, shift) => changeDelay(dashboard, -1, shift),
  },
  {
    keys: ['m', 'M'],
    shown: 'm',
    does: 'delay 5 s more, with Shift 30 s',
    group: 'Screens',
    run: (dashboard, shift) => changeDelay(dashboard, 1, shift),
  },
  {
    keys: ['?', 'h'],
    shown: '?',
    does: 'this help',
    group: 'Screens',
    run: (dashboard) => dashboard.openDialog('help'),
  },
  {
    keys: [' '],
    shown: 'Space',
    does: 'play or pause',
    group: 'Replay',
    run: (dashboard) => dashboard.steering.togglePlay(),
  },
  {
    keys: ['ArrowLeft'],
    shown: '←',
    does: 'back 30 s, with Shift 5 min',
    group: 'Replay',
    run: (dashboard, shift) => dashboard.steering.skip(shift ? -kLongSkip : -kSkip),
  },
  {
    keys: ['ArrowRight'],
    shown: '→',
    does: 'on 30 s, with Shift 5 min',
    group: 'Replay',
    run: (dashboard, shift) => dashboard.steering.skip(shift ? kLongSkip : kSkip),
  },
  {
    keys: [',', '<'],
    shown: ',',
    does: 'slower',
    group: 'Replay',
    run: (dashboard) => dashboard.steering.changeSpeed(-1),
  },
  {
    keys: ['.', '>'],
    shown: '.',
    does: 'faster',
    group: 'Replay',
    run: (dashboard) => dashboard.steering.changeSpeed(1),
  },
  { keys: ['g'], shown: 'g', does: 'go to a race time', group: 'Replay', run: () => focus('jump') },
];

// True if `key` is meant for the field or the button that has the focus.
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'range')
    return key.startsWith('Arrow') || key.startsWith('Page');
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return key === ' ';
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return key !== 'Escape';
  if (target instanceof HTMLSelectElement) return key !== 'Escape';
  // A car's button opens by Enter itself; space stays play and pause there, as everywhere.
  if (target instanceof HTMLButtonElement) return key === 'Enter' || (key === ' ' && !target.closest('tr[data-car]'));
  return false;
}

export function handleKey(dashboard: Dashboard, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  // An open dialog has the keys to itself; the browser closes it on Esc.
  if (dashboard.dialog !== null || belongsTo(event.target, event.key)) return;
  const key = kKeys.find((one) => one.keys.includes(event.key));
  if (!key) return;
  event.preventDefault();
  if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
  key.run(dashboard, event.shiftKey);
}
