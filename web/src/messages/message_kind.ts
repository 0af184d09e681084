// The kinds that messages are filtered by: race control's, by what the server reads in their words, and those that follow from the
// timing itself.

import type { RaceMessage } from '../live/protocol';
import { meaningOf } from './meaning';

export type MessageFilter =
  | 'flags'
  | 'penalties'
  | 'investigations'
  | 'pit_lane'
  | 'pass_around'
  | 'track_limits'
  | 'other'
  | 'stops'
  | 'drivers'
  | 'best_laps'
  | 'stopped';

export const kFilterNames: Record<MessageFilter, string> = {
  flags: 'Flags',
  penalties: 'Penalties',
  investigations: 'Investigations',
  pit_lane: 'Pit lane',
  pass_around: 'Pass-around',
  track_limits: 'Track limits',
  other: 'Other',
  stops: 'Stops',
  drivers: 'Drivers',
  best_laps: 'Best laps',
  stopped: 'Stopped cars',
};

const kByKind: Record<string, MessageFilter> = {
  flag: 'flags',
  local_flag: 'flags',
  safety_car: 'flags',
  virtual_safety_car: 'flags',
  full_course_yellow: 'flags',
  slow_zone: 'flags',
  penalty: 'penalties',
  black_orange_flag: 'penalties',
  investigation: 'investigations',
  no_action: 'investigations',
  pit_lane: 'pit_lane',
  closed_pit: 'pit_lane',
  pit_exit_order: 'pit_lane',
  pass_around: 'pass_around',
  wave_by: 'pass_around',
  class_split: 'pass_around',
  timing_pit_in: 'stops',
  timing_pit_out: 'stops',
  timing_driver_change: 'drivers',
  timing_best_lap: 'best_laps',
  timing_class_best_lap: 'best_laps',
  timing_stopped: 'stopped',
  timing_retired: 'stopped',
};

// The words, where no kind says that a penalty or an investigation is about the track's limits.
const kTrackLimits = /\btrack limits?\b/i;

export function filterOf(message: RaceMessage): MessageFilter {
  if (kTrackLimits.test(message.text) && !message.kind?.startsWith('timing_')) return 'track_limits';
  const known = kByKind[message.kind ?? ''];
  if (known) return known;
  return message.group === 'flag' ? 'flags' : 'other';
}

// "#7 limits": the words that start with # are car numbers, of which one must be named; every other word is in the text.
export function matchesWords(message: RaceMessage, typed: string): boolean {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const cars = words.filter((word) => word.startsWith('#') && word.length > 1).map((word) => word.slice(1));
  if (cars.length > 0 && !message.cars.some((car) => cars.includes(car.toLowerCase()))) return false;
  const text = `${message.text} ${meaningOf(message) ?? ''}`.toLowerCase();
  return words.filter((word) => !word.startsWith('#')).every((word) => text.includes(word));
}
