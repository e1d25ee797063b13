/** What a reviewer waits for with tools in hand: a large ball, smart strokes, undo. Real mouse and key events in the page. */
import { quantile } from '../shared/statistics.mjs';
import { drag, endsOf, press, rest } from './input.mjs';

const BALL_RADIUS = 10;
const SMART_VOXELS = [20, 60, 100];
const MOVES = 10;

/**
 * Main-thread milliseconds of each move of a ball: all that the page does until the frame after it, drawing too. Time of the processor, which
 * leaves out what the main thread waits for a GPU that is none.
 */
export async function measureBall({ page }, size, count) {
  const middle = Math.floor(size / 2);
  await page.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(takeTool, 'brush', middle, BALL_RADIUS);
  const work = [];
  for (let i = 0; i < count + 1; i += 1) {
    const [from, to] = await endsIn(page, line(size, i, 60));
    const before = await taskSeconds(page);
    await drag(page, from, to, { moves: MOVES, between: () => page.evaluate(nextFrame) });
    work.push((1000 * ((await taskSeconds(page)) - before)) / MOVES);
    await rest();
  }
  return both(work.slice(1));
}

/** Smart strokes of several lengths along a line, adding and removing in turn: each move until its answer is drawn, and release until durable. */
export async function measureSmart({ page }, size, count) {
  const middle = Math.floor(size / 2);
  const previews = [];
  const finals = [];
  for (let i = 0; i < count + 1; i += 1) {
    await page.evaluate(takeTool, i % 2 === 0 ? 'add' : 'remove', middle, 2);
    const [from, to] = await endsIn(page, line(size, i, SMART_VOXELS[i % SMART_VOXELS.length]));
    await page.evaluate(watchOffers);
    await drag(page, from, to, { moves: MOVES, between: () => page.evaluate(whenOffered) });
    const stroke = await page.evaluate(whenDurable);
    if (i > 0) {
      previews.push(...stroke.previews);
      finals.push(stroke.final);
    }
    await rest();
  }
  return { strokes: finals.length, previews: both(previews), finals: both(finals) };
}

/** Milliseconds of a frame in which a dot of the page changes and nothing else does: what the browser and its way of drawing cost. */
export async function measureFrames({ page }) {
  return both(await page.evaluate(framesOfADot));
}

/** From the key to the slices drawn, and to durable. */
export async function measureUndo({ page }, count) {
  const taken = [];
  for (let i = 0; i < count; i += 1) {
    await page.evaluate(watchUndo);
    await press(page, 'z', 'KeyZ', { ctrl: true });
    taken.push(await page.evaluate(() => globalThis.voxproofUndo));
    await rest();
  }
  return {
    drawn: both(taken.map(({ drawn }) => drawn)),
    durable: both(taken.map(({ durable }) => durable))
  };
}

const both = values => [0.5, 0.95].map(fraction => Number(quantile(values, fraction).toFixed(1)));

/** A line in the middle slice, another one for each number. */
function line(size, number, voxels) {
  const [z, y] = [
    Math.floor(size / 2),
    Math.floor(size / 8) + ((number * 13) % Math.floor(0.7 * size))
  ];
  const x = Math.floor((size - voxels) / 2);
  return [
    [z, y, x],
    [z, y + Math.floor(voxels / 8), x + voxels - 1]
  ];
}

const endsIn = (page, ends) => page.evaluate(endsOf, ...ends);

async function taskSeconds(page) {
  const { metrics } = await page.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

/* The functions below run in the page. */

function takeTool(name, slice, radius) {
  const { model } = document.querySelector('.vp-Curator').voxproof;
  model.select(null);
  model.moveCursor({ z: slice, y: slice, x: slice });
  model.update({ tool: { ...model.state.tool, name, radius, disc: false, label: 1 } });
}

async function framesOfADot() {
  const FRAMES = 60;
  const dot = document.createElement('div');
  dot.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 4px; height: 4px';
  document.body.append(dot);
  const taken = [];
  for (let frame = 0, last = performance.now(); frame < FRAMES; frame += 1) {
    dot.style.background = frame % 2 === 0 ? 'red' : 'blue';
    await new Promise(requestAnimationFrame);
    taken.push(performance.now() - last);
    last = performance.now();
  }
  dot.remove();
  return taken;
}

function nextFrame() {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

/** Note for each move when the answer to it is drawn; `whenOffered` waits for that. */
function watchOffers() {
  const root = document.querySelector('.vp-Curator');
  const { model, scene } = root.voxproof;
  const watch = { previews: [], moved: null, released: null, waiting: null };
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener(
    'pointermove',
    ({ buttons, timeStamp }) => {
      watch.moved ??= buttons === 1 ? timeStamp : null;
    },
    { capture: true, signal }
  );
  addEventListener('pointerup', event => (watch.released = event.timeStamp), {
    capture: true,
    signal
  });
  let shown = model.state.offer;
  const answered = model.stateChanged.connect(({ offer }) => {
    const isAnswer = offer !== null && offer.voxels !== (shown?.voxels ?? 0);
    shown = offer;
    if (isAnswer && watch.moved !== null) {
      const { moved } = watch;
      watch.moved = null;
      requestAnimationFrame(() => {
        scene.drawNow();
        watch.previews.push(performance.now() - moved);
        watch.waiting?.();
      });
    }
  });
  watch.stop = () => {
    listening.abort();
    answered();
  };
  globalThis.voxproofOffers = watch;
}

/** A move is given so long: one that changes nothing gets no answer that differs, and the next one is not to be measured from it. */
function whenOffered() {
  const LIMIT_MS = 1000;
  const watch = globalThis.voxproofOffers;
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      watch.moved = null;
      resolve();
    }, LIMIT_MS);
    watch.waiting = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function whenDurable() {
  const root = document.querySelector('.vp-Curator');
  const watch = globalThis.voxproofOffers;
  return new Promise((resolve, reject) => {
    const limit = performance.now() + 20_000;
    const look = () => {
      const { state } = root.voxproof.model;
      if (watch.released !== null && state.offer === null && root.dataset.pending === '0') {
        watch.stop();
        resolve({ previews: watch.previews, final: performance.now() - watch.released });
      } else if (performance.now() > limit) {
        watch.stop();
        reject(new Error('the smart stroke was not saved within 20 s'));
      } else {
        setTimeout(look, 1);
      }
    };
    look();
  });
}

function watchUndo() {
  const root = document.querySelector('.vp-Curator');
  root.focus();
  let pressed = null;
  let drawn = null;
  addEventListener('keydown', event => (pressed ??= event.timeStamp), {
    capture: true,
    once: true
  });
  const stop = root.voxproof.scene.drawn.connect(({ kind }) => {
    if (pressed !== null && kind.startsWith('s')) {
      drawn ??= performance.now() - pressed;
    }
  });
  globalThis.voxproofUndo = new Promise((resolve, reject) => {
    const limit = performance.now() + 20_000;
    const look = () => {
      if (drawn !== null && root.dataset.pending === '0') {
        stop();
        resolve({ drawn, durable: performance.now() - pressed });
      } else if (performance.now() > limit) {
        stop();
        reject(new Error('nothing was undone within 20 s'));
      } else {
        setTimeout(look, 1);
      }
    };
    look();
  });
}
