/** A kernel in memory that keeps docs/protocol.md, for tests. */
import { deflateSync } from 'node:zlib';
import type { Box, Shape } from '../core/axes';
import { boxFromTuple, boxShape, boxToTuple, voxelCount, wholeBox } from '../core/axes';
import { eachRun, writeRuns } from '../core/edits';
import type { TypedArray, Volume } from '../core/volume';
import { readBlock, zeros } from '../core/volume';
import { Fields } from './fields';
import type { Missing } from './messages';

export interface Packet {
  readonly content: Record<string, unknown>;
  readonly buffers: readonly ArrayBuffer[];
}

/** Where the kernel puts what it says to one page. */
export interface Mailbox {
  post(content: Record<string, unknown>, buffers?: readonly ArrayBuffer[]): void;
}

interface Change {
  readonly kind: 'edit' | 'revert' | 'verdict';
  readonly id: string;
  readonly box: Box;
  readonly runs: Uint32Array<ArrayBuffer>;
  readonly region: string | null;
  readonly verdict: string;
}

interface KnownClient {
  seq: number;
  readonly answers: Map<number, Packet>;
  parts: Uint32Array[];
}

export const SHAPE: Shape = { z: 3, y: 4, x: 5 };

export interface FakeVerdict {
  readonly verdict: string;
  readonly note: string;
  readonly time: string;
  readonly carried?: boolean;
}

const RANKING = {
  mode: 'plateau',
  reason: '',
  connectivity: 26,
  granularity: 0,
  min_voxels: 1,
  max_voxels: 0xfffffd,
  score: 'default',
  ascending: false,
  stop_window: [20, 80, 80],
  stop_regions: 8
};

export class FakeKernel {
  session = 'session-1';
  generation = 0;
  revision = 0;
  labels = ['0', '7', '-2'];
  readonly verdicts = new Map<string, FakeVerdict>();
  readonly reopened = new Map<string, string>();
  readonly inherited = new Map<string, FakeVerdict>();
  /** Voxels of judged regions, as pairs of offset and length. */
  readonly areas = new Map<string, readonly number[]>();
  /** What there was before the prediction of this generation. */
  before: { readonly listed: readonly number[]; readonly settled: readonly number[] } | null = null;
  ranking: Record<string, unknown> = RANKING;
  readonly standing = new Map<string, number>();
  selected: string | null = null;
  subshell = true;
  missing: Missing | null = null;
  /** Answers `applied` of undo and redo with runs. */
  givesRuns = true;
  encoding: 'raw' | 'deflate' = 'raw';
  /** Code to refuse the next act with. */
  refusal: string | null = null;
  image: Volume<'uint8'>;
  segmentation: Volume<'uint8'>;
  /** The segmentation as it was at first. */
  original: Volume<'uint8'>;
  codes: Volume<'uint8'>;
  weights = [0, 524287, 1048575];
  /** Acts that were applied, as `client/seq`. */
  readonly applied: string[] = [];
  readonly mailboxes = new Set<Mailbox>();
  /** Acts as `acts` tells them. */
  readonly log: Record<string, unknown>[] = [];
  /** Acts in one message. */
  page = 100;

  constructor(readonly shape: Shape = SHAPE) {
    this.image = zeros('uint8', shape);
    this.segmentation = zeros('uint8', shape);
    this.codes = zeros('uint8', shape);
    for (let offset = 0; offset < this.image.data.length; offset++) {
      this.image.data[offset] = offset % 251;
    }
    this.segmentation.data[voxelCount(shape) - 1] = 2;
    this.original = readBlock(this.segmentation, wholeBox(shape));
  }

  get volume(): Record<string, unknown> {
    const { z, y, x } = this.shape;
    return {
      name: 'mouse-07',
      generation: this.generation,
      revision: this.revision,
      shape: [z, y, x],
      spacing: [2, 0.5, 0.25],
      unit: 'µm',
      image: { dtype: 'uint16', range: [102, 4031] },
      segmentation: { dtype: 'int32', index: 'uint8', labels: [...this.labels] },
      uncertainty: {
        codes: 'uint8',
        distinct: 2,
        lossless: true,
        step: null,
        maximum: 0.93,
        weights: this.weights,
        direction: 'uncertainty',
        probability: false,
        heights: false
      },
      ranking: this.ranking,
      before: this.before !== null
    };
  }

