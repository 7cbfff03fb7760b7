import { expect, test } from 'vitest';
import { formatFigure } from './figure.ts';

test.each([
  [0, '0'],
  [0.3333, '0.333'],
  [12.34, '12.3'],
  [501.4, '501'],
  [999.6, '1000'],
  [1_250, '1,250'],
  [12_500, '12.5k'],
  [524_288_000, '524M'],
  [2_147_483_648, '2.15G'],
  [-1_250, '-1,250'],
])('%d reads %s', (value, text) => expect(formatFigure(value)).toBe(text));
