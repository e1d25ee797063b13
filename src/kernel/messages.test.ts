import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { boxFromTuple } from '../core/axes';
import { asTypedArray } from '../core/volume';
import { parcelsOf } from './act-queue';
import { bytesOf } from './channel';
import { FakeKernel } from './fake-kernel';
import { ProtocolError } from './fields';
import { parseMessage } from './messages';
import { paint, readyPage, turns } from './testing';
import { parseVolume, rankingToWire } from './volume-description';

interface GoldenCase {
  readonly name: string;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly string[];
  readonly values?: readonly number[];
}

interface Golden {
  readonly type: string;
  readonly direction: 'up' | 'down';
  readonly cases: readonly GoldenCase[];
}

const FOLDER = join(__dirname, '../../tests/fixtures/protocol');
const GOLDEN = readdirSync(FOLDER)
  .filter(file => file.endsWith('.json'))
  .map(file => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden);
const DOWN = GOLDEN.filter(({ direction }) => direction === 'down');
const CASES = DOWN.flatMap(({ type, cases }) =>
  cases.map(each => [`${type}: ${each.name}`, each] as const)
);

function golden(type: string, name: string): GoldenCase {
  const found = GOLDEN.find(each => each.type === type)?.cases.find(each => each.name === name);
  return found!;
}

const bufferOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

describe('golden messages from the kernel', () => {
  it.each(CASES)('%s', (_, { content }) => {
    const message: unknown = parseMessage(content);
    // What is narrowed to richer values is looked at below.
    const richer =
      'volume box verdicts besides standing verdict reopened journal ranking regions before acts'.split(
        ' '
      );
    const entries = Object.entries(message as Record<string, unknown>);
    const kept = Object.fromEntries(entries.filter(([name]) => !richer.includes(name)));
    expect({ expected: null, ...content }).toMatchObject(kept);
  });

  it('covers every type that is understood', () => {
    expect(DOWN.map(({ type }) => type).sort()).toEqual(
      'acts applied areas block generation judged labels pong problem proposed ranked refused selected state verdicts welcome'.split(
        ' '
      )
    );
  });

  it('verdicts and standing edits become maps', () => {
    const welcome = parseMessage(
      golden('welcome', 'a session that goes on, without a journal or subshells').content
    );
    expect(welcome).toMatchObject({ subshell: false, journal: { state: 'memory' } });
    const { verdicts, standing } = welcome as Extract<typeof welcome, { type: 'welcome' }>;
    expect(verdicts.get('g0/plateau26/21')).toMatchObject({ verdict: 'unsure', note: '' });
    expect([...standing]).toEqual([['g0/plateau26/6', 2]]);
  });

  it.each([
    ['a new session', null],
    ['a journal that was damaged', { count: 3, revision: 12 }],
    ['a journal that was damaged, nobody knows how much', { count: null, revision: 0 }]
  ])('%s: the journal lacks %j', (name, missing) => {
    expect(parseMessage(golden('welcome', name).content)).toMatchObject({ missing });
  });

  it('what was opened again, carried or inherited is told apart', () => {
    const told = parseMessage(golden('verdicts', 'matched to a new ranking').content);
    const { verdicts, besides } = told as Extract<typeof told, { type: 'verdicts' }>;
    expect(verdicts.get('g0/plateau26/21')?.carried).toBe(true);
    expect([...besides.reopened.keys()]).toEqual(['g0/plateau26/6']);
    expect(besides.inherited.get('g0/delta26d5/7')?.verdict).toBe('fixed');
    expect(parseMessage(golden('judged', 'opened again').content)).toMatchObject({
      verdict: null,
      reopened: '2026-11-25T19:20:00.123Z'
    });
    expect(parseMessage(golden('judged', 'undone: open again').content)).toMatchObject({
      reopened: null
    });
  });

  it('other parameters are read as they were sent', () => {
    const { content } = golden('ranked', 'asked by a page');
    const message = parseMessage(content);
    expect(message).toMatchObject({
      ranking: { mode: 'delta', granularity: 0.05, stopWindow: { z: 20, y: 80, x: 80 } }
    });
    const { ranking } = message as Extract<typeof message, { type: 'ranked' }>;
    const { ranking: sent } = golden('rank', 'a coarser list').content;
    expect(rankingToWire(ranking)).toEqual(sent);
  });

  it('a verdict that is taken away is null', () => {
    expect(parseMessage(golden('judged', 'undone: open again').content)).toMatchObject({
      verdict: null,
      cause: 'undo'
    });
  });

  it.each([
    'image, raw',
    'segmentation, deflate',
    'codes, deflate',
    'weights, raw',
    'segmentation, raw'
  ])('block %s holds its values', name => {
    const { content, buffers, values } = golden('block', name);
    const block = parseMessage(content) as Extract<
      ReturnType<typeof parseMessage>,
      { type: 'block' }
    >;
    const sent = bufferOf(buffers[0]);
    const raw = block.encoding === 'raw' ? sent : Uint8Array.from(inflateSync(sent));
    expect([...asTypedArray(block.dtype, raw)]).toEqual(values);
  });
});

