/** `npm run format`: lay out every file as the checks want it. */
import { join } from 'node:path';
import { ROOT, main, run, venvBin } from './environment.mjs';

await main(() => {
  run(process.execPath, [join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs'), '--write', '--log-level', 'warn', '.'], 'prettier failed.');
  run(venvBin('ruff'), ['format', '--quiet', '.'], 'ruff format failed.');
  run(venvBin('ruff'), ['check', '--fix', '--quiet', '.'], 'ruff found what it cannot mend: see above.');
});
