// Lines of cars on a chart: colour, weight, and their numbers at the right end.

import type uPlot from 'uplot';
import { kChartFont } from './flag_bands';

// Within one class the tone of the class tells nothing: neighbours get unlike hues, the second dozen is dashed.
const kHues = [
  '#ff5a5f',
  '#66a3ff',
  '#35d07f',
  '#ffc53d',
  '#d77bff',
  '#3fd6d0',
  '#ff9640',
  '#ff86b8',
  '#b7d84a',
  '#a0a8ff',
  '#e8c39e',
  '#d5dae2',
];

export interface CarLine {
  car: string;
  colour: string;
  dashed: boolean;
  marked: boolean; // selected or a favourite
}

export function lineOf(car: string, index: number, marked: boolean, classColour: string | null): CarLine {
  return {
    car,
    colour: classColour ?? kHues[index % kHues.length] ?? '#fff',
    dashed: classColour === null && index % (2 * kHues.length) >= kHues.length,
    marked,
  };
}

export function lineSeries(line: CarLine, anyMarked: boolean): uPlot.Series {
  return {
    label: line.car,
    stroke: line.colour,
    width: line.marked ? 3 : 1.25,
    alpha: anyMarked && !line.marked ? 0.38 : 0.9,
    ...(line.dashed ? { dash: [6, 3] } : {}),
    points: { show: false },
    spanGaps: true,
  };
}

const kLabelHeight = 11; // CSS pixels that a number needs

const kLabelWidth = 26;

function overlap(a: [number, number], b: [number, number]): boolean {
  const scale = devicePixelRatio;
  return Math.abs(a[0] - b[0]) < kLabelWidth * scale && Math.abs(a[1] - b[1]) < kLabelHeight * scale;
}

// The numbers of the cars at the end of their lines, the marked ones first; where two would overlap the later gives way.
export function endNumbers(lines: () => CarLine[]): uPlot.Plugin {
  return {
    hooks: {
      draw: (plot) => {
        const { ctx: context, bbox } = plot;
        const taken: [number, number][] = [];
        context.save();
        context.textBaseline = 'middle';
        context.textAlign = 'left';
        const order = lines()
          .map((line, index) => ({ line, values: plot.data[index + 1] ?? [] }))
          .sort((a, b) => Number(b.line.marked) - Number(a.line.marked));
        for (const { line, values } of order) {
          const at = values.findLastIndex((value) => value !== null && value !== undefined);
          const value = values[at];
          const x = plot.data[0][at];
          if (value === null || value === undefined || x === undefined) continue;
          const y = plot.valToPos(value, 'y', true);
          const left = plot.valToPos(x, 'x', true) + 6 * devicePixelRatio;
          if (y < bbox.top - 4 || y > bbox.top + bbox.height + 4 || left < bbox.left) continue;
          if (left > bbox.left + bbox.width + 8 * devicePixelRatio) continue;
          if (taken.some((other) => overlap(other, [left, y]))) continue;
          taken.push([left, y]);
          context.font = `${line.marked ? 800 : 600} ${11 * devicePixelRatio}px ${kChartFont}`;
          context.fillStyle = line.colour;
          context.fillText(line.car, left, y);
        }
        context.restore();
      },
    },
  };
}
