// What race control's words mean, said plainly: from what the server reads in them (docs/push.md, MESSAGE).

import { kFlagNames } from '../flag_name';
import type { Penalty, RaceMessage } from '../live/protocol';

const kKinds: Record<string, string> = {
  flag: 'Flag',
  local_flag: 'Flag at a place',
  safety_car: 'Safety car',
  virtual_safety_car: 'Virtual safety car',
  full_course_yellow: 'Full course yellow',
  slow_zone: 'Slow zone',
  investigation: 'Under investigation',
  no_action: 'No further action',
  black_orange_flag: 'Black and orange flag: must be repaired',
  pass_around: 'Pass-around',
  wave_by: 'Wave-by',
  class_split: 'Cars are sorted by class',
  pit_exit_order: 'Order behind the safety car is put right',
  closed_pit: 'Came into the closed pit lane',
  track_condition: 'State of the track',
  procedure: 'Procedure',
  hazard: 'Hazard on the track',
  car_report: 'Report of a car',
  car_order: 'Order to a car',
};

const kPhases: Record<string, string> = {
  prepare: 'will begin',
  begin: 'begins',
  under_way: 'is under way',
  will_end: 'will end',
  end: 'ends',
  cancelled: 'is cancelled',
};

// Kinds that begin and end; of the others a phase tells nothing.
const kWithPhase = ['safety_car', 'virtual_safety_car', 'full_course_yellow', 'slow_zone', 'pass_around', 'wave_by'];

const kPenalties: Record<string, string> = {
  unknown: 'Penalty',
  drive_through: 'Drive-through',
  stop_and_go: 'Stop and go',
  added_to_stop: 'Time added to the next stop',
  time: 'Time added to the result',
  lap_time_deleted: 'Lap time deleted',
  reprimand: 'Reprimand',
  warning: 'Warning',
  fine: 'Fine',
  black_flag: 'Black flag',
};

function penaltyWords(penalty: Penalty): string {
  const parts = [kPenalties[penalty.kind] ?? 'Penalty'];
  if (penalty.time_ms !== null) parts.push(`${penalty.time_ms / 1000} s`);
  if (penalty.laps.length > 0) parts.push(`lap ${penalty.laps.join(', ')}`);
  if (penalty.over_limit_kph !== null) parts.push(`${penalty.over_limit_kph} km/h over the limit`);
  if (penalty.state !== 'given' && penalty.state !== 'announced') parts.push(penalty.state);
  if (penalty.after_race) parts.push('after the race');
  return parts.join(', ');
}

function what(message: RaceMessage): string | null {
  const { kind, phase, flag } = message;
  if (message.penalty) return penaltyWords(message.penalty);
  if (kind === 'penalty') return 'Penalty';
  if (kind === 'pit_lane') {
    const part = message.pit_part === 'lane' || !message.pit_part ? 'Pit lane' : `Pit ${message.pit_part}`;
    const state = message.pit_open ? 'open' : 'closed';
    return phase === 'prepare' ? `${part} will be ${state}` : `${part} ${state}`;
  }
  const named =
    flag && flag !== 'none' && (kind === 'flag' || kind === 'local_flag') ? kFlagNames[flag][1] : kKinds[kind ?? ''];
  if (!named) return null;
  const step = phase && kWithPhase.includes(kind ?? '') ? kPhases[phase] : undefined;
  const over = kind === 'local_flag' && phase === 'end' ? 'removed' : step;
  return over ? `${named} ${over}` : named;
}

// null: the words are not understood, or say nothing more.
export function meaningOf(message: RaceMessage): string | null {
  const said = what(message);
  if (said === null) return null;
  const cars = (message.about ?? []).map((car) => `#${car}`).join(', ');
  const zones = message.zones ?? [];
  const parts = [
    said,
    zones.length > 0 ? `zone ${zones.join(', ')}` : null,
    message.class ?? null,
    cars ? `for ${cars}` : null,
    message.place ?? null,
    message.time_of_day ? `at ${message.time_of_day}` : null,
    message.reason ? `– ${message.reason}` : null,
  ];
  return `${message.correction ? 'Correction: ' : ''}${parts.filter(Boolean).join(' ')}`;
}
