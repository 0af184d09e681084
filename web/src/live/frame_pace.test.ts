import { describe, expect, it } from 'vitest';
import { type FrameSource, pacedFrames } from './frame_pace';

// A browser whose frames take as long as the test says, on a clock of its own.
function machine(frameCost: number) {
  let now = 1000;
  const timers: { at: number; then: () => void }[] = [];
  const source: FrameSource & { isHidden: boolean; runUntil(end: number): void } = {
    isHidden: false,
    now: () => now,
    onFrame: (draw) => source.later(draw, 16 - (now % 16)),
    afterPaint: (then) => {
      now += frameCost;
      then();
    },
    later: (then, milliseconds) => timers.push({ at: now + milliseconds, then }),
    hidden: () => source.isHidden,
    runUntil(end) {
      for (;;) {
        timers.sort((a, b) => a.at - b.at);
        const next = timers[0];
        if (!next || next.at > end) break;
        timers.shift();
        now = Math.max(now, next.at);
        next.then();
      }
      now = Math.max(now, end);
    },
  };
  return source;
}

// Messages every 40 ms for two seconds, each of which asks for a frame unless one is asked for.
function drawnInTwoSeconds(frameCost: number): number {
  const frames = machine(frameCost);
  const schedule = pacedFrames(frames);
  let drawn = 0;
  let asked = false;
  for (let at = 1000; at < 3000; at += 40) {
    frames.runUntil(at);
    if (asked) continue;
    asked = true;
    schedule(() => {
      drawn += 1;
      asked = false;
    });
  }
  return drawn;
}

describe('the pace of frames', () => {
  it('draws every message where a frame is cheap', () => {
    expect(drawnInTwoSeconds(4)).toBeGreaterThan(45);
  });

  it('leaves at least half of the time to the reader where frames are dear', () => {
    const drawn = drawnInTwoSeconds(150);
    expect(drawn).toBeLessThanOrEqual(7);
    expect(drawn).toBeGreaterThanOrEqual(5);
  });

  it('never rests longer than a second, whatever a frame took', () => {
    const frames = machine(5000);
    const schedule = pacedFrames(frames);
    schedule(() => undefined);
    frames.runUntil(1020);
    let drawn = false;
    schedule(() => {
      drawn = true;
    });
    frames.runUntil(frames.now() + 1040);
    expect(drawn).toBe(true);
  });

  it('needs no frame while the page is hidden', () => {
    const frames = machine(4);
    frames.isHidden = true;
    let applied = false;
    pacedFrames(frames)(() => {
      applied = true;
    });
    frames.runUntil(1260);
    expect(applied).toBe(true);
  });
});