  /** Change the array as the user's own code would. */
  code(box: Box, value: number): void {
    const { z, y, x } = boxShape(box);
    const rows: number[] = [];
    const before = readBlock(this.segmentation, box).data;
    for (let offset = 0; offset < z * y * x; offset++) {
      if (before[offset] !== value) {
        rows.push(offset, 1, before[offset], value);
      }
    }
    this._write({ box, runs: Uint32Array.from(rows) }, 'after');
    this._tell('code', box, null, null, null);
  }

  /** Make the list otherwise, as an act or as a call. */
  rank(ranking: Record<string, unknown>): void {
    this.ranking = ranking;
    this._broadcast({ type: 'ranked', ...this._author(), ranking });
  }

  startGeneration(): void {
    this.generation += 1;
    this.verdicts.clear();
    this.reopened.clear();
    this.standing.clear();
    this._undone = [];
    this._done = [];
    this.log.length = 0;
    this._broadcast({ type: 'generation', ...this._state() });
  }

  /** Another session of the same journal. */
  restart(session: string): void {
    this.session = session;
    this.forgetClients();
  }

  /** Forget the clients that were heard longest ago: all of them. */
  forgetClients(): void {
    this._clients.clear();
  }

  say(content: Record<string, unknown>): void {
    this._broadcast(content);
  }

  receive({ content, buffers }: Packet, mailbox: Mailbox): void {
    const message = new Fields(content, 'test');
    switch (message.text('type')) {
      case 'hello': {
        const client = this._clientOf(message.text('client'));
        client.parts = [];
        const welcome = { type: 'welcome', client: message.text('client'), seq: client.seq };
        mailbox.post({ ...welcome, ...this._state() });
        break;
      }
      case 'fetch':
        this._fetch(message, mailbox);
        break;
      case 'compare':
        mailbox.post({ type: 'state', client: message.text('client'), ...this._outline() });
        break;
      case 'voxels':
        this._tellAreas(message, mailbox);
        break;
      case 'history':
        this._tellActs(message, mailbox);
        break;
      case 'ping':
        mailbox.post({ ...content, type: 'pong' }, buffers);
        break;
      case 'cancel':
      case 'select':
        break;
      default:
        this._act(message, buffers, mailbox);
    }
  }

  private _fetch(message: Fields, mailbox: Mailbox): void {
    const name = message.text('array');
    const box = message.box('box');
    const level = message.whole('level');
    if (message.whole('generation') !== this.generation) {
      return;
    }
    const values = this._valuesOf(name, box, level);
    const bytes = new Uint8Array(values.buffer);
    const sent = this.encoding === 'raw' ? bytes : Uint8Array.from(deflateSync(bytes));
    const header = {
      type: 'block',
      client: message.text('client'),
      request: message.whole('request'),
      array: name,
      level,
      box: boxToTuple(box),
      shape: [values.length],
      dtype: name === 'weights' ? 'uint32' : 'uint8',
      encoding: this.encoding,
      revision: this.revision,
      generation: this.generation
    };
    mailbox.post(header, [sent.slice().buffer]);
  }

  private _valuesOf(name: string, box: Box, level: number): TypedArray {
    if (name === 'weights') {
      return Uint32Array.from(this.weights);
    }
    const { z, y, x } = boxShape(box);
    return name === 'mask'
      ? new Uint8Array(z * y * Math.ceil(x / 8))
      : this._sample(name, box, level);
  }

  private _sample(name: string, box: Box, level: number): TypedArray {
    const { image, codes, original, segmentation } = this;
    const array = { image, codes, original }[name] ?? segmentation;
    return sampled(readBlock(array, box), level);
  }

