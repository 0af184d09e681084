// The race as the server pushes it: one store that mirrors docs/push.md and adds nothing of its own but when things arrived.
//
// Messages are checked on arrival, put together, and applied once per animation frame at the most (frame_pace.ts): a burst costs one layout,
// and a page that can't keep up draws fewer states of the race, never older ones.

import { pacedFrames } from './frame_pace';
import { mergedDelta } from './merged_delta';
import type {
  Alert,
  Anomaly,
  CarRow,
  DeltaMessage,
  Feed,
  FlagPeriod,
  PushMessage,
  Race,
  RaceMessage,
  Replay,
  SnapshotMessage,
  Weather,
} from './protocol';

// As many messages as stay in memory; the server's snapshot brings 100.
const kMessageLimit = 2000;
const kAlertLimit = 20;
// How long a gained or lost place is marked, in real milliseconds.
const kMoveShownFor = 8000;

// What became of a message: `out_of_step` asks for a new connection without `since`.
export type Acceptance = 'accepted' | 'out_of_step';

export interface Move {
  places: number; // positive: gained
  until: number; // performance.now() at which the mark goes
}

// One car's row; replaced whole, so that a view compares one reference.
export class Car {
  row = $state.raw<CarRow>() as CarRow;
  move = $state.raw<Move | null>(null);

  constructor(row: CarRow) {
    this.row = row;
  }
}

export type FrameScheduler = (apply: () => void) => void;

export class RaceStore {
  sessionId = $state.raw<string | null>(null);
  race = $state.raw<Race | null>(null);
  order = $state.raw<string[]>([]);
  flags = $state.raw<FlagPeriod[]>([]);
  messages = $state.raw<RaceMessage[]>([]);
  alerts = $state.raw<Alert[]>([]); // the latest, the newest last
  anomalies = $state.raw<Anomaly[]>([]); // in order of first_seen_ms, as they stand now
  weather = $state.raw<Weather | null>(null);
  replay = $state.raw<Replay | null>(null);
  feeds = $state.raw<Feed[]>([]);
  publishedMs: number | null = null; // by the server's clock, of the newest applied message
  // performance.now() when the newest applied message arrived; null before the first.
  receivedAt = $state.raw<number | null>(null);
  // Grows with every snapshot: whatever was fetched beside the push may be of another moment.
  generation = $state.raw(0);

  // The numbers of the slow zones that are slow now.
  slowZones = $derived((this.race?.zones ?? []).filter((one) => one.phase !== 'prepare').map((one) => one.zone));

  epoch: string | null = null;
  seq: number | null = null;

  #cars = new Map<string, Car>();
  // What waits for the next frame: a snapshot, and what all deltas since then come to.
  #snapshot: SnapshotMessage | null = null;
  #delta: DeltaMessage | null = null;
  #arrived = 0; // performance.now() of the newest of them
  #scheduled = false;
  #schedule: FrameScheduler;

  constructor(schedule: FrameScheduler = pacedFrames()) {
    this.#schedule = schedule;
  }

  car(number: string): Car | undefined {
    return this.#cars.get(number);
  }

  receive(message: PushMessage): Acceptance {
    if (message.type === 'snapshot') {
      this.#snapshot = message;
      this.#delta = null;
    } else if (message.epoch !== this.epoch || this.seq === null || message.seq !== this.seq + 1) {
      return 'out_of_step';
    } else {
      this.#delta = this.#delta ? mergedDelta(this.#delta, message, kMessageLimit) : message;
    }
    this.epoch = message.epoch;
    this.seq = message.seq;
    this.#arrived = performance.now();
    this.#requestFrame();
    return 'accepted';
  }

  // Forgets how far we are, so that the next connection asks for a snapshot.
  forgetPlace(): void {
    this.epoch = null;
    this.seq = null;
  }

  // Forgets everything: another session is about to be shown.
  clear(): void {
    this.forgetPlace();
    this.#snapshot = null;
    this.#delta = null;
    this.#cars.clear();
    this.sessionId = null;
    this.race = null;
    this.order = [];
    this.flags = [];
    this.messages = [];
    this.alerts = [];
    this.anomalies = [];
    this.weather = null;
    this.replay = null;
    this.feeds = [];
    this.publishedMs = null;
    this.receivedAt = null;
  }

  #requestFrame(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.#applyPending();
    });
  }

  #applyPending(): void {
    const [snapshot, delta] = [this.#snapshot, this.#delta];
    this.#snapshot = null;
    this.#delta = null;
    if (snapshot) this.#applySnapshot(snapshot);
    if (delta) this.#applyDelta(delta);
    if (!snapshot && !delta) return;
    this.publishedMs = (delta ?? snapshot)?.published_ms ?? null;
    this.receivedAt = this.#arrived;
  }

  #applySnapshot(snapshot: SnapshotMessage): void {
    const cars = new Map<string, Car>();
    for (const row of snapshot.cars) {
      const known = this.#cars.get(row.car);
      if (known) {
        known.row = row;
        known.move = null;
      }
      cars.set(row.car, known ?? new Car(row));
    }
    this.#cars = cars;
    this.order = snapshot.cars.map((row) => row.car);
    this.sessionId = snapshot.session_id;
    this.race = snapshot.race;
    this.flags = snapshot.flags;
    this.messages = snapshot.messages;
    this.alerts = snapshot.alerts ?? [];
    this.anomalies = snapshot.anomalies ?? [];
    this.weather = snapshot.weather;
    this.replay = snapshot.replay;
    this.feeds = snapshot.feeds ?? [];
    this.generation += 1;
  }

  #applyDelta(delta: DeltaMessage): void {
    if (delta.race && this.race) this.race = { ...this.race, ...delta.race };
    if (delta.cars) this.#applyCars(delta.cars);
    if (delta.order) this.order = delta.order.filter((number) => this.#cars.has(number));
    if (delta.flags) this.flags = delta.flags;
    if (delta.messages?.length) this.messages = [...this.messages, ...delta.messages].slice(-kMessageLimit);
    if (delta.alerts) this.alerts = [...this.alerts, ...delta.alerts].slice(-kAlertLimit);
    if (delta.anomalies) this.anomalies = revised(this.anomalies, delta.anomalies);
    if (delta.weather !== undefined) this.weather = delta.weather;
    if (delta.replay !== undefined) this.replay = delta.replay;
    if (delta.feeds) this.feeds = delta.feeds;
  }

  #applyCars(changes: Record<string, Partial<CarRow>>): void {
    for (const [number, change] of Object.entries(changes)) {
      const car = this.#cars.get(number);
      if (!car) {
        this.#cars.set(number, new Car({ ...change, car: number } as CarRow));
        continue;
      }
      const row = car.row;
      const before = row.position;
      car.row = { ...row, ...change };
      const after = car.row.position;
      if (before !== null && after !== null && before !== after) {
        car.move = { places: before - after, until: performance.now() + kMoveShownFor };
      } else if (car.move && car.move.until < performance.now()) {
        car.move = null;
      }
    }
  }
}

// The later of two with the same id stands.
function revised(known: Anomaly[], news: Anomaly[]): Anomaly[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  for (const one of news) byId.set(one.id, one);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
