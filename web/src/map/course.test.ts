import { describe, expect, it } from 'vitest';
import { courseLine, drawnCourse, endsOf, ring } from './course';

// A square of four kilometres, from its south-west corner to the east.
const kSquare: [number, number, number][] = [
  [0, 0, 0],
  [1000, 0, 0.25],
  [1000, 1000, 0.5],
  [0, 1000, 0.75],
  [0, 0, 1],
];

describe('a course', () => {
  const course = drawnCourse(kSquare);

  it('has north up', () => {
    expect(course.at(0.5)).toEqual({ x: 1000, y: -1000 });
    expect(course.viewBox).toBe('-70 -1070 1140 1140');
  });

  it('has every place between two points, and again after a whole lap', () => {
    expect(course.at(0.125)).toEqual({ x: 500, y: 0 });
    expect(course.at(1.125)).toEqual(course.at(0.125));
    expect(course.at(-0.125)).toEqual(course.at(0.875));
    expect(course.at(0.999999).y).toBeCloseTo(0, 1);
  });

  it('draws parts of itself, also across the start line', () => {
    expect(course.part(0.125, 0.375)).toBe('M500 0L1000 0L1000 -500');
    expect(course.part(0.875, 0.125)).toBe('M0 -500L0 0M0 0L500 0');
  });

  it('is crossed by ticks at right angles', () => {
    expect(course.tick(0.125, 20)).toBe('M500 -20L500 20');
  });
});

describe('without geometry', () => {
  it('the lap is a ring from the top clockwise', () => {
    const line = courseLine(null);
    expect(line).toEqual(ring());
    const { x, y } = drawnCourse(line).at(0.25);
    expect(x).toBeCloseTo(1000);
    expect(y).toBeCloseTo(0);
  });
});

describe('sectors of a circuit', () => {
  const part = (begin: number, end: number) => ({ name: '', begin, end });
  it('are used if there are as many as are timed and they fill the lap', () => {
    expect(endsOf([part(0, 0.3), part(0.3, 1)], 2)).toEqual([0.3, 1]);
    expect(endsOf([part(0, 0.3), part(0.3, 1)], 3)).toBeNull();
    expect(endsOf([part(0, 0.3), part(0.3, 0.8)], 2)).toBeNull();
    expect(endsOf([part(0, 0.9), part(0.3, 0.5)], 2)).toBeNull();
  });
});