  private _act(message: Fields, buffers: readonly ArrayBuffer[], mailbox: Mailbox): void {
    const name = message.text('client');
    const seq = message.whole('seq');
    const client = this._clientOf(name);
    if (seq <= client.seq) {
      const answer = client.answers.get(seq);
      mailbox.post(
        answer?.content ?? {
          type: 'problem',
          client: name,
          request: null,
          code: 'forgotten',
          message: ''
        },
        answer?.buffers
      );
      return;
    }
    const isEdit = message.text('type') === 'edit';
    if (
      seq > client.seq + 1 ||
      (isEdit && ![0, client.parts.length].includes(message.whole('part')))
    ) {
      mailbox.post({
        type: 'problem',
        client: name,
        request: null,
        code: 'gap',
        message: '',
        expected: client.seq + 1
      });
      return;
    }
    if (isEdit) {
      client.parts = message.whole('part') === 0 ? [] : client.parts;
      client.parts.push(new Uint32Array(buffers[0]));
      if (client.parts.length < message.whole('parts')) {
        return;
      }
    }
    client.seq = seq;
    this._answering = { name, seq };
    const refusal = this._repeat(message) ? null : this._perform(message, client);
    if (refusal !== null) {
      this._broadcast({
        type: 'refused',
        client: name,
        seq,
        revision: this.revision,
        code: refusal,
        message: `refused: ${refusal}`,
        box: null
      });
    } else {
      this.applied.push(`${name}/${seq}`);
      this._made.set(idOf(message), client.answers.get(seq)?.content ?? {});
    }
    this._answering = null;
  }

  /** An act that was done already, in whichever session, is answered with the present state. */
  private _repeat(message: Fields): boolean {
    const id = idOf(message);
    const answer = id === null ? undefined : this._made.get(id);
    if (answer === undefined) {
      return false;
    }
    const { revision } = this;
    this._broadcast({ ...answer, ...this._author(), revision, ...this._history() });
    return true;
  }

  /** @returns why it is refused, or null */
  private _perform(message: Fields, client: KnownClient): string | null {
    const refusal = this.refusal;
    this.refusal = null;
    if (refusal !== null) {
      return refusal;
    }
    const type = message.text('type');
    if (type === 'edit') {
      if (message.whole('generation') !== this.generation) {
        return 'generation';
      }
      const edit = message.fields('edit');
      const box = edit.box('box');
      const told = Uint32Array.from(client.parts.flatMap(part => [...part]));
      const isOfTable = message.isNull('labels');
      const runs = isOfTable ? told : this._translated(told, message.texts('labels'));
      return this._edit({
        kind: 'edit',
        id: edit.text('id'),
        box,
        runs,
        region: edit.textOrNull('region'),
        verdict: ''
      });
    }
    if (type === 'verdict') {
      const region = message.text('region');
      const said = message.text('verdict');
      const verdict =
        said === 'done' ? ((this.standing.get(region) ?? 0) > 0 ? 'fixed' : 'correct') : said;
      this._done.push({
        kind: 'verdict',
        id: message.text('id'),
        region,
        verdict: this.verdicts.get(region)?.verdict ?? 'open',
        box: boxFromTuple([0, 0, 0, 0, 0, 0]),
        runs: new Uint32Array(0)
      });
      this._undone = [];
      this._note({ kind: 'verdict' }, { region, box: null, verdict: said, note: '' });
      this._judge(region, verdict, 'verdict');
      return null;
    }
    if (type === 'revert') {
      return this._revert(message.text('id'), message.textOrNull('edit'));
    }
    if (type === 'rank') {
      this.rank({ ...message.fields('ranking').all, reason: 'chosen by the reviewer' });
      return null;
    }
    if (type === 'label') {
      const from = this.labels.length;
      this.labels.push(message.text('id'));
      this._broadcast({ type: 'labels', ...this._author(), from, ids: [message.text('id')] });
      return null;
    }
    return this._step(type, message.textOrNull('of'));
  }

  /** Runs whose label indices count in another table; what the kernel's lacks is put into it. */
  private _translated(
    runs: Uint32Array<ArrayBuffer>,
    table: readonly string[]
  ): Uint32Array<ArrayBuffer> {
    const from = this.labels.length;
    const ids = table.filter(id => !this.labels.includes(id));
    this.labels.push(...ids);
    this._post({ type: 'labels', client: null, seq: null, from, ids });
    return runs.map((value, place) => (place % 4 < 2 ? value : this.labels.indexOf(table[value])));
  }

  private _edit(change: Change): string | null {
    const now = readBlock(this.segmentation, change.box).data;
    for (const { offset, length, before } of eachRun(change.runs)) {
      if (now.subarray(offset, offset + length).some(value => value !== before)) {
        return 'conflict';
      }
    }
    this._write(change, 'after');
    this._done.push(change);
    this._undone = [];
    this._count(change.region, 1);
    this._note(change);
    this._tell('edit', change.box, null, change.region, 'edit');
    return null;
  }

