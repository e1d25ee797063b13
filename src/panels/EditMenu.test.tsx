import { act, fireEvent, screen, within } from '@testing-library/react';
import { FakeTools, turn } from '../tools/testing';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;
let kernel: FakeTools;

/** Two islands of label index 1. */
const ISLANDS = {
  box: { z0: 1, z1: 2, y0: 1, y1: 2, x0: 1, x1: 6 },
  runs: Uint32Array.of(0, 2, 0, 1, 4, 1, 0, 1),
  sizes: [2, 1]
};

beforeEach(() => {
  page = new CuratorOnPage();
  kernel = new FakeTools(page.model);
  page.show();
});

afterEach(() => {
  page.dispose();
});

const open = (): HTMLElement => {
  fireEvent.keyDown(page.root, { key: 'E', shiftKey: true });
  return screen.getByRole('dialog', { name: 'Edit' });
};

test('shift e opens it with the keyboard on its first tool, Escape closes it', () => {
  const menu = open();
  expect(document.activeElement).toBe(within(menu).getByText('Keep only this'));
  fireEvent.keyDown(menu, { key: 'Escape' });
  expect(screen.queryByRole('dialog', { name: 'Edit' })).toBeNull();
});

test('a tool is shown with the sizes it found, and taken from the line under the views', async () => {
  const menu = open();
  fireEvent.change(within(menu).getByLabelText('Voxels of an island'), { target: { value: '5' } });
  fireEvent.click(within(menu).getByText('Remove islands'));
  expect(screen.queryByRole('dialog', { name: 'Edit' })).toBeNull();
  expect(kernel.asked).toEqual([{ tool: 'islands', given: { below: 5, box: null } }]);
  await act(async () => {
    await kernel.answer(ISLANDS);
  });
  const line = screen.getByRole('group', { name: 'Region' });
  expect(line.textContent).toContain('Islands of fewer than 5 voxels');
  expect(line.textContent).toContain('2 found: 2, 1 voxels');
  const made: unknown[] = [];
  page.model.acted.connect(each => made.push(each));
  await act(async () => {
    fireEvent.click(within(line).getByText(/^Take 3 voxels/));
    await turn();
  });
  expect(made).toMatchObject([{ kind: 'edit', edit: { tool: 'islands', voxels: 3 } }]);
});

test('a new label is in hand at once', async () => {
  page.handlers.onAddLabel.mockImplementation(() => {
    page.model.addLabels(3, ['9223372036854775808']);
    return Promise.resolve();
  });
  fireEvent.click(within(open()).getByText('New label'));
  await act(turn);
  expect(page.handlers.onAddLabel).toHaveBeenCalledWith('9223372036854775808');
  expect(page.model.state.tool.label).toBe(3);
});
