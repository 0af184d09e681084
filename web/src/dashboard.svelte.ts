// What the parts of the page share: the race, the connection, this viewer's settings, and what is being looked at.

import { getContext, setContext } from 'svelte';
import { classTones } from './class_tone';
import { RaceClock } from './header/race_clock.svelte';
import type { Viewpoint } from './live/api';
import { Connection } from './live/connection.svelte';
import { type FeedState, feedState } from './live/feed_state';
import type { Anomaly, CarRow } from './live/protocol';
import { RaceStore } from './live/race_store.svelte';
import { Steering } from './replay/steering.svelte';
import { possibleDelay, Settings } from './settings/settings.svelte';

export type View = 'timing' | 'charts' | 'messages' | 'map' | 'incidents' | 'strategy' | 'engineer';
export type DialogName =
  | 'help'
  | 'settings'
  | 'sessions'
  | 'differences'
  | 'scorecard'
  | 'story'
  | 'alerts'
  | 'what-if'
  | 'calls'
  | 'measured'
  | 'rules';

const kFastestFlash = 30; // speed of a replay
// An alarm marks its car in table and map for so long after it was raised or confirmed, in race time.
const kAlarmShownFor = 300_000;
// Of interest in the list, but no reason to look at the car at once.
const kAgedAfter = 5000; // milliseconds without a link

export class Dashboard {
  race = new RaceStore();
  settings = new Settings();
  connection = new Connection(this.race, this.settings.choices.delay);
  clock = new RaceClock(this.race, this.connection);
  steering = new Steering(this.race, () => this.viewpoint);

  view = $state.raw<View>('timing');
  selected = $state.raw<string | null>(null); // the car whose panel is open
  cursor = $state.raw<string | null>(null); // the row that the keys act on
  search = $state.raw('');
  // Race clock up to which race control's messages were read; null before the first were there.
  readUpTo = $state.raw<number | null>(null);
  dialog = $state.raw<DialogName | null>(null);

