// The columns of the timing table, under the names that followers of endurance racing know.

import { clock, duration, gap, kUnknown, lapTime, shortDriver, text, whole } from '../format';
import type { BestMark, CarRow, Differing, LapPrediction } from '../live/protocol';
import { lapsUntilStop } from '../strategy/figures';

export type CellKind =
  | 'position'
  | 'number'
  | 'class'
  | 'name'
  | 'count'
  | 'gap'
  | 'time'
  | 'sector'
  | 'status'
  | 'pit_in'
  | 'prediction'
  | 'lane';

// Which columns: those of places and lap times, or those of stops and stints.
export type ColumnSet = 'fan' | 'strategy';

export interface Column {
  key: string;
  label: string;
  long: string; // the tooltip, and the name in the options
  kind: CellKind;
  width: number; // pixels; of a name column the least, the rest is shared
  rank: number; // where there is no room, the highest goes first; 1 and less stays
  value: (row: CarRow) => string;
  mark: (row: CarRow) => BestMark;
  old: (row: CarRow) => boolean; // a sector of the lap before
  differing: Differing | null; // what the feed may have published otherwise
}

// Under this width of the table a row is two lines high and its columns are narrow.
export const kNarrowTable = 600; // pixels

const kNarrowWidths: Record<string, number> = {
  pos: 42,
  num: 46,
  team: 88,
  gap: 78,
  last: 80,
  state: 46,
  pin: 66,
  pln: 62,
  ts: 32,
};

// Two lines of a narrow row: entry above exit.
const kNarrowLabels: Record<string, string> = { pin: 'In / Out' };

const kDiffering: Record<string, Differing> = { pos: 'position', pic: 'class_position', laps: 'laps', gap: 'gap' };

function column(
  key: string,
  [label, long]: [string, string],
  kind: CellKind,
  [width, rank]: [number, number],
  value: Column['value'],
  marks: Partial<Pick<Column, 'mark' | 'old'>> = {},
): Column {
  const differing = kDiffering[key] ?? null;
  return { key, label, long, kind, width, rank, value, mark: () => 'none', old: () => false, differing, ...marks };
}

// To the tenth, which is more than the band is wide: "3:27.4".
export function predictedLap(prediction: LapPrediction | null | undefined): string {
  return prediction?.ms == null ? kUnknown : lapTime(Math.round(prediction.ms / 100) * 100).slice(0, -2);
}

// Half the width of the band in seconds: "±0.8"; empty if there is none.
export function halfBand(prediction: LapPrediction | null | undefined): string {
  if (prediction?.low_ms == null || prediction.high_ms == null) return '';
  return `±${((prediction.high_ms - prediction.low_ms) / 2000).toFixed(1)}`;
}

// Whether the lap under way leaves the band that it had at the line.
export function againstLine(prediction: LapPrediction | null | undefined): 'slower' | 'faster' | null {
  if (!prediction || prediction.after_sector === 0 || prediction.ms === null) return null;
  if (prediction.line_high_ms !== null && prediction.ms > prediction.line_high_ms) return 'slower';
  if (prediction.line_low_ms !== null && prediction.ms < prediction.line_low_ms) return 'faster';
  return null;
}

// The gap of whoever leads is a word, of a car that has not been placed a dash.
function gapOf(leads: boolean, ms: number | null, laps: number): string {
  return leads ? 'Leader' : gap(ms, laps);
}

function intervalOf(leads: boolean, ms: number | null, laps: number): string {
  return leads ? kUnknown : gap(ms, laps);
}

function newestSectorLap(row: CarRow): number {
  return row.sectors.reduce((newest, sector) => Math.max(newest, sector?.lap ?? 0), 0);
}