  /** Of an edit over which no later one has painted, by id. */
  private _revert(id: string, about: string | null): string | null {
    const edit = this._done.find(change => change.kind === 'edit' && change.id === about);
    if (edit === undefined) {
      return 'nothing';
    }
    const change: Change = {
      ...edit,
      kind: 'revert',
      id,
      runs: inverse(edit.runs)
    };
    this._write(change, 'after');
    this._done.push(change);
    this._undone = [];
    this._count(change.region, -1);
    const target = this.log.find(act => act.id === about)?.seq ?? null;
    this._note(change, { target, kept: 0 });
    this._tell('revert', change.box, change.runs, change.region, 'revert');
    return null;
  }

  private _step(direction: string, of: string | null): string | null {
    const isUndo = direction === 'undo';
    const stack = isUndo ? this._done : this._undone;
    const change = stack.at(-1);
    if (change === undefined || (of !== null && of !== change.id)) {
      return 'nothing';
    }
    stack.pop();
    if (change.kind === 'verdict' && change.region !== null) {
      this._note({ kind: direction });
      const now = this.verdicts.get(change.region)?.verdict ?? 'open';
      (isUndo ? this._undone : this._done).push({ ...change, verdict: now });
      this._judge(change.region, change.verdict, direction);
      return null;
    }
    (isUndo ? this._undone : this._done).push(change);
    this._write(change, isUndo ? 'before' : 'after');
    this._count(change.region, isUndo === (change.kind === 'edit') ? -1 : 1);
    this._note({ kind: direction });
    const runs = this.givesRuns ? (isUndo ? inverse(change.runs) : change.runs) : null;
    this._tell(direction, change.box, runs, change.region, 'edit');
    return null;
  }

  private _write({ box, runs }: Pick<Change, 'box' | 'runs'>, side: 'before' | 'after'): void {
    writeRuns(this.segmentation, box, runs, side);
    this.revision += 1;
  }

  private _count(region: string | null, edits: number): void {
    if (region !== null) {
      this.standing.set(region, (this.standing.get(region) ?? 0) + edits);
    }
  }

  private _note(
    change: Omit<Partial<Change>, 'kind'> & { readonly kind: string },
    about: Record<string, unknown> = {}
  ): void {
    const { kind, id, region, box } = change;
    const voxels = box && { id, tool: kind, region, box: boxToTuple(box), voxels: 1 };
    this.log.push({ seq: this.log.length + 1, kind, time: 0, ...voxels, ...about });
  }

  private _tellActs(message: Fields, mailbox: Mailbox): void {
    const after = this.log.filter(({ seq }) => Number(seq) > message.whole('after'));
    mailbox.post({
      type: 'acts',
      client: message.text('client'),
      request: message.whole('request'),
      generation: this.generation,
      more: after.length > this.page,
      acts: after.slice(0, this.page)
    });
  }

  private _tellAreas(message: Fields, mailbox: Mailbox): void {
    const known = message.texts('regions').filter(region => this.areas.has(region));
    const voxels = known.map(region => this.areas.get(region) ?? []);
    const before = message.flag('before') ? this.before : null;
    const rows = [...voxels, ...(before === null ? [] : [before.listed, before.settled])];
    const header = {
      type: 'areas',
      client: message.text('client'),
      generation: this.generation,
      regions: known.map((region, at) => ({ region, rows: voxels[at].length / 2 })),
      before: before && { listed: before.listed.length / 2, settled: before.settled.length / 2 }
    };
    mailbox.post(header, [Uint32Array.from(rows.flat()).buffer]);
  }

  private _judge(region: string, verdict: string, cause: string): void {
    const time = '2026-11-25T19:20:00.123Z';
    this.verdicts.delete(region);
    this.reopened.delete(region);
    if (verdict === 'open') {
      if (cause === 'verdict') {
        this.reopened.set(region, time);
      }
    } else {
      this.verdicts.set(region, { verdict, note: '', time });
    }
    this._broadcast({
      type: 'judged',
      ...this._author(),
      region,
      verdict,
      note: '',
      time,
      said: this.verdicts.has(region) || this.reopened.has(region),
      cause,
      ...this._history()
    });
  }

