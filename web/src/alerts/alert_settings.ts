// What the user wants to be alerted of, as the server keeps it (docs/alerts.md).

import { answer, fetchJson } from '../live/api';
import type { AnomalyKind } from '../live/protocol';

export const kAnomalyKinds: AnomalyKind[] = [
  'slow',
  'stopped',
  'incident',
  'off_track',
  'spin',
  'contact',
  'puncture',
  'mechanical',
  'performance_drop',
  'slow_zone',
  'unusual_stop',
  'driver_change',
  'timing_fault',
];

export interface AlertRule {
  id: string;
  name: string;
  enabled: boolean;
  cars: string[];
  classes: string[];
  kinds: AnomalyKind[];
  least_severity: number; // 0..1
  least_probability: number; // 0..1
  favourites_only: boolean;
  confirmed_only: boolean;
  in_browser: boolean;
  webhooks: string[]; // ids
}

export interface Webhook {
  id: string;
  name: string;
  form: 'json' | 'ntfy' | 'discord';
  enabled: boolean;
  per_minute: number;
  // Only to the server, and only if they are to change.
  url?: string;
  secret?: string;
  // Only from the server.
  host?: string | null;
  signed?: boolean;
  delivery?: {
    sent: number;
    failed: number;
    dropped: number;
    waiting: number;
    last_sent_at: string | null;
    last_problem: string | null;
  };
}

export interface AlertSettings {
  favourites: string[];
  rules: AlertRule[];
  webhooks: Webhook[];
}

export const fetchAlertSettings = () => fetchJson<AlertSettings>('/api/alerts');

export function saveAlertSettings(settings: AlertSettings): Promise<AlertSettings> {
  const body = JSON.stringify({
    ...settings,
    webhooks: settings.webhooks.map(({ id, name, form, enabled, per_minute, url, secret }) => ({
      id,
      name,
      form,
      enabled,
      per_minute,
      url: url || null, // the server keeps what it knows
      secret: secret ?? null,
    })),
  });
  return answer<AlertSettings>(
    fetch('/api/alerts', { method: 'PUT', headers: { 'content-type': 'application/json' }, body }),
  );
}

const webhookTest = (id: string) =>
  answer<AlertSettings>(fetch(`/api/alerts/webhooks/${encodeURIComponent(id)}/test`, { method: 'POST' }));

const outcomes = ({ delivery }: Webhook) =>
  delivery ? `${delivery.sent} ${delivery.failed} ${delivery.dropped} ${delivery.last_problem}` : '';

// Sends a test to a webhook that the server knows, and says how it went: as soon as that is known, within a few seconds.
export async function testWebhook(id: string, pauseMs = 400): Promise<Webhook['delivery']> {
  const find = (settings: AlertSettings) => settings.webhooks.find((one) => one.id === id);
  const before = find(await webhookTest(id));
  let now = before;
  for (let asked = 0; asked < 12 && now && before && outcomes(now) === outcomes(before); asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    now = find(await fetchAlertSettings());
  }
  return now?.delivery;
}

// One that no other item has.
export function freeId(prefix: string, taken: { id: string }[]): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

export function newRule(rules: AlertRule[]): AlertRule {
  return {
    id: freeId('rule', rules),
    name: 'New rule',
    enabled: true,
    cars: [],
    classes: [],
    kinds: [],
    least_severity: 0.3,
    least_probability: 0.6,
    favourites_only: false,
    confirmed_only: false,
    in_browser: true,
    webhooks: [],
  };
}

export function newWebhook(webhooks: Webhook[]): Webhook {
  return { id: freeId('hook', webhooks), name: 'New webhook', form: 'ntfy', enabled: true, per_minute: 10, url: '' };
}

export const kindName = (kind: AnomalyKind): string => kind.replaceAll('_', ' ');

// "7, 007 50": numbers as they are painted.
export const carNumbers = (text: string): string[] => [...new Set(text.split(/[\s,;#]+/).filter(Boolean))];

export const toggled = <T>(list: T[], item: T): T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
