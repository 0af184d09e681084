// All that the panel of one car fetches, in one go.

import {
  type CarPrediction,
  type DriverTime,
  fetchJson,
  type LapTime,
  type PitStop,
  type Stint,
  type Telemetry,
  type Viewpoint,
} from '../live/api';

const kAllLaps = 1000; // more than any race has

export interface CarHistory {
  laps: LapTime[];
  stints: Stint[];
  stops: PitStop[];
  drivers: DriverTime[];
  telemetry: Telemetry | null;
  prediction: CarPrediction | null; // null: a server that makes none
}

export async function fetchCarHistory(viewpoint: Viewpoint, car: string, signal: AbortSignal): Promise<CarHistory> {
  const name = encodeURIComponent(car);
  const get = <T>(route: string, query: Record<string, number> = {}) =>
    fetchJson<T>(`/api/${route}/${name}`, { ...viewpoint, ...query }, signal);
  const [laps, stints, stops, drivers, telemetry, prediction] = await Promise.all([
    get<LapTime[]>('lap_times', { limit: kAllLaps }),
    get<{ stints: Stint[] }>('stints'),
    get<PitStop[]>('pit_history'),
    get<{ drivers?: DriverTime[] }>('drivers'),
    get<Telemetry>('telemetry').catch(() => null),
    get<CarPrediction>('predictions').catch(() => null),
  ]);
  return { laps, stints: stints.stints, stops, drivers: drivers.drivers ?? [], telemetry, prediction };
}
