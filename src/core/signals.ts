/**
 * The one observable used in `core`, so that it runs without any host. Same manners as a Lumino signal: a listener that throws is
 * reported as an uncaught error and hinders neither the others nor the emitter.
 */
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
      if (this._listeners.has(listener)) {
        callSafely(listener, value);
      }
    }
  }

  clear(): void {
    this._listeners.clear();
  }

  private readonly _listeners = new Set<Listener<T>>();
}

function callSafely<T>(listener: Listener<T>, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
