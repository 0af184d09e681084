// The messages of the push protocol (docs/push.md), field by field. Times are integer milliseconds, `*_at_ms` on the race
// clock; null is unknown.

export type FlagKind =
  | 'none'
  | 'green'
  | 'yellow'
  | 'double_yellow'
  | 'slow_zone'
  | 'fcy'
  | 'vsc'
  | 'safety_car'
  | 'code60'
  | 'red'
  | 'white'
  | 'chequered';

export type BestMark = 'none' | 'personal' | 'in_class' | 'overall';

export type CarStatus =
  | 'not_started'
  | 'running'
  | 'in_pit'
  | 'out_lap'
  | 'stopped'
  | 'retired'
  | 'finished'
  | 'disqualified';

export interface FlagShare {
  flag: FlagKind;
  ms: number;
  share: number;
}

export interface ClassBest {
  class: string;
  lap_ms: number | null;
  car: string | null;
  lap: number | null;
}

export interface PitLane {
  entry_open: boolean | null;
  exit_open: boolean | null;
  open_for: string[]; // classes; empty: all
  since_ms: number | null;
}

export interface SlowZone {
  zone: number;
  phase: string;
}

export interface Penalty {
  kind: string;
  state: string;
  time_ms: number | null;
  over_limit_kph: number | null;
  laps: number[];
  with_warning: boolean;
  after_race: boolean;
}

export interface Race {
  series: string | null;
  event: string | null;
  name: string | null;
  track: string | null;
  kind: string | null;
  state: string | null;
  start_time: string | null;
  start_time_of_day: string | null;
  at_ms: number | null;
  remaining_ms: number | null;
  laps_remaining: number | null;
  flag: FlagKind;
  classes: string[];
  sector_count: number;
  flag_shares: FlagShare[];
  best_lap_ms: number | null;
  best_lap_car: string | null;
  best_lap_number: number | null;
  class_bests: ClassBest[];
  loop_bests_ms: (number | null)[];
  // From race control's words; absent from a server that doesn't read them.
  pit_lane?: PitLane | null;
  insights?: Insights | null;
  strategy?: FieldStrategy | null;
  zones?: SlowZone[];
}

export interface SectorTime {
  ms: number;
  mark: BestMark;
  lap: number;
}

export type Differing = 'position' | 'class_position' | 'laps' | 'gap';

// A visit to the pit lane.
export interface LastStop {
  in_lap: number;
  in_at_ms: number | null;
  out_at_ms: number | null; // null: still there, or not told
  lane_ms: number | null;
  red_flag: boolean;
}

export type LapKind = 'racing' | 'in' | 'out' | 'neutralised';

// What the lap under way will take, with its 80 % interval: as refined at the sectors, and as it was at the line.
export interface LapPrediction {
  lap: number;
  kind: LapKind;
  after_sector: number;
  ms: number | null;
  low_ms: number | null;
  high_ms: number | null;
  line_ms: number | null;
  line_low_ms: number | null;
  line_high_ms: number | null;
  reason: string | null; // why nothing can be said
}

// How far predictions were off so far.
export interface ScorecardLine {
  car_class: string | null; // null: all
  after_sector: number; // 0: made at the line
  laps: number;
  mean_error_ms: number | null;
  median_error_ms: number | null;
  coverage: number | null;
  own_median_error_ms: number | null;
}

export interface Insights {
  model: string | null;
  done: number; // below 1: still being worked out after a jump
  scorecard: ScorecardLine[];
}

// When the strategists' latest answer is of, and why they have none.
export interface FieldStrategy {
  at_ms: number | null;
  runs: number | null;
  finish_ms: number | null; // when the leader takes the flag, most likely
  unknown_because: string | null;
  own_rules: boolean; // the user's rules stand above those that are built in
}

// What the strategists say of a car; laps are in-laps.
export interface CarCall {
  running: boolean;
  net_class_position: number | null; // with the pit cycle removed
  net_gap_ms: number | null; // to the net leader of the class
  stop_lap: number | null; // advised
  first: number | null; // the window
  last: number | null;
  low: number | null; // of the next stop, 80 % band
  middle: number | null;
  high: number | null;
  stops_left: number | null;
  fuel_laps: number | null;
  tank_laps: number | null;
  finish: number | null; // mean place in class
  finish_low: number | null;
  finish_high: number | null;
  win_odds: number | null;
  podium_odds: number | null;
  // If it came in at the end of this lap, under the flag that is out.
  loss_ms: number | null;
  rejoin: number | null; // place in class
  rejoin_behind: string | null; // the car ahead then
  rejoin_gap_ms: number | null; // to it
  entry_open: boolean | null;
  driver_left_ms: number | null; // until the driver at the wheel has driven as long as he may
}

