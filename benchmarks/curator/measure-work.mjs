/** What a reviewer waits for once the curator is shown: strokes, and the next region. Real mouse and key events; times from their stamps. */
import { quantile } from '../shared/statistics.mjs';
import { drag, endsOf, press, rest } from './input.mjs';

/** Voxels of a stroke: a straight line, one voxel wide. */
const STROKE_VOXELS = 41;
const MOVES = 8;
const RUN_BYTES = 16;

/** Strokes in the z slice, each followed by a bare round trip with as many bytes, so that both meet the same machine. */
export async function measureStrokes(notebook, size, count) {
  const { page } = notebook;
  const z = Math.floor(size / 2);
  const first = Math.floor((size - STROKE_VOXELS) / 2);
  await page.evaluate(takeBrush, z, first);
  await page.evaluate(() => document.querySelector('.vp-Curator').scrollIntoView());
  const strokes = [];
  // Lines three voxels apart, so that each changes voxels; the first two warm up.
  const lines = Math.min(count + 2, Math.floor(size / 4));
  for (let i = 0; i < lines; i += 1) {
    const x = Math.floor(size / 8) + 3 * i;
    const [from, to] = await page.evaluate(
      endsOf,
      [z, first, x],
      [z, first + STROKE_VOXELS - 1, x]
    );
    await page.evaluate(watchStroke);
    await drag(page, from, to, { moves: MOVES });
    const stroke = await page.evaluate(() => globalThis.voxproofStroke);
    const [roundTrip] = await notebook.roundTrips(1, STROKE_VOXELS * RUN_BYTES);
    await rest();
    if (i >= 2) {
      strokes.push({ ...stroke, roundTrip });
    }
  }
  const edits = await notebook.value('[int(n) for n in bench._shown.edits["voxels"]]');
  const moves = strokes.flatMap(stroke => stroke.moves);
  const both = (values, digits = 1) =>
    [0.5, 0.95].map(fraction => Number(quantile(values, fraction).toFixed(digits)));
  return {
    strokes: strokes.length,
    voxels: both(edits.slice(2), 0),
    up: both(
      strokes.map(stroke => stroke.up),
      0
    ),
    down: both(
      strokes.map(stroke => stroke.down),
      0
    ),
    visible: both(moves.map(move => move.visible)),
    sameFrame: moves.filter(move => move.inFrame).length / moves.length,
    durable: both(strokes.map(stroke => stroke.durable)),
    roundTrip: both(strokes.map(stroke => stroke.roundTrip))
  };
}

/** Key `n` until all three slices are drawn, again and again. */
export async function measureRegions(notebook, count) {
  const { page } = notebook;
  const taken = [];
  for (let i = 0; i < count; i += 1) {
    await page.evaluate(watchRegion);
    await press(page, 'n', 'KeyN');
    taken.push(await page.evaluate(() => globalThis.voxproofRegion));
  }
  return {
    regions: count,
    slices: [0.5, 0.95].map(f =>
      quantile(
        taken.map(({ slices }) => slices),
        f
      )
    ),
    coarse: quantile(
      taken.map(({ coarse }) => coarse),
      0.5
    )
  };
}

/** Correlation of the grey on screen with the array at random voxels of the three slices. */
export async function measureAgreement(notebook, size) {
  const middle = Math.floor(size / 2);
  const some = () => Math.floor(size * (0.1 + 0.8 * Math.random()));
  const points = ['z', 'y', 'x'].flatMap((view, axis) =>
    Array.from({ length: 40 }, () => ({
      view,
      voxel: [0, 1, 2].map(i => (i === axis ? middle : some()))
    }))
  );
  const voxels = JSON.stringify(points.map(({ voxel }) => voxel));
  const values = await notebook.value(`[int(bench.arrays[0][tuple(v)]) for v in ${voxels}]`);
  const seen = await notebook.page.evaluate(probeAll, points, middle);
  return correlation(values, seen);
}

