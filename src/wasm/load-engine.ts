/** Which engine this thread can run: WebAssembly with SIMD, without, or plain TypeScript. */
import { Labeller } from './labeller';
import { ScriptLabeller } from './oracle';
import type { LabelEngine } from './ranker';
import { supportedBuild } from './simd';

/** Never rejects: without WebAssembly, or without the file, the plain version does the work. */
export async function loadEngine(): Promise<LabelEngine> {
  const build = supportedBuild();
  if (build === null) {
    return new ScriptLabeller();
  }
  try {
    return await Labeller.load(await fetch(addressOf(build)), build);
  } catch {
    return new ScriptLabeller();
  }
}

/** Each address is written out, so that the bundler finds the file. */
function addressOf(build: 'simd' | 'scalar'): URL {
  return build === 'simd'
    ? new URL('./labeller.wasm', import.meta.url)
    : new URL('./labeller.scalar.wasm', import.meta.url);
}
