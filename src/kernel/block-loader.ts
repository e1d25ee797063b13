/** Pulls the blocks of a volume: a few in flight, in the planned order, with progress; can be paused, resumed and asked again. */
import type { Box, VoxelPoint } from '../core/axes';
import { boxToTuple } from '../core/axes';
import { asTypedArray } from '../core/volume';
import type { TypedArray } from '../core/volume';
import type { PlannedBlock } from './block-plan';
import { MOST_BLOCK_BYTES, nearestFirst, planBlocks, searchedSlabs, slabs } from './block-plan';
import type { Block, FetchedArray, ToKernel } from './messages';
import { ProtocolError } from './fields';
import type { WireVolume } from './volume-description';

/** Undo zlib; `size` bytes must come out, where known. Borrows. */
export type Inflate = (
  bytes: Uint8Array<ArrayBuffer>,
  size: number | null
) => Promise<Uint8Array<ArrayBuffer>>;

/** A block that has come. Call `written` once its values are where they belong, `failed` when they are not what was asked for. */
export interface Delivery {
  readonly block: PlannedBlock;
  readonly revision: number;
  readonly values: TypedArray | Promise<TypedArray>;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

export interface LoaderHost {
  readonly inflate: Inflate;
  send(message: ToKernel): void;
  nextRequest(): number;
  deliver(delivery: Delivery): void;
  /** Whether an answer can be expected: the kernel is in reach, and reads while its cell runs. */
  isHeard(): boolean;
  /** Something was written, paused or resumed. */
  progressed(): void;
  failed(message: string): void;
  /** The kernel has been silent for so long that it is not asked any more. */
  silent(): void;
}

/** Raw bytes asked for at a time: four of the largest blocks. */
const IN_FLIGHT_BYTES = 4 * MOST_BLOCK_BYTES;

/** Without any block for so long, what is in flight is asked for again; then after twice as long, and so on. */
const SILENCE_MS = 8000;
const MOST_SILENCE_MS = 60_000;
const MOST_REPEATS = 6;

interface Wanted extends PlannedBlock {
  /** Part of the first load, which the progress counts. */
  readonly isFirst: boolean;
}

export class BlockLoader {
  constructor(
    readonly volume: WireVolume,
    focus: VoxelPoint,
    private readonly _host: LoaderHost
  ) {
    this._waiting = planBlocks(volume, focus).map(block => ({ ...block, isFirst: true }));
    this._totalBytes = sumOf(this._waiting);
    this._unwritten = new Set(this._waiting);
  }

  /** Share of the first load that is written, 0 to 1. */
  get fraction(): number {
    return this._writtenBytes / this._totalBytes;
  }

  get isPaused(): boolean {
    return this._isPaused;
  }

  /** Whether all of an array has been written once. */
  has(array: FetchedArray): boolean {
    return ![...this._unwritten].some(block => block.array === array);
  }

  /** Slices of which all is written that is ranked, from the first on. */
  get rankedSlices(): number {
    let slices = this.volume.shape.z;
    for (const { array, box } of this._unwritten) {
      const isRanked = array === 'codes' || array === 'heights' || array === 'mask';
      slices = isRanked ? Math.min(slices, box.z0) : slices;
    }
    return slices;
  }

  /** Whether a coarse level of the array is still to be written. */
  awaitsCoarse(array: FetchedArray): boolean {
    return [...this._unwritten].some(block => block.array === array && block.level > 0);
  }

  get isComplete(): boolean {
    return this._unwritten.size === 0;
  }

  /** What comes next of the first load, or null when it is complete. */
  get nextArray(): FetchedArray | null {
    for (const { array } of this._unwritten) {
      return array;
    }
    return null;
  }

  /** Whether a block of the segmentation is asked for. */
  get awaitsSegmentation(): boolean {
    return [...this._inFlight.values()].some(({ array }) => array === 'segmentation');
  }

  /** Ask for what may be in flight. */
  pump(): void {
    let bytes = sumOf([...new Set(this._inFlight.values())]);
    while (this._waiting.length > 0 && !this._isPaused) {
      if (bytes > 0 && bytes + this._waiting[0].bytes > IN_FLIGHT_BYTES) {
        return;
      }
      const [wanted] = this._waiting.splice(0, 1);
      bytes += wanted.bytes;
      this._ask(wanted);
    }
  }

  /** Load an array that was not needed before, ahead of what still waits. */
  add(array: 'heights' | 'mask' | 'original'): void {
    const blocks = searchedSlabs(this.volume, array).map(each => ({ ...each, isFirst: true }));
    this._waiting.unshift(...blocks);
    this._totalBytes += sumOf(blocks);
    for (const each of blocks) {
      this._unwritten.add(each);
    }
    this.pump();
  }

  /** Ask for a part of the segmentation again, before everything else and even when paused. */
  refetch(box: Box): void {
    for (const block of slabs(this.volume, 'segmentation', box)) {
      this._ask({ ...block, isFirst: false });
    }
  }

  /** What lies near `box` along z comes next. */
  focusOn(box: Pick<Box, 'z0' | 'z1'>): void {
    const isFull = ({ array, level }: PlannedBlock) =>
      level === 0 && (array === 'image' || array === 'segmentation');
    const others = this._waiting.filter(block => !isFull(block));
    this._waiting = [...others, ...nearestFirst(this._waiting.filter(isFull), box)];
  }

  pause(): void {
    if (this._isPaused || this.isComplete) {
      return;
    }
    this._isPaused = true;
    const stopped = [...this._inFlight].filter(([, { isFirst }]) => isFirst);
    const wanted = new Set(stopped.map(([, each]) => each));
    for (const [request] of stopped) {
      this._inFlight.delete(request);
    }
    this._listen();
    this._waiting.unshift(...wanted);
    if (stopped.length > 0) {
      this._host.send({ type: 'cancel', requests: stopped.map(([request]) => request) });
    }
    this._host.progressed();
  }