  // The class filter is kept over sessions; where there is no such class it does not apply.
  carClass = $derived.by(() => {
    const chosen = this.settings.choices.carClass;
    return chosen !== null && this.race.race?.classes.includes(chosen) ? chosen : null;
  });
  // Where laps come faster than the light fades, it would only flicker.
  flashes = $derived.by(() => {
    const speed = this.race.replay?.speed ?? 1;
    return this.settings.choices.flash && speed !== 'max' && speed <= kFastestFlash;
  });
  tones = $derived(classTones(this.race.race?.classes ?? []));
  shown = $derived.by(() => this.race.order.filter((number) => this.#passes(number)));

  // The car that stays in sight above the table: the one chosen for it, else the first favourite that is there.
  hero = $derived.by(() => {
    const { hero, favourites } = this.settings.choices;
    const there = (number: string) => this.race.order.includes(number);
    if (hero !== null && there(hero)) return hero;
    return favourites.find(there) ?? null;
  });
  // The car whose ghost is shown: the one that is looked at, else the one that stays in sight.
  followed = $derived(this.selected ?? this.hero);
  // The cars that an alarm of the last minutes stands for, with the gravest of each.
  alarms = $derived.by(() => {
    const since = (this.race.race?.at_ms ?? 0) - kAlarmShownFor;
    const found = new Map<string, Anomaly>();
    for (const one of this.race.anomalies) {
      if (one.car === null || one.cleared_ms !== null || (one.confirmed_ms ?? one.first_seen_ms) < since) continue;
      if (!one.alarm) continue;
      const known = found.get(one.car);
      if (!known || one.severity >= known.severity) found.set(one.car, one);
    }
    return found;
  });
  // How many values of the table the feed has published otherwise for a while.
  differing = $derived.by(() =>
    this.race.order.reduce((sum, number) => sum + (this.race.car(number)?.row.differs?.length ?? 0), 0),
  );

  unread = $derived.by(() => {
    const upTo = this.readUpTo;
    return upTo === null ? 0 : this.race.messages.filter((message) => message.at_ms > upTo).length;
  });

  // How the live feed does; null for what isn't live.
  feed = $derived.by((): FeedState | null => {
    const { publishedMs, receivedAt, feeds } = this.race;
    const nowMs = publishedMs === null || receivedAt === null ? null : publishedMs + this.clock.now - receivedAt;
    return feedState(feeds, nowMs);
  });
  // What is shown is old: the link is lost for a while, or the feed says nothing.
  aged = $derived.by(() => {
    const { lostAt } = this.connection;
    return (this.feed?.trouble ?? false) || (lostAt !== null && this.clock.now - lostAt > kAgedAfter);
  });

  // All messages that are there now are read.
  markRead(): void {
    const newest = this.race.messages.reduce<number | null>((at, message) => Math.max(at ?? 0, message.at_ms), null);
    if (newest !== null && newest !== this.readUpTo) this.readUpTo = newest;
  }

  // What is looked at, for all that is fetched beside the push.
  get viewpoint(): Viewpoint {
    return { session: this.race.sessionId, delay: this.settings.choices.delay || null };
  }

  // The same as one text: what was fetched for another is worth nothing here.
  get place(): string {
    return `${this.race.sessionId} ${this.settings.choices.delay}`;
  }

  // Everything is held back by so many seconds from now on; nothing newer stays on the screen.
  setDelay(seconds: number): void {
    const delay = possibleDelay(seconds);
    if (delay === this.settings.choices.delay) return;
    this.settings.set('delay', delay);
    this.connection.setDelay(delay);
  }

  tone(name: string | null): string {
    return (name !== null && this.tones.get(name)) || 'white';
  }

  chooseClass(name: string | null): void {
    this.settings.set('carClass', name);
  }

  // All classes, then each of them, then all again.
  cycleClass(direction: 1 | -1): void {
    const choices = [null, ...(this.race.race?.classes ?? [])];
    const next = (choices.indexOf(this.carClass) + direction + choices.length) % choices.length;
    this.chooseClass(choices[next] ?? null);
  }

  toggleFavouritesOnly(): void {
    this.settings.set('favouritesOnly', !this.settings.choices.favouritesOnly);
  }

  select(car: string | null): void {
    this.selected = car;
    if (car !== null) this.cursor = car;
  }

  openAtCursor(): void {
    if (this.cursor !== null) this.select(this.cursor);
  }

  favouriteAtCursor(): void {
    const car = this.cursor ?? this.selected;
    if (car !== null) this.settings.toggleFavourite(car);
  }

  // The car at the cursor stays in sight; the one that does, no more.
  pinAtCursor(): void {
    const car = this.cursor ?? this.selected;
    if (car !== null) this.pin(car);
  }

  pin(car: string): void {
    this.settings.set('hero', this.settings.choices.hero === car ? null : car);
  }

  toggleStrategy(): void {
    this.settings.set('strategy', !this.settings.choices.strategy);
  }

  show(view: View): void {
    this.view = view;
  }

  openDialog(dialog: DialogName): void {
    this.dialog = dialog;
  }

  closeDialog(): void {
    this.dialog = null;
  }

  // One step out: the panel first, then the search, then the screen, then the cursor.
  stepBack(): void {
    if (this.selected !== null) this.select(null);
    else if (this.search) this.search = '';
    else if (this.view !== 'timing') this.show('timing');
    else this.cursor = null;
  }

  watch(session: string): void {
    this.select(null);
    this.cursor = null;
    this.connection.switchTo(session);
    // The address names the session, so that it can be kept and passed on.
    const address = new URL(location.href);
    address.searchParams.set('session', session);
    history.replaceState(null, '', address);
  }

  moveCursor(rows: number): void {
    const at = this.cursor === null ? -1 : this.shown.indexOf(this.cursor);
    const next = at < 0 ? 0 : Math.max(0, Math.min(this.shown.length - 1, at + rows));
    this.cursor = this.shown[next] ?? null;
    if (this.selected !== null && this.cursor !== null) this.selected = this.cursor;
  }

  #passes(number: string): boolean {
    const row = this.race.car(number)?.row;
    if (!row) return false;
    if (this.carClass !== null && row.class !== this.carClass) return false;
    if (this.settings.choices.favouritesOnly && !this.settings.isFavourite(number)) return false;
    return matches(row, this.search);
  }
}

// Every word of the search is in the number, team, driver, vehicle or class.
export function matches(row: CarRow, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [`#${row.car}`, row.team, row.driver, row.vehicle, row.manufacturer, row.class].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

export const kDashboardContext = Symbol('dashboard');

export function provideDashboard(dashboard: Dashboard): Dashboard {
  return setContext(kDashboardContext, dashboard);
}

export function useDashboard(): Dashboard {
  return getContext<Dashboard>(kDashboardContext);
}
