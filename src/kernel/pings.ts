/** Round trips that are under way. */
interface Ping {
  readonly began: number;
  readonly resolve: (milliseconds: number) => void;
}

export class Pings {
  /** Milliseconds from `send` until the answer to `request`. */
  begin(request: number, send: () => void): Promise<number> {
    return new Promise(resolve => {
      this._pings.set(request, { began: performance.now(), resolve });
      send();
    });
  }

  end(request: number): void {
    const ping = this._pings.get(request);
    this._pings.delete(request);
    ping?.resolve(performance.now() - ping.began);
  }

  private readonly _pings = new Map<number, Ping>();
}
