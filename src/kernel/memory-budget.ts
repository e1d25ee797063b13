/** How much of the page's memory all volumes together may take, so that one too many is refused before the browser ends the page. */
import { voxelCount } from '../core/axes';
import type { VolumeDescription } from '../core/state';
import type { Translation } from '../core/translation';
import { bytesPerVoxel } from '../core/volume';

/** A volume that the page has no room for. */
export class NoRoomError extends RangeError {
  readonly tag = 'NoRoom';

  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}

export class MemoryBudget {
  /** @param mostBytes - of all volumes; asked at each claim */
  constructor(readonly mostBytes: () => number) {}

  /**
   * Take what a volume needs; call {@link release} once for each.
   * @param owner - who has it, by identity
   * Throws {@link NoRoomError} when it does not fit beside what others have.
   */
  claim(owner: object, volume: VolumeDescription, trans: Translation): void {
    const bytes = volumeBytes(volume);
    const taken = this._taken();
    const mostBytes = this.mostBytes();
    if (taken + bytes > mostBytes) {
      throw noRoom(volume, { bytes, mostBytes, taken }, trans);
    }
    this._claims.set(owner, bytes);
  }

  /** Twice is safe. */
  release(owner: object): void {
    this._claims.delete(owner);
  }

  private _taken(): number {
    return [...this._claims.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  private readonly _claims = new Map<object, number>();
}

/** Of the arrays that a view needs from the beginning. */
export function volumeBytes({ shape, segmentation, uncertainty }: VolumeDescription): number {
  const searched = uncertainty.heights ? 1 : 1 / 8;
  const each = 1 + bytesPerVoxel(segmentation.index) + bytesPerVoxel(uncertainty.codes) + searched;
  return Math.ceil(voxelCount(shape) * each);
}

/** Bytes of one volume, of all at most, and of those that are open. */
interface Room {
  readonly bytes: number;
  readonly mostBytes: number;
  readonly taken: number;
}

/** What was found, what there is, and how much of the volume can be shown. */
export function noRoom(
  { shape: { z, y, x } }: VolumeDescription,
  { bytes, mostBytes, taken }: Room,
  trans: Translation
): NoRoomError {
  const message = trans.__(
    "Found a volume of %1 voxels, which takes %2 of the browser's memory; this page may hold %3, and others hold %4 of it.",
    `${z} × ${y} × ${x}`,
    megabytes(bytes),
    megabytes(mostBytes),
    megabytes(taken)
  );
  const slices = Math.floor((z * Math.max(0, mostBytes - taken)) / bytes);
  const part =
    slices === 0
      ? trans.__('Curate a part of the volume.')
      : trans.__(
          'Curate %1 of its %2 slices at a time: Curator(image[:%1], segmentation[:%1], …) edits the same array.',
          slices,
          z
        );
  const room = trans.__('Or clear the outputs of other curators and run the cell again.');
  return new NoRoomError(message, taken === 0 ? part : `${part} ${room}`);
}

/** Such as `4.0 GB`, or `12.5 MB` where it is less than a tenth of that. */
export function megabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
