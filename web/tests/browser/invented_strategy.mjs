// What the strategists of the invented race say: pushed with each car, and as the routes tell it (docs/api.md).

const kStint = 13; // laps
const kStopMs = 71_000;

const round = (value, digits = 1) => Number(value.toFixed(digits));

function lastStopLap(car) {
  return car.laps.findLast((lap) => lap.is_pit_lap)?.number ?? 0;
}

// STRATEGY of docs/push.md.
export function pushedStrategy(car, classPosition, ahead) {
  const stopLap = Math.max(car.laps.length + 1, lastStopLap(car) + kStint);
  const net = classPosition % 4 === 1 ? classPosition + 1 : classPosition;
  return {
    running: true,
    net_class_position: net,
    net_gap_ms: (net - 1) * 4_300,
    stop_lap: stopLap,
    first: stopLap - 3,
    last: stopLap + 1,
    low: stopLap - 2,
    middle: stopLap,
    high: stopLap + 1,
    stops_left: 4,
    fuel_laps: stopLap - car.laps.length - 0.5,
    tank_laps: kStint,
    finish: classPosition + 0.4,
    finish_low: Math.max(1, classPosition - 1),
    finish_high: classPosition + 2,
    win_odds: round(0.6 / classPosition ** 2, 3),
    podium_odds: round(Math.min(0.98, 2 / classPosition), 3),
    loss_ms: kStopMs,
    rejoin: classPosition + 2,
    rejoin_behind: ahead,
    rejoin_gap_ms: 2_140,
    entry_open: true,
    driver_left_ms: 4_320_000,
  };
}

export function fieldStrategy(race) {
  return {
    at_ms: race.atMs - 3000,
    runs: 400,
    finish_ms: race.atMs + 14_400_000,
    unknown_because: null,
    own_rules: false,
  };
}

function stintsOf(car) {
  const ends = car.laps.filter((lap) => lap.is_pit_lap);
  const stints = [];
  let first = 1;
  let begins = 0;
  for (const end of [...ends, null]) {
    const last = end?.number ?? car.laps.length;
    if (last < first) continue;
    stints.push({
      number: stints.length + 1,
      driver: car.laps[first - 1]?.driver ?? null,
      first_lap: first,
      last_lap: last,
      begins_ms: begins,
      ends_ms: end ? end.elapsed : null,
      ended_by: end ? 'stop' : null,
      lane_ms: end ? 71_200 : null,
      driver_changed: end ? car.laps[last]?.driver !== end.driver : false,
    });
    first = last + 1;
    begins = (end?.elapsed ?? 0) + 71_200;
  }
  return stints;
}

export function fieldStints(race) {
  return {
    at_ms: race.atMs,
    remaining_ms: 14_400_000,
    cars: race.cars.map((car) => ({
      car_number: car.car,
      car_class: car.class,
      laps: car.laps.length,
      line_ms: car.laps.at(-1).elapsed,
      usual_lap_ms: Math.round(car.pace),
      stints: stintsOf(car),
    })),
  };
}

const band = (p10, p50, p90) => ({ p10, p50, p90 });

function pitNow(rivals, position, loss, open) {
  return {
    entry_open: open,
    closed_because: open ? null : 'closed behind the safety car until race control opens it',
    class_position: position,
    class_position_band: band(position - 1, position, position + 2),
    loss_ms: loss,
    loss_band_ms: band(loss - 3_000, loss, loss + 6_000),
    lane_ms: band(60_000, 63_000, 69_000),
    ahead: rivals[0],
    behind: rivals[1],
    gap_ahead_ms: band(500, 2_140, 6_000),
    gap_behind_ms: band(300, 4_800, 9_000),
    passed_by: rivals.slice(0, 2),
    traffic: 3,
    lap_fraction: 0.4,
  };
}

