// An invented race for what a real one cannot be asked for: 62 cars of which all change ten times a second, and names and
// messages that try to be HTML. Deterministic; speaks the documents of docs/push.md and docs/api.md.

import { fieldStrategy, pushedStrategy } from './invented_strategy.mjs';

const kClasses = [
  ['HYPERCAR', 23, 205_000],
  ['LMP2', 16, 214_000],
  ['LMGT3', 23, 236_000],
];
const kPlaces = [
  'Albion',
  'Bavaria',
  'Castile',
  'Delta',
  'Etoile',
  'Fjord',
  'Gironde',
  'Horizon',
  'Iberia',
  'Juniper',
  'Kestrel',
  'Lumen',
];
const kNouns = ['Racing', 'Motorsport', 'Competition', 'Team', 'Engineering', 'Endurance'];
const kFirst = ['Ada', 'Bruno', 'Clara', 'Dario', 'Elin', 'Franz', 'Gaia', 'Hugo', 'Ines', 'Jonas', 'Kaya', 'Luca'];
const kLast = [
  'Almqvist',
  'Bertelli',
  'Corvane',
  'Dumarest',
  'Eriksdal',
  'Fontaine',
  'Grünhag',
  'Holloway',
  'Ibarrán',
  'Jessup',
  'Kowalik',
  'Lindqvist',
];