  private _tell(
    cause: string,
    box: Box,
    runs: Uint32Array<ArrayBuffer> | null,
    region: string | null,
    tool: string | null
  ): void {
    const standing = region === null ? {} : { [region]: this.standing.get(region) };
    const content = {
      type: 'applied',
      ...this._author(),
      revision: this.revision,
      box: boxToTuple(box),
      cause,
      edit: { id: 'edit', tool, region, voxels: 1 },
      standing,
      kept: 0,
      ...this._history()
    };
    this._broadcast(content, runs === null ? [] : [runs.slice().buffer]);
  }

  private _author(): { client: string | null; seq: number | null } {
    return { client: this._answering?.name ?? null, seq: this._answering?.seq ?? null };
  }

  private _history(): Record<string, unknown> {
    const told = (changes: readonly Change[]) => changes.at(-1)?.kind ?? null;
    return { undo: told(this._done), redo: told(this._undone) };
  }

  private _state(): Record<string, unknown> {
    return {
      session: this.session,
      volume: this.volume,
      verdicts: toldVerdicts(this.verdicts),
      reopened: Object.fromEntries(this.reopened),
      inherited: toldVerdicts(this.inherited),
      standing: Object.fromEntries(this.standing),
      selected: this.selected,
      ...this._history(),
      journal: { path: 'x.sqlite', state: 'ok', message: '' },
      missing: this.missing,
      subshell: this.subshell
    };
  }

  private _outline(): Record<string, unknown> {
    const { session, generation, revision, labels, verdicts } = this;
    const times = [...verdicts.values()].map(({ time }) => time).sort();
    return {
      session,
      generation,
      revision,
      labels: labels.length,
      verdicts: verdicts.size,
      judged: times.at(-1) ?? null,
      ranking: this.ranking
    };
  }

  private _broadcast(content: Record<string, unknown>, buffers: readonly ArrayBuffer[] = []): void {
    if (this._answering !== null) {
      const { name, seq } = this._answering;
      this._clientOf(name).answers.set(seq, { content, buffers });
    }
    this._post(content, buffers);
  }

  private _post(content: Record<string, unknown>, buffers: readonly ArrayBuffer[] = []): void {
    for (const mailbox of this.mailboxes) {
      mailbox.post(content, buffers);
    }
  }

  private _clientOf(name: string): KnownClient {
    const client = this._clients.get(name) ?? {
      seq: 0,
      answers: new Map<number, Packet>(),
      parts: []
    };
    this._clients.set(name, client);
    return client;
  }

  private readonly _clients = new Map<string, KnownClient>();
  /** Answers, by the names of acts. */
  private readonly _made = new Map<string | null, Record<string, unknown>>();
  private _done: Change[] = [];
  private _undone: Change[] = [];
  private _answering: { readonly name: string; readonly seq: number } | null = null;
}

/** By which the journal knows an act; null for those that may be done twice. */
function idOf(message: Fields): string | null {
  const type = message.text('type');
  return type === 'edit'
    ? message.fields('edit').text('id')
    : type === 'label' || type === 'rank'
      ? null
      : message.text('id');
}

function toldVerdicts(verdicts: ReadonlyMap<string, FakeVerdict>): Record<string, FakeVerdict> {
  return Object.fromEntries(
    [...verdicts].map(([region, verdict]) => [region, { carried: false, ...verdict }])
  );
}

function sampled({ data, shape }: Volume<'uint8'>, level: number): TypedArray {
  const step = 2 ** level;
  if (step === 1) {
    return data;
  }
  const values: number[] = [];
  for (let z = 0; z < shape.z; z += step) {
    for (let y = 0; y < shape.y; y += step) {
      for (let x = 0; x < shape.x; x += step) {
        values.push(data[(z * shape.y + y) * shape.x + x]);
      }
    }
  }
  return Uint8Array.from(values);
}

function inverse(runs: Uint32Array): Uint32Array<ArrayBuffer> {
  const rows: number[] = [];
  for (const { offset, length, before, after } of eachRun(runs)) {
    rows.push(offset, length, after, before);
  }
  return Uint32Array.from(rows);
}
