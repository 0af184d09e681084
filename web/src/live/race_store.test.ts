import { describe, expect, it } from 'vitest';
import type { CarRow, DeltaMessage, SnapshotMessage } from './protocol';
import { RaceStore } from './race_store.svelte';

// A frame that the test draws by hand.
function heldFrames() {
  let waiting: (() => void)[] = [];
  return {
    schedule: (apply: () => void) => {
      waiting.push(apply);
    },
    draw() {
      const now = waiting;
      waiting = [];
      for (const apply of now) apply();
    },
    get waiting() {
      return waiting.length;
    },
  };
}

function row(car: string, position: number): CarRow {
  return {
    car,
    position,
    class: 'GT',
    laps: 10,
    gap_ms: position * 1000,
    gap_laps: 0,
    sectors: [],
  } as unknown as CarRow;
}

function snapshot(seq = 5, cars = ['7', '07', '007']): SnapshotMessage {
  return {
    type: 'snapshot',
    epoch: 'a',
    seq,
    session_id: 's',
    race: { event: 'Race', at_ms: 1000, flag: 'green', classes: ['GT'], sector_count: 3 } as SnapshotMessage['race'],
    cars: cars.map((car, index) => row(car, index + 1)),
    flags: [],
    messages: [{ id: '1', at_ms: 0, text: 'GREEN', cars: [], group: 'flag' }],
    weather: null,
    replay: null,
  };
}

function delta(seq: number, change: Partial<DeltaMessage> = {}): DeltaMessage {
  return { type: 'delta', epoch: 'a', seq, ...change };
}

function storeWithSnapshot() {
  const frames = heldFrames();
  const store = new RaceStore(frames.schedule);
  store.receive(snapshot());
  frames.draw();
  return { store, frames };
}

describe('race store', () => {
  it('holds three cars whose numbers differ in leading zeros apart', () => {
    const { store } = storeWithSnapshot();
    expect(store.order).toEqual(['7', '07', '007']);
    expect(store.car('07')?.row.position).toBe(2);
  });

  it('changes only the fields that a delta names', () => {
    const { store, frames } = storeWithSnapshot();
    store.receive(delta(6, { race: { at_ms: 1100 }, cars: { '7': { laps: 11 } } }));
    frames.draw();
    expect(store.race?.at_ms).toBe(1100);
    expect(store.race?.event).toBe('Race');
    expect(store.car('7')?.row).toMatchObject({ laps: 11, gap_ms: 1000 });
    expect(store.car('07')?.row.laps).toBe(10);
  });

  it('applies a burst once, on the next frame, in order', () => {
    const { store, frames } = storeWithSnapshot();
    for (let seq = 6; seq < 16; seq += 1) store.receive(delta(seq, { race: { at_ms: seq * 100 } }));
    expect(frames.waiting).toBe(1);
    expect(store.race?.at_ms).toBe(1000);
    frames.draw();
    expect(store.race?.at_ms).toBe(1500);
  });

  it('refuses a delta that is not the next one', () => {
    const { store } = storeWithSnapshot();
    expect(store.receive(delta(7))).toBe('out_of_step');
    expect(store.receive(delta(5))).toBe('out_of_step');
    expect(store.receive(delta(6))).toBe('accepted');
  });

  it('refuses a delta of another epoch, and one before any snapshot', () => {
    const { store } = storeWithSnapshot();
    expect(store.receive({ ...delta(6), epoch: 'b' })).toBe('out_of_step');
    expect(new RaceStore(heldFrames().schedule).receive(delta(6))).toBe('out_of_step');
  });

  it('takes a snapshot where a delta was due, and forgets what waited before it', () => {
    const { store, frames } = storeWithSnapshot();
    store.receive(delta(6, { cars: { '7': { laps: 99 } } }));
    store.receive(snapshot(40, ['07', '7']));
    frames.draw();
    expect(store.order).toEqual(['07', '7']);
    expect(store.car('7')?.row.laps).toBe(10);
    expect(store.receive(delta(41))).toBe('accepted');
  });

  it('reorders, keeping each car its own object so that its row is moved and not made anew', () => {
    const { store, frames } = storeWithSnapshot();
    const before = store.car('07');
    store.receive(delta(6, { order: ['07', '7', '007'], cars: { '07': { position: 1 }, '7': { position: 2 } } }));
    frames.draw();
    expect(store.order).toEqual(['07', '7', '007']);
    expect(store.car('07')).toBe(before);
    expect(store.car('07')?.move?.places).toBe(1);
    expect(store.car('7')?.move?.places).toBe(-1);
  });

  it('adds a car that was not there before', () => {
    const { store, frames } = storeWithSnapshot();
    store.receive(delta(6, { order: ['7', '07', '007', '1'], cars: { '1': row('1', 4) } }));
    frames.draw();
    expect(store.order).toContain('1');
    expect(store.car('1')?.row.position).toBe(4);
  });

  it('adds new messages behind those it has and replaces the list of flags', () => {
    const { store, frames } = storeWithSnapshot();
    const flags = [{ kind: 'red' as const, from_ms: 5, until_ms: null, deduced: false }];
    store.receive(delta(6, { flags, messages: [{ id: '2', at_ms: 9, text: 'RED', cars: [], group: 'flag' }] }));
    frames.draw();
    expect(store.flags).toEqual(flags);
    expect(store.messages.map((message) => message.text)).toEqual(['GREEN', 'RED']);
  });

  it('puts together what waits for a frame: each car is changed once, to its newest', () => {
    const { store, frames } = storeWithSnapshot();
    const message = (id: string) => ({ id, at_ms: 9, text: id, cars: [], group: null });
    store.receive(
      delta(6, { cars: { '7': { laps: 11, gap_ms: 5 } }, messages: [message('2')], order: ['07', '7', '007'] }),
    );
    store.receive(delta(7, { cars: { '7': { laps: 12 }, '1': row('1', 4) }, messages: [message('3')] }));
    store.receive(delta(8, { order: ['7', '1', '07', '007'], cars: { '1': { laps: 3 } } }));
    frames.draw();
    expect(store.car('7')?.row).toMatchObject({ laps: 12, gap_ms: 5 });
    expect(store.car('1')?.row).toMatchObject({ car: '1', laps: 3 });
    expect(store.order).toEqual(['7', '1', '07', '007']);
    expect(store.messages.map((one) => one.id)).toEqual(['1', '2', '3']);
  });

  it('applies a snapshot and the deltas after it in one frame', () => {
    const { store, frames } = storeWithSnapshot();
    store.receive(snapshot(40));
    store.receive(delta(41, { cars: { '7': { laps: 40 } } }));
    frames.draw();
    expect(store.car('7')?.row.laps).toBe(40);
    expect(store.receive(delta(42))).toBe('accepted');
  });

  it('asks for nothing it has after another session was chosen', () => {
    const { store } = storeWithSnapshot();
    store.clear();
    expect(store.epoch).toBeNull();
    expect(store.order).toEqual([]);
    expect(store.car('7')).toBeUndefined();
  });
});
