/** Pages at a kernel in memory, on wires that a test can cut. */
import { inflateSync } from 'node:zlib';
import type { Box, BoxTuple, Shape } from '../core/axes';
import { boxFromTuple } from '../core/axes';
import { labelIndex } from '../core/labels';
import { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { PLAIN } from '../core/testing';
import { Emitter } from '../core/signals';
import type { Ranker } from '../wasm';
import type { Channel, Received } from './channel';
import type { FakeKernel, Mailbox, Packet } from './fake-kernel';
import { isRecord } from './fields';
import type { LinkOptions } from './link';
import { KernelLink } from './link';

/** A channel whose messages move when the test says so. */
export class Wire implements Channel, Mailbox {
  readonly received = new Emitter<Received>();
  readonly ready = Promise.resolve();
  /** Everything sent, ever. */
  readonly sent: Packet[] = [];
  /** On their way. */
  up: Packet[] = [];
  down: Packet[] = [];

  constructor(private _kernel: FakeKernel) {
    _kernel.mailboxes.add(this);
  }

  /** Another kernel answers from now on. */
  rejoin(kernel: FakeKernel): void {
    this._kernel.mailboxes.delete(this);
    this._kernel = kernel;
    kernel.mailboxes.add(this);
    this.cut();
  }

  send(content: Record<string, unknown>, buffers: readonly ArrayBuffer[] = []): void {
    // What JupyterLab would do with it: JSON, and copies of the buffers.
    const json: unknown = JSON.parse(JSON.stringify(content));
    const packet = { content: isRecord(json) ? json : {}, buffers: buffers.map(b => b.slice(0)) };
    this.sent.push(packet);
    this.up.push(packet);
  }

  post(content: Record<string, unknown>, buffers: readonly ArrayBuffer[] = []): void {
    const json: unknown = JSON.parse(JSON.stringify({ v: 1, ...content }));
    this.down.push({ content: isRecord(json) ? json : {}, buffers });
  }

  /** The kernel handles the oldest message on its way up. */
  kernelReads(): void {
    const packet = this.up.shift();
    if (packet !== undefined) {
      this._kernel.receive(packet, this);
    }
  }

  /** The browser handles the oldest message on its way down. Its buffers lie on larger ones, at odd places. */
  browserReads(): void {
    const packet = this.down.shift();
    if (packet !== undefined) {
      const { content, buffers } = packet;
      this.received.emit({ content, buffers: buffers.map(embedded) });
    }
  }

  /** Until nothing is on its way any more. */
  async settle(): Promise<void> {
    await turns();
    while (this.up.length + this.down.length > 0) {
      this.kernelReads();
      this.browserReads();
      await turns();
    }
  }

  /** Everything on its way is lost. */
  cut(): void {
    this.up = [];
    this.down = [];
  }

  ofType(type: string): readonly Record<string, unknown>[] {
    return this.sent.flatMap(({ content }) => (content['type'] === type ? [content] : []));
  }
}

export interface Page {
  readonly model: CurationModel;
  readonly link: KernelLink;
  readonly wire: Wire;
}

/** A page at a kernel, with its volume opened but nothing moved yet. */
export async function openPage(
  kernel: FakeKernel,
  { client = 'page-1', ...options }: Partial<LinkOptions> = {},
  volume: unknown = kernel.volume
): Promise<Page> {
  const model = new CurationModel();
  const wire = new Wire(kernel);
  const ranker = {
    inflate: inflateHere,
    adjust: () => null,
    begin: () => ({ advance: () => undefined, result: Promise.resolve(emptyRanking(kernel.shape)) })
  };
  const link = new KernelLink(model, wire, { client, version: '0.1.0', ranker, ...options });
  link.open(volume);
  await turns();
  return { model, link, wire };
}

export async function readyPage(
  kernel: FakeKernel,
  options: Partial<LinkOptions> = {}
): Promise<Page> {
  const page = await openPage(kernel, options);
  await page.wire.settle();
  return page;
}

/** Paint a row with a label, as one edit. */
export function paint(
  model: CurationModel,
  z: number,
  y: number,
  x0: number,
  x1: number,
  label: number
): void {
  const stroke = model.beginStroke();
  stroke?.paintRow(z, y, x0, x1, labelIndex(label));
  model.endStroke('brush');
}

export function voxelsOf({ model }: Page): readonly number[] {
  return [...(model.arrays?.segmentation.data ?? [])];
}

export const inflateHere: Ranker['inflate'] = bytes =>
  Promise.resolve(Uint8Array.from(inflateSync(bytes)));

/** The first region of {@link ranker} in a {@link FakeKernel}. */
export const REGION = 'g0/plateau26/6';

/** Finds two regions at once. */
export const ranker: Pick<Ranker, 'begin' | 'adjust' | 'inflate'> = {
  adjust: () => null,
  inflate: () => Promise.reject(new Error('not used')),
  begin: () => ({
    advance: () => undefined,
    result: Promise.resolve(rankingOf({ z: 3, y: 4, x: 5 }, [6, 21]))
  })
};

/** Regions of one voxel each, at the given offsets. */
export function rankingOf(shape: Shape, offsets: readonly number[]): Ranking {
  const count = offsets.length;
  const boxes = offsets.flatMap(offset => {
    const x = offset % shape.x;
    const y = Math.floor(offset / shape.x) % shape.y;
    const z = Math.floor(offset / (shape.x * shape.y));
    return [z, z + 1, y, y + 1, x, x + 1];
  });
  return {
    key: 'plateau26',
    parameters: PLAIN,
    shape,
    count,
    smaller: { count: 0, voxels: 0 },
    larger: { count: 0, voxels: 0 },
    uncovered: 0,
    unscored: 0,
    facts: null,
    found: null,
    table: {
      voxels: new Uint32Array(count).fill(1),
      firstVoxel: Uint32Array.from(offsets),
      maxWeight: new Uint32Array(count),
      box: Uint16Array.from(boxes),
      centroid: Float64Array.from({ length: 3 * count }, (_, n) => boxes[2 * n]),
      sum: new Float64Array(count),
      mean: new Float64Array(count),
      score: new Float64Array(count),
      stop: Uint32Array.from(offsets, (_, index) => index + 1),
      pieces: null
    },
    rows: {
      rowStart: new Uint32Array(shape.z * shape.y + 1),
      start: new Uint16Array(0),
      end: new Uint16Array(0),
      rank: new Uint32Array(0)
    }
  };
}

export function emptyRanking(shape: Shape): Ranking {
  return rankingOf(shape, []);
}

/** Let promises that are settled run what waits for them. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await Promise.resolve();
  }
}

export function boxOf(...tuple: BoxTuple): Box {
  return boxFromTuple(tuple);
}

function embedded(buffer: ArrayBuffer): DataView {
  const larger = new Uint8Array(buffer.byteLength + 10);
  larger.set(new Uint8Array(buffer), 3);
  return new DataView(larger.buffer, 3, buffer.byteLength);
}