function sectorColumn(index: number): Column {
  const name = `S${index + 1}`;
  const value = (row: CarRow) => lapTime(row.sectors[index]?.ms);
  return column(name.toLowerCase(), [name, `Sector ${index + 1}, latest time`], 'sector', [76, 6], value, {
    mark: (row) => row.sectors[index]?.mark ?? 'none',
    old: (row) => (row.sectors[index]?.lap ?? 0) < newestSectorLap(row),
  });
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

const kPlaces: Column[] = [
  column('pos', ['Pos', 'Position overall'], 'position', [56, 0], (row) => whole(row.position)),
  column('pic', ['PIC', 'Position in class'], 'count', [42, 3], (row) => whole(row.class_position)),
  column('num', ['Num', 'Car number'], 'number', [56, 0], (row) => row.car),
  column('class', ['Class', 'Class'], 'class', [92, 2], (row) => text(row.class)),
  column('team', ['Team', 'Team'], 'name', [150, 1], (row) => text(row.team)),
  column('driver', ['Driver', 'Driver at the wheel'], 'name', [112, 5], (row) => shortDriver(row.driver)),
  column('laps', ['Laps', 'Laps completed'], 'count', [48, 3], (row) => whole(row.laps)),
];

const kGaps: Column[] = [
  column('gap', ['Gap', 'Gap to the overall leader'], 'gap', [84, 1], (row) =>
    gapOf(row.position === 1, row.gap_ms, row.gap_laps),
  ),
  column('int', ['Int', 'Interval to the car ahead'], 'gap', [80, 2], (row) =>
    intervalOf(row.position === 1, row.interval_ms, row.interval_laps),
  ),
  column('cgap', ['C.Gap', 'Gap to the leader of the class'], 'gap', [84, 5], (row) =>
    gapOf(row.class_position === 1, row.class_gap_ms, row.class_gap_laps),
  ),
  column('cint', ['C.Int', 'Interval to the car ahead in class'], 'gap', [80, 7], (row) =>
    intervalOf(row.class_position === 1, row.class_interval_ms, row.class_interval_laps),
  ),
];

const kLapTimes: Column[] = [
  column('last', ['Last', 'Last lap'], 'time', [88, 1], (row) => lapTime(row.last_lap_ms), {
    mark: (row) => row.last_lap_mark ?? 'none',
  }),
  column('next', ['Next', 'Lap under way, predicted, with half its 80 % band'], 'prediction', [112, 4], (row) =>
    predictedLap(row.prediction),
  ),
  // Every best lap is the car's own best: only more than that is worth a mark.
  column('best', ['Best', 'Best lap'], 'time', [88, 3], (row) => lapTime(row.best_lap_ms), {
    mark: (row) => (row.best_lap_mark === null || row.best_lap_mark === 'personal' ? 'none' : row.best_lap_mark),
  }),
];

const kStops: Column[] = [
  column('pits', ['Pits', 'Pit stops'], 'count', [44, 4], (row) => whole(row.stops)),
  column('ts', ['TS', 'Laps since the last stop'], 'count', [40, 5], (row) => whole(row.laps_since_stop)),
  column('state', ['State', 'State of the car'], 'status', [62, 1], (row) => kStatusWords[row.status][0]),
];

// A car that is called in at the end of the lap under way has 0 laps to go.
function stopIn(row: CarRow): string {
  if (row.strategy?.stops_left === 0) return 'none';
  const laps = lapsUntilStop(row, row.strategy);
  return laps === null ? kUnknown : laps <= 1 ? 'BOX' : String(laps);
}

const kStrategy: Column[] = [
  column('net', ['NET', 'Position in class with the pit cycle taken out'], 'count', [44, 2], (row) =>
    whole(row.strategy?.net_class_position),
  ),
  column('ngap', ['N.Gap', 'Gap to the leader of the class with the pit cycle taken out'], 'gap', [84, 7], (row) =>
    intervalOf(row.strategy?.net_class_position === 1, row.strategy?.net_gap_ms ?? null, 0),
  ),
  column('stopin', ['Stop in', 'Laps until the advised stop, the in-lap included'], 'count', [62, 2], (row) =>
    stopIn(row),
  ),
  column('left', ['Stops left', 'Stops still to come'], 'count', [76, 6], (row) => whole(row.strategy?.stops_left)),
  column('rejoin', ['Rejoin', 'Position in class after the out-lap, if it came in now'], 'count', [60, 3], (row) =>
    row.strategy?.rejoin == null ? kUnknown : `P${row.strategy.rejoin}`,
  ),
  column('drive', ['Drive', 'Time on the track of the driver at the wheel'], 'count', [76, 5], (row) =>
    duration(row.drive_ms),
  ),
  column('pin', ['P In', 'Latest pit entry, race time'], 'pit_in', [80, 1], (row) => clock(row.last_stop?.in_at_ms)),
  column('pout', ['P Out', 'Latest pit exit, race time'], 'count', [80, 4], (row) => clock(row.last_stop?.out_at_ms)),
  column('pln', ['P Ln', 'Time in the pit lane of the latest stop'], 'lane', [84, 1], (row) =>
    lapTime(row.last_stop?.lane_ms),
  ),
];

// What matters less where stops are looked at.
const kStrategyRanks: Record<string, number> = { pic: 3, laps: 6, cgap: 3, cint: 5, last: 2, best: 7, ts: 1, pits: 4 };
const kStrategyOrder =
  'pos pic net num class team driver laps cgap ngap cint last best ts stopin left rejoin drive pin pout pln pits state'.split(
    ' ',
  );

// All that there are, as they follow one another on a screen that had room.
export function allColumns(sectorCount: number): Column[] {
  const sectors = Array.from({ length: sectorCount }, (_, index) => sectorColumn(index));
  return [...kPlaces, ...kGaps, ...kLapTimes, ...sectors, ...kStrategy, ...kStops];
}

export function tableColumns(sectorCount: number, set: ColumnSet = 'fan'): Column[] {
  const all = allColumns(sectorCount);
  if (set === 'fan') return all.filter((one) => !kStrategy.includes(one));
  return kStrategyOrder.flatMap((key) => {
    const found = all.find((one) => one.key === key);
    return found ? [{ ...found, rank: kStrategyRanks[key] ?? found.rank }] : [];
  });
}

// How long a car has been in the pit lane, or was at its latest stop; null if it has not been there or nobody knows.
export function laneTime(row: CarRow, atMs: number | null): number | null {
  const stop = row.last_stop;
  if (!stop) return null;
  if (stop.lane_ms !== null || row.status !== 'in_pit') return stop.lane_ms;
  return atMs === null || stop.in_at_ms === null ? null : Math.max(0, atMs - stop.in_at_ms);
}

// Those of `columns` that fit into `width`, the most important kept, as wide as they are there.
export function fittingColumns(columns: Column[], width: number): Column[] {
  const narrow = width < kNarrowTable;
  let kept = narrow
    ? columns.map((one) => ({
        ...one,
        width: kNarrowWidths[one.key] ?? one.width,
        label: kNarrowLabels[one.key] ?? one.label,
      }))
    : columns;
  const needed = () => kept.reduce((sum, one) => sum + one.width, 0);
  while (needed() > width) {
    const worst = Math.max(...kept.map((one) => one.rank));
    if (worst <= 1) break;
    // The last of its rank goes, but of the sectors all or none: a lap with a sector missing reads wrong.
    const last = kept.findLast((one) => one.rank === worst);
    const sectors = last?.kind === 'sector';
    kept = kept.filter((one) => (sectors ? one.kind !== 'sector' : one !== last));
  }
  return kept;
}
