import { Widget } from '@lumino/widgets';
import { CurationModel } from '../core/model';
import type { CuratorFacts, ICuratorView } from './curators';
import { Curators } from './curators';

const A = 'a.ipynb';
const B = 'b.ipynb';

function facts(name: string, document: string): CuratorFacts {
  const session = { name, document, model: new CurationModel() } as CuratorFacts['session'];
  return { id: `${document}/${name}`, session, createView: () => Promise.resolve(new Widget()) };
}

const view = (): ICuratorView => ({}) as ICuratorView;

let curators: Curators;

beforeEach(() => {
  curators = new Curators();
});

test('two views of one widget are one curator, there until both have left', () => {
  const shared = facts('one', A);
  const [first, second] = [curators.enter(shared), curators.enter(shared)];
  expect(second.curator).toBe(first.curator);
  first.leave.dispose();
  expect(curators.find(A, 'one')).toBe(first.curator);
  second.leave.dispose();
  expect(curators.all).toEqual([]);
  expect(curators.current).toBeNull();
});

test('the current curator is of the active notebook, the one used last', () => {
  const [one, two, other] = [facts('one', A), facts('two', A), facts('other', B)].map(
    each => curators.enter(each).curator
  );
  curators.follow(A);
  curators.use(two);
  curators.use(one);
  curators.follow(B);
  expect(curators.current).toBe(other);
  curators.follow(A);
  expect(curators.current).toBe(one);
  expect(curators.of(A)).toEqual([one, two]);
});

test('it stays the last one while a document without curators is in front', () => {
  const { curator } = curators.enter(facts('one', A));
  curators.follow(A);
  curators.follow('notes.md');
  expect(curators.current).toBe(curator);
});

test('another current curator is told once', () => {
  const told: (string | null)[] = [];
  curators.currentChanged.connect((_, current) => told.push(current?.name ?? null));
  const one = curators.enter(facts('one', A));
  const two = curators.enter(facts('two', A));
  curators.use(two.curator);
  curators.use(two.curator);
  two.leave.dispose();
  one.leave.dispose();
  expect(told).toEqual(['one', 'two', 'one', null]);
});

test('the view that is used comes first, and one that goes is gone', () => {
  const { curator } = curators.enter(facts('one', A));
  const [cell, tab] = [view(), view()];
  curators.draw(curator, cell);
  const drawn = curators.draw(curator, tab);
  curators.use(curator, tab);
  expect(curator.views).toEqual([tab, cell]);
  drawn.dispose();
  expect(curator.views).toEqual([cell]);
});
