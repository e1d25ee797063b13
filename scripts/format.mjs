/** `npm run format`: lay out every file as the checks want it. */
import { main, nodeBin, run, venvBin } from './shell.mjs';

await main(() => {
  run(
    [...nodeBin('prettier', 'bin', 'prettier.cjs'), '--write', '--log-level', 'warn', '.'],
    'prettier failed.'
  );
  run([venvBin('ruff'), 'format', '--quiet', '.'], 'ruff format failed.');
  run(
    [venvBin('ruff'), 'check', '--fix', '--quiet', '.'],
    'ruff found what it cannot mend: see above.'
  );
});
