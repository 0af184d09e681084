// The race clock between two updates, and the age of what is shown.

import type { Connection } from '../live/connection.svelte';
import type { RaceStore } from '../live/race_store.svelte';

const kTick = 100; // milliseconds between two readings
const kLongestTick = 1000;
// A replay that should be running and sends nothing has stopped; its clock is not carried on for longer than this.
const kCarryOn = 3000;

export class RaceClock {
  // performance.now() of the latest tick
  now = $state.raw(performance.now());

  #store: RaceStore;
  #connection: Connection;

  constructor(store: RaceStore, connection: Connection) {
    this.#store = store;
    this.#connection = connection;
  }

  // How many race milliseconds pass in a real one.
  rate = $derived.by(() => {
    const { race, replay } = this.#store;
    if (this.#connection.state !== 'open' || race === null) return 0;
    if (replay) return replay.playing && !replay.ended && typeof replay.speed === 'number' ? replay.speed : 0;
    return race.state === 'running' ? 1 : 0;
  });

  // Milliseconds since the newest message; null before the first.
  dataAge = $derived.by(() => {
    const { receivedAt } = this.#store;
    return receivedAt === null ? null : Math.max(0, this.now - receivedAt);
  });

  #carried = $derived.by(() => {
    const age = this.dataAge ?? 0;
    return (this.#store.replay ? Math.min(age, kCarryOn) : age) * this.rate;
  });

  atMs = $derived.by(() => {
    const at = this.#store.race?.at_ms;
    return at === null || at === undefined ? null : at + this.#carried;
  });

  // The race clock at a moment of performance.now(), for what is drawn more often than the clock ticks.
  atMsAt(now: number): number | null {
    const { race, replay, receivedAt } = this.#store;
    if (race?.at_ms == null || receivedAt === null) return null;
    const age = Math.max(0, now - receivedAt);
    return race.at_ms + (replay ? Math.min(age, kCarryOn) : age) * this.rate;
  }

  remainingMs = $derived.by(() => {
    const remaining = this.#store.race?.remaining_ms;
    return remaining === null || remaining === undefined ? null : Math.max(0, remaining - this.#carried);
  });

  // Until the leader most likely takes the flag; null where nothing was forecast.
  likelyRemainingMs = $derived.by(() => {
    const finish = this.#store.race?.strategy?.finish_ms;
    return finish == null || this.atMs === null ? null : Math.max(0, finish - this.atMs);
  });

  run(): () => void {
    // While updates come as often as the clock would tick, they are its ticks: a frame is drawn once for both.
    const timer = setInterval(() => {
      const { receivedAt } = this.#store;
      const now = performance.now();
      const silent = receivedAt === null || now - receivedAt > 1.5 * kTick;
      if (silent || now - this.now > kLongestTick) this.now = now;
    }, kTick);
    return () => clearInterval(timer);
  }
}