export const kHostile = '<img src=x onerror="window.hostile=1"><b>bold</b>';

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export class InventedRace {
  constructor({ laps = 180, hostile = false } = {}) {
    this.next = random(7);
    this.lapsDone = laps;
    this.atMs = 0;
    this.cars = [];
    this.flags = [];
    this.messages = [];
    let number = 2;
    for (const [name, count, pace] of kClasses) {
      for (let index = 0; index < count; index += 1) {
        this.cars.push(this.#car(String(number), name, pace * (1 + index * 0.0009 + this.next() * 0.001)));
        number += 1 + Math.floor(this.next() * 3);
      }
    }
    if (hostile) this.cars[3].team = kHostile;
    this.#run(laps);
    if (hostile) this.messages.push(this.#message(this.atMs - 1000, `CAR ${this.cars[3].car} ${kHostile}`, []));
  }

  #car(car, carClass, pace) {
    const pick = (list) => list[Math.floor(this.next() * list.length)];
    return {
      car,
      class: carClass,
      team: `${pick(kPlaces)} ${pick(kNouns)}`,
      drivers: [0, 1, 2].map(() => `${pick(kFirst)} ${pick(kLast)}`),
      pace,
      laps: [],
      stops: 0,
      sinceStop: 0,
    };
  }

  #message(at_ms, text, cars) {
    return { id: `m${this.messages.length + 1}`, at_ms, text, cars, group: 'race_control' };
  }

  #flagAt(ms) {
    return this.flags.findLast((flag) => flag.from_ms <= ms)?.kind ?? 'green';
  }

  #run(leaderLaps) {
    const end = leaderLaps * kClasses[0][2] * 1.02;
    const spans = [
      ['green', 0],
      ['fcy', 0.21],
      ['green', 0.225],
      ['safety_car', 0.38],
      ['green', 0.43],
      ['red', 0.61],
      ['green', 0.64],
      ['slow_zone', 0.8],
      ['green', 0.82],
    ];
    this.flags = spans.map(([kind, from], index) => ({
      kind,
      from_ms: Math.round(from * end),
      until_ms: index + 1 < spans.length ? Math.round(spans[index + 1][1] * end) : null,
      deduced: kind === 'red',
    }));
    for (const flag of this.flags)
      this.messages.push(this.#message(flag.from_ms, `${flag.kind.replace('_', ' ').toUpperCase()} - TRACK`, []));
    for (const car of this.cars) this.#runCar(car, end);
    this.atMs = Math.round(end);
    this.messages.sort((a, b) => a.at_ms - b.at_ms);
    this.#place();
  }

  #runCar(car, end) {
    let elapsed = 0;
    for (let lap = 1; ; lap += 1) {
      const flag = this.#flagAt(elapsed);
      const inLap = lap % 13 === (Number(car.car) % 5) + 8;
      const outLap = car.laps.at(-1)?.is_pit_lap ?? false;
      const slow = { fcy: 1.9, safety_car: 2.1, red: 3.4, slow_zone: 1.12 }[flag] ?? 1;
      const time = Math.round(
        car.pace * slow * (1 + this.next() * 0.012 + car.sinceStop * 0.0004) +
          (inLap ? 22_000 : 0) +
          (outLap ? 48_000 : 0),
      );
      if (elapsed + time > end) break;
      elapsed += time;
      if (outLap) {
        car.stops += 1;
        car.sinceStop = 0;
        if (this.next() < 0.2)
          this.messages.push(
            this.#message(elapsed, `CAR ${car.car} UNDER INVESTIGATION - PIT STOP PROCEDURE`, [car.car]),
          );
      }
      car.sinceStop += 1;
      const sectors = [Math.round(time * 0.22), Math.round(time * 0.37)];
      car.laps.push({
        number: lap,
        time,
        sectors: [...sectors, time - sectors[0] - sectors[1]],
        elapsed,
        flag,
        is_pit_lap: inLap,
        out: outLap,
        driver: car.drivers[Math.floor(car.stops / 3) % 3],
        tire_age: car.sinceStop,
      });
    }
  }

  #place() {
    const ahead = (a, b) =>
      b.laps.length - a.laps.length || (a.laps.at(-1)?.elapsed ?? 0) - (b.laps.at(-1)?.elapsed ?? 0);
    this.cars.sort(ahead);
  }

  row(car) {
    const position = this.cars.indexOf(car);
    const inClass = this.cars.filter((other) => other.class === car.class);
    const classPosition = inClass.indexOf(car);
    const last = car.laps.at(-1);
    const best = car.laps.reduce((least, lap) => (lap.time < least.time ? lap : least), car.laps[0]);
    const gapTo = (other) => {
      const lap = other?.laps[car.laps.length - 1];
      const laps = other ? Math.max(0, other.laps.length - car.laps.length) : 0;
      return [lap ? last.elapsed - lap.elapsed : null, laps > 1 ? laps - 1 : 0];
    };
    const [gapMs, gapLaps] = gapTo(this.cars[0]);
    const [classMs, classLaps] = gapTo(inClass[0]);
    const [intervalMs, intervalLaps] = gapTo(this.cars[position - 1]);
    const [classIntervalMs, classIntervalLaps] = gapTo(inClass[classPosition - 1]);
    const bestOfAll = Math.min(...this.cars.map((other) => Math.min(...other.laps.map((lap) => lap.time))));
    const mark = best.time === bestOfAll ? 'overall' : classPosition % 9 === 2 ? 'in_class' : 'personal';
    return {
      car: car.car,
      class: car.class,
      group: null,
      team: car.team,
      manufacturer: 'Works',
      vehicle: 'Prototype',
      driver: last.driver,
      position: position + 1,
      class_position: classPosition + 1,
      laps: car.laps.length,
      elapsed_ms: last.elapsed,
      gap_ms: gapMs,
      gap_laps: gapLaps,
      class_gap_ms: classMs,
      class_gap_laps: classLaps,
      interval_ms: intervalMs,
      interval_laps: intervalLaps,
      class_interval_ms: classIntervalMs,
      class_interval_laps: classIntervalLaps,
      seen_at_ms: last.elapsed,
      last_lap_ms: last.time,
      last_lap_mark: last.time === best.time ? 'personal' : 'none',
      best_lap_ms: best.time,
      best_lap_mark: mark,
      best_lap_number: best.number,
      strategy: pushedStrategy(car, classPosition + 1, inClass[classPosition + 1]?.car ?? null),
      sectors: last.sectors.map((ms, index) => ({
        ms,
        mark: (position + index) % 11 === 0 ? 'personal' : 'none',
        lap: last.number - (index > 0 && position % 3 === 0 ? 1 : 0),
      })),
      best_sectors: best.sectors.map((ms) => ({ ms, mark: 'personal', lap: best.number })),
      ideal_lap_ms: best.time - 400,
      status:
        position === 20
          ? 'in_pit'
          : position === 31
            ? 'out_lap'
            : position === 60
              ? 'retired'
              : position === 59
                ? 'stopped'
                : 'running',
      stops: car.stops,
      laps_since_stop: car.sinceStop,
      last_stop: this.#lastStop(car, position),
      drive_ms: 9_000_000,
      differs: position === 4 ? ['gap', 'laps'] : [],
      speed_kph: 298.4,
    };
  }

  // The car that stands in the lane has been there for 24 s.
  #lastStop(car, position) {
    const inLap = car.laps.findLast((lap) => lap.is_pit_lap);
    if (position === 20)
      return { in_lap: car.laps.length, in_at_ms: this.atMs - 24_000, out_at_ms: null, lane_ms: null, red_flag: false };
    if (!inLap) return null;
    return {
      in_lap: inLap.number,
      in_at_ms: inLap.elapsed,
      out_at_ms: inLap.elapsed + 71_200,
      lane_ms: 71_200,
      red_flag: false,
    };
  }

  snapshot(epoch, seq) {
    const rows = this.cars.map((car) => this.row(car));
    const best = rows.reduce((least, row) => (row.best_lap_ms < least.best_lap_ms ? row : least), rows[0]);
    return {
      type: 'snapshot',
      epoch,
      seq,
      session_id: 'invented',
      race: {
        series: 'Invented Endurance Championship',
        event: '24 Hours of Nowhere',
        name: 'Race',
        track: 'Circuit de Nulle Part',
        kind: 'race',
        state: 'running',
        start_time: '2031-06-14T14:00:00Z',
        start_time_of_day: '16:00:00.000',
        at_ms: this.atMs,
        remaining_ms: 86_400_000 - this.atMs,
        laps_remaining: null,
        flag: this.#flagAt(this.atMs),
        classes: kClasses.map(([name]) => name),
        sector_count: 3,
        flag_shares: [
          { flag: 'green', ms: 30_000_000, share: 0.83 },
          { flag: 'safety_car', ms: 3_000_000, share: 0.09 },
          { flag: 'red', ms: 1_100_000, share: 0.05 },
          { flag: 'fcy', ms: 1_000_000, share: 0.03 },
        ],
        pit_lane: { entry_open: true, exit_open: true, open_for: ['LMP2'], since_ms: this.atMs - 60_000 },
        best_lap_ms: best.best_lap_ms,
        best_lap_car: best.car,
        best_lap_number: best.best_lap_number,
        class_bests: [],
        strategy: fieldStrategy(this),
      },
      cars: rows,
      flags: this.flags,
      messages: this.messages.slice(-100),
      weather: {
        at_ms: this.atMs,
        air_c: 21.4,
        track_c: 33.8,
        humidity_pct: 54,
        wind_kph: 11,
        wind_dir_deg: 230,
        pressure_hpa: 1014,
        rain: false,
      },
      replay: { begins_ms: 0, ends_ms: 86_400_000, at_ms: this.atMs, speed: 1, playing: true, ended: false },
    };
  }

  // Four cells of every car change, two cars complete a lap, and every tenth time two neighbours change places.
  delta(epoch, seq, tick) {
    this.atMs += 100;
    const cars = {};
    for (const car of this.cars) {
      const wobble = 1000 + Math.floor(this.next() * 90_000);
      cars[car.car] = {
        gap_ms: wobble,
        interval_ms: wobble % 7000,
        class_gap_ms: wobble % 50_000,
        sectors: [{ ms: 40_000 + (wobble % 3000), mark: 'none', lap: tick }, null, null],
      };
    }
    for (const car of [this.cars[tick % this.cars.length], this.cars[(tick * 7) % this.cars.length]]) {
      Object.assign(cars[car.car], { laps: 200 + tick, last_lap_ms: 200_000 + (tick % 9000) });
    }
    const delta = { type: 'delta', epoch, seq, race: { at_ms: this.atMs }, cars };
    if (tick % 10 === 0) {
      const at = Math.floor(this.next() * (this.cars.length - 1));
      [this.cars[at], this.cars[at + 1]] = [this.cars[at + 1], this.cars[at]];
      for (const index of [at, at + 1]) Object.assign(cars[this.cars[index].car], { position: index + 1 });
      delta.order = this.cars.map((car) => car.car);
    }
    return delta;
  }
}
