import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard, kDashboardContext } from '../dashboard.svelte';
import type { Alert, Race, Replay } from '../live/protocol';
import AlertsDialog from './AlertsDialog.svelte';
import AlertToasts from './AlertToasts.svelte';
import { carNumbers, freeId, newRule } from './alert_settings';

const kSettings = {
  favourites: [],
  rules: [{ ...newRule([]), id: 'crash', name: 'Crashes', webhooks: ['phone'] }],
  webhooks: [
    {
      id: 'phone',
      name: 'Phone',
      form: 'ntfy',
      enabled: true,
      per_minute: 6,
      host: 'ntfy.example',
      signed: true,
      delivery: {
        sent: 3,
        failed: 1,
        dropped: 0,
        waiting: 0,
        last_sent_at: null,
        last_problem: 'answered with status 503',
      },
    },
  ],
};

let put: { favourites: string[]; rules: Record<string, unknown>[]; webhooks: Record<string, unknown>[] }[] = [];
let refusal: string | null = null;
let tested: string[] = [];
let steered: unknown[] = [];

function dashboardOf(): Dashboard {
  const dashboard = new Dashboard();
  dashboard.race.race = { at_ms: 1, classes: ['LMH', 'GT3'] } as Race;
  dashboard.race.order = ['7'];
  return dashboard;
}

const context = (dashboard: Dashboard) => new Map([[kDashboardContext, dashboard]]);
const button = (name: string | RegExp) => screen.getByRole('button', { name, hidden: true });

beforeEach(() => {
  localStorage.clear();
  put = [];
  steered = [];
  refusal = null;
  tested = [];
  vi.stubGlobal('fetch', async (address: string, request?: RequestInit) => {
    if (address.startsWith('/api/replay')) steered.push(JSON.parse(String(request?.body)));
    if (address.endsWith('/test')) {
      tested.push(address);
      return new Response(JSON.stringify(kSettings), { status: 202 });
    }
    if (address === '/api/alerts' && tested.length > 0) {
      const [phone] = kSettings.webhooks;
      const delivery = { ...phone?.delivery, sent: 4, last_problem: null };
      return new Response(JSON.stringify({ ...kSettings, webhooks: [{ ...phone, delivery }] }));
    }
    if (request?.method === 'PUT') {
      put.push(JSON.parse(String(request.body)));
      if (refusal) return new Response(JSON.stringify({ detail: refusal }), { status: 400 });
    }
    return new Response(JSON.stringify(kSettings));
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe('the rules', () => {
  async function shown() {
    const dashboard = dashboardOf();
    dashboard.settings.toggleFavourite('7');
    render(AlertsDialog, { context: context(dashboard) });
    await vi.waitFor(() => expect(screen.getByDisplayValue('Crashes')).toBeTruthy());
  }

  it('are saved with the favourites, and without what the server keeps to itself', async () => {
    await shown();
    await fireEvent.click(button('spin'));
    await fireEvent.click(button('Save'));
    await vi.waitFor(() => expect(screen.getByText('Saved.')).toBeTruthy());
    expect(put[0]?.favourites).toEqual(['7']);
    expect(put[0]?.rules[0]?.kinds).toEqual(['spin']);
    expect(put[0]?.webhooks[0]).toEqual({
      id: 'phone',
      name: 'Phone',
      form: 'ntfy',
      enabled: true,
      per_minute: 6,
      url: null,
      secret: null,
    });
  });

  it('can have a test sent to a webhook that the server knows, and say how it went', async () => {
    await shown();
    await fireEvent.click(button('Send a test'));
    await vi.waitFor(() => expect(screen.getByText('The test has arrived.')).toBeTruthy());
    expect(tested).toEqual(['/api/alerts/webhooks/phone/test']);
    await fireEvent.click(button('Add a webhook'));
    expect(screen.getAllByRole('button', { name: 'Send a test', hidden: true })).toHaveLength(1);
  });

  it('say what the server refuses', async () => {
    await shown();
    refusal = "Webhook 'hook-2' needs a 'url'.";
    await fireEvent.click(button('Save'));
    await vi.waitFor(() => expect(screen.getByText(/needs a 'url'/)).toBeTruthy());
  });

  it('forget a webhook that is removed', async () => {
    await shown();
    expect(screen.getByText(/3 sent.*1 lost.*503/)).toBeTruthy();
    const removes = screen.getAllByRole('button', { name: 'Remove', hidden: true });
    await fireEvent.click(removes[1] as HTMLElement);
    await fireEvent.click(button('Save'));
    await vi.waitFor(() => expect(put).toHaveLength(1));
    expect(put[0]?.webhooks).toEqual([]);
    expect(put[0]?.rules[0]?.webhooks).toEqual([]);
  });

  it('get ids of their own, and cars as they are painted', () => {
    expect(freeId('rule', [{ id: 'rule-2' }])).toBe('rule-3');
    expect(carNumbers(' 7, #007;50 7')).toEqual(['7', '007', '50']);
  });
});

describe('an alert', () => {
  const alert = (number: number, stage: Alert['stage'] = 'raised'): Alert =>
    ({
      number,
      stage,
      rule: 'crash',
      rule_name: 'Crashes',
      class: 'LMH',
      at_ms: 60_000,
      anomaly: { id: number, car: '7', first_seen_ms: 58_000, text: `<b>Car 7</b> has stopped (${number}).` },
    }) as unknown as Alert;

  async function shown(replay = false) {
    const dashboard = dashboardOf();
    if (replay) dashboard.race.replay = { begins_ms: 0, ends_ms: 90_000, at_ms: 60_000 } as Replay;
    dashboard.race.alerts = [alert(1)];
    dashboard.race.generation = 1;
    render(AlertToasts, { context: context(dashboard) });
    await tick();
    return dashboard;
  }

  it('that was there before the page is no news', async () => {
    await shown();
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
  });

  it('is shown as text, once', async () => {
    const dashboard = await shown();
    dashboard.race.alerts = [alert(1), alert(2, 'cleared')];
    await tick();
    dashboard.race.alerts = [alert(1), alert(2, 'cleared')];
    await tick();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByText('All clear: <b>Car 7</b> has stopped (2).')).toBeTruthy();
  });

  it('shows its car, and jumps a replay to the moment', async () => {
    const dashboard = await shown(true);
    dashboard.race.alerts = [alert(1), alert(2)];
    await tick();
    await fireEvent.click(button(/has stopped/));
    expect(dashboard.selected).toBe('7');
    await vi.waitFor(() => expect(steered).toEqual([{ action: 'seek', at_ms: 55_000 }]));
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
  });
});
