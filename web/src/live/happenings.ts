// What follows from two rows of a car: stops, drivers, best laps. Made from the push, so only of what this page has seen happen.

import { lapTime } from '../format';
import type { CarRow, RaceMessage } from './protocol';

function who(row: CarRow): string {
  return row.driver ? `#${row.car} (${row.driver})` : `#${row.car}`;
}

export function happenings(before: CarRow, after: CarRow, atMs: number): RaceMessage[] {
  const made: RaceMessage[] = [];
  const add = (kind: string, text: string) =>
    made.push({ id: `timing ${kind} ${after.car} ${atMs}`, at_ms: atMs, text, cars: [after.car], group: null, kind });
  if (before.status !== after.status) {
    if (after.status === 'in_pit') add('timing_stop', `${who(after)} has entered the pits`);
    if (before.status === 'in_pit' && (after.status === 'out_lap' || after.status === 'running'))
      add('timing_stop', `${who(after)} has left the pits`);
    if (after.status === 'stopped') add('timing_stopped', `${who(after)} has stopped, or is very late`);
    if (before.status === 'stopped' && after.status === 'running') add('timing_stopped', `${who(after)} goes on`);
    if (after.status === 'retired') add('timing_stopped', `${who(after)} has retired`);
  }
  if (before.driver !== after.driver && before.driver && after.driver)
    add('timing_driver', `#${after.car}: ${after.driver} takes over from ${before.driver}`);
  if (after.best_lap_ms !== before.best_lap_ms && after.best_lap_ms !== null && after.best_lap_number !== null) {
    if (after.best_lap_mark === 'overall')
      add('timing_best_lap', `${who(after)}: best lap of the session, ${lapTime(after.best_lap_ms)}`);
    if (after.best_lap_mark === 'in_class')
      add('timing_best_lap', `${who(after)}: best lap in ${after.class ?? 'class'}, ${lapTime(after.best_lap_ms)}`);
  }
  return made;
}
