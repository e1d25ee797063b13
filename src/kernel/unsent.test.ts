import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeKernel } from './fake-kernel';
import { isRecord } from './fields';
import { paint, ranker, readyPage } from './testing';

const GOLDEN = join(__dirname, '../../tests/fixtures/unsent/unsent.json');

it('a file of unsent acts is the golden one that the kernel side reads', async () => {
  const { model, link } = await readyPage(new FakeKernel(), { ranker });
  model.select(0);
  paint(model, 1, 2, 1, 4, 1);
  model.judge('done', 'bridge');
  paint(model, 0, 0, 0, 2, 2);
  model.undo();
  link.setConnection('gone');
  const saved: unknown = JSON.parse(link.exportPending());
  expect(known(saved)).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
});

/** The same with ids and times that are known beforehand. */
function known(value: unknown): unknown {
  const edits: unknown[] = [];
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'edit' && isRecord(inner)
        ? { ...inner, id: `edit-${edits.push(inner.id)}`, time: 1764100000000 }
        : key === 'of'
          ? `edit-${edits.indexOf(inner) + 1}`
          : isRecord(inner) && typeof inner.seq === 'number' && 'id' in inner
            ? { ...inner, id: `act-${inner.seq}` }
            : inner
    )
  );
}