function strategyOf(race, car) {
  const rivals = race.cars.filter((other) => other.class === car.class && other !== car).map((other) => other.car);
  const place = race.cars.filter((other) => other.class === car.class).indexOf(car) + 1;
  const call = pushedStrategy(car, place, rivals[0]);
  const options = Array.from({ length: 5 }, (_, index) => ({
    lap: call.first + index,
    cost_ms: Math.abs(index - 3) * 2_400,
    cost_error_ms: index === 3 ? 0 : 400,
    reason: index === 1 ? `traffic behind #${rivals[2]}` : '',
  }));
  return {
    car: car.car,
    class: car.class,
    position: place,
    class_position: place,
    net_class_position: call.net_class_position,
    net_class_position_band: band(call.net_class_position, call.net_class_position, call.net_class_position + 1),
    net_class_gap_ms: call.net_gap_ms,
    running: true,
    fuel_laps_left: call.fuel_laps,
    fuel_laps_band: band(call.fuel_laps - 1, call.fuel_laps, call.fuel_laps + 1),
    fuel_basis: 'race_class',
    tank_laps: kStint,
    degradation_ms_per_lap: 41.2,
    next_stop_lap: band(call.low, call.middle, call.high),
    stops_left: { p10: 4, p50: 4, p90: 5, p: 0.81 },
    finish_class_position: { mean: 2.4, p10: 1, p50: 2, p90: 4, odds: [0.31, 0.28, 0.17, 0.1, 0.05, 0.02, 0.003] },
    win_odds: 0.31,
    podium_odds: 0.76,
    out_odds: 0.067,
    finish_elapsed_ms: null,
    pit_now: {
      green: pitNow(rivals, 5, kStopMs, true),
      fcy: pitNow(rivals, 3, 38_000, true),
      sc: pitNow(rivals, 2, 22_000, false),
    },
    window: { first: call.first, best: call.stop_lap, last: call.last, options },
    rivals: [
      { car: rivals[0], undercut_ms: 1_400, overcut_ms: -900 },
      { car: rivals[1], undercut_ms: -300, overcut_ms: null },
    ],
    wave_by: null,
    advice: { stop_lap: call.stop_lap, tyres: true, fuel_laps: 13, driver: car.drivers[1], stop_time_ms: 63_000 },
    drivers: car.drivers.map((name, index) => ({
      name,
      grade: ['platinum', 'silver', 'bronze'][index],
      at_the_wheel: index === 0,
      driven_ms: 9_000_000 - index * 2_000_000,
      owed_ms: [0, 0, 4_320_000][index],
      left_ms: 12_600_000,
      left_in_window_ms: index === 0 ? 4_320_000 : 14_400_000,
      latest_swap_in_lap: index === 2 ? 290 : null,
      infeasible: false,
      certainty: index === 2 ? 'L' : 'H',
    })),
    penalties: [
      {
        text: `CAR ${car.car} DRIVE THROUGH - SPEEDING IN THE PIT LANE`,
        state: 'owed',
        kind: 'drive_through',
        time_ms: null,
        serve_by_lap: car.laps.length + 3,
        served_lap: null,
        cost_ms: 24_000,
      },
    ],
    reasons: [
      `fuel for ${Math.round(call.fuel_laps)} more laps`,
      `stopping now costs 7.2 s against lap ${call.stop_lap} because of traffic behind #${rivals[2]}`,
      `${car.drivers[2]} still owes 1:12`,
    ],
    low_certainty: ['drive_time_min (bronze): 105 minutes'],
  };
}

function carDocument(race, car) {
  const strategy = strategyOf(race, car);
  return {
    car_number: car.car,
    recommended_pit_lap: strategy.advice.stop_lap,
    reasoning: strategy.reasons.join('; '),
    unknown: {},
    at_ms: race.atMs - 3000,
    strategy,
    history: car.laps.map((lap, index) => ({
      at_ms: lap.elapsed,
      laps: lap.number,
      class_position: 2,
      net_class_position: 2,
      stop_lap: lap.number + 5,
      next_stop_lap: null,
      mean_finish: 2.4,
      finish: null,
      win_odds: 0.3 + 0.2 * Math.sin(index / 17),
      podium_odds: 0.7 + 0.2 * Math.cos(index / 11),
    })),
  };
}

const scoreLine = (what, unit, rest) => ({
  what,
  car_class: null,
  unit,
  calls: 412,
  mean_error: 1.3,
  median_error: 1,
  exact: 0.44,
  in_band: 0.79,
  simple_mean_error: 2.2,
  ...rest,
});

function scorecard(race) {
  return {
    at_ms: race.atMs,
    lines: [
      scoreLine('next_stop', 'laps', {}),
      scoreLine('next_stop', 'laps', { car_class: 'HYPERCAR', calls: 130 }),
      scoreLine('rejoin_position', 'places', { in_band: null, simple_mean_error: null }),
      scoreLine('rejoin_gap', 'ms', { mean_error: 2_900, median_error: 2_300, exact: null, simple_mean_error: null }),
    ],
  };
}

