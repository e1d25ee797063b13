import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** What the numbers depend on, in a line each. */
export function machine() {
  const [cpu] = os.cpus();
  const gibibytes = Math.round(os.totalmem() / 2 ** 30);
  return [
    `${os.cpus().length} × ${cpu?.model.trim()}, ${gibibytes} GiB, ${os.type()} ${os.release()}`,
    `load before the run ${os
      .loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}`,
    `huge pages: ${hugePages()}`,
    `Node ${process.versions.node}`
  ];
}

/** NumPy asks for them where the system lets it, which spares cc3d's output half of its time. */
function hugePages() {
  const path = '/sys/kernel/mm/transparent_hugepage/enabled';
  const [, mode] = existsSync(path) ? (readFileSync(path, 'utf8').match(/\[(\w+)\]/) ?? []) : [];
  return mode ?? 'unknown';
}
