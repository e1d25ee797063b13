/**
 * What sessions of this page have not got to their kernel. A kernel that is gone leaves it behind, and the next session of the same
 * volume in the same notebook takes it over. The page asks before it is closed with any of it.
 */
import type { DOMWidgetModel } from '@jupyter-widgets/base';
import type { VolumeDescription } from '../core/state';
import type { Unsent } from '../kernel';

/** Who has acts that are not sent. */
export interface Holder {
  /** Path of the notebook. */
  readonly document: string;
  /** The kernel is gone: the acts can only be sent by another session. */
  readonly isGone: boolean;
  /** A file has them all. */
  readonly isOnFile: boolean;
  unsent(): Unsent | null;
  /** Another has taken them over. */
  letGo(): void;
  /** The same, once it is gone from the page. */
  forget(): void;
}

export interface Claim {
  /** Acts on the very volume and generation. */
  readonly fitting: readonly Unsent[];
  /** Acts on another generation or data type of it. */
  readonly others: readonly Unsent[];
}

export class Estate {
  /** @returns a function that takes the holder away; what it still has stays. */
  add(holder: Holder): () => void {
    this._put(holder);
    return () => {
      this._holders.delete(holder);
      const unsent = holder.unsent();
      if (unsent !== null) {
        this._put(new Remains(holder, unsent));
      }
      this._watch();
    };
  }

  /** Hand over what belongs to a session that begins. */
  claim(document: string, volume: VolumeDescription): Claim {
    const fitting: Unsent[] = [];
    const others: Unsent[] = [];
    for (const holder of [...this._holders]) {
      const unsent = holder.isGone && holder.document === document ? holder.unsent() : null;
      if (unsent !== null && isSameVolume(unsent.volume, volume)) {
        (fits(unsent, volume) ? fitting : others).push(unsent);
        holder.letGo();
        if (holder instanceof Remains) {
          this._holders.delete(holder);
        }
      }
    }
    this._watch();
    return { fitting, others };
  }

  private _put(holder: Holder): void {
    this._holders.add(holder);
    this._watch();
  }

  /** A listener keeps the page out of the browser's cache of pages: only while there is somebody to ask for. */
  private _watch(): void {
    if (this._holders.size > 0) {
      window.addEventListener('beforeunload', this._beforeUnload);
    } else {
      window.removeEventListener('beforeunload', this._beforeUnload);
    }
  }

  private readonly _beforeUnload = (event: BeforeUnloadEvent): void => {
    if ([...this._holders].some(holder => holder.unsent() !== null && !holder.isOnFile)) {
      event.preventDefault();
    }
  };

  private readonly _holders = new Set<Holder>();
}

/** Of the page. */
export const estate = new Estate();

/** Path of the notebook a widget is in; other hosts have no such thing. */
export function documentOf(widget: DOMWidgetModel): string {
  const manager: unknown = widget.widget_manager;
  const context = isObject(manager) && 'context' in manager ? manager.context : null;
  const path = isObject(context) && 'path' in context ? context.path : null;
  return typeof path === 'string' ? path : '';
}

/** What a session that is disposed of has left. */
class Remains implements Holder {
  readonly isGone = true;
  readonly document: string;
  readonly isOnFile: boolean;

  constructor(
    private readonly _holder: Holder,
    private readonly _unsent: Unsent
  ) {
    ({ document: this.document, isOnFile: this.isOnFile } = _holder);
  }

  unsent(): Unsent {
    return this._unsent;
  }

  letGo(): void {
    this.forget();
  }

  forget(): void {
    this._holder.forget();
  }
}

/** Unnamed volumes are named after their content, and a name belongs to one journal. */
export function isSameVolume(a: VolumeDescription, b: VolumeDescription): boolean {
  const { z, y, x } = b.shape;
  return a.name === b.name && a.shape.z === z && a.shape.y === y && a.shape.x === x;
}

export function fits({ volume, acts }: Unsent, next: VolumeDescription): boolean {
  return (
    volume.segmentation.dtype === next.segmentation.dtype &&
    acts.every(({ generation }) => generation === next.generation)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
