/**
 * Runs in every document before its own scripts. Counts the bytes of its sockets, and keeps small copies of what its
 * canvases showed when, so that the moment of the right picture is found afterwards, the same way for everything that is compared.
 */
export function recorder() {
  const THUMBNAIL = 48;
  const EVERY_MS = 20;
  const now = () => performance.timeOrigin + performance.now();
  const bytes = { down: 0, up: 0 };
  let history = [];
  let reached = {};
  let timers = [];

  const NativeSocket = globalThis.WebSocket;
  const sizeOf = data => data.byteLength ?? data.size ?? data.length;
  globalThis.WebSocket = class extends NativeSocket {
    constructor(...values) {
      super(...values);
      this.addEventListener('message', ({ data }) => (bytes.down += sizeOf(data)));
    }
    send(data) {
      bytes.up += sizeOf(data);
      super.send(data);
    }
  };

  // What a WebGL canvas shows can be read later only if it is kept.
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (type, options) {
    const kept = String(type).startsWith('webgl')
      ? { ...options, preserveDrawingBuffer: true }
      : options;
    return getContext.call(this, type, kept);
  };

  const small = new OffscreenCanvas(THUMBNAIL, THUMBNAIL).getContext('2d', {
    willReadFrequently: true
  });
  const thumbnail = (canvas, [left, top, width, height]) => {
    const [w, h] = [canvas.width, canvas.height];
    small.clearRect(0, 0, THUMBNAIL, THUMBNAIL);
    small.drawImage(canvas, left * w, top * h, width * w, height * h, 0, 0, THUMBNAIL, THUMBNAIL);
    return small.getImageData(0, 0, THUMBNAIL, THUMBNAIL).data;
  };
  // A viewer in a frame draws its four panes in one canvas.
  const parts =
    globalThis === globalThis.top
      ? { '': [0, 0, 1, 1] }
      : {
          'top left': [0, 0, 0.5, 0.5],
          'top right': [0.5, 0, 0.5, 0.5],
          'bottom left': [0, 0.5, 0.5, 0.5],
          'bottom right': [0.5, 0.5, 0.5, 0.5]
        };
  const look = selector => {
    for (const canvas of document.querySelectorAll(selector)) {
      if (canvas.width > 1 && canvas.height > 1 && canvas.clientWidth > 40) {
        for (const [part, area] of Object.entries(parts)) {
          const data = thumbnail(canvas, area);
          const last = history.findLast(entry => entry.canvas === canvas && entry.part === part);
          if (!last || data.some((value, i) => value !== last.data[i])) {
            history.push({ canvas, part, time: now(), data });
          }
        }
      }
    }
  };

  const distance = (a, b) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0);
  /** Distance from a picture of one colour: what there is to see. */
  const contrast = data => {
    const mean = [0, 1, 2, 3].map(
      c => data.reduce((sum, v, i) => sum + (i % 4 === c ? v : 0), 0) / (data.length / 4)
    );
    return data.reduce((sum, value, i) => sum + Math.abs(value - mean[i % 4]), 0);
  };

  /** When a picture became what it stayed: within 8 % of its final contrast. */
  const pictureOf = (canvas, part) => {
    const seen = history.filter(entry => entry.canvas === canvas && entry.part === part);
    const final = seen.at(-1).data;
    const allowed = 0.08 * contrast(final);
    const lastWrong = seen.findLastIndex(({ data }) => distance(data, final) > allowed);
    const name = part || (canvas.closest('[data-view]')?.dataset.view ?? canvas.className);
    return {
      name,
      isEmpty: allowed === 0,
      right: seen[lastWrong + 1].time,
      last: seen.at(-1).time
    };
  };

  const report = () => ({
    bytes: { ...bytes },
    reached,
    pictures: [...new Set(history.map(({ canvas }) => canvas))]
      .filter(canvas => canvas.isConnected)
      .flatMap(canvas => Object.keys(parts).map(part => pictureOf(canvas, part)))
  });

  const bench = {
    now,
    bytes,
    report,
    /** Begin to watch canvases, and for elements that tell by their being there that something is reached. */
    watch(canvases, milestones = {}) {
      bench.stop();
      history = [];
      reached = {};
      const check = () => {
        for (const [name, selector] of Object.entries(milestones)) {
          if (!(name in reached) && document.querySelector(selector) !== null) {
            reached[name] = now();
          }
        }
      };
      timers = [setInterval(() => look(canvases), EVERY_MS), setInterval(check, 5)];
      look(canvases);
    },
    stop() {
      timers.forEach(clearInterval);
    },
    /** Time of the last change seen in any canvas. */
    lastChange: () => history.reduce((latest, { time }) => Math.max(latest, time), 0)
  };
  globalThis.voxproofBench = bench;
  if (globalThis !== globalThis.top) {
    bench.watch('canvas');
    globalThis.addEventListener('message', ({ data, source }) => {
      if (data?.voxproofBench === 'report') {
        source.postMessage(
          { voxproofBench: 'answer', report: report(), lastChange: bench.lastChange() },
          '*'
        );
      }
    });
  }
}
