/** The page's side of counting pieces: how each change of a segmentation changes the numbers of its connected pieces, loops and cavities. */
import type { Box } from '../core/axes';
import { boxShape, voxelCount } from '../core/axes';
import type { PieceChange, PieceSource } from '../core/pieces';
import type { Volume } from '../core/volume';
import { readBlock } from '../core/volume';
import { PieceTask } from './piece-task';
import { pieceParameters } from './pieces';
import { requestFor } from './ranker';
import type { WorkerClient } from './worker-client';

/** Larger boxes are not copied: all is counted anew, a few slices at a time. */
const MOST_VOXELS = 1 << 23;
/** Larger boxes are not tried: copying one while a stroke is drawn must not be noticed. */
const MOST_TRIED_VOXELS = 1 << 21;

/** Counts from the moment it is made. Where no worker can start, and with more labels than 16 bits have, it knows nothing and says null. */
export class PieceCounter implements PieceSource {
  /**
   * @param client - of the worker, or null.
   * @param segmentation - label indices. Borrowed until {@link dispose}, and read when an edit is told.
   */
  constructor(
    client: Promise<WorkerClient | null>,
    private readonly _segmentation: Volume
  ) {
    client.then(
      found => {
        this._client = this._isDisposed ? null : found;
        this._start();
      },
      () => undefined
    );
  }

  /**
   * Voxels in a box have changed, and are in the array. Returns at once but for a copy of the box.
   * @returns what the worker finds; null when pieces are not counted yet, and when so much has changed that they are counted anew. Never
   * rejects.
   */
  edited(box: Box): Promise<PieceChange | null> {
    if (voxelCount(boxShape(box)) > MOST_VOXELS) {
      this._start();
      return Promise.resolve(null);
    }
    return this._task?.edit(box) ?? Promise.resolve(null);
  }

  /** See {@link PieceSource.tried}. Returns at once but for a copy of the box; null also for boxes of more than 2²¹ voxels. */
  tried(box: Box): Promise<PieceChange | null> {
    const isSmall = voxelCount(boxShape(box)) <= MOST_TRIED_VOXELS;
    return (isSmall ? this._task?.edit(box, true) : null) ?? Promise.resolve(null);
  }

  /** Twice is safe. */
  dispose(): void {
    this._isDisposed = true;
    this._task?.cancel();
    this._task = null;
    this._client = null;
  }

  private _start(): void {
    this._task?.cancel();
    const client = this._client;
    const { data, shape } = this._segmentation;
    if (client !== null && !(data instanceof Uint32Array)) {
      const codes = 2 ** (8 * data.BYTES_PER_ELEMENT);
      const weights = Uint32Array.from({ length: codes }, (_, code) => code);
      const request = requestFor(data, shape, weights, pieceParameters(), {});
      const read = (box: Box): ArrayBuffer => readBlock(this._segmentation, box).data.buffer;
      const task = new PieceTask(client.nextId(), data, request, read, () => client.remove(task));
      this._task = task;
      client.add(task);
    }
  }

  private _client: WorkerClient | null = null;
  private _task: PieceTask | null = null;
  private _isDisposed = false;
}
