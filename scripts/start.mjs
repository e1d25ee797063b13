/** `npm start`: the environment, the build, then JupyterLab on the first example. Arguments after `--` go to JupyterLab. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { prepareBuild, prepareEnvironment } from './environment.mjs';
import { Missing, ROOT, environmentVariables, isRoot, main, venvBin } from './shell.mjs';

/** On Linux a browser needs a screen; WSL opens the one of Windows. */
function hasScreen() {
  return (
    process.platform !== 'linux' ||
    ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'].some(name => process.env[name])
  );
}

function labArguments(given) {
  // As default address, so that the printed one opens the example too.
  const args = ['lab', '--LabApp.default_url=/lab/tree/examples/01-curate.ipynb', ...given];
  if (isRoot()) {
    args.push('--allow-root');
  }
  if (!hasScreen() && !given.includes('--no-browser')) {
    process.stdout.write(
      'Found no screen for a browser: open the address below in a browser of your own.\n'
    );
    args.push('--no-browser');
  }
  return args;
}

await main(() => {
  prepareEnvironment();
  prepareBuild();
  const jupyter = venvBin('jupyter');
  if (!existsSync(jupyter)) {
    throw new Missing(
      'Found no JupyterLab in .venv: delete the folder .venv and run the command again.'
    );
  }
  const lab = spawn(jupyter, labArguments(process.argv.slice(2)), {
    cwd: ROOT,
    env: environmentVariables(),
    stdio: 'inherit'
  });
  // In a terminal Ctrl-C reaches JupyterLab by itself, and a second one would skip its question.
  process.on('SIGINT', () => process.stdin.isTTY || lab.kill('SIGINT'));
  process.on('SIGTERM', () => lab.kill('SIGTERM'));
  return new Promise(resolve => lab.on('exit', code => resolve(code)));
});
