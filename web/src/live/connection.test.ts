import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.svelte';
import type { SnapshotMessage } from './protocol';
import { RaceStore } from './race_store.svelte';

// What the browser would open; the test plays the server.
class PlayedSocket {
  static opened: PlayedSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;

  constructor(readonly address: string) {
    PlayedSocket.opened.push(this);
  }

  close() {
    this.closed = true;
  }

  send(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

class PlayedEvents {
  static opened: PlayedEvents[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly address: string) {
    PlayedEvents.opened.push(this);
  }

  addEventListener() {}
  close() {}
}

const snapshot = (seq: number, epoch = 'a') =>
  ({
    type: 'snapshot',
    epoch,
    seq,
    session_id: 's',
    race: {},
    cars: [],
    flags: [],
    messages: [],
    weather: null,
    replay: null,
  }) as unknown as SnapshotMessage;
const delta = (seq: number, epoch = 'a') => ({ type: 'delta', epoch, seq });
const newest = () => PlayedSocket.opened.at(-1) as PlayedSocket;

function connected() {
  const connection = new Connection(new RaceStore());
  connection.start(null);
  newest().onopen?.();
  newest().send(snapshot(5));
  return connection;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', PlayedSocket);
  vi.stubGlobal('EventSource', PlayedEvents);
  PlayedSocket.opened = [];
  PlayedEvents.opened = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('connection', () => {
  it('asks for a session by name, and at first for nothing that it has', () => {
    new Connection(new RaceStore()).start('le mans');
    expect(newest().address).toMatch(/\/api\/live\?session=le\+mans$/);
  });

  it('is open from the first message and knows when it was lost', () => {
    const connection = connected();
    expect(connection.state).toBe('open');
    newest().onclose?.();
    expect(connection.state).toBe('lost');
    expect(connection.lostAt).not.toBeNull();
  });

  it('comes back by itself and asks for what it missed', () => {
    connected();
    newest().send(delta(6));
    newest().onclose?.();
    vi.advanceTimersByTime(1000);
    expect(PlayedSocket.opened).toHaveLength(2);
    expect(newest().address).toMatch(/\?since=6&epoch=a$/);
  });

  it('starts again from a snapshot when a message is missing', () => {
    const connection = connected();
    newest().send(delta(8));
    expect(PlayedSocket.opened[0]?.closed).toBe(true);
    expect(connection.state).toBe('lost');
    vi.advanceTimersByTime(1000);
    expect(newest().address).toMatch(/\/api\/live$/);
    newest().onopen?.();
    newest().send(snapshot(1, 'b'));
    newest().send(delta(2, 'b'));
    expect(connection.state).toBe('open');
  });

  it('starts again when what comes can’t be read', () => {
    connected();
    newest().onmessage?.({ data: '{"type":' });
    vi.advanceTimersByTime(1000);
    expect(newest().address).toMatch(/\/api\/live$/);
  });

  it('tries server-sent events in the same attempt where a WebSocket never opens', () => {
    const connection = new Connection(new RaceStore());
    connection.start(null);
    newest().onclose?.();
    const events = PlayedEvents.opened.at(-1) as PlayedEvents;
    events.onopen?.();
    events.onmessage?.({ data: JSON.stringify(snapshot(1)) });
    expect(connection.transport).toBe('events');
    expect(connection.state).toBe('open');
  });

  it('waits longer after each failure, at most eight seconds', () => {
    new Connection(new RaceStore()).start(null);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      newest().onclose?.();
      const began = PlayedSocket.opened.length;
      PlayedEvents.opened.at(-1)?.onerror?.();
      let waited = 0;
      while (PlayedSocket.opened.length === began && waited < 20_000) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits[0]).toBeLessThanOrEqual(450);
    expect(Math.max(...waits)).toBeLessThanOrEqual(8050);
    expect(waits.at(-1)).toBeGreaterThan(3900);
  });

  it('opens nothing more once it is stopped', () => {
    const connection = connected();
    connection.stop();
    vi.advanceTimersByTime(60_000);
    expect(PlayedSocket.opened).toHaveLength(1);
  });

  it('shows nothing of the old session while another is opened', () => {
    const store = new RaceStore((apply) => apply());
    const connection = new Connection(store);
    connection.start('one');
    newest().onopen?.();
    newest().send(snapshot(5));
    expect(store.race).not.toBeNull();
    connection.switchTo('two');
    expect(store.race).toBeNull();
    expect(newest().address).toMatch(/session=two$/);
  });

  it('asks for its delay, and opens anew when that changes', async () => {
    vi.useFakeTimers();
    const store = new RaceStore(() => {});
    const connection = new Connection(store, 30);
    connection.start(null);
    expect(newest().address).toMatch(/\?delay=30$/);
    expect(connection.waitingSince).not.toBeNull();
    newest().send(snapshot(7));
    expect(connection.waitingSince).toBeNull();
    const opened = PlayedSocket.opened.length;
    connection.setDelay(35);
    connection.setDelay(40);
    expect(store.epoch, 'what is too new is gone at once').toBeNull();
    vi.advanceTimersByTime(300);
    expect(PlayedSocket.opened).toHaveLength(opened + 1);
    expect(newest().address).toMatch(/\?delay=40$/);
    newest().send(snapshot(5));
    connection.setDelay(10);
    expect(store.seq, 'what is older may stay').toBe(5);
    vi.advanceTimersByTime(300);
    expect(newest().address).toMatch(/delay=10&since=5&epoch=a$/);
    connection.stop();
    vi.useRealTimers();
  });
});
