/** Asks the kernel for the voxels of judged regions that no list here has had, and for what there was before the last prediction. */
import type { CurationModel } from '../core/model';
import { asTypedArray } from '../core/volume';
import { ProtocolError } from './fields';
import type { Areas, ToKernel } from './messages';

/** An answer that has not come for so long is asked for again, when there is an occasion. */
const LATE_MS = 8000;
/** Names in one question. */
const MOST_REGIONS = 4096;
const PAIR = 2;

export class AreaSync {
  /** @param _send - sends a question */
  constructor(
    private readonly _model: CurationModel,
    private readonly _send: (message: ToKernel) => void
  ) {}

  /** A generation begins. @param hasBefore - whether the kernel knows what there was before it */
  restart(hasBefore: boolean): void {
    this._asked.clear();
    this._wantsBefore = hasBefore;
    this._beforeAsked = null;
  }

  /** Ask for what is not known and not on its way. */
  follow(): void {
    const now = Date.now();
    const isDue = (asked: number | null | undefined) => now - (asked ?? -LATE_MS) >= LATE_MS;
    const regions = this._model.unknownAreas
      .filter(region => isDue(this._asked.get(region)))
      .slice(0, MOST_REGIONS);
    const before = this._wantsBefore && isDue(this._beforeAsked);
    if (regions.length > 0 || before) {
      for (const region of regions) {
        this._asked.set(region, now);
      }
      this._beforeAsked = before ? now : this._beforeAsked;
      this._send({ type: 'voxels', regions, before });
    }
  }

  /** Throws {@link ProtocolError} when the buffer does not hold what the header says. */
  receive({ generation, regions, before }: Areas, bytes: Uint8Array<ArrayBuffer>): void {
    const pairs = asTypedArray('uint32', bytes);
    const counts = [...regions.map(({ rows }) => rows), ...(before ? Object.values(before) : [])];
    const expected = PAIR * counts.reduce((sum, rows) => sum + rows, 0);
    if (pairs.length !== expected) {
      throw new ProtocolError('areas', `${pairs.length} numbers`, `${expected} numbers`);
    }
    if (generation !== this._model.volume?.generation) {
      return;
    }
    let at = 0;
    const take = (rows: number) => pairs.slice(at, (at += PAIR * rows));
    this._model.setAreas(new Map(regions.map(({ region, rows }) => [region, take(rows)])));
    if (before !== null) {
      this._wantsBefore = false;
      this._model.setBefore({ listed: take(before.listed), settled: take(before.settled) });
    }
  }

  private readonly _asked = new Map<string, number>();
  private _wantsBefore = false;
  private _beforeAsked: number | null = null;
}
