/** Whatever is painted, undone, refused, lost, repeated or reconnected: in the end every page holds what the kernel holds. */
import fc from 'fast-check';
import { FakeKernel } from './fake-kernel';
import type { Page } from './testing';
import { boxOf, emptyRanking, inflateHere, openPage, paint, turns, voxelsOf } from './testing';

type Step =
  | {
      readonly kind: 'paint';
      readonly page: number;
      readonly z: number;
      readonly y: number;
      readonly x: number;
      readonly length: number;
      readonly label: number;
    }
  | {
      readonly kind:
        | 'undo'
        | 'redo'
        | 'reopen'
        | 'reconnect'
        | 'loseUp'
        | 'loseDown'
        | 'repeatUp'
        | 'repeatDown';
      readonly page: number;
    }
  | { readonly kind: 'kernelReads' | 'browserReads'; readonly page: number; readonly count: number }
  | { readonly kind: 'code'; readonly z: number; readonly label: number }
  | { readonly kind: 'inflate'; readonly page: number; readonly nth: number }
  | { readonly kind: 'refuse' };

/** A page whose blocks are inflated when the test says so, in any order. */
interface SlowPage extends Page {
  readonly inflating: (() => void)[];
}

async function openSlowPage(kernel: FakeKernel, client: string): Promise<SlowPage> {
  const inflating: (() => void)[] = [];
  const inflate: typeof inflateHere = async bytes => {
    await new Promise<void>(resolve => inflating.push(resolve));
    return inflateHere(bytes);
  };
  const result = Promise.resolve(emptyRanking(kernel.shape));
  const ranker = {
    inflate,
    adjust: () => null,
    begin: () => ({ advance: () => undefined, result })
  };
  return { ...(await openPage(kernel, { client, ranker })), inflating };
}

const page = fc.integer({ min: 0, max: 1 });

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('paint' as const),
      page,
      z: fc.integer({ min: 0, max: 2 }),
      y: fc.integer({ min: 0, max: 1 }),
      x: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 3 }),
      label: fc.integer({ min: 0, max: 2 })
    })
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('kernelReads' as const, 'browserReads' as const),
      page,
      count: fc.integer({ min: 1, max: 6 })
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'undo',
        'redo',
        'reopen',
        'reconnect',
        'loseUp',
        'loseDown',
        'repeatUp',
        'repeatDown' as const
      ),
      page
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('code' as const),
      z: fc.integer({ min: 0, max: 2 }),
      label: fc.integer({ min: 0, max: 2 })
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('inflate' as const),
      page,
      nth: fc.integer({ min: 0, max: 3 })
    })
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'refuse' as const }) }
);

async function take(step: Step, kernel: FakeKernel, pages: readonly SlowPage[]): Promise<void> {
  if (step.kind === 'code') {
    kernel.code(boxOf(step.z, step.z + 1, 0, 2, 1, 4), step.label);
    return;
  }
  if (step.kind === 'refuse') {
    kernel.refusal = 'journal';
    return;
  }
  const { model, link, wire, inflating } = pages[step.page];
  switch (step.kind) {
    case 'paint':
      paint(model, step.z, step.y, step.x, Math.min(5, step.x + step.length), step.label);
      break;
    case 'undo':
    case 'redo':
      model[step.kind]();
      break;
    case 'reopen':
      model.reopen('g0/plateau26/6');
      break;
    case 'inflate':
      inflating.splice(step.nth % Math.max(1, inflating.length), 1).forEach(resolve => {
        resolve();
      });
      await turns();
      break;
    case 'reconnect':
      wire.cut();
      link.setConnection('reconnecting');
      link.reconnected();
      break;
    case 'loseUp':
      wire.up.shift();
      break;
    case 'loseDown':
      wire.down.shift();
      break;
    case 'repeatUp':
      wire.up.push(...wire.sent.slice(-1));
      break;
    case 'repeatDown':
      wire.down.unshift(...wire.down.slice(0, 1));
      break;
    case 'kernelReads':
    case 'browserReads':
      for (let message = 0; message < step.count; message++) {
        wire[step.kind]();
        await turns();
      }
  }
}

async function settleAll(pages: readonly SlowPage[]): Promise<void> {
  const isMoving = ({ wire, inflating }: SlowPage) =>
    wire.up.length + wire.down.length + inflating.length > 0;
  while (pages.some(isMoving)) {
    for (const { wire, inflating } of pages) {
      await wire.settle();
      inflating.splice(0).forEach(resolve => {
        resolve();
      });
      await turns();
    }
  }
}

/** Numbers of one client, in the order applied. */
function numbersOf(kernel: FakeKernel, client: string): readonly number[] {
  return kernel.applied
    .filter(entry => entry.startsWith(`${client}/`))
    .map(entry => Number(entry.slice(client.length + 1)));
}

it('two pages and the kernel agree, and every act is applied at most once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(STEP, { maxLength: 40 }),
      fc.boolean(),
      fc.constantFrom('raw' as const, 'deflate' as const),
      async (steps, givesRuns, encoding) => {
        const kernel = new FakeKernel();
        kernel.givesRuns = givesRuns;
        kernel.encoding = encoding;
        const pages = [await openSlowPage(kernel, 'a'), await openSlowPage(kernel, 'b')];
        await settleAll(pages);
        for (const step of steps) {
          await take(step, kernel, pages);
        }
        await settleAll(pages);
        for (const { link, wire } of pages) {
          wire.cut();
          link.reconnected();
        }
        await settleAll(pages);
        for (const [index, { model, link }] of pages.entries()) {
          expect(voxelsOf(pages[index])).toEqual([...kernel.segmentation.data]);
          expect(model.state.saving.pending).toBe(0);
          expect(model.state.revision).toBe(kernel.revision);
          link.dispose();
        }
        for (const client of ['a', 'b']) {
          const numbers = numbersOf(kernel, client);
          expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        }
      }
    ),
    { numRuns: 400 }
  );
}, 60_000);

it('without losses, agreement needs no reconnect', async () => {
  const harmless = STEP.filter(({ kind }) => !['loseUp', 'loseDown', 'reconnect'].includes(kind));
  await fc.assert(
    fc.asyncProperty(
      fc.array(harmless, { maxLength: 40 }),
      fc.boolean(),
      async (steps, givesRuns) => {
        const kernel = new FakeKernel();
        kernel.givesRuns = givesRuns;
        const pages = [await openSlowPage(kernel, 'a'), await openSlowPage(kernel, 'b')];
        await settleAll(pages);
        for (const step of steps) {
          await take(step, kernel, pages);
        }
        await settleAll(pages);
        for (const each of pages) {
          expect(voxelsOf(each)).toEqual([...kernel.segmentation.data]);
          expect(each.model.state.saving.pending).toBe(0);
          each.link.dispose();
        }
      }
    ),
    { numRuns: 300 }
  );
}, 60_000);
