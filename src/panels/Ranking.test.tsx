import { act, fireEvent, screen, within } from '@testing-library/react';
import type { CurationModel } from '../core/model';
import type { RankParameters } from '../core/regions';
import { MOST_REGION } from '../core/regions';
import { rankingOf } from '../tools/testing';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;
let model: CurationModel;
let asked: RankParameters[];

beforeEach(() => {
  jest.useFakeTimers();
  page = new CuratorOnPage();
  ({ model } = page);
  asked = [];
  model.rankingAsked.connect(parameters => {
    asked.push(parameters);
  });
  const ranking = rankingOf([
    [210, 0.9],
    [420, 0.6]
  ]);
  model.setRanking({ ...ranking, smaller: { count: 142, voxels: 500 } });
});

afterEach(() => {
  page.dispose();
  jest.useRealTimers();
});

function open(mode?: RankParameters['mode']): HTMLElement {
  if (mode !== undefined) {
    model.askRanking({ mode });
    asked.length = 0;
  }
  page.show();
  fireEvent.keyDown(page.root, { key: 'q' });
  return screen.getByRole('dialog', { name: /^Ranking/ });
}

const nextFrame = (): void => act(() => jest.advanceTimersByTime(20));
const field = (name: RegExp | string): HTMLElement => screen.getByRole('spinbutton', { name });
const change = (element: HTMLElement, value: string): void => {
  fireEvent.change(element, { target: { value } });
  nextFrame();
};

test('the button names the mode, and the panel says what it is for and which one suits the map', () => {
  const panel = open();
  expect(screen.getByRole('button', { name: 'Ranking: Plateaus' })).toBeTruthy();
  expect(panel.textContent).toContain('For maps with one value per branch or object');
  expect(panel.textContent).toContain('Suits this map: no voxel is doubtful');
  expect(panel.textContent).toContain('2 regions in 2 stops');
});

test('another mode is asked for, with what it begins with', () => {
  open();
  change(screen.getByRole('combobox', { name: 'Regions' }), 'threshold');
  expect(asked).toMatchObject([{ mode: 'threshold', granularity: 0.45 }]);
  expect(screen.getByRole('button', { name: 'Ranking: Threshold' })).toBeTruthy();
});

test('a slider that is dragged asks once a frame, for its last place', () => {
  open('threshold');
  const slider = screen.getByRole('slider', { name: 'Least doubt' });
  for (const value of ['100', '200', '500']) {
    fireEvent.change(slider, { target: { value } });
  }
  expect(field(/Least doubt/)).toHaveProperty('value', '0.45');
  expect(asked).toEqual([]);
  nextFrame();
  expect(asked.map(({ granularity }) => granularity)).toEqual([0.45]);
});

test('small steps have more room on the slider than large ones', () => {
  open('delta');
  change(screen.getByRole('slider', { name: 'Largest step' }), '500');
  expect(asked.at(-1)?.granularity).toBeCloseTo(0.9 / 4, 3);
});

