import { fireEvent, screen, within } from '@testing-library/react';
import { labelIndex } from '../core/labels';
import { NO_MASKS } from '../core/masks';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;

beforeEach(() => {
  page = new CuratorOnPage();
  page.show();
});

afterEach(() => {
  page.dispose();
});

const chips = (): string[] =>
  within(screen.getByRole('group', { name: 'Masks that are on' }))
    .queryAllByRole('button')
    .map(chip => chip.textContent);

test('each mask that is on says so over the views, and one press takes it off', () => {
  expect(chips()).toEqual([]);
  const labels = { kind: 'inside', label: labelIndex(1) } as const;
  page.update({ masks: { labels, crop: true, brightness: 100, spread: 20 } });
  expect(chips()).toEqual([
    'Only label 7',
    "only in a region's view: none is selected",
    'only image values 80 to 120'
  ]);
  fireEvent.click(screen.getByText('Only label 7'));
  expect(chips()).toHaveLength(2);
  expect(page.model.state.masks.labels.kind).toBe('any');
  expect(screen.getByRole('button', { name: 'Masks: on' })).toBeTruthy();
});

test('the menu sets them, in the values of the image', () => {
  fireEvent.click(screen.getByRole('button', { name: 'Masks: off' }));
  fireEvent.click(screen.getByText('Keep others'));
  expect(chips()).toEqual(['labels other than 7 are kept']);
  fireEvent.click(screen.getByLabelText("Only in the region's view"));
  fireEvent.change(screen.getByLabelText('Image value in the middle'), { target: { value: '60' } });
  fireEvent.change(screen.getByLabelText('Image values on either side'), {
    target: { value: '5' }
  });
  expect(page.model.state.masks).toEqual({
    labels: { kind: 'keep-others' },
    crop: true,
    brightness: 60,
    spread: 5
  });
  fireEvent.click(screen.getByText('All off'));
  expect(page.model.state.masks).toEqual({ ...NO_MASKS, spread: 5 });
  expect(chips()).toEqual([]);
});
