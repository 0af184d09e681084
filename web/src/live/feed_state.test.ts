import { describe, expect, it } from 'vitest';
import { feedState } from './feed_state';
import type { Feed } from './protocol';

const feed = (change: Partial<Feed> = {}): Feed => ({
  source: 'griiip',
  title: 'Griiip',
  role: 'only',
  leads: true,
  connected: true,
  stale: false,
  recording: true,
  last_frame_ms: 1_000_000,
  last_timing_ms: 1_000_000,
  circuit: 'closed',
  why: null,
  ...change,
});

describe('the state of the feed', () => {
  it('is none where there is no live feed', () => {
    expect(feedState([], 0)).toBeNull();
  });
  it('says in words whether it is connected, stale or not there, with the age of the timing', () => {
    expect(feedState([feed()], 1_003_000)).toEqual({
      word: 'Feed connected',
      trouble: false,
      timingAgeMs: 3000,
      recording: true,
    });
    expect(feedState([feed({ stale: true })], 1_045_000)).toMatchObject({
      word: 'Feed stale',
      trouble: true,
      timingAgeMs: 45_000,
    });
    expect(feedState([feed({ connected: false })], 0)?.word).toBe('Feed not connected');
    expect(feedState([feed({ connected: false, circuit: 'open' })], 0)?.word).toBe('Feed unreachable');
  });
  it('is that of the feed that leads, with the newest timing of all', () => {
    const feeds = [feed({ leads: false, stale: true, last_timing_ms: 1_009_000 }), feed()];
    expect(feedState(feeds, 1_010_000)).toMatchObject({ word: 'Feed connected', timingAgeMs: 1000 });
  });
  it('has no age before any timing', () => {
    expect(feedState([feed({ last_timing_ms: null })], 5)?.timingAgeMs).toBeNull();
  });
});
