/** The one observable used in `core`, so that it runs without any host. Same manners as a Lumino signal. */
export type Listener<T> = (value: T) => void;

export class Emitter<T> {
  /** @returns a function that disconnects. */
  connect(listener: Listener<T>): () => void {
    this._listeners.add(listener);
    return () => {
      this._listeners.delete(listener);
    };
  }

  emit(value: T): void {
    for (const listener of [...this._listeners]) {
      listener(value);
    }
  }

  clear(): void {
    this._listeners.clear();
  }

  private readonly _listeners = new Set<Listener<T>>();
}
