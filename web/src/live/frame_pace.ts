// When what has come may be drawn: once a frame, and no sooner after a frame than that frame took.
//
// A fast replay changes every row with every message. On a slow machine such a frame takes longer than the time to the next one; a page that
// drew them all would have no turn left for keys, scrolling and the pointer. So at least half of the time is theirs; what comes meanwhile is
// put together and drawn as one.

export interface FrameSource {
  now(): number; // milliseconds
  onFrame(draw: () => void): void;
  afterPaint(then: () => void): void; // once style, layout and paint of the frame are done
  later(then: () => void, milliseconds: number): void;
  hidden(): boolean;
}

const kHiddenPause = 250; // milliseconds: a hidden page draws no frames, and is to be right when it is looked at again
const kLongestRest = 1000; // milliseconds, whatever a frame took
const kUnnoticed = 2; // milliseconds of rest that aren't worth a timer

export const browserFrames: FrameSource = {
  now: () => performance.now(),
  onFrame: (draw) => requestAnimationFrame(draw),
  afterPaint: (then) => {
    // A message is delivered after the rendering that follows the frame's callbacks.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      then();
    };
    channel.port2.postMessage(null);
  },
  later: (then, milliseconds) => setTimeout(then, milliseconds),
  hidden: () => typeof document !== 'undefined' && document.hidden,
};

export function pacedFrames(frames: FrameSource = browserFrames): (apply: () => void) => void {
  let restUntil = 0;
  return (apply) => {
    if (frames.hidden()) {
      frames.later(apply, kHiddenPause);
      return;
    }
    const draw = () =>
      frames.onFrame(() => {
        const began = frames.now();
        apply();
        frames.afterPaint(() => {
          const ended = frames.now();
          restUntil = ended + Math.min(kLongestRest, ended - began);
        });
      });
    const rest = restUntil - frames.now();
    if (rest > kUnnoticed) frames.later(draw, rest);
    else draw();
  };
}
