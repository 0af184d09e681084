// The columns of the timing table, under the names that followers of endurance racing know.

import { gap, kUnknown, lapTime, shortDriver, text, whole } from '../format';
import type { BestMark, CarRow } from '../live/protocol';

export type CellKind = 'position' | 'number' | 'class' | 'name' | 'count' | 'gap' | 'time' | 'sector' | 'status';

export interface Column {
  key: string;
  label: string;
  long: string; // the tooltip, and the name in the settings
  kind: CellKind;
  width: number; // pixels; of a name column the least, the rest is shared
  rank: number; // where there is no room, the highest goes first
  value: (row: CarRow) => string;
  mark?: (row: CarRow) => BestMark;
  old?: (row: CarRow) => boolean; // a sector of the lap before
}

// The gap of whoever leads is a word, of a car that has not been placed a dash.
function gapOf(leads: boolean, ms: number | null, laps: number): string {
  return leads ? 'Leader' : gap(ms, laps);
}

function newestSectorLap(row: CarRow): number {
  return row.sectors.reduce((newest, sector) => Math.max(newest, sector?.lap ?? 0), 0);
}

function sectorColumn(index: number): Column {
  return {
    key: `s${index + 1}`,
    label: `S${index + 1}`,
    long: `Sector ${index + 1}, latest time`,
    kind: 'sector',
    width: 76,
    rank: 6,
    value: (row) => lapTime(row.sectors[index]?.ms),
    mark: (row) => row.sectors[index]?.mark ?? 'none',
    old: (row) => (row.sectors[index]?.lap ?? 0) < newestSectorLap(row),
  };
}

export const kStatusWords: Record<CarRow['status'], [word: string, meaning: string]> = {
  not_started: ['N/S', 'not started'],
  running: ['RUN', 'running'],
  in_pit: ['PIT', 'in the pit lane'],
  out_lap: ['OUT', 'on its out-lap'],
  stopped: ['STOP', 'stopped on the track'],
  retired: ['RET', 'retired'],
  finished: ['FIN', 'finished'],
  disqualified: ['DSQ', 'disqualified'],
};

export function tableColumns(sectorCount: number): Column[] {
  const before: Column[] = [
    {
      key: 'pos',
      label: 'Pos',
      long: 'Position overall',
      kind: 'position',
      width: 56,
      rank: 0,
      value: (row) => whole(row.position),
    },
    {
      key: 'pic',
      label: 'PIC',
      long: 'Position in class',
      kind: 'count',
      width: 42,
      rank: 3,
      value: (row) => whole(row.class_position),
    },
    { key: 'num', label: 'Num', long: 'Car number', kind: 'number', width: 56, rank: 0, value: (row) => row.car },
    { key: 'class', label: 'Class', long: 'Class', kind: 'class', width: 92, rank: 4, value: (row) => text(row.class) },
    { key: 'team', label: 'Team', long: 'Team', kind: 'name', width: 150, rank: 2, value: (row) => text(row.team) },
    {
      key: 'driver',
      label: 'Driver',
      long: 'Driver at the wheel',
      kind: 'name',
      width: 112,
      rank: 5,
      value: (row) => shortDriver(row.driver),
    },
    {
      key: 'laps',
      label: 'Laps',
      long: 'Laps completed',
      kind: 'count',
      width: 48,
      rank: 3,
      value: (row) => whole(row.laps),
    },
    {
      key: 'gap',
      label: 'Gap',
      long: 'Gap to the overall leader',
      kind: 'gap',
      width: 84,
      rank: 1,
      value: (row) => gapOf(row.position === 1, row.gap_ms, row.gap_laps),
    },
    {
      key: 'int',
      label: 'Int',
      long: 'Interval to the car ahead',
      kind: 'gap',
      width: 80,
      rank: 2,
      value: (row) => (row.position === 1 ? kUnknown : gap(row.interval_ms, row.interval_laps)),
    },
    {
      key: 'cgap',
      label: 'C.Gap',
      long: 'Gap to the leader of the class',
      kind: 'gap',
      width: 84,
      rank: 5,
      value: (row) => gapOf(row.class_position === 1, row.class_gap_ms, row.class_gap_laps),
    },
    {
      key: 'cint',
      label: 'C.Int',
      long: 'Interval to the car ahead in class',
      kind: 'gap',
      width: 80,
      rank: 7,
      value: (row) => (row.class_position === 1 ? kUnknown : gap(row.class_interval_ms, row.class_interval_laps)),
    },
    {
      key: 'last',
      label: 'Last',
      long: 'Last lap',
      kind: 'time',
      width: 88,
      rank: 1,
      value: (row) => lapTime(row.last_lap_ms),
      mark: (row) => row.last_lap_mark,
    },
    {
      key: 'best',
      label: 'Best',
      long: 'Best lap',
      kind: 'time',
      width: 88,
      rank: 3,
      value: (row) => lapTime(row.best_lap_ms),
      mark: (row) => (row.best_lap_mark === 'personal' ? 'none' : row.best_lap_mark),
    },
  ];
  const after: Column[] = [
    {
      key: 'pits',
      label: 'Pits',
      long: 'Pit stops',
      kind: 'count',
      width: 44,
      rank: 4,
      value: (row) => whole(row.stops),
    },
    {
      key: 'ts',
      label: 'TS',
      long: 'Laps since the last stop',
      kind: 'count',
      width: 40,
      rank: 5,
      value: (row) => whole(row.laps_since_stop),
    },
    {
      key: 'state',
      label: 'State',
      long: 'State of the car',
      kind: 'status',
      width: 58,
      rank: 1,
      value: (row) => kStatusWords[row.status][0],
    },
  ];
  return [...before, ...Array.from({ length: sectorCount }, (_, index) => sectorColumn(index)), ...after];
}

// Those of `columns` that fit into `width`, the most important kept; at least the first rank stays.
export function fittingColumns(columns: Column[], width: number): Column[] {
  let kept = columns;
  const needed = () => kept.reduce((sum, column) => sum + column.width, 0);
  while (needed() > width) {
    const worst = Math.max(...kept.map((column) => column.rank));
    if (worst <= 1) break;
    // The last of its rank goes, but of the sectors all or none: a lap with a sector missing reads wrong.
    const last = kept.findLast((column) => column.rank === worst);
    kept =
      last?.kind === 'sector'
        ? kept.filter((column) => column.kind !== 'sector')
        : kept.filter((column) => column !== last);
  }
  return kept;
}
