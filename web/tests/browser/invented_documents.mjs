// The invented race as the HTTP routes tell it (docs/api.md): what a car's panel and the charts fetch.

import { strategyDocument } from './invented_strategy.mjs';

function positionsOverTime(race, carClass) {
  const placesByLap = new Map();
  const shown = race.cars.filter((car) => carClass === null || car.class === carClass);
  const crossings = race.cars
    .flatMap((car) => car.laps.map((lap) => ({ car, lap })))
    .sort((a, b) => a.lap.elapsed - b.lap.elapsed);
  const places = new Map(race.cars.map((car) => [car, { positions: [], class_positions: [] }]));
  for (const { car, lap } of crossings) {
    const counts = placesByLap.get(lap.number) ?? { all: 0 };
    counts.all += 1;
    counts[car.class] = (counts[car.class] ?? 0) + 1;
    placesByLap.set(lap.number, counts);
    places.get(car).positions.push(counts.all);
    places.get(car).class_positions.push(counts[car.class]);
  }
  return {
    cars: shown.map((car) => ({
      car_number: car.car,
      car_class: car.class,
      laps: car.laps.map((lap) => lap.number),
      ...places.get(car),
      gaps_ms: car.laps.map(() => null),
      laps_behind: car.laps.map(() => 0),
      elapsed_ms: car.laps.map((lap) => lap.elapsed),
    })),
  };
}

function differences(race) {
  return ['laps', 'gap'].map((what) => ({
    car_number: race.cars[4].car,
    what,
    official: what === 'laps' ? '179' : '+12.000',
    ours: what === 'laps' ? '180' : '+1 LAP',
    since_ms: race.atMs - 90_000,
    official_derivation: 'published by the feed at 9:59:58.000',
    our_derivation: 'measured at the line after lap 180',
  }));
}

function happenings(race) {
  return race.cars
    .flatMap((car) => car.laps.filter((lap) => lap.is_pit_lap).map((lap) => ({ car, lap })))
    .map(({ car, lap }) => ({
      id: `pit_in ${car.car} ${lap.number}`,
      at_ms: lap.elapsed,
      kind: 'pit_in',
      text: `#${car.car} (${lap.driver}) has entered the pits`,
      car_number: car.car,
      lap_number: lap.number,
      time_ms: null,
      driver: lap.driver,
      driver_before: null,
    }))
    .sort((a, b) => a.at_ms - b.at_ms)
    .slice(-100);
}

export function documentOf(race, path, query) {
  const [, , name, argument] = path.split('/');
  const car = race.cars.find((one) => one.car === decodeURIComponent(argument ?? ''));
  const strategy = strategyDocument(race, [name, argument], car);
  if (strategy !== undefined) return strategy;
  if (name === 'sessions')
    return [
      {
        id: 'invented',
        series: 'Invented Endurance Championship',
        event: '24 Hours of Nowhere',
        name: 'Race',
        track: null,
        start_time: null,
        events: 1,
        served: true,
        mode: 'replay',
      },
    ];
  if (name === 'positions') return positionsOverTime(race, query.get('car_class'));
  if (name === 'messages') return race.messages;
  if (name === 'differences') return differences(race);
  if (name === 'happenings') return happenings(race);
  if (name === 'lap_times' && car) {
    return car.laps.map((lap) => ({
      car_number: car.car,
      lap_number: lap.number,
      lap_time: lap.time / 1000,
      is_pit_lap: lap.is_pit_lap,
      tire_age: lap.tire_age,
      timestamp: null,
      lap_ms: lap.time,
      sectors_ms: lap.sectors,
      flag: lap.flag,
      position: 1,
      class_position: 1,
      gap_to_leader_ms: null,
      laps_behind: 0,
      is_out_lap: lap.out,
      driver: lap.driver,
      elapsed_ms: lap.elapsed,
    }));
  }
  if (name === 'stints' && car) {
    return {
      car_number: car.car,
      stints: car.drivers.map((driver, index) => ({
        number: index + 1,
        driver,
        first_lap: index * 13 + 1,
        last_lap: index * 13 + 13,
        laps: 13,
        median_clean_ms: car.pace,
        drive_ms: car.pace * 13,
        ended_by: 'stop',
      })),
    };
  }
  if (name === 'pit_history' && car) {
    return car.laps
      .filter((lap) => lap.is_pit_lap)
      .map((lap) => ({
        car_number: car.car,
        lap_number: lap.number,
        duration: 71.2,
        stop_type: 'pit',
        timestamp: null,
        in_lap: lap.number,
        out_lap: lap.number + 1,
        lane_ms: 71_200,
        in_at_ms: lap.elapsed,
        flag: lap.flag,
        driver_in: lap.driver,
        driver_out: lap.driver,
        driver_changed: false,
        cost_ms: 68_000,
        red_flag: false,
      }));
  }
  if (name === 'drivers' && car) {
    return {
      car_number: car.car,
      current_driver: car.drivers[0],
      stint_start_lap: 170,
      laps_in_stint: 9,
      stint_duration: 31.5,
      average_lap_time: car.pace / 1000,
      drivers: car.drivers.map((driver, index) => ({
        id: driver,
        name: driver,
        drive_ms: 9_000_000 + index * 1_200_000,
        laps: 50 + index,
      })),
    };
  }
  if (name === 'telemetry' && car)
    return {
      car_number: car.car,
      speed: 298.4,
      sector1_time: 44.1,
      sector2_time: 76.2,
      sector3_time: 84.9,
      current_sector: 2,
      timestamp: null,
    };
  return null;
}
