import { describe, expect, it } from 'vitest';
import { classTones } from './class_tone';

describe('the tone of a class', () => {
  it('is the one that followers know', () => {
    expect([...classTones(['HYPERCAR', 'LMP2', 'LMGT3'])]).toEqual([
      ['HYPERCAR', 'red'],
      ['LMP2', 'blue'],
      ['LMGT3', 'green'],
    ]);
    expect([...classTones(['GTP', 'LMP2', 'GTDPRO', 'GTD'])].map(([, tone]) => tone)).toEqual([
      'red',
      'blue',
      'orange',
      'green',
    ]);
  });

  it('is another for every class, known or not', () => {
    const classes = ['LMP1', 'HYPERCAR', 'CUP 2', 'SP 9', 'SP 10', 'TCR'];
    expect(new Set(classTones(classes).values()).size).toBe(classes.length);
  });
});
