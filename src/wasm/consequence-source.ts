/** Consequences for the page: asked for one by one, tried together, and kept as long as the ranking is. */
import type { Consequence, ConsequenceSource } from '../core/consequence';
import type { Ranking } from '../core/regions';
import { runsOfRegion } from '../core/regions';
import { Emitter } from '../core/signals';
import type { FlipBatch } from './flips';
import type { Deferred } from './deferred';
import { deferred } from './deferred';

/** What is tried at a time: little enough for a frame. */
const MOST_REGIONS = 64;
const MOST_VOXELS = 1 << 17;

/** Tries flips, here or in a worker. */
export interface Flipper {
  flip(batch: FlipBatch): Promise<Consequence[]>;
  dispose(): void;
}

export class FlipSource implements ConsequenceSource {
  readonly changed = new Emitter<undefined>();

  /** @param open - called when something is asked for first */
  constructor(private readonly _open: () => Promise<Flipper>) {}

  known(ranking: Ranking, index: number): Consequence | null {
    return this._cache.get(ranking)?.get(index)?.value ?? null;
  }

  of(ranking: Ranking, index: number): Promise<Consequence> {
    const entries = this._cache.get(ranking) ?? new Map<number, Entry>();
    this._cache.set(ranking, entries);
    let entry = entries.get(index);
    if (entry === undefined) {
      entry = { ranking, index, value: null, outcome: deferred<Consequence>() };
      entries.set(index, entry);
      this._waiting.push(entry);
      void this._run();
    }
    return entry.outcome.promise;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._failAll(this._waiting, closed());
      this._waiting = [];
      this.changed.clear();
      void this._flipper?.then(
        flipper => flipper.dispose(),
        () => undefined
      );
    }
  }

  /** Try what waits, batch after batch. What is asked for in one go comes together. */
  private async _run(): Promise<void> {
    if (this._isRunning) {
      return;
    }
    this._isRunning = true;
    await Promise.resolve();
    while (this._waiting.length > 0) {
      const { entries, batch } = this._nextBatch();
      try {
        this._flipper ??= this._open();
        const flipper = await this._flipper;
        const consequences = await flipper.flip(batch);
        this._settle(entries, consequences);
      } catch (error) {
        this._failAll(entries, error instanceof Error ? error : new Error(String(error)));
      }
    }
    this._isRunning = false;
  }

  private _nextBatch(): { entries: Entry[]; batch: FlipBatch } {
    const entries: Entry[] = [];
    const regions: Uint32Array[] = [];
    let voxels = 0;
    while (this._waiting.length > 0 && entries.length < MOST_REGIONS && voxels < MOST_VOXELS) {
      const [entry] = this._waiting.splice(0, 1);
      const region = voxelsOfRegion(entry.ranking, entry.index);
      entries.push(entry);
      regions.push(region);
      voxels += region.length;
    }
    return { entries, batch: joined(regions, voxels) };
  }

  private _settle(entries: readonly Entry[], consequences: readonly Consequence[]): void {
    entries.forEach((entry, i) => {
      entry.value = consequences[i];
      entry.outcome.resolve(consequences[i]);
    });
    this.changed.emit(undefined);
  }

  /** They may be asked for again. */
  private _failAll(entries: readonly Entry[], error: Error): void {
    for (const { ranking, index, outcome } of entries) {
      this._cache.get(ranking)?.delete(index);
      outcome.reject(error);
    }
  }

  private readonly _cache = new WeakMap<Ranking, Map<number, Entry>>();
  private _waiting: Entry[] = [];
  private _flipper: Promise<Flipper> | null = null;
  private _isRunning = false;
  private _isDisposed = false;
}

interface Entry {
  readonly ranking: Ranking;
  readonly index: number;
  value: Consequence | null;
  readonly outcome: Deferred<Consequence>;
}

function voxelsOfRegion(ranking: Ranking, index: number): Uint32Array {
  const { y: sizeY, x: sizeX } = ranking.shape;
  const voxels = new Uint32Array(ranking.table.voxels[index]);
  let count = 0;
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    const row = (z * sizeY + y) * sizeX;
    for (let x = x0; x < x1; x++) {
      voxels[count] = row + x;
      count += 1;
    }
  }
  return voxels.subarray(0, count);
}

function joined(regions: readonly Uint32Array[], total: number): FlipBatch {
  const voxels = new Uint32Array(total);
  let offset = 0;
  for (const region of regions) {
    voxels.set(region, offset);
    offset += region.length;
  }
  return { counts: Uint32Array.from(regions, region => region.length), voxels };
}

function closed(): Error {
  return new DOMException('the segmentation is no longer looked at', 'AbortError');
}
