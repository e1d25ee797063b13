import type { CurationModel } from '../core/model';
import { rankingOf as rankingOfRuns, volumeDescription } from '../core/testing';
import { CurationModel as Model } from '../core/model';
import { followRegionLabel } from './region-label';

const SHAPE = { z: 6, y: 10, x: 20 };

/** Region 0 has label 2 in most voxels, region 1 is background beside label 3, region 2 is far from any. */
function modelOf(labels: readonly string[]): CurationModel {
  const model = new Model();
  const { segmentation } = volumeDescription();
  model.open(volumeDescription({ shape: SHAPE, segmentation: { ...segmentation, labels } }));
  const { data } = model.arrays?.segmentation ?? { data: new Uint8Array(0) };
  const row = (z: number, y: number): number => (z * SHAPE.y + y) * SHAPE.x;
  data.fill(1, row(1, 2), row(1, 2) + 2);
  data.fill(2, row(1, 2) + 2, row(1, 2) + 5);
  data.fill(3, row(4, 5) + 12, row(4, 5) + 14);
  model.setRanking(rankingOfRuns(SHAPE, [[[1, 2, 0, 5]], [[4, 5, 9, 11]], [[0, 9, 18, 20]]]));
  followRegionLabel(model);
  model.update({ phase: { kind: 'ready' } });
  return model;
}

const LABELS = ['0', '10', '20', '30'];

test('the label to paint with is that of the region, or of what lies beside it', () => {
  const model = modelOf(LABELS);
  const labels = [0, 1, 2].map(index => {
    model.select(index);
    return model.state.tool.label;
  });
  expect(labels).toEqual([2, 3, 3]);
});

test('a label that is pinned stays, until it follows again', () => {
  const model = modelOf(LABELS);
  model.update({ isLabelPinned: true });
  model.select(0);
  expect(model.state.tool.label).toBe(1);
  model.update({ isLabelPinned: false });
  expect(model.state.tool.label).toBe(2);
});

test('a region selected before the segmentation is here is looked at when it is', () => {
  const model = modelOf(LABELS);
  model.update({ phase: { kind: 'loading', fraction: 0, what: 'segmentation' } });
  model.select(0);
  expect(model.state.tool.label).toBe(1);
  model.update({ phase: { kind: 'ready' } });
  expect(model.state.tool.label).toBe(2);
});

test('with one label there is nothing to follow', () => {
  const model = modelOf(['0', '10']);
  model.select(0);
  expect(model.state.tool.label).toBe(1);
});
