// The course as it is drawn: the line from its circuit, or a ring where none is known.

import type { Course, CoursePart } from '../live/api';

export interface DrawnCourse {
  path: string; // of an SVG path, closed
  viewBox: string;
  unit: number; // what a hundredth of the drawing's larger side is, in its own units
  at: (fraction: number) => { x: number; y: number };
  // The part of the line from one fraction to another, across the start line if `end` is smaller.
  part: (begin: number, end: number) => string;
  // A short line across the course.
  tick: (fraction: number, length: number) => string;
}

type Point = [x: number, y: number, fraction: number];

const kRingPoints = 120;

// From the top clockwise, as a clock goes.
export function ring(): Point[] {
  return Array.from({ length: kRingPoints + 1 }, (_, index) => {
    const fraction = index / kRingPoints;
    const angle = fraction * 2 * Math.PI;
    return [1000 * Math.sin(angle), 1000 * Math.cos(angle), fraction];
  });
}

const short = (value: number) => String(Math.round(value * 10) / 10);

// `line` has north up; on the screen y grows downwards.
export function drawnCourse(line: Point[]): DrawnCourse {
  const points: Point[] = line.map(([x, y, fraction]) => [x, 0 - y, fraction]);
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const unit = Math.max(right - left, bottom - top) / 100;
  const margin = 7 * unit;

  // The last point at or before `fraction`.
  const indexAt = (fraction: number) => {
    let low = 0;
    let high = points.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((points[middle] as Point)[2] <= fraction) low = middle;
      else high = middle - 1;
    }
    return Math.min(low, points.length - 2);
  };
  const at = (fraction: number) => {
    const wrapped = fraction - Math.floor(fraction);
    const index = indexAt(wrapped);
    const [x, y, from] = points[index] as Point;
    const [nextX, nextY, to] = points[index + 1] as Point;
    const share = to > from ? (wrapped - from) / (to - from) : 0;
    return { x: x + (nextX - x) * share, y: y + (nextY - y) * share };
  };
  const between = (begin: number, end: number) => {
    const inner = points.filter((point) => point[2] > begin && point[2] < end);
    const last = at(Math.min(end, 0.999999));
    const places = [at(begin), ...inner.map(([x, y]) => ({ x, y })), last];
    return `M${places.map(({ x, y }) => `${short(x)} ${short(y)}`).join('L')}`;
  };
  return {
    path: `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}Z`,
    viewBox: [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin].map(short).join(' '),
    unit,
    at,
    part: (begin, end) => (begin <= end ? between(begin, end) : between(begin, 1) + between(0, end)),
    tick: (fraction, length) => {
      const here = at(fraction);
      const there = at(fraction + 0.001);
      const size = Math.hypot(there.x - here.x, there.y - here.y) || 1;
      const [across, along] = [(-(there.y - here.y) / size) * length, ((there.x - here.x) / size) * length];
      return `M${short(here.x - across)} ${short(here.y - along)}L${short(here.x + across)} ${short(here.y + along)}`;
    },
  };
}

export function courseLine(course: Course | null): Point[] {
  return course && course.line.length >= 4 ? course.line : ring();
}

// Sector ends of a circuit, if it has as many as are timed and they go round the whole lap.
export function endsOf(sectors: CoursePart[], count: number): number[] | null {
  if (count === 0 || sectors.length !== count) return null;
  const ends = sectors.map((sector) => sector.end);
  const ascending = ends.every((end, index) => end > (ends[index - 1] ?? 0));
  return ascending && (ends.at(-1) ?? 0) > 0.999 ? [...ends.slice(0, -1), 1] : null;
}
