import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelColour } from './label-colours';
import type { Rgb } from './theme';

const STYLE = readFileSync(join(__dirname, '../../style/root.css'), 'utf8');
const REGION_COLOURS = [...STYLE.matchAll(/--vp-(?:orange|accent): #(..)(..)(..);/g)].map(
  ([, ...hex]): Rgb => [parseInt(hex[0], 16), parseInt(hex[1], 16), parseInt(hex[2], 16)]
);
const first = (palette: 'pale' | 'strong'): Rgb[] =>
  Array.from({ length: 12 }, (_, index) => labelColour(index + 1, palette));

/** What an eye makes of linear red, green and blue: with all cones, without green ones, without red ones (Machado 2009). */
const EYES = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ]
] as const;

type Matrix = readonly (readonly number[])[];
const times = (matrix: Matrix, values: readonly number[]): number[] =>
  matrix.map(row => row.reduce((sum, factor, place) => sum + factor * values[place], 0));

/** OKLab (Ottosson 2020) of what an eye sees. */
function seen(colour: Rgb, eye: Matrix): number[] {
  const linear = colour.map(byte => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = times(eye, linear).map(value => Math.min(Math.max(value, 0), 1));
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005]
    ],
    light
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766]
    ],
    cones
  );
}

const apart = (a: Rgb, b: Rgb, eye: Matrix): number => {
  const there = seen(b, eye);
  return Math.hypot(...seen(a, eye).map((value, place) => value - there[place]));
};

/** Least distance of each of `some` from each of `others`, for one eye. */
const nearest = (some: readonly Rgb[], others: readonly Rgb[], eye: Matrix): number =>
  Math.min(...some.flatMap(a => others.filter(b => b !== a).map(b => apart(a, b, eye))));

it('pale labels leave the region alone saturated', () => {
  for (let index = 1; index < 500; index++) {
    const colour = labelColour(index, 'pale');
    const most = Math.max(...colour);
    expect((most - Math.min(...colour)) / most).toBeLessThan(0.62);
    expect(most).toBeGreaterThan(150);
  }
});

it.each(['pale', 'strong'] as const)('neighbours in the table differ: %s', palette => {
  for (let index = 1; index < 200; index++) {
    const here = labelColour(index, palette);
    expect(apart(here, labelColour(index + 1, palette), EYES[0])).toBeGreaterThan(0.06);
  }
});

it.each([
  ['pale', 0, 0.1],
  ['pale', 1, 0.065],
  ['strong', 0, 0.11],
  ['strong', 1, 0.075],
  ['strong', 2, 0.075]
] as const)('twelve labels are told apart: %s, eye %d', (palette, eye, least) => {
  expect(nearest(first(palette), first(palette), EYES[eye])).toBeGreaterThan(least);
});

it.each([
  [0, 0.1],
  [1, 0.065],
  [2, 0.065]
])('strong labels are told from every colour of the region: eye %d', (eye, least) => {
  expect(REGION_COLOURS).toHaveLength(4);
  expect(nearest(first('strong'), REGION_COLOURS, EYES[eye])).toBeGreaterThan(least);
});

it('pale ones are told from the usual colour of the region', () => {
  const distances = EYES.map(eye => nearest(first('pale'), REGION_COLOURS.slice(0, 1), eye));
  expect(distances[0]).toBeGreaterThan(0.13);
  expect(Math.min(...distances)).toBeGreaterThan(0.06);
});
