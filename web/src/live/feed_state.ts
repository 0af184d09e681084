// How the live feed behind a session is doing, in words.

import type { Feed } from './protocol';

export interface FeedState {
  word: string;
  trouble: boolean; // what is shown may be old
  timingAgeMs: number | null; // since timing last came from the feed
  recording: boolean;
}

// The feed that leads; the others stand in for it.
export function leading(feeds: Feed[]): Feed | null {
  return feeds.find((feed) => feed.leads) ?? feeds[0] ?? null;
}

// `nowMs`: the server's clock. null: the session has no live feed.
export function feedState(feeds: Feed[], nowMs: number | null): FeedState | null {
  const feed = leading(feeds);
  if (!feed) return null;
  const last = Math.max(...feeds.map((one) => one.last_timing_ms ?? 0));
  const timingAgeMs = last > 0 && nowMs !== null ? Math.max(0, nowMs - last) : null;
  const recording = feeds.some((one) => one.recording);
  if (!feed.connected) {
    const word = feed.circuit === 'open' ? 'Feed unreachable' : 'Feed not connected';
    return { word, trouble: true, timingAgeMs, recording };
  }
  if (feed.stale) return { word: 'Feed stale', trouble: true, timingAgeMs, recording };
  return { word: 'Feed connected', trouble: false, timingAgeMs, recording };
}