  resume(): void {
    if (this._isPaused) {
      this._isPaused = false;
      this._host.progressed();
      this.pump();
    }
  }

  /** Ask again for everything that was in flight when the connection broke. */
  askAgain(): void {
    const lost = new Set(this._inFlight.values());
    this._inFlight.clear();
    this._repeats = 0;
    for (const wanted of lost) {
      this._ask(wanted);
    }
    this.pump();
  }

  /** An answer. Ignored when it is not waited for. */
  receive(header: Block, bytes: Uint8Array<ArrayBuffer> | undefined): void {
    const wanted = this._inFlight.get(header.request);
    if (wanted === undefined || header.generation !== this.volume.generation) {
      return;
    }
    this._heard(wanted);
    this.pump();
    const failed = (error: unknown) => {
      this._host.failed(error instanceof Error ? error.message : String(error));
    };
    try {
      this._host.deliver({
        block: wanted,
        revision: header.revision,
        values: this._valuesOf(header, wanted, bytes),
        written: () => {
          this._written(wanted);
        },
        failed
      });
    } catch (error) {
      failed(error);
    }
  }

  /** The kernel cannot answer. @returns whether the request was one of these. */
  refuse(request: number, message: string): boolean {
    const wanted = this._inFlight.get(request);
    if (wanted !== undefined) {
      this._heard(wanted);
      this._host.failed(message);
    }
    return wanted !== undefined;
  }

  /** Forget everything; answers that still come are ignored. Requests are cancelled where the kernel `isHeard`. */
  dispose(isHeard = true): void {
    if (isHeard && this._inFlight.size > 0) {
      this._host.send({ type: 'cancel', requests: [...this._inFlight.keys()] });
    }
    this._waiting = [];
    this._inFlight.clear();
    clearTimeout(this._silence);
  }

  /** A block has its answer: whatever else was asked for it is in vain. */
  private _heard(wanted: Wanted): void {
    const requests = [...this._inFlight].flatMap(([request, each]) =>
      each === wanted ? [request] : []
    );
    for (const request of requests) {
      this._inFlight.delete(request);
    }
    if (requests.length > 1) {
      this._host.send({ type: 'cancel', requests });
    }
    this._repeats = 0;
    this._listen();
  }

  /** The server drops answers while a cell floods its output. Those that are late after all still count. */
  private _listen(): void {
    clearTimeout(this._silence);
    if (this._inFlight.size > 0) {
      const wait = Math.min(SILENCE_MS * 2 ** this._repeats, MOST_SILENCE_MS);
      this._silence = setTimeout(() => {
        this._repeat();
      }, wait);
    }
  }

  private _repeat(): void {
    if (this._host.isHeard()) {
      if (this._repeats === MOST_REPEATS) {
        this._host.silent();
        return;
      }
      this._repeats += 1;
      for (const wanted of new Set(this._inFlight.values())) {
        this._ask(wanted);
      }
    }
    this._listen();
  }

  private _ask(wanted: Wanted): void {
    const request = this._host.nextRequest();
    this._inFlight.set(request, wanted);
    this._host.send({
      type: 'fetch',
      request,
      array: wanted.array,
      level: wanted.level,
      box: boxToTuple(wanted.box),
      generation: this.volume.generation
    });
    this._listen();
  }

  private _valuesOf(
    { dtype, encoding, array }: Block,
    wanted: Wanted,
    bytes: Uint8Array<ArrayBuffer> | undefined
  ): TypedArray | Promise<TypedArray> {
    const expected = this._dtypeOf(wanted.array);
    if (array !== wanted.array || dtype !== expected || bytes === undefined) {
      const found = `${dtype} ${array} with ${bytes === undefined ? 'no' : 'a'} buffer`;
      throw new ProtocolError('block', found, `${expected} ${wanted.array} with a buffer`);
    }
    const view = (raw: Uint8Array<ArrayBuffer>): TypedArray => {
      if (array !== 'weights' && raw.byteLength !== wanted.bytes) {
        throw new ProtocolError('block', `${raw.byteLength} bytes`, `${wanted.bytes} bytes`);
      }
      return asTypedArray(dtype, raw);
    };
    const size = array === 'weights' ? null : wanted.bytes;
    return encoding === 'raw' ? view(bytes) : this._host.inflate(bytes, size).then(view);
  }

  private _dtypeOf(array: FetchedArray): Block['dtype'] {
    const { segmentation, uncertainty } = this.volume;
    return {
      image: 'uint8',
      segmentation: segmentation.index,
      original: segmentation.index,
      codes: uncertainty.codes,
      weights: 'uint32',
      heights: 'uint8',
      mask: 'uint8'
    }[array] as Block['dtype'];
  }

  private _written(wanted: Wanted): void {
    if (this._unwritten.delete(wanted)) {
      this._writtenBytes += wanted.bytes;
      this._host.progressed();
    }
  }

  private _waiting: Wanted[];
  /** By request; a block that was asked for again is there under several. */
  private readonly _inFlight = new Map<number, Wanted>();
  private _silence: ReturnType<typeof setTimeout> | undefined;
  /** How often the silent kernel was asked again. */
  private _repeats = 0;
  private readonly _unwritten: Set<Wanted>;
  private _totalBytes: number;
  private _writtenBytes = 0;
  private _isPaused = false;
}

function sumOf(blocks: readonly PlannedBlock[]): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
}
