/** `npm start`: the environment, the build, then JupyterLab on the first example. Arguments after `--` go to JupyterLab. */
import { spawn } from 'node:child_process';
import { ROOT, environmentVariables, main, prepare, venvBin } from './environment.mjs';

await main(() => {
  prepare();
  const args = ['lab', 'examples/01-curate.ipynb', ...process.argv.slice(2)];
  if (process.getuid?.() === 0) {
    args.push('--allow-root');
  }
  const lab = spawn(venvBin('jupyter'), args, { cwd: ROOT, env: environmentVariables(), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => lab.kill(signal));
  }
  return new Promise(resolve => lab.on('exit', code => resolve(code ?? 0)));
});