test('a mode without granularity has no slider, and one with fixed neighbours shows so', () => {
  open('variants');
  expect(screen.queryByRole('slider')).toBeNull();
  const six = screen.getByTitle('Neighbours: 6');
  expect(six.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(six);
  nextFrame();
  expect(asked).toEqual([]);
});

test('sizes are in voxels or µm³; without a largest one there is no limit', () => {
  open();
  expect(field(/Largest region/)).toHaveProperty('value', '');
  change(field('Smallest region listed, in voxels'), '20');
  expect(asked.at(-1)).toMatchObject({ minVoxels: 20, maxVoxels: MOST_REGION });
  fireEvent.click(screen.getByTitle('Unit of sizes: µm³'));
  change(field('Largest region listed, in µm³'), '35');
  expect(asked.at(-1)).toMatchObject({ minVoxels: 20, maxVoxels: 50 });
  change(field('Largest region listed, in µm³'), '');
  expect(asked.at(-1)?.maxVoxels).toBe(MOST_REGION);
});

test('a smallest size above the largest moves it', () => {
  open('variants');
  change(field('Smallest region listed, in voxels'), '700');
  expect(asked.at(-1)).toMatchObject({ minVoxels: 700, maxVoxels: 700 });
});

test('score and direction', () => {
  open();
  change(screen.getByRole('combobox', { name: 'Score' }), 'sum');
  fireEvent.click(screen.getByTitle('First in the list: Lowest'));
  nextFrame();
  expect(asked.at(-1)).toMatchObject({ score: 'sum', ascending: true });
});

test('a formula is read when typing pauses, and its error stands below it', () => {
  const panel = open();
  change(screen.getByRole('combobox', { name: 'Score' }), 'formula');
  const input = screen.getByRole('textbox', { name: 'Formula of the score' });
  expect(input).toHaveProperty('value', 'mean * ln(1 + voxels)');
  asked.length = 0;
  fireEvent.change(input, { target: { value: 'mean * (' } });
  nextFrame();
  expect(asked).toEqual([]);
  act(() => jest.advanceTimersByTime(500));
  expect(asked.at(-1)?.score).toBe('mean * (');
  // The list stays as it was, and so does what was typed.
  act(() => model.setParameters(model.volume!.ranking));
  page.update({ rankingProblem: 'score: found the end, expected a value.' });
  expect(within(panel).getByRole('alert').textContent).toContain('expected a value');
  expect(input).toHaveProperty('value', 'mean * (');
  expect(panel.textContent).toContain('pieces of the segmentation around it');
});

test('what is wrong with anything else is told at the foot of the panel', () => {
  const panel = open();
  page.update({ rankingProblem: 'found no probability' });
  expect(within(panel).getByRole('alert').textContent).toBe('found no probability');
});

test('stops: a window in µm and so many regions', () => {
  open();
  change(field('Window of a stop'), '20');
  expect(asked.at(-1)?.stopWindow).toEqual({ z: 10, y: 40, x: 29 });
  change(field('Most regions of a stop'), '1');
  expect(asked.at(-1)?.stopRegions).toBe(1);
});

test('all but the mode goes back to how it begins', () => {
  model.askRanking({ mode: 'delta', granularity: 0.3, minVoxels: 99, score: 'size' });
  open();
  fireEvent.click(screen.getByText('Reset to defaults'));
  nextFrame();
  expect(asked.at(-1)).toMatchObject({
    mode: 'delta',
    granularity: 0.05 * 0.9,
    minVoxels: 8,
    maxVoxels: MOST_REGION,
    score: 'default',
    stopWindow: { z: 20, y: 80, x: 57 }
  });
});

test('as VessQC 1.0.0 lists regions', () => {
  open('variants');
  fireEvent.click(screen.getByText('VessQC 1.0.0'));
  nextFrame();
  expect(asked.at(-1)).toMatchObject({
    mode: 'plateau',
    granularity: 0.001,
    minVoxels: 50,
    maxVoxels: MOST_REGION,
    score: 'vessqc',
    stopRegions: 1
  });
});

test('while another list is made, this one stays, and that can be stopped', () => {
  page.show();
  page.update({ isRanking: true, rankingFraction: 0.42 });
  expect(screen.getByText('New list, 42 %')).toBeTruthy();
  expect(screen.getByRole('treegrid')).toBeTruthy();
  act(() => model.askRanking({ mode: 'delta' }));
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(model.parameters?.mode).toBe('plateau');
});

test('the panel stays open though a new list has no regions', () => {
  const panel = open();
  act(() => model.setRanking(rankingOf([])));
  expect(panel.isConnected).toBe(true);
  expect(panel.textContent).toContain('0 regions in 0 stops');
});

test('a list by a mode that does not suit the map says so, and the one that does is a press away', () => {
  const data = model.arrays?.codes.data;
  data?.forEach((_, at) => {
    data[at] = 1 + (at % 3);
  });
  page.show();
  const link = screen.getByText('Variants would suit this map');
  expect(link.parentElement?.textContent).toContain('only 0 % of its doubt is in plateaus');
  expect(link.title).toBe(
    'Suits this map: 0 % of the doubt is in voxels that equal their neighbour.'
  );
  fireEvent.click(link);
  expect(asked).toMatchObject([{ mode: 'variants' }]);
});

test('smaller regions are a press away, and so is the way back', () => {
  page.show();
  fireEvent.click(screen.getByText('142 smaller regions'));
  expect(asked.at(-1)?.minVoxels).toBe(1);
  expect(model.state.announcement).toContain('every size');
  act(() => {
    const ranking = rankingOf([[3, 0.9]]);
    model.setRanking({ ...ranking, parameters: { ...ranking.parameters, minVoxels: 1 } });
  });
  fireEvent.click(screen.getByText('Back to 8 voxels and more'));
  expect(asked.at(-1)?.minVoxels).toBe(8);
  expect(model.state.announcement).toContain('8 voxels and more');
});
