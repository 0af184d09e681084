// Axes of all charts: quiet, in the type of the page.

import type uPlot from 'uplot';
import { kChartFont } from './flag_bands';

export function quietAxis(axis: uPlot.Axis): uPlot.Axis {
  return {
    stroke: '#8a93a1',
    font: `11px ${kChartFont}`,
    grid: { stroke: '#ffffff12', width: 1 },
    ticks: { show: false },
    gap: 4,
    ...axis,
  };
}
