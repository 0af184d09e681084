import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refreshed } from './refreshed.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a fetched document', () => {
  it('is fetched at once, and then no more often than it is worth', async () => {
    const load = vi.fn(async () => 'value');
    const refreshed = new Refreshed(load, 1000);
    refreshed.refresh('car 7');
    await vi.advanceTimersByTimeAsync(1);
    expect(refreshed.value).toBe('value');
    for (let change = 0; change < 20; change += 1) refreshed.refresh('car 7');
    await vi.advanceTimersByTimeAsync(500);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(600);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('never shows an answer about the subject before', async () => {
    const answers = new Map<string, (value: string) => void>();
    let asked = '';
    const refreshed = new Refreshed(() => new Promise<string>((answer) => answers.set(asked, answer)), 1000);
    asked = 'car 7';
    refreshed.refresh(asked);
    await vi.advanceTimersByTimeAsync(1);
    asked = 'car 8';
    refreshed.refresh(asked);
    await vi.advanceTimersByTimeAsync(1);
    answers.get('car 7')?.('seven');
    await vi.advanceTimersByTimeAsync(1);
    expect(refreshed.value).toBeNull();
    answers.get('car 8')?.('eight');
    await vi.advanceTimersByTimeAsync(1);
    expect(refreshed.value).toBe('eight');
  });

  it('says why it could not be fetched and keeps what it had', async () => {
    const load = vi.fn(async () => 'value');
    const refreshed = new Refreshed(load, 1000);
    refreshed.refresh('car 7');
    await vi.advanceTimersByTimeAsync(1);
    load.mockRejectedValueOnce(new Error('no such car'));
    refreshed.refresh('car 7');
    await vi.advanceTimersByTimeAsync(1001);
    expect(refreshed.error).toBe('no such car');
    expect(refreshed.value).toBe('value');
  });
});
