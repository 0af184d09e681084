// Anomalies as people say them.

import type { Anomaly, AnomalyKind } from '../live/protocol';

export const kAnomalyNames: Record<AnomalyKind, string> = {
  slow: 'Slow',
  stopped: 'Stopped',
  incident: 'Incident',
  off_track: 'Off track',
  spin: 'Spin',
  contact: 'Contact',
  puncture: 'Puncture',
  mechanical: 'Mechanical',
  performance_drop: 'Losing pace',
  slow_zone: 'Slow zone',
  unusual_stop: 'Unusual stop',
  driver_change: 'Driver time',
  timing_fault: 'Timing fault',
};

export function severityWord(severity: number): string {
  if (severity >= 0.75) return 'grave';
  if (severity >= 0.4) return 'serious';
  return 'slight';
}

export function stateWord(anomaly: Anomaly): 'open' | 'confirmed' | 'cleared' {
  if (anomaly.cleared_ms !== null) return 'cleared';
  return anomaly.confirmed_ms === null ? 'open' : 'confirmed';
}

// "lost_ms 12400" as "lost 12.4 s"; other figures as they are.
export function evidenceWords(evidence: Record<string, number>): string {
  return Object.entries(evidence)
    .map(([name, value]) => {
      const words = name.replace(/_ms$/, '').replaceAll('_', ' ');
      return name.endsWith('_ms')
        ? `${words} ${(value / 1000).toFixed(1)} s`
        : `${words} ${Math.round(value * 100) / 100}`;
    })
    .join(' · ');
}