describe('golden messages from the browser', () => {
  it('a stroke is sent bit for bit', () => {
    const { content, buffers } = golden('edit', 'a stroke');
    const { box, ...edit } = content['edit'] as {
      box: readonly [number, number, number, number, number, number];
      id: string;
      tool: string;
      region: string;
      voxels: number;
      time: number;
    };
    const runs = asTypedArray('uint32', bufferOf(buffers[0]));
    const act = { kind: 'edit', edit: { ...edit, box: boxFromTuple(box), runs } } as const;
    const [parcel] = parcelsOf({ seq: 1, id: 'a', of: null, labels: null, act, generation: 0 });
    expect({ v: 1, client: content['client'], ...parcel.header }).toEqual(content);
    expect(Buffer.from(parcel.buffers[0]).toString('base64')).toBe(buffers[0]);
  });

  it('whatever is sent has the fields of its golden message, of the same kind', async () => {
    const kernel = new FakeKernel();
    kernel.verdicts.set('g0/tree26x600/6', { verdict: 'fixed', note: '', time: '' });
    const { model, link, wire } = await readyPage(kernel);
    paint(model, 0, 0, 0, 2, 1);
    model.reopen('g0/plateau26/6');
    model.undo();
    model.redo();
    model.select(null);
    model.askRanking({ minVoxels: 3 });
    await turns();
    void link.addLabel('12');
    void link.ping(4);
    link.reconnected();
    await wire.settle();
    const types = new Set(wire.sent.map(({ content }) => content['type']));
    expect([...types].sort()).toEqual(
      'edit fetch hello label ping rank redo select undo verdict voxels'.split(' ')
    );
    for (const { content } of wire.sent) {
      const example = GOLDEN.find(({ type }) => type === content['type'])!.cases[0].content;
      expect(kinds(content)).toEqual(kinds(example));
    }
  });
});

function kinds(content: Record<string, unknown>): Record<string, string> {
  const kindOf = (value: unknown) =>
    value === null || typeof value === 'string' ? 'text or null' : typeof value;
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, kindOf(value)]));
}

describe('what does not fit is refused with found and expected', () => {
  const { content } = golden('welcome', 'a new session');
  const volume = content['volume'] as Record<string, unknown>;

  it.each([
    ['another version', { ...content, v: 2 }, 'message.v: found 2, expected one of 1'],
    [
      'an unknown type',
      { v: 1, type: 'song' },
      'message.type: found "song", expected a type of protocol 1'
    ],
    ['no object', 'hello', 'message: found "hello", expected an object'],
    [
      'a missing field',
      { v: 1, type: 'pong', client: 'c' },
      'pong.request: found nothing, expected a whole number'
    ],
    [
      'a negative size',
      { ...content, volume: { ...volume, shape: [2, -3, 5] } },
      'welcome.volume.shape: found [2,-3,5], expected three whole numbers above 0'
    ],
    [
      'spacing of 0',
      { ...content, volume: { ...volume, spacing: [1, 0, 1] } },
      'welcome.volume.spacing: found [1,0,1], expected three lengths above 0'
    ],
    [
      'a box inside out',
      {
        v: 1,
        type: 'refused',
        client: 'c',
        seq: 1,
        revision: 0,
        code: 'x',
        message: '',
        box: [1, 0, 0, 1, 0, 1]
      },
      'refused.box: found [1,0,0,1,0,1], expected a box of six whole numbers'
    ]
  ])('%s', (_, wrong, message) => {
    expect(() => parseMessage(wrong)).toThrow(ProtocolError);
    expect(() => parseMessage(wrong)).toThrow(message);
  });

  it('a volume without spacing has voxels for units', () => {
    const unitless = parseVolume({ ...volume, spacing: null, unit: 'vx' });
    expect(unitless).toMatchObject({ spacing: { z: 1, y: 1, x: 1 }, unit: 'vx' });
  });
});

test('a buffer on a larger one is viewed with its offset and length', () => {
  const larger = Uint8Array.of(9, 9, 9, 1, 0, 0, 0, 9);
  const bytes = bytesOf(new DataView(larger.buffer, 3, 4));
  expect([...asTypedArray('uint32', bytes)]).toEqual([1]);
});
