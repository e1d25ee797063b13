import { act, fireEvent, screen, within } from '@testing-library/react';
import type { CurationModel } from '../core/model';
import { USUAL } from '../core/preferences';
import type { CurationState } from '../core/state';
import { ENGLISH } from '../core/translation';
import { COMMAND_LIST, otherKeys, showKey } from '../tools';
import { rankingOf, rankingOfMany } from '../tools/testing';
import { CuratorOnPage, grid, names, rows } from './testing';

const REGIONS = [
  [210, 0.9],
  [420, 0.6],
  [42, 0.3]
] as const;

let page: CuratorOnPage;
let model: CurationModel;
let root: HTMLElement;
let handlers: CuratorOnPage['handlers'];

beforeEach(() => {
  page = new CuratorOnPage();
  ({ model, root, handlers } = page);
});

afterEach(() => {
  page.dispose();
});

const show = (): void => page.show();
const update = (change: Partial<CurationState>): void => page.update(change);
const ranks = names;

function showRanked(): void {
  model.setRanking(rankingOf(REGIONS));
  show();
}

describe('worklist', () => {
  test('lists the regions, most doubtful first, with size in voxels and µm³', () => {
    showRanked();
    expect(ranks()).toEqual(['1', '2', '3']);
    expect(rows()[0].textContent).toContain('0.90');
    expect(rows()[0].textContent).toContain('210 voxels · 147 µm³');
    expect(screen.getByText('0 of 3 reviewed')).toBeTruthy();
  });

  test('rows tell the columns that are preferred, besides rank and verdict', () => {
    showRanked();
    update({ preferences: { ...USUAL, columns: ['score'] } });
    expect(rows()[0].textContent).toContain('0.90');
    expect(rows()[0].textContent).not.toContain('voxels');
    expect(rows()[0].querySelector('canvas')).toBeNull();
    update({ preferences: { ...USUAL, columns: ['picture', 'size'] } });
    expect(rows()[0].textContent).toBe('1210 voxels · 147 µm³');
    expect(rows()[0].querySelector('canvas')).not.toBeNull();
  });

  test('stands beside the views where that is preferred, until it is hidden', () => {
    showRanked();
    update({ preferences: { ...USUAL, isListShown: false } });
    expect(screen.queryByRole('grid')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Show the worklist' }));
    expect(rows()).toHaveLength(3);
  });

  test('a click selects, and the row says so', () => {
    showRanked();
    fireEvent.click(rows()[1]);
    expect(model.state.selected).toBe(1);
    expect(rows().map(row => row.getAttribute('aria-selected'))).toEqual([
      'false',
      'true',
      'false'
    ]);
  });

  test('arrows move the selection, the focus follows, and one row is in the tab order', () => {
    showRanked();
    act(() => model.select(0));
    rows()[0].focus();
    fireEvent.keyDown(rows()[0], { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rows()[1]);
    fireEvent.keyDown(rows()[1], { key: 'End' });
    expect(rows().map(row => row.tabIndex)).toEqual([-1, -1, 0]);
  });

  test('Home and End move through the list from the view too, and the notebook stays', () => {
    showRanked();
    root.focus();
    act(() => expect(fireEvent.keyDown(root, { key: 'End' })).toBe(false));
    expect(model.state.selected).toBe(2);
    act(() => expect(fireEvent.keyDown(root, { key: 'Home' })).toBe(false));
    expect(model.state.selected).toBe(0);
    expect(fireEvent.keyDown(root, { key: 'PageDown', ctrlKey: true })).toBe(false);
    expect(document.activeElement).toBe(root);
  });

  test('settled regions go to a section of their own, with icon and word, and come back', () => {
    showRanked();
    act(() => model.select(0));
    act(() => model.judge('done'));
    expect(ranks()).toEqual(['2', '3', '1']);
    expect(rows()[2].textContent).toContain('correct');
    const section = screen.getByRole('button', { name: /^reviewed/i });
    fireEvent.click(section);
    expect(ranks()).toEqual(['2', '3']);
    fireEvent.click(section);
    fireEvent.click(within(rows()[2]).getByRole('button', { name: /verdict back/ }));
    expect(ranks()).toEqual(['1', '2', '3']);
  });

  test.each([
    ['Size', ['2', '1', '3']],
    ['Position', ['3', '2', '1']]
  ])('sorts by %s, and n follows the order on screen', (word, expected) => {
    showRanked();
    const sort = screen.getByRole('combobox', { name: 'Sort by' });
    fireEvent.change(sort, { target: { value: word.toLowerCase() } });
    expect(ranks()).toEqual(expected);
    fireEvent.keyDown(root, { key: 'n' });
    fireEvent.keyDown(root, { key: 'n' });
    expect(model.state.selected).toBe(Number(expected[1]) - 1);
  });

  test('in mode variants a row gives the reason', () => {
    const ranking = rankingOf(REGIONS);
    const facts = {
      kind: Uint8Array.of(1, 2, 3),
      cut: Uint8Array.of(90, 90, 90),
      step: new Uint8Array(3),
      pieces: Uint16Array.of(4, 1, 1),
      length: new Uint16Array(3),
      shown: 0
    };
    model.setRanking({ ...ranking, facts });
    show();
    expect(rows()[0].textContent).toContain('gap, 2 µm · 210 voxels');
    expect(within(rows()[2]).getByTitle(/^Rank 3 of 3/)).toBeTruthy();
  });

  test('a list that is low has rows of one line', () => {
    jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(150);
    showRanked();
    expect(rows().map(({ style }) => style.top)).toEqual(['0px', '28px', '56px']);
  });

  test('reviewed regions that are folded away come out when one is gone to', () => {
    showRanked();
    act(() => model.select(0));
    act(() => model.judge('done'));
    fireEvent.click(screen.getByRole('button', { name: /^reviewed/i }));
    expect(ranks()).toEqual(['2', '3']);
    act(() => model.revisit(`g0/plateau26/1000`, null));
    expect(model.state.selected).toBe(0);
    expect(ranks()).toEqual(['2', '3', '1']);
  });

  test('n and p walk what the list shows, also the reviewed regions alone', () => {
    showRanked();
    act(() => {
      [0, 2].forEach(index => {
        model.select(index);
        model.judge('correct');
      });
      model.select(1);
    });
    fireEvent.change(screen.getByRole('combobox', { name: 'Show' }), {
      target: { value: 'settled' }
    });
    expect(ranks()).toEqual(['1', '3']);
    const visited = ['n', 'p', 'p'].map(key => {
      fireEvent.keyDown(root, { key });
      return model.state.selected;
    });
    expect(visited).toEqual([2, 0, 0]);
    expect(screen.getByRole('status').textContent).toContain('Start of the list');
  });

  test.each([
    ['2', ['2']],
    ['>100', ['1', '2']],
    ['unsure', ['3']]
  ])('the filter %s leaves %p', (words, expected) => {
    showRanked();
    act(() => model.select(2));
    act(() => model.judge('unsure'));
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: words } });
    expect(ranks()).toEqual(expected);
  });

  describe('of a million regions', () => {
    const scroller = (): HTMLElement => grid().parentElement!;

    beforeEach(() => {
      model.setRanking(rankingOfMany(1_000_000));
      show();
    });

    test('makes only the rows on screen', () => {
      expect(grid().getAttribute('aria-rowcount')).toBe('1000000');
      expect(rows().length).toBeLessThan(25);
      expect(grid().querySelectorAll('*').length).toBeLessThan(600);
    });

    test('scrolled to the end shows the last, which can be selected', () => {
      scroller().scrollTop = parseFloat(grid().style.height) - 600;
      fireEvent.scroll(scroller());
      expect(rows().length).toBeLessThan(25);
      fireEvent.click(rows()[rows().length - 1]);
      expect(model.state.selected).toBe(999_999);
      expect(ranks().at(-1)).toBe('1,000,000');
    });

    test('follows the selection to the end, with the last row at the lower edge', () => {
      act(() => model.select(999_999));
      fireEvent.scroll(scroller());
      const last = rows().at(-1)!;
      expect(last.getAttribute('aria-selected')).toBe('true');
      expect(parseFloat(last.style.top) - scroller().scrollTop).toBeCloseTo(600 - 48, 0);
    });

    test('moves with the wheel as far as a short list does', () => {
      const top = (): number => parseFloat(rows().at(0)!.style.top) - scroller().scrollTop;
      const rowAt = (): number => Number(ranks()[0].replace(/,/g, '')) * 48 - top();
      scroller().scrollTop = 5_000_000;
      fireEvent.scroll(scroller());
      const before = rowAt();
      for (let turn = 0; turn < 48; turn++) {
        fireEvent.wheel(scroller(), { deltaY: 10 });
      }
      fireEvent.scroll(scroller());
      expect(Math.abs(rowAt() - before - 480)).toBeLessThan(5);
    });
  });
});

