// Steering of a replay: one command at a time to the server; what came of it comes back by the push.

import { type ReplayCommand, steerReplay, type Viewpoint } from '../live/api';
import type { RaceStore } from '../live/race_store.svelte';
import { stepSpeed } from './speeds';

export class Steering {
  error = $state.raw<string | null>(null);
  // Where a seek that is under way goes to; null when there is none.
  seekingTo = $state.raw<number | null>(null);

  #store: RaceStore;
  #viewpoint: () => Viewpoint;

  constructor(store: RaceStore, viewpoint: () => Viewpoint) {
    this.#store = store;
    this.#viewpoint = viewpoint;
  }

  togglePlay(): void {
    const { replay } = this.#store;
    if (!replay) return;
    if (replay.ended) void this.#restart(replay.begins_ms);
    else void this.#send({ action: replay.playing ? 'pause' : 'play' });
  }

  seek(atMs: number): void {
    const { replay } = this.#store;
    if (!replay) return;
    const to = Math.round(Math.max(replay.begins_ms, Math.min(replay.ends_ms, atMs)));
    this.seekingTo = to;
    void this.#send({ action: 'seek', at_ms: to }).then(() => {
      this.seekingTo = null;
    });
  }

  // From where the last seek goes to, so that keys pressed quickly add up.
  skip(ms: number): void {
    const { replay } = this.#store;
    if (replay) this.seek((this.seekingTo ?? replay.at_ms) + ms);
  }

  setSpeed(speed: number | 'max'): void {
    if (this.#store.replay) void this.#send({ action: 'speed', speed });
  }

  changeSpeed(direction: 1 | -1): void {
    const { replay } = this.#store;
    if (replay) this.setSpeed(stepSpeed(replay.speed, direction));
  }

  async #restart(from: number): Promise<void> {
    await this.#send({ action: 'seek', at_ms: from });
    await this.#send({ action: 'play' });
  }

  async #send(command: ReplayCommand): Promise<void> {
    try {
      await steerReplay(this.#viewpoint(), command);
      this.error = null;
    } catch (failure) {
      this.error = failure instanceof Error ? failure.message : String(failure);
    }
  }
}
