/** The worker: starts the best engine there is and answers the page. Imports nothing of the host application. */
import { inflateStream } from './inflate';
import { loadEngine } from './load-engine';
import { LabellerHost } from './worker-host';
import type { FromWorker, ToWorker } from './worker-messages';

interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

// The project is compiled against the page's types; this file alone runs in a worker.
const scope = globalThis as unknown as WorkerScope;

const host = loadEngine().then(
  engine =>
    new LabellerHost(engine, inflateStream, (message, transfer = []) =>
      scope.postMessage(message, transfer)
    )
);

scope.addEventListener('message', event => {
  void host.then(started => started.receive(event.data));
});
