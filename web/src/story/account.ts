// What happened in an interval, as the server tells it (docs/story.md).

import { fetchJson, type Viewpoint } from '../live/api';

export interface Sentence {
  text: string;
  kind: string;
  at_ms: number | null;
  weight: number;
  cars: string[];
  events: { kind: string; at_ms: number | null; car: string | null; lap: number | null; id: string | null }[];
}

export interface Account {
  from_ms: number | null;
  to_ms: number | null;
  car: string | null;
  class: string | null;
  sentences: Sentence[];
  left_out: number;
}

// Of the field, a class or a car.
export interface Subject {
  carClass: string | null;
  car: string | null;
}

export const fetchAccount = (
  viewpoint: Viewpoint,
  from: number,
  to: number,
  { carClass, car }: Subject,
  signal?: AbortSignal,
) => fetchJson<Account>('/api/story', { ...viewpoint, from, to, class: car === null ? carClass : null, car }, signal);

// "1:02:03", or "1:02": hours and minutes.
// null if it is no time.
export function parseClock(text: string): number | null {
  const match = /^\s*(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?\s*$/.exec(text);
  if (!match) return null;
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000;
}
