/** Workers for tests, in this very thread. */
import { createRanker } from './index';
import { inflateStream } from './inflate';
import type { LabelEngine } from './ranker';
import { ENGINES } from './testing';
import { LabellerHost } from './worker-host';
import type { FromWorker, ToWorker, WorkerLike } from './worker-messages';

/** Its messages are cloned and handed over as real ones are. */
export class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  readonly sent: ToWorker['kind'][] = [];
  isTerminated = false;

  constructor(engine: Promise<LabelEngine>, keptBytes?: number) {
    this._host = engine.then(
      started =>
        new LabellerHost(
          started,
          inflateStream,
          (message, transfer = []) => this._deliver(structuredClone(message, { transfer })),
          keptBytes
        )
    );
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    this.sent.push(message.kind);
    const received = structuredClone(message, { transfer });
    void this._host.then(host => {
      if (!this.isTerminated) {
        return host.receive(received);
      }
    });
  }

  crash(message = 'out of memory'): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  private _deliver(data: FromWorker): void {
    queueMicrotask(() => {
      if (!this.isTerminated) {
        this.onmessage?.({ data } as MessageEvent<FromWorker>);
      }
    });
  }

  private readonly _host: Promise<LabellerHost>;
}

/** A ranker, and the workers that it starts. */
export function withWorkers(
  engine: () => Promise<LabelEngine> = ENGINES['simd'],
  keptBytes?: number
) {
  const workers: FakeWorker[] = [];
  const ranker = createRanker({
    createWorker: () => {
      workers.push(new FakeWorker(engine(), keptBytes));
      return workers[workers.length - 1];
    }
  });
  return { ranker, workers };
}