const rule = (key, value, certainty, limits = null) => ({
  key,
  meaning: 'what such a rule says',
  value,
  limits,
  certainty,
  source: 'sporting regulations, article 12',
  url: null,
  disputed: certainty === 'L' ? 'another source says 90 minutes' : null,
  valid_from: '2024-01-01',
  layer: 'season',
  file: 'rules/invented.toml',
  line: 12,
  carried_over: false,
});

const measure = (mean, spread, count, basis = 'class') => ({
  mean,
  spread,
  p10: mean - 1.3 * spread,
  p50: mean,
  p90: mean + 1.3 * spread,
  count,
  basis,
});

function measuredClass(name) {
  const stops = { green: measure(71_000, 1_600, 41), slow: null, behind: measure(39_500, 3_000, 12, 'circuit') };
  return {
    class: name,
    lap_ms: 101_234,
    settled_lap_ms: 101_234,
    lap_spread_ms: 420,
    slow_down: { slow: 1.9, behind: 1.7 },
    pit_loss_ms: stops,
    lane_ms: stops,
    in_lap_cost_ms: measure(3_900, 700, 40),
    out_lap_cost_ms: measure(2_800, 900, 40),
    services: [{ service: 'full', share: 0.92, lane_ms: measure(64_000, 1_900, 38) }],
    fuel_ms_per_lap: 1_300,
    tank_laps: measure(kStint, 0.4, 30),
    yellow_burn: 0.42,
    stop_at_share: measure(0.97, 0.03, 30),
    stops_in_caution: [0.1, 0.3, 0.6, 0.8, 0.9],
    degradation_ms_per_lap: measure(24, 11, 60),
    tyre_ms_per_lap: null,
    retirement_per_hour: 0.008,
  };
}

function measured(race) {
  const classes = [...new Set(race.cars.map((car) => car.class))];
  return {
    unknown_because: null,
    measured: {
      at_ms: race.atMs - 3000,
      race_length_ms: 21_600_000,
      leader_laps: 211.4,
      wet_slow_down: null,
      cautions: {
        seen: 1,
        basis: 'class',
        by_part: { first_hour: 1.4, middle: 0.9, last_hour: 1 },
        left_ms: null,
        kinds: [{ pace: 'behind', per_hour: 0.31, length_ms: measure(1_380_000, 600_000, 6, 'circuit') }],
      },
      classes: classes.map(measuredClass),
      cars: race.cars.map((car) => ({
        car: car.car,
        class: car.class,
        lap_ms: 101_000,
        lap_spread_ms: 400,
        pace_ms: measure(-234, 400, 60, 'car'),
        drivers: [{ name: 'First Driver', pace_ms: measure(-180, 410, 33, 'car') }],
        tank_laps: measure(kStint, 0.3, 4, 'car'),
        laps_since_stop: 5,
        fuel_used_laps: 5,
        fuel_laps_left: { p10: 6.4, p50: 7, p90: 7.6 },
        fuel_minutes_left: 12,
        laps_per_fill_second: 0.77,
        saving_laps: 0.8,
        energy_pct: null,
        energy_laps_left: null,
        degradation_ms_per_lap: 22,
        tyre_laps: 5,
        tyres_changed: null,
        double_stints: 0,
      })),
    },
  };
}

function whatIf(race) {
  const pair = (without, change, error) => ({ without, with: without + change, difference: change, error });
  return {
    at_ms: race.atMs,
    took_ms: 640,
    seed: 1,
    comparison: {
      runs: 250,
      cars: race.cars.slice(0, 30).map((car, index) => ({
        car: car.car,
        class_position: pair(index + 1, index === 2 ? -0.42 : 0.03, 0.05),
        win_odds: pair(0.3, 0.04, 0.01),
        podium_odds: pair(0.7, 0.01, 0.01),
        time_ms: { difference: 1_400 - index * 300, error: 350 },
        stops: { difference: 0, error: 0 },
      })),
    },
  };
}

// undefined: nothing of ours.
export function strategyDocument(race, [name, argument], car) {
  if (name === 'stints' && argument === undefined) return fieldStints(race);
  if (name === 'rules') {
    return {
      series: 'Invented Endurance Championship',
      own_rules: '',
      reason: null,
      rules: [rule('pit_speed', '60 km/h', 'H'), rule('drive_time_min', '105 minutes', 'L', 'LMGT3; bronze; 6 h')],
    };
  }
  if (name !== 'strategy') return undefined;
  if (argument === 'scorecard') return scorecard(race);
  if (argument === 'measured') return measured(race);
  if (argument === 'what-if') return whatIf(race);
  return car ? carDocument(race, car) : undefined;
}
