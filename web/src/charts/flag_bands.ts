// Flags behind a chart: a tint over the whole height, and a strip along the x axis in which each kind has its hatching and,
// where there is room, its name.

import type uPlot from 'uplot';
import { kFlagNames } from '../flag_name';
import type { FlagKind } from '../live/protocol';

export interface Band {
  kind: FlagKind;
  from: number; // on the x axis
  until: number;
}

export const kStripHeight = 13; // CSS pixels

const kColours: Partial<Record<FlagKind, string>> = {
  yellow: '#ffd60a',
  double_yellow: '#ffd60a',
  slow_zone: '#c8dc3c',
  fcy: '#ffd60a',
  vsc: '#ffd60a',
  safety_car: '#ffc400',
  code60: '#ff7be9',
  red: '#ff3b47',
  white: '#ffffff',
};

export const kChartFont = '"Archivo Variable", "Roboto Condensed", sans-serif';

function hatch(
  context: CanvasRenderingContext2D,
  kind: FlagKind,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const step = height * 0.7;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = '#00000073';
  context.lineWidth = step * 0.3;
  context.beginPath();
  for (let at = x - height; at < x + width + height; at += step) {
    const lean = kind === 'red' || kind === 'code60' ? 0 : height;
    context.moveTo(at, y + height);
    context.lineTo(at + lean, y);
  }
  context.stroke();
  context.restore();
}

function drawBand(plot: uPlot, band: Band): void {
  const colour = kColours[band.kind];
  if (!colour) return;
  const { ctx: context, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(band.from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, plot.valToPos(band.until, 'x', true));
  const width = Math.max(1, right - left);
  if (right < bbox.left || left > bbox.left + bbox.width) return;
  const strip = kStripHeight * devicePixelRatio;
  const top = bbox.top + bbox.height - strip;
  context.globalAlpha = 0.13;
  context.fillStyle = colour;
  context.fillRect(left, bbox.top, width, bbox.height);
  context.globalAlpha = 1;
  context.fillRect(left, top, width, strip);
  hatch(context, band.kind, left, top, width, strip);
  const name = kFlagNames[band.kind][0];
  context.font = `700 ${10 * devicePixelRatio}px ${kChartFont}`;
  const needed = context.measureText(name).width + 8 * devicePixelRatio;
  if (needed > width) return;
  context.fillStyle = colour;
  context.fillRect(left + (width - needed) / 2, top, needed, strip);
  context.fillStyle = '#000';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(name, left + width / 2, top + strip / 2 + devicePixelRatio * 0.5);
}

export function flagBands(bands: () => Band[]): uPlot.Plugin {
  return {
    hooks: {
      drawClear: (plot) => {
        plot.ctx.save();
        for (const band of bands()) drawBand(plot, band);
        plot.ctx.restore();
      },
    },
  };
}