export type AnomalyKind =
  | 'slow'
  | 'stopped'
  | 'incident'
  | 'off_track'
  | 'spin'
  | 'contact'
  | 'puncture'
  | 'mechanical'
  | 'performance_drop'
  | 'slow_zone'
  | 'unusual_stop'
  | 'driver_change'
  | 'timing_fault';

export interface Anomaly {
  id: number;
  car: string | null; // null: the track
  lap: number | null;
  sector: number | null;
  kind: AnomalyKind;
  severity: number; // 0 to 1
  probability: number;
  alarm: boolean; // else it is information, or was nothing
  first_seen_ms: number;
  confirmed_ms: number | null;
  cleared_ms: number | null; // it was nothing
  evidence: Record<string, number>;
  text: string;
}

// An anomaly that one of the user's rules asks for, as it was when they were told.
export interface Alert {
  number: number; // grows
  stage: 'raised' | 'worse' | 'confirmed' | 'cleared';
  rule: string;
  rule_name: string;
  class: string | null;
  at_ms: number;
  anomaly: Anomaly;
}

export interface CarRow {
  car: string;
  class: string | null;
  group: string | null;
  team: string | null;
  manufacturer: string | null;
  vehicle: string | null;
  driver: string | null;
  position: number | null;
  class_position: number | null;
  laps: number;
  elapsed_ms: number | null;
  gap_ms: number | null;
  gap_laps: number;
  class_gap_ms: number | null;
  class_gap_laps: number;
  interval_ms: number | null;
  interval_laps: number;
  class_interval_ms: number | null;
  class_interval_laps: number;
  seen_at_ms: number | null;
  last_lap_ms: number | null;
  last_lap_mark: BestMark | null; // null: no lap yet
  best_lap_ms: number | null;
  best_lap_mark: BestMark | null;
  best_lap_number: number | null;
  sectors: (SectorTime | null)[];
  best_sectors: (SectorTime | null)[];
  ideal_lap_ms: number | null;
  status: CarStatus;
  stops: number;
  laps_since_stop: number | null;
  last_stop: LastStop | null; // the one that lasts included
  drive_ms: number | null; // on the track so far, of the driver at the wheel
  differs: Differing[]; // what the feed has published otherwise for a while
  speed_kph: number | null;
  loop: { index: number; at_ms: number } | null; // the last on this lap, if no sector end came after it
  fraction: number | null; // of the lap, as the feed gives it
  fraction_at_ms: number | null;
  prediction: LapPrediction | null;
  strategy?: CarCall | null;
}

export interface FlagPeriod {
  kind: FlagKind;
  from_ms: number;
  until_ms: number | null;
  deduced: boolean;
}

export interface RaceMessage {
  id: string;
  at_ms: number;
  text: string;
  cars: string[];
  group: string | null;
  kind?: string | null; // what the words mean, where they are understood
  phase?: string | null;
  flag?: FlagKind | null;
  about?: string[];
  class?: string | null;
  reason?: string | null;
  place?: string | null;
  time_of_day?: string | null;
  zones?: number[];
  pit_part?: string | null;
  pit_open?: boolean | null;
  correction?: boolean;
  penalty?: Penalty | null;
}

export interface Weather {
  at_ms: number;
  air_c: number | null;
  track_c: number | null;
  humidity_pct: number | null;
  wind_kph: number | null;
  wind_dir_deg: number | null;
  pressure_hpa: number | null;
  rain: boolean | null;
}

export interface Replay {
  begins_ms: number;
  ends_ms: number;
  at_ms: number;
  speed: number | 'max';
  playing: boolean;
  ended: boolean;
}

// A live feed behind the session; `*_ms` are the server's UTC in whole seconds.
export interface Feed {
  source: string;
  title: string;
  role: 'only' | 'leader' | 'second';
  leads: boolean;
  connected: boolean;
  stale: boolean;
  recording: boolean;
  last_frame_ms: number | null;
  last_timing_ms: number | null;
  circuit: 'closed' | 'open' | 'half_open';
  why: string | null;
}

export interface SnapshotMessage {
  type: 'snapshot';
  epoch: string;
  seq: number;
  published_ms?: number;
  session_id: string;
  race: Race;
  cars: CarRow[];
  flags: FlagPeriod[];
  messages: RaceMessage[];
  anomalies?: Anomaly[];
  alerts?: Alert[];
  weather: Weather | null;
  feeds?: Feed[];
  replay: Replay | null;
}

export interface DeltaMessage {
  type: 'delta';
  epoch: string;
  seq: number;
  published_ms?: number;
  race?: Partial<Race>;
  order?: string[];
  cars?: Record<string, Partial<CarRow>>;
  flags?: FlagPeriod[];
  messages?: RaceMessage[];
  anomalies?: Anomaly[]; // new and revised ones
  alerts?: Alert[]; // new ones
  weather?: Weather | null;
  feeds?: Feed[];
  replay?: Replay | null;
}

export type PushMessage = SnapshotMessage | DeltaMessage;
