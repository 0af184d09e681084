import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { Insights, Race } from '../live/protocol';
import ScorecardDialog from './ScorecardDialog.svelte';

function shown(insights: Insights | null): string {
  const dashboard = new Dashboard();
  dashboard.race.race = { insights } as unknown as Race;
  render(ScorecardDialog, { context: new Map([[kDashboardContext, dashboard]]) });
  return screen.getByRole('dialog', { hidden: true }).textContent?.replace(/\s+/g, ' ') ?? '';
}

const line = { laps: 60, mean_error_ms: 512, median_error_ms: 400, coverage: 0.8166, own_median_error_ms: 731 };

describe('the scorecard', () => {
  it('says how far off predictions were, how often the band held, and what the simple way would have done', () => {
    const text = shown({
      model: 'boosting-1f2e3d4c+3',
      done: 1,
      scorecard: [
        { car_class: null, after_sector: 0, ...line },
        { car_class: 'LMP2', after_sector: 1, ...line, mean_error_ms: 300 },
      ],
    });
    expect(text).toMatch(/Of 60 laps, 82 % took as long as their band said/);
    expect(text).toMatch(/off by 0\.512 s on average.*by 0\.731 s/);
    expect(text).toMatch(/LMP2, after sector 1.*0\.300/);
  });

  it('says why there is nothing to show', () => {
    expect(shown(null)).toMatch(/not being played/);
  });

  it('says that it is worked out again after a jump', () => {
    expect(shown({ model: null, done: 0.4, scorecard: [] })).toMatch(/after the jump: 40 %/);
  });

  it('waits for the first lap', () => {
    expect(shown({ model: 'boosting', done: 1, scorecard: [] })).toMatch(/No lap that was predicted is over yet/);
  });
});