function correlation(a, b) {
  const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (p, q, mp, mq) =>
    p.reduce((sum, value, i) => sum + (value - mp) * (q[i] - mq), 0);
  return product(a, b, ma, mb) / Math.sqrt(product(a, a, ma, ma) * product(b, b, mb, mb));
}

/* The functions below run in the page. */

function takeBrush(z, first) {
  const { model } = document.querySelector('.vp-Curator').voxproof;
  model.select(null);
  model.moveCursor({ z, y: first, x: first });
  model.update({ tool: { ...model.state.tool, name: 'brush', radius: 0.5, disc: true, label: 1 } });
}

function watchStroke() {
  const root = document.querySelector('.vp-Curator');
  const bench = globalThis.voxproofBench;
  const before = { ...bench.bytes };
  const moves = [];
  let released = null;
  let last = null;
  const onMove = event => {
    const place = `${event.clientX} ${event.clientY}`;
    const isMove = event.buttons === 1 && last !== null && place !== last;
    last = event.buttons === 1 ? place : null;
    if (isMove) {
      const move = { stamp: event.timeStamp };
      moves.push(move);
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          move.nextFrame = performance.now();
        })
      );
    }
  };
  const onUp = event => {
    released = event.timeStamp;
  };
  addEventListener('pointermove', onMove, true);
  addEventListener('pointerup', onUp, true);
  const stopDrawn = root.voxproof.scene.drawn.connect(({ kind, view }) => {
    if (kind === 'stroke-drawn' && view === 'z') {
      moves
        .filter(move => move.drawn === undefined)
        .forEach(move => (move.drawn = performance.now()));
    }
  });
  globalThis.voxproofStroke = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the stroke was not saved within 20 s')),
      20_000
    );
    const observer = new MutationObserver(() => {
      if (released === null || root.dataset.pending !== '0') {
        return;
      }
      const durable = performance.now() - released;
      clearTimeout(timer);
      observer.disconnect();
      stopDrawn();
      removeEventListener('pointermove', onMove, true);
      removeEventListener('pointerup', onUp, true);
      // Two frames later the last move is drawn; half a second later the 3D view rests.
      setTimeout(() => {
        resolve({
          durable,
          up: bench.bytes.up - before.up,
          down: bench.bytes.down - before.down,
          moves: moves
            .filter(move => move.drawn !== undefined)
            .map(move => ({
              visible: move.drawn - move.stamp,
              inFrame: move.nextFrame === undefined || move.drawn < move.nextFrame
            }))
        });
      }, 500);
    });
    observer.observe(root, { attributes: true, attributeFilter: ['data-pending'] });
  });
}

function watchRegion() {
  const REST_MS = 900;
  const root = document.querySelector('.vp-Curator');
  root.focus();
  const drawn = {};
  let pressed;
  addEventListener('keydown', event => (pressed = event.timeStamp), { capture: true, once: true });
  const stop = root.voxproof.scene.drawn.connect(({ view }) => {
    if (pressed !== undefined) {
      drawn[view] ??= performance.now() - pressed;
    }
  });
  globalThis.voxproofRegion = new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const since = performance.now() - pressed;
      const slices = Math.max(drawn.z, drawn.y, drawn.x);
      // Let the fine 3D picture come, as it does while a person looks.
      if (since > REST_MS && slices > 0) {
        clearInterval(timer);
        stop();
        resolve({ slices, coarse: drawn.volume ?? null });
      } else if (since > 60_000) {
        clearInterval(timer);
        stop();
        reject(new Error(`the next region was not drawn within 60 s, only ${Object.keys(drawn)}`));
      }
    }, 100);
  });
}

async function probeAll(points, middle) {
  const { voxproof } = document.querySelector('.vp-Curator');
  const { model } = voxproof;
  const { layers } = model.state;
  model.update({ layers: { ...layers, segmentation: 'off', region: false, uncertainty: false } });
  model.moveCursor({ z: middle, y: middle, x: middle });
  await voxproof.drawn();
  const seen = points.map(({ view, voxel }) => voxproof.probe(view, voxel)[1]);
  model.update({ layers });
  return seen;
}