describe('toolbar', () => {
  test('tools are toggles that show their key and leave the focus with the view', () => {
    showRanked();
    const brush = screen.getByRole('button', { name: 'Brush' });
    expect(brush.title).toBe('Brush (b)');
    fireEvent.mouseDown(brush);
    fireEvent.click(brush);
    expect(brush.getAttribute('aria-pressed')).toBe('true');
    expect(document.activeElement).toBe(root);
  });

  test('the radius takes effect while it is typed', () => {
    showRanked();
    const field = screen.getByRole('spinbutton', { name: /radius/i });
    fireEvent.change(field, { target: { value: '1.1' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(model.state.tool.radius).toBe(1.1);
    expect(document.activeElement).toBe(root);
    expect(model.verdicts.size).toBe(0);
  });

  test('undo says what it would undo, and cannot be pressed when there is nothing', () => {
    const acts: string[] = [];
    model.acted.connect(({ kind }) => acts.push(kind));
    showRanked();
    fireEvent.click(screen.getByRole('button', { name: /nothing to undo/i }));
    update({ undo: 'brush, region 3' });
    fireEvent.click(screen.getByRole('button', { name: /undo: brush, region 3/i }));
    expect(acts).toEqual(['undo']);
  });

  test('labels are chosen by id, and a new one can be added', async () => {
    handlers.onAddLabel.mockImplementation(() => {
      model.addLabels(3, ['8']);
      return Promise.resolve();
    });
    showRanked();
    fireEvent.click(screen.getByRole('button', { name: 'Label: 7' }));
    fireEvent.click(screen.getByRole('option', { name: '9223372036854775807' }));
    expect(model.state.tool.label).toBe(2);
    fireEvent.click(screen.getByRole('button', { name: /^Label: / }));
    const id = screen.getByRole('textbox', { name: /new label/ });
    fireEvent.change(id, { target: { value: '8' } });
    await act(() => Promise.resolve(fireEvent.keyDown(id, { key: 'Enter' })));
    expect(handlers.onAddLabel).toHaveBeenCalledWith('8');
    expect(model.state.tool.label).toBe(3);
  });

  test('layers are shown and hidden', () => {
    showRanked();
    fireEvent.click(screen.getByRole('button', { name: 'Layers' }));
    fireEvent.click(screen.getByRole('button', { name: 'Filled' }));
    fireEvent.click(screen.getByRole('checkbox', { name: /uncertainty/i }));
    expect(model.state.layers).toMatchObject({ segmentation: 'fill', uncertainty: true });
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test.each([
    ['Layers', 'the button', () => screen.getByRole('button', { name: 'Layers' })],
    ['Layers', 'the view', () => root],
    ['Label: 7', 'its field', () => screen.getByRole('textbox', { name: 'Find a label' })]
  ])('%s closes on Escape with the keyboard on %s, which the view gets', (name, _, holder) => {
    showRanked();
    fireEvent.click(screen.getByRole('button', { name }));
    holder().focus();
    fireEvent.keyDown(holder(), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(root);
  });

  test('the key map has every key of every command, and no other', () => {
    showRanked();
    fireEvent.keyDown(root, { key: '?' });
    const help = screen.getByRole('dialog', { name: /keys/i });
    const shown = Array.from(help.querySelectorAll('kbd'), ({ textContent }) => textContent);
    const known = Object.values(COMMAND_LIST).flatMap(({ keys }) => keys.map(showKey));
    expect(shown.sort()).toEqual(
      [...known, ...otherKeys(ENGLISH).flatMap(([keys]) => keys)].sort()
    );
    expect(shown).toEqual(expect.arrayContaining(['Shift+N', 'Shift+P', 'Ctrl+Y', '=']));
  });

  test('? shows every key, Escape hides them', () => {
    showRanked();
    fireEvent.keyDown(root, { key: '?' });
    const help = screen.getByRole('dialog', { name: /keys/i });
    expect(help.textContent).toContain('Next open region');
    fireEvent.keyDown(help, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(root);
    fireEvent.keyDown(root, { key: '?' });
    root.focus();
    fireEvent.keyDown(root, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('views', () => {
  test('hosts carry the name of their view; one can fill the area', () => {
    showRanked();
    const names = Array.from(root.querySelectorAll<HTMLElement>('[data-view]'));
    expect(names.map(({ dataset }) => dataset['view'])).toEqual(['z', 'volume', 'y', 'x']);
    fireEvent.click(screen.getAllByRole('button', { name: /this view large/i })[2]);
    expect(model.state.maximised).toBe('y');
    expect(names.map(host => host.closest('[hidden]') === null)).toEqual([
      false,
      false,
      true,
      false
    ]);
  });
});

describe('region in hand', () => {
  test('tells what it is and what done would mean', () => {
    showRanked();
    act(() => model.select(0));
    const region = screen.getByRole('group', { name: 'Region' });
    expect(region.textContent).toContain(
      'Region 1 · 210 voxels · 147 µm³ · mean doubt 0.81, highest 0.81'
    );
    expect(within(region).getByText(/done: correct/i)).toBeTruthy();
    act(() => model.setStanding(model.regionIdAt(0)!, 2));
    expect(region.textContent).toContain('2 edits');
    fireEvent.click(within(region).getByText(/done: fixed/i));
    expect(model.verdicts.get(model.regionIdAt(0)!)?.verdict).toBe('fixed');
    expect(model.state.selected).toBe(1);
  });
});

describe('states', () => {
  test('loading shows how far it is and can be stopped and resumed', () => {
    update({ phase: { kind: 'loading', fraction: 0.42, what: 'image' } });
    show();
    expect(screen.getByText('Loading the image, 42 %')).toBeTruthy();
    expect(screen.getByText(/list comes when the uncertainty map/)).toBeTruthy();
    fireEvent.click(screen.getByText('Cancel'));
    expect(handlers.onCancel).toHaveBeenCalled();
    update({ phase: { kind: 'loading', fraction: 0.42, what: 'image', paused: true } });
    expect(screen.getByText(/Loading stopped at 42 %: the views are not complete/)).toBeTruthy();
    const list = screen.getByRole('region', { name: 'Worklist' });
    expect(list.textContent).toContain('Loading was stopped before the regions could be ranked');
    fireEvent.click(screen.getByText('Resume'));
    expect(handlers.onResume).toHaveBeenCalled();
  });

  test('a failure says what and what to do', () => {
    update({ phase: { kind: 'failed', message: 'protocol 2, expected 1', remedy: 'Update it.' } });
    show();
    expect(screen.getByRole('alert').textContent).toMatch(/protocol 2, expected 1.*Update it/);
  });

  test('a kernel that is gone asks to run the cell again and offers the unsaved edits', () => {
    showRanked();
    const saving = {
      pending: 2,
      isKept: true,
      refused: null,
      journal: { state: 'ok', message: '' }
    } as const;
    update({ connection: 'gone', saving });
    expect(screen.getByRole('alert').textContent).toMatch(
      /2 changes never reached it and are kept in this browser.*run the cell again/i
    );
    update({ saving: { ...saving, isKept: false } });
    expect(screen.getByRole('alert').textContent).toMatch(
      /2 changes were not saved and are only in this page/
    );
    expect(screen.getByRole('status').textContent).toContain('2 not saved');
    fireEvent.click(screen.getByText('Save to a file'));
    expect(handlers.onSaveUnsent).toHaveBeenCalled();
  });

  test('a kernel out of reach is told once it lasts, with what is kept and a way to try at once', () => {
    jest.useFakeTimers();
    showRanked();
    const journal = { state: 'ok', message: '' } as const;
    const saving = { pending: 2, isKept: true, refused: null, journal };
    update({ connection: 'reconnecting', saving });
    expect(screen.getByRole('status').textContent).toContain('connecting to the kernel again');
    expect(root.textContent).not.toContain('out of reach');
    act(() => {
      jest.advanceTimersByTime(5000);
    });
    expect(root.textContent).toMatch(/out of reach.*2 changes are kept in this browser/);
    expect(screen.queryByText('Save to a file')).toBeNull();
    fireEvent.click(screen.getByText('Try now'));
    expect(handlers.onReconnect).toHaveBeenCalledTimes(1);
    update({ saving: { ...saving, isKept: false } });
    expect(root.textContent).toMatch(/2 changes are only in this page/);
    fireEvent.click(screen.getByText('Save to a file'));
    expect(handlers.onSaveUnsent).toHaveBeenCalledTimes(1);
    update({ connection: 'idle', saving: { ...saving, pending: 0 } });
    expect(root.textContent).not.toContain('out of reach');
    jest.useRealTimers();
  });

  test('a verdict that never reached the kernel is not shown as given', () => {
    showRanked();
    act(() => model.select(0));
    act(() => model.judge('correct'));
    act(() => model.setUnanswered([], new Set([model.regionIdAt(0)!])));
    expect(rows()[2].textContent).toContain('correct');
    update({ connection: 'gone' });
    expect(rows()[2].textContent).toContain('not saved');
    expect(rows()[2].textContent).not.toContain('correct');
  });

  test('a kernel that is gone takes no verdict: none is shown that would be lost', () => {
    showRanked();
    act(() => model.select(0));
    update({ connection: 'gone' });
    const done = within(screen.getByRole('group', { name: 'Region' })).getByText(/done/i);
    expect(done.getAttribute('aria-disabled')).toBe('true');
    fireEvent.keyDown(root, { key: 'Enter' });
    expect(model.verdicts.size).toBe(0);
    expect(screen.getByRole('status').textContent).toContain('nothing was changed: run the cell');
  });

  test.each([
    ['saved', { pending: 0, refused: null }],
    ['3 on their way', { pending: 3, refused: null }],
    ['1 on its way', { pending: 1, refused: null }],
    ['1 on its way, in this page only', { pending: 1, refused: null, isKept: false }],
    ['refused, and put back', { pending: 0, refused: 'Voxel (1, 2, 3) holds 2, expected 1.' }],
    ['refused, and put back · 2 on their way', { pending: 2, refused: 'Voxel (1, 2, 3) holds 2.' }]
  ])('the status line says: %s', (words, saving) => {
    showRanked();
    update({ saving: { isKept: true, journal: { state: 'ok', message: '' }, ...saving } });
    expect(screen.getByRole('status').textContent).toContain(words);
  });

  test('a journal that is only read is said, and why', () => {
    showRanked();
    const journal = { state: 'read', message: 'Another kernel writes it.' } as const;
    update({ saving: { pending: 0, isKept: true, refused: null, journal } });
    expect(screen.getByRole('status').textContent).toContain('read only');
    expect(screen.getByTitle('Another kernel writes it.')).not.toBeNull();
    expect(screen.getByText(/^Read only: what another kernel did is shown/)).not.toBeNull();
  });

  test('where a journal is only read, what would edit is grey, says why, and does nothing', () => {
    showRanked();
    const journal = { state: 'read', message: 'Another kernel writes it.' } as const;
    update({ saving: { pending: 0, isKept: true, refused: null, journal }, undo: 'brush' });
    const acted = jest.fn();
    model.acted.connect(acted);
    act(() => model.select(0));
    for (const title of [/^Undo: brush/, /^Brush /, /^Eraser /, /^Smart stroke: add/, /^Unsure/]) {
      const button = screen.getByTitle(title);
      expect(button.getAttribute('aria-disabled')).toBe('true');
      expect(button.title).toContain('. Read only: another kernel may be writing this journal');
      fireEvent.click(button);
    }
    expect(acted).not.toHaveBeenCalled();
    expect(model.state.tool.name).toBe('look');
    expect(screen.getByTitle(/^Crosshair/).getAttribute('aria-disabled')).toBeNull();
  });

  test('a session that is over is told apart from a kernel that is gone', () => {
    showRanked();
    update({ connection: 'gone', ended: 'Another kernel has taken over. Go on there.' });
    expect(screen.getByText('This session is over.')).not.toBeNull();
    expect(screen.getByText(/Another kernel has taken over/)).not.toBeNull();
    expect(screen.queryByText('The kernel is gone.')).toBeNull();
  });

  test('a refused edit is explained', () => {
    showRanked();
    const journal = { state: 'ok', message: '' } as const;
    update({ saving: { pending: 0, isKept: true, refused: 'Voxel (1, 2, 3) holds 2.', journal } });
    expect(screen.getByRole('alert').textContent).toContain('Voxel (1, 2, 3) holds 2.');
  });

  test.each([
    ['', [0, 'busy-waiting'], 'changes wait for its end'],
    ['one', [1, 'busy-waiting'], '1 change waits for its end'],
    ['two', [2, 'busy-waiting'], '2 changes wait for its end'],
    ['', [0, 'busy-live'], 'edits go through']
  ] as const)(
    'while a cell runs, %s says what becomes of edits',
    (_, [pending, connection], words) => {
      showRanked();
      update({
        connection,
        saving: { pending, isKept: true, refused: null, journal: { state: 'ok', message: '' } }
      });
      expect(screen.getByRole('status').textContent).toContain(words);
    }
  );

  test.each([
    ['a map without doubt', {}, 'the uncertainty map is zero everywhere'],
    [
      'one small region',
      { smaller: { count: 1, voxels: 3 } },
      'only doubtful region has fewer than 8'
    ],
    [
      'small regions',
      { smaller: { count: 2, voxels: 9 } },
      'All 2 doubtful regions have fewer than 8'
    ],
    ['a region too large', { uncovered: 12_345 }, '12,345 in all, cannot be told apart']
  ])('without regions, for %s, it says why and what to do', (_, change, why) => {
    model.setRanking({ ...rankingOf([]), ...change });
    show();
    const list = screen.getByRole('region', { name: 'Worklist' }).textContent;
    expect(list).toContain(why);
    expect(list).toContain(
      'You can look and paint. For a list, give another map in a cell: curator.update(uncertainty=…)'
    );
    expect(screen.getByRole('group', { name: 'Region' }).textContent).toContain(
      'No region to review'
    );
  });

  test('a ranking that was stopped can be taken up from the list', () => {
    update({
      phase: { kind: 'loading', fraction: 0.5, what: 'regions', paused: true, editable: true }
    });
    show();
    const list = screen.getByRole('region', { name: 'Worklist' });
    expect(list.textContent).toContain('Ranking the regions was stopped.');
    expect(screen.getByText(/Ranking stopped at 50 %.*You can look and paint/)).toBeTruthy();
    fireEvent.click(within(list).getByText('Resume ranking'));
    expect(handlers.onResume).toHaveBeenCalledTimes(1);
  });

  test('a ranking that failed says that work goes on', () => {
    show();
    expect(screen.getByRole('region', { name: 'Worklist' }).textContent).toMatch(
      /could not be ranked.*You can look and paint. Run the cell again/
    );
  });

  test.each([
    ['open', 'Every region is reviewed.'],
    ['settled', 'No region is reviewed yet.'],
    ['all', 'No region matches “unsure”.']
  ])('an empty choice (%s) says why, and can be undone', (shown, words) => {
    showRanked();
    if (shown === 'open') {
      act(() =>
        [0, 1, 2].forEach(index => {
          model.select(index);
          model.judge('correct');
        })
      );
    }
    fireEvent.change(screen.getByRole('combobox', { name: 'Show' }), { target: { value: shown } });
    if (shown === 'all') {
      fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'unsure' } });
    }
    expect(screen.getByRole('region', { name: 'Worklist' }).textContent).toContain(words);
    fireEvent.click(screen.getByText('Show all'));
    expect(rows().length).toBe(3);
  });

  test('a new prediction is told once, with what stays settled', () => {
    showRanked();
    expect(root.textContent).not.toContain('New prediction');
    act(() => {
      model.open({ ...model.volume!, generation: 1 });
      model.update({ phase: { kind: 'ready' } });
      model.setRanking(rankingOf(REGIONS));
      const verdict = { verdict: 'fixed', note: '', time: '' } as const;
      model.setVerdicts(new Map([[model.regionIdAt(2)!, verdict]]), new Map());
    });
    expect(root.textContent).toContain(
      'New prediction (generation 1): 3 regions, 1 of them settled before'
    );
    act(() => model.select(0));
    act(() => model.judge('unsure'));
    expect(root.textContent).not.toContain('New prediction');
  });

  test('when every region has a verdict the totals are told', () => {
    showRanked();
    act(() => model.select(0));
    act(() => model.judge('fixed'));
    act(() => model.judge('correct'));
    act(() => model.judge('unsure'));
    expect(root.textContent).toContain('1 fixed, 1 correct, 1 unsure.');
    expect(root.textContent).toContain('curator.trust() is ready');
  });

  test('announcements fade, come again when said again, and stay when someone must act', () => {
    jest.useFakeTimers();
    showRanked();
    const words = (): string => screen.getByRole('status').textContent;
    for (let time = 0; time < 2; time++) {
      update({ announcement: 'Undone: brush, region 3.' });
      expect(words()).toContain('Undone');
      act(() => {
        jest.advanceTimersByTime(10_000);
      });
      expect(words()).not.toContain('Undone');
    }
    update({ announcement: 'The journal cannot be read.', isLasting: true });
    act(() => {
      jest.advanceTimersByTime(60_000);
    });
    expect(words()).toContain('cannot be read');
    jest.useRealTimers();
  });

  test('announcements are spoken politely', () => {
    showRanked();
    update({ announcement: 'Undone: brush, region 3.' });
    expect(root.querySelector('[aria-live="polite"]')?.textContent).toBe(
      'Undone: brush, region 3.'
    );
  });
});
