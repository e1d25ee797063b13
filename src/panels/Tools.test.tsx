import { fireEvent, screen, within } from '@testing-library/react';
import { USUAL } from '../core/preferences';
import { CuratorOnPage } from './testing';

let page: CuratorOnPage;

beforeEach(() => {
  page = new CuratorOnPage();
  page.show();
});

afterEach(() => {
  page.dispose();
});

const buttons = (): HTMLElement[] =>
  within(screen.getByRole('group', { name: 'Tools' })).getAllByRole('button');
const choose = (...tools: string[]): void => page.update({ preferences: { ...USUAL, tools } });

test('by default the tools of the pointer stand there, and what else edits', () => {
  expect(buttons().map(button => button.textContent)).toEqual([
    'Look',
    'Add',
    'Remove',
    'Brush',
    'Erase',
    'Lasso',
    'Trace',
    'Cut',
    'Edit'
  ]);
});

test('any commands can stand there, and say what they do, with their key', () => {
  choose('mark-done', 'fill', 'brush');
  expect(buttons().map(button => button.textContent)).toEqual([
    'Done, Next Region',
    'Fill at Crosshair',
    'Brush',
    'Edit'
  ]);
  expect(buttons()[1].title).toMatch(/^Give the piece .* \(f\)$/);
});

test('a switch shows whether it is on, and what makes no sense is shown as not available', () => {
  choose('toggle-outline', 'mark-done');
  const [outline, done] = buttons();
  expect(outline.getAttribute('aria-pressed')).toBe('false');
  fireEvent.click(outline);
  expect(buttons()[0].getAttribute('aria-pressed')).toBe('true');
  expect(done.getAttribute('aria-disabled')).toBe('true');
  expect(done.getAttribute('aria-pressed')).toBeNull();
});

test('a command that this version does not know is left out', () => {
  choose('sing', 'brush');
  expect(buttons().map(button => button.textContent)).toEqual(['Brush', 'Edit']);
});
