/**
 * Lays out a module so that gzip finds more that it has seen: functions that resemble each other lie side by side, and where they lie and
 * how locals are numbered is found by trial. What runs is the same; the same input gives the same bytes.
 */
import { Buffer } from 'node:buffer';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { readModule, writeModule } from './wasm-file.mjs';

/** What gzip looks back on. */
const WINDOW = 32768;

/** Of how many places between functions one is tried. */
const STRIDE = 5;

/** The same module in other bytes, which gzip makes smaller. */
export function shrink(bytes) {
  const module = readModule(bytes);
  const order = chained(module.functions);
  const size = () => gzipSync(writeModule(module, order), { level: 9 }).length;
  renumber(module.functions, size);
  move(order, size);
  renumber(module.functions, size);
  const result = writeModule(module, order);
  if (!WebAssembly.validate(result)) {
    throw new Error('The module that was laid out anew is not valid: see scripts/shrink.mjs.');
  }
  return result;
}

/** From the first function on, always the one of which most is there already. */
function chained(functions) {
  const bodies = functions.map(({ code }) => code);
  const alone = bodies.map(body => deflateRawSync(body, { level: 9 }).length);
  const order = [0];
  const rest = new Set(bodies.keys());
  rest.delete(0);
  while (rest.size > 0) {
    const dictionary = Buffer.concat(order.map(f => bodies[f])).subarray(-WINDOW);
    const gain = f =>
      (alone[f] - deflateRawSync(bodies[f], { level: 9, dictionary }).length) /
      Math.sqrt(bodies[f].length);
    const next = best([...rest], f => -gain(f));
    order.push(next);
    rest.delete(next);
  }
  return order;
}

/** Move each function to that of some places where it makes the module smallest. */
function move(order, size) {
  let least = size();
  for (const f of [...order]) {
    const from = order.indexOf(f);
    order.splice(from, 1);
    const places = [...order.keys(), order.length].filter(place => place % STRIDE === 0);
    const costs = places.map(place => {
      order.splice(place, 0, f);
      const cost = size();
      order.splice(place, 1);
      return cost;
    });
    const cost = Math.min(...costs);
    order.splice(cost < least ? places[costs.indexOf(cost)] : from, 0, f);
    least = Math.min(cost, least);
  }
}

/** Swap the numbers of two locals of one type wherever that makes the module smaller. */
function renumber(functions, size) {
  let least = size();
  for (const { code, parameters, types, uses } of functions) {
    const swap = (a, b) => {
      for (const at of uses) {
        if (code[at] === a) code[at] = b;
        else if (code[at] === b) code[at] = a;
      }
    };
    for (let a = parameters; a < types.length; a++) {
      for (let b = a + 1; b < types.length; b++) {
        if (types[a] !== types[b]) continue;
        swap(a, b);
        const now = size();
        if (now < least) least = now;
        else swap(a, b);
      }
    }
  }
}

/** The first of the candidates whose cost is least. */
function best(candidates, cost) {
  const costs = candidates.map(cost);
  return candidates[costs.indexOf(Math.min(...costs))];
}
