// Times, gaps and numbers as a timing screen shows them. Unknown is a dash, never 0.

export const kUnknown = '–';

const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

function parts(ms: number) {
  const whole = Math.abs(Math.trunc(ms));
  return {
    hours: Math.floor(whole / 3_600_000),
    minutes: Math.floor(whole / 60_000) % 60,
    seconds: Math.floor(whole / 1000) % 60,
    millis: whole % 1000,
  };
}

// m:ss.SSS; ss.SSS under a minute; h:mm:ss.SSS from an hour.
export function lapTime(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return kUnknown;
  const { hours, minutes, seconds, millis } = parts(ms);
  const sign = ms < 0 ? '−' : '';
  const tail = `${pad(millis, 3)}`;
  if (hours > 0) return `${sign}${hours}:${pad(minutes, 2)}:${pad(seconds, 2)}.${tail}`;
  if (minutes > 0) return `${sign}${minutes}:${pad(seconds, 2)}.${tail}`;
  return `${sign}${seconds}.${tail}`;
}

// HH:MM:SS, hours above 23 allowed.
export function clock(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return kUnknown;
  // Whole seconds that have passed: −0.4 s is still a second to go.
  const { hours, minutes, seconds } = parts(Math.floor(ms / 1000) * 1000);
  return `${ms < 0 ? '−' : ''}${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}`;
}

// H:mm:ss
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return kUnknown;
  const { hours, minutes, seconds } = parts(ms);
  return `${hours}:${pad(minutes, 2)}:${pad(seconds, 2)}`;
}

// A short age in words: "< 1 s", "14 s", "3 min 20 s", "2 h 5 min".
export function age(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 1) return '< 1 s';
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// A distance to a car ahead: "+1 LAP" / "+3 LAPS" when whole laps lie between, else "+12.345".
export function gap(ms: number | null | undefined, laps: number | null | undefined): string {
  if (laps) return `+${laps} ${laps === 1 ? 'LAP' : 'LAPS'}`;
  if (ms === null || ms === undefined) return kUnknown;
  return `+${lapTime(ms)}`;
}

export function signedSeconds(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return kUnknown;
  return `${ms < 0 ? '−' : '+'}${lapTime(Math.abs(ms))}`;
}

export function decimal(value: number | null | undefined, digits: number, unit = ''): string {
  if (value === null || value === undefined) return kUnknown;
  return `${value.toFixed(digits)}${unit}`;
}

export function whole(value: number | null | undefined): string {
  return value === null || value === undefined ? kUnknown : String(value);
}

export function text(value: string | null | undefined): string {
  return value ? value : kUnknown;
}

// A race time typed by hand, "HH:MM:SS" or "HH:MM", to milliseconds; null if it is neither.
export function parseClock(typed: string): number | null {
  const match = /^\s*(\d{1,3}):(\d{2})(?::(\d{2}))?\s*$/.exec(typed);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (minutes > 59 || seconds > 59) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

// The first name as an initial: "Maria Example" is "M. Example".
export function shortDriver(name: string | null | undefined): string {
  if (!name) return kUnknown;
  const words = name.trim().split(/\s+/);
  if (words.length < 2) return name;
  return `${words[0]?.[0] ?? ''}. ${words.slice(1).join(' ')}`;
}
