// The one connection to the server: WebSocket, or server-sent events where a WebSocket cannot be opened. Reconnects by itself
// with a growing, jittered delay and asks for what it missed.

import type { PushMessage } from './protocol';
import type { RaceStore } from './race_store.svelte';

const kFirstDelay = 400; // milliseconds
const kLongestDelay = 8000;
// A running race is never silent for so long; a link that is may be half open, so it is opened anew.
const kSilenceLimit = 20_000;
// A key held down changes the delay many times; the link is opened anew once.
const kDelaySettles = 200;

export type LinkState = 'connecting' | 'open' | 'lost';
type Transport = 'websocket' | 'events';

export class Connection {
  state = $state.raw<LinkState>('connecting');
  transport = $state.raw<Transport>('websocket');
  // performance.now() at which the link was lost; null while it is open.
  lostAt = $state.raw<number | null>(null);
  sessionId = $state.raw<string | null>(null);
  delay = $state.raw(0); // seconds behind the race
  // performance.now() since when nothing has come that is old enough; null while something is shown.
  waitingSince = $state.raw<number | null>(null);

  #store: RaceStore;
  #close: (() => void) | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #failures = 0;
  #lastMessage = 0;
  #stopped = true;

  constructor(store: RaceStore, delay = 0) {
    this.#store = store;
    this.delay = delay;
  }

  start(sessionId: string | null): void {
    this.stop();
    this.#stopped = false;
    this.sessionId = sessionId;
    this.#failures = 0;
    this.#watch = setInterval(() => this.#checkSilence(), 2000);
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#close?.();
    this.#close = null;
  }

  // Another session: the old one's state goes at once, so that nothing of it is taken for the new one's.
  switchTo(sessionId: string): void {
    if (sessionId === this.sessionId) return;
    this.stop();
    this.#store.clear();
    this.start(sessionId);
  }

  // What is newer than the delay allows goes at once; with a shorter delay what is shown stays until more comes.
  setDelay(seconds: number): void {
    const later = seconds > this.delay;
    this.delay = seconds;
    if (this.#stopped) return;
    this.#close?.();
    this.#close = null;
    if (later) this.#store.clear();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), kDelaySettles);
  }

  #open(): void {
    this.state = this.lostAt === null ? 'connecting' : 'lost';
    this.#lastMessage = performance.now();
    this.waitingSince = this.delay > 0 && this.#store.epoch === null ? performance.now() : null;
    this.#close = this.#openWebSocket();
  }

  #query(): string {
    const query = new URLSearchParams();
    if (this.sessionId !== null) query.set('session', this.sessionId);
    if (this.delay > 0) query.set('delay', String(this.delay));
    const { epoch, seq } = this.#store;
    if (epoch !== null && seq !== null) {
      query.set('since', String(seq));
      query.set('epoch', epoch);
    }
    const text = query.toString();
    return text ? `?${text}` : '';
  }

  #openWebSocket(): () => void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/api/live${this.#query()}`);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.transport = 'websocket';
    };
    socket.onmessage = (event) => this.#message(event.data);
    socket.onclose = () => {
      // A proxy may let requests through and not WebSockets: what never opened is tried as events before giving up.
      if (opened) this.#lost();
      else this.#close = this.#openEvents();
    };
    return () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    };
  }

  #openEvents(): () => void {
    const events = new EventSource(`/api/events${this.#query()}`);
    const message = (event: MessageEvent) => this.#message(event.data);
    events.onopen = () => {
      this.transport = 'events';
    };
    events.onmessage = message;
    for (const name of ['snapshot', 'delta']) events.addEventListener(name, message as EventListener);
    events.onerror = () => {
      events.close();
      this.#lost();
    };
    return () => events.close();
  }

  #message(text: unknown): void {
    if (typeof text !== 'string') return;
    let message: PushMessage;
    try {
      message = JSON.parse(text);
    } catch {
      this.#restart();
      return;
    }
    this.#lastMessage = performance.now();
    if (message.type !== 'snapshot' && message.type !== 'delta') return;
    if (this.#store.receive(message) === 'out_of_step') {
      this.#restart();
      return;
    }
    this.#failures = 0;
    this.lostAt = null;
    this.waitingSince = null;
    this.state = 'open';
  }

  // What we hold doesn't fit what comes: start again from a snapshot.
  #restart(): void {
    this.#store.forgetPlace();
    this.#lost();
  }

  #lost(): void {
    this.#close?.();
    this.#close = null;
    if (this.#stopped) return;
    this.lostAt ??= performance.now();
    this.state = 'lost';
    const delay = Math.min(kLongestDelay, kFirstDelay * 2 ** Math.min(this.#failures, 8));
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2));
  }

  #checkSilence(): void {
    const { replay, race } = this.#store;
    const moving = replay ? replay.playing && !replay.ended : race?.state === 'running';
    if (this.#close && moving && performance.now() - this.#lastMessage > kSilenceLimit) this.#lost();
  }
}
