/** What page and worker say to each other. Buffers are handed over, never shared. */
import type { Box } from '../core/axes';
import type { Consequence } from '../core/consequence';
import type { Found, RegionOrder } from '../core/found';
import type { PictureColour } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import type { PieceChange } from '../core/pieces';
import type { RankParameters, Ranking } from '../core/regions';
import type { FlipBatch, FlipRequest } from './flips';
import type { EngineName, LabellerProblem, PassMap, RankRequest } from './ranker';

export type ToWorker =
  | {
      readonly kind: 'begin';
      readonly task: number;
      readonly request: RankRequest;
      /** Answer with `pieces` instead of `ranked`, and keep them for `edit`. */
      readonly keepsPieces?: boolean;
    }
  /** The next slices; the buffer may be longer than `bytes`. Answered by `taken`, which gives the buffer back. */
  | {
      readonly kind: 'slab';
      readonly task: number;
      readonly buffer: ArrayBuffer;
      readonly bytes: number;
    }
  /** The mask, before the last slices. */
  | { readonly kind: 'mask'; readonly task: number; readonly bits: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'inflate';
      readonly task: number;
      readonly buffer: ArrayBuffer;
      /** Bytes that come out, where known. */
      readonly size: number | null;
    }
  /** Another granularity of what the job of a task is kept for. Answered by `partial` and `ranked`, or `failed` (`lost`). */
  | {
      readonly kind: 'recut';
      readonly task: number;
      readonly of: number;
      readonly parameters: RankParameters;
    }
  /** Answered by `ordered`. */
  | {
      readonly kind: 'order';
      readonly task: number;
      readonly found: Found;
      readonly parameters: RankParameters;
      /** See {@link LabelEngine.order}. */
      readonly consequences: Float64Array<ArrayBuffer> | null;
    }
  /** A segmentation that flips are to be tried on, until the task is cancelled. */
  | { readonly kind: 'flips'; readonly task: number; readonly request: FlipRequest }
  /** Answered by `flipped`. */
  | {
      readonly kind: 'flip';
      readonly task: number;
      readonly number: number;
      readonly batch: FlipBatch;
    }
  /** Answered by `drawn`. */
  | {
      readonly kind: 'draw';
      readonly task: number;
      readonly samples: PictureSamples;
      readonly accent: PictureColour;
    }
  /** Codes of a box of the kept map have changed. Answered by `pieces`, in order. */
  | {
      readonly kind: 'edit';
      readonly task: number;
      readonly box: Box;
      readonly buffer: ArrayBuffer;
      /** It is taken back before the next. */
      readonly isTrial: boolean;
    }
  /** Forget the task and what is kept of it. */
  | { readonly kind: 'cancel'; readonly task: number };

export type FromWorker =
  | { readonly kind: 'ready'; readonly engine: EngineName }
  | { readonly kind: 'taken'; readonly task: number; readonly buffer: ArrayBuffer }
  | { readonly kind: 'progress'; readonly task: number; readonly fraction: number }
  /** All slices are scanned, and those of this map are wanted now. */
  | { readonly kind: 'again'; readonly task: number; readonly map: PassMap }
  /** What is found so far. */
  | { readonly kind: 'partial'; readonly task: number; readonly ranking: Ranking }
  | { readonly kind: 'ranked'; readonly task: number; readonly ranking: Ranking }
  | { readonly kind: 'ordered'; readonly task: number; readonly order: RegionOrder }
  | { readonly kind: 'pieces'; readonly task: number; readonly change: PieceChange }
  | { readonly kind: 'inflated'; readonly task: number; readonly buffer: ArrayBuffer }
  | {
      readonly kind: 'flipped';
      readonly task: number;
      readonly number: number;
      readonly consequences: Consequence[];
    }
  | { readonly kind: 'drawn'; readonly task: number; readonly pixels: ArrayBuffer }
  | { readonly kind: 'failed'; readonly task: number; readonly error: SentError };

/** An error without its prototype, which does not travel. */
export interface SentError {
  /** `score`: it cannot be read. */
  readonly code: LabellerProblem | 'score';
  readonly message: string;
  readonly remedy: string;
}

/** The page's end of a worker, or a stand-in. */
export interface WorkerLike {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}
