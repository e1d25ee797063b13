/** What this thread can run: WebAssembly with SIMD, without, or plain TypeScript. */
import { inflateStream } from './inflate';
import { Labeller } from './labeller';
import { ScriptLabeller } from './oracle';
import type { Inflate, LabelEngine } from './ranker';
import { supportedBuild } from './simd';

export interface Engines {
  readonly labeller: LabelEngine;
  readonly inflate: Inflate;
}

/** Never rejects: without WebAssembly, or without the file, the plain version does the work. */
export async function loadEngines(): Promise<Engines> {
  const build = supportedBuild();
  if (build === null) {
    return plainEngines();
  }
  try {
    return enginesOf(await Labeller.load(await fetch(addressOf(build)), build));
  } catch {
    return plainEngines();
  }
}

export function enginesOf(labeller: Labeller): Engines {
  const inflater = labeller.newInflater();
  return { labeller, inflate: (bytes, size) => inflater.inflate(bytes, size) };
}

export function plainEngines(): Engines {
  return { labeller: new ScriptLabeller(), inflate: inflateStream };
}

/** Each address is written out, so that the bundler finds the file. */
function addressOf(build: 'simd' | 'scalar'): URL {
  return build === 'simd'
    ? new URL('./labeller.wasm', import.meta.url)
    : new URL('./labeller.scalar.wasm', import.meta.url);
}
