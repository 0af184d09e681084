// What is fetched beside the push: histories of cars and of the race (docs/api.md).

import type { BestMark, Differing, FlagKind, RaceMessage } from './protocol';

export interface SessionListing {
  id: string;
  series: string | null;
  event: string | null;
  name: string | null;
  track: string | null;
  start_time: string | null;
  events: number;
  served: boolean;
  mode: 'live' | 'replay' | 'stored';
}

export interface CoursePart {
  name: string;
  begin: number; // fraction of the lap
  end: number;
}

export interface Course {
  name: string;
  length_m: number;
  line: [x: number, y: number, fraction: number][]; // metres east and north, from the start line on
  sectors: CoursePart[];
  slow_zones: CoursePart[];
  marks: { kind: string; name: string | null; at: number }[];
  attribution: string | null;
}

export interface CircuitDocument {
  track: string | null;
  circuit: Course | null;
}

export interface CalendarEvent {
  id: string;
  name: string;
  series: string;
  track: string;
  date: string;
  local_date: string;
  time_known: boolean;
  countdown: string;
  countdown_ms: number | null;
  is_live: boolean;
  session: string | null;
  confirmed: boolean;
  live_source: string | null;
}

export interface LapTime {
  lap_number: number;
  lap_ms: number | null;
  sectors_ms: (number | null)[];
  flag: FlagKind | null;
  position: number | null;
  class_position: number | null;
  is_pit_lap: boolean;
  is_out_lap: boolean;
  driver: string | null;
  elapsed_ms: number | null;
  mark?: BestMark;
}

export interface Stint {
  number: number;
  driver: string | null;
  first_lap: number;
  last_lap: number;
  laps: number;
  median_clean_ms: number | null;
  drive_ms: number | null;
  ended_by: string | null;
}

export interface PitStop {
  in_lap: number;
  out_lap: number | null;
  lane_ms: number | null;
  in_at_ms: number | null;
  flag: FlagKind | null;
  driver_in: string | null;
  driver_out: string | null;
  driver_changed: boolean;
  cost_ms: number | null;
  red_flag: boolean;
}

export interface DriverTime {
  id: string;
  name: string;
  drive_ms: number | null;
  laps: number;
}

export interface Telemetry {
  speed: number | null;
  speed_source?: string | null;
  sector1_time: number | null;
  sector2_time: number | null;
  sector3_time: number | null;
  current_sector: number | null;
  timestamp: string | null;
}

export interface LapBand {
  lap: number;
  predicted_ms: number;
  low_ms: number;
  high_ms: number;
}

// Of the lap that a car is on, and the next ones.
export interface CarPrediction {
  model: string | null;
  reason: string | null;
  error_so_far: { laps: number; mean_error_ms: number | null; coverage: number | null };
  next_laps: LapBand[];
}

export interface CarOverTime {
  car_number: string;
  car_class: string | null;
  laps: number[];
  positions: (number | null)[];
  class_positions: (number | null)[];
  elapsed_ms: (number | null)[];
}

// Where the feed's own standing and ours have differed for a while, with how each came about.
export interface Difference {
  car_number: string;
  what: Differing;
  official: string;
  ours: string;
  since_ms: number | null;
  official_derivation: string;
  our_derivation: string;
}

// What followed from the timing itself: stops, drivers, best laps.
interface Happening {
  id: string;
  at_ms: number | null;
  kind: string;
  text: string;
  car_number: string;
}

export type ReplayCommand =
  | { action: 'play' | 'pause' }
  | { action: 'seek'; at_ms: number }
  | { action: 'speed'; speed: number | 'max' };

// Which session is looked at, and how many seconds behind it.
export interface Viewpoint {
  session: string | null;
  delay: number | null; // null: none
}

export type Query = Record<string, string | number | null>;

// The server says what is wrong in a problem document (RFC 9457); its words are the error's message.
export async function answer<T>(request: Promise<Response>): Promise<T> {
  const response = await request;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const problem = (body ?? {}) as { detail?: string; title?: string };
  throw new Error(problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`);
}

export function address(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null) parameters.set(name, String(value));
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

export function fetchJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return answer<T>(fetch(address(path, query), { headers: { accept: 'application/json' }, signal: signal ?? null }));
}

export const fetchSessions = (delay: number | null) => fetchJson<SessionListing[]>('/api/sessions', { delay });

export const fetchMessages = (viewpoint: Viewpoint, limit: number, signal?: AbortSignal) =>
  fetchJson<RaceMessage[]>('/api/messages', { ...viewpoint, limit }, signal);

// As messages beside race control's; their kinds begin with `timing_`.
export async function fetchHappenings(
  viewpoint: Viewpoint,
  limit: number,
  signal?: AbortSignal,
): Promise<RaceMessage[]> {
  const happenings = await fetchJson<Happening[]>('/api/happenings', { ...viewpoint, limit }, signal);
  return happenings.map(({ id, at_ms, kind, text, car_number }) => ({
    id: `timing ${id}`,
    at_ms: at_ms ?? 0,
    text,
    cars: [car_number],
    group: null,
    kind: `timing_${kind}`,
  }));
}

export const fetchDifferences = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<Difference[]>('/api/differences', { ...viewpoint }, signal);

export const fetchPositions = (viewpoint: Viewpoint, carClass: string | null, signal?: AbortSignal) =>
  fetchJson<{ cars: CarOverTime[] }>('/api/positions/history', { ...viewpoint, car_class: carClass }, signal);

export const fetchCircuit = (viewpoint: Viewpoint, signal?: AbortSignal) =>
  fetchJson<CircuitDocument>('/api/circuit', { ...viewpoint }, signal);

// null where this server has no calendar.
export async function fetchUpcoming(limit: number): Promise<CalendarEvent[] | null> {
  try {
    return await fetchJson<CalendarEvent[]>('/api/schedule/upcoming', { limit });
  } catch {
    return null;
  }
}

// Asks the server to serve a stored session. True once it is served; false while it is being loaded.
export async function openSession(id: string): Promise<boolean> {
  const path = `/api/sessions/${encodeURIComponent(id)}/open`;
  const state = await answer<{ state: string }>(fetch(path, { method: 'POST' }));
  return state.state === 'served';
}

export async function steerReplay({ session, delay }: Viewpoint, command: ReplayCommand): Promise<void> {
  await answer(
    fetch(address('/api/replay', { session, delay }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    }),
  );
}
