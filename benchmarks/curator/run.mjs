/** Drives a real JupyterLab in Chromium for each candidate in turn. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PYTHON } from '../../scripts/shell.mjs';
import { CANDIDATES } from './candidates.mjs';
import { measureAgreement, measureRegions, measureStrokes } from './measure-work.mjs';
import { measureBall, measureFrames, measureSmart, measureUndo } from './measure-tools.mjs';
import { browserMemory, show, warmUp, withCandidate } from './measure-show.mjs';

const STROKES = 60;
const REGIONS = 20;
const BALLS = 20;
const SMART = 30;

/** Results of all candidates, or why one was skipped. */
export async function runCurator({ sizes, rounds, only, shots }) {
  makeVolumes([32, ...sizes]);
  const results = [];
  for (const candidate of CANDIDATES.filter(
    ({ name }) => only.length === 0 || only.includes(name)
  )) {
    process.stderr.write(`${candidate.title}\n`);
    try {
      results.push({
        candidate: candidate.title,
        ...(await measure(candidate, sizes, rounds, shots))
      });
    } catch (error) {
      process.stderr.write(`  skipped: ${error.message}\n`);
      results.push({ candidate: candidate.title, skipped: error.message.split('\n')[0] });
    }
  }
  return results;
}

function measure(candidate, sizes, rounds, shots) {
  return withCandidate(candidate, async (notebook, browser) => {
    await warmUp(notebook, candidate);
    const bySize = {};
    for (const size of sizes) {
      const shown = [];
      for (let round = 0; round < rounds; round += 1) {
        shown.push(await show(notebook, candidate, size));
        process.stderr.write(`  ${size}³ ${Math.round(shown.at(-1).slices)} ms\n`);
      }
      const memory = await browserMemory(browser);
      if (shots) {
        writeFileSync(
          join(shots, `${candidate.name}-${size}.png`),
          await notebook.page.screenshot()
        );
      }
      const done = await work(candidate, notebook, size).catch(error => {
        process.stderr.write(`  ${error.message}\n`);
        return { failed: error.message.split('\n')[0] };
      });
      bySize[size] = { shown, memory, ...done };
    }
    return { bySize };
  });
}

/** What only a curator has: strokes and regions. The floor gives its round trip. */
async function work(candidate, notebook, size) {
  if (candidate.name === 'floor') {
    return { roundTrip: await notebook.roundTrips(STROKES, 656) };
  }
  if (candidate.name !== 'voxproof') {
    return {};
  }
  const agreement = await measureAgreement(notebook, size);
  process.stderr.write('  strokes\n');
  const strokes = await measureStrokes(notebook, size, STROKES);
  process.stderr.write('  tools\n');
  const frames = await measureFrames(notebook);
  const ball = await measureBall(notebook, size, BALLS);
  const smart = await measureSmart(notebook, size, SMART);
  const undo = await measureUndo(notebook, BALLS);
  process.stderr.write('  regions\n');
  const regions = await measureRegions(notebook, REGIONS);
  return { agreement, strokes, frames, ball, smart, undo, regions };
}

function makeVolumes(sizes) {
  const { status } = spawnSync(
    PYTHON,
    [join(import.meta.dirname, 'volumes.py'), ...sizes.map(String)],
    {
      stdio: ['ignore', 'ignore', 'inherit']
    }
  );
  if (status !== 0) {
    throw new Error('the volumes could not be made: see above');
  }
}
