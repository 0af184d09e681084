// What the picker lists, and in which order.

import type { SessionListing } from '../live/api';

export interface Section {
  mode: SessionListing['mode'];
  title: string;
  sessions: SessionListing[];
}

const kSections: [SessionListing['mode'], string][] = [
  ['live', 'Live'],
  ['replay', 'Recordings being played'],
  ['stored', 'Stored sessions'],
];

export function sections(sessions: SessionListing[]): Section[] {
  return kSections
    .map(([mode, title]) => ({ mode, title, sessions: sessions.filter((session) => session.mode === mode) }))
    .filter((section) => section.sessions.length > 0);
}

export const titleOf = (session: SessionListing) => session.event || session.name || session.id;

// Where only the time of day is known, the day is the first of all days.
function dayOf(session: SessionListing): string | null {
  const day = session.start_time?.slice(0, 10) ?? null;
  return day === '1970-01-01' ? null : day;
}

export const detailOf = (session: SessionListing) =>
  [session.series, session.name, session.track, dayOf(session), session.id]
    .filter((part) => part && part !== titleOf(session))
    .join(' · ');

export function fits(session: SessionListing, typed: string): boolean {
  const text = `${titleOf(session)} ${detailOf(session)}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

// The one after or before that which has the focus; at an end it stays.
export function nextChoice<T>(choices: T[], focused: unknown, step: number): T | undefined {
  const at = choices.indexOf(focused as T);
  return choices[Math.max(0, Math.min(choices.length - 1, at + step))];
}

// "12 d 3 h", "4 min 10 s": until `target`, both in milliseconds of the wall clock.
export function countdown(targetMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((targetMs - nowMs) / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
