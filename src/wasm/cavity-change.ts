/**
 * How an edit changes the number of cavities of a label: equal to counting them anew, without doing so.
 *
 * The shell around the edit's box does not change, and no way outside of it does. Stretches of background in the shell that the box
 * connects both before and after the edit are a group; where each group is connected before as it is after, only cavities wholly inside
 * come and go. Else it is found out which groups are connected outside (gap-search.ts); with what the box connects that gives how many
 * parts of background there were and are.
 */
import type { Box, Shape } from '../core/axes';
import { boxShape } from '../core/axes';
import type { Gap } from './gaps';
import { LabelGaps } from './gaps';
import type { GapGroup } from './gap-search';
import { connectedGroups } from './gap-search';
import { RunGraph } from './run-graph';
import type { RunRows } from './run-rows';
import type { Crossing } from './shell';
import { crossingsOf, withShell } from './shell';

/** Runs of a box with its shell, as far as there is one within the volume. */
export interface NearRuns {
  readonly near: Box;
  readonly was: RunGraph;
  readonly now: RunGraph;
}

/**
 * @param rows - as they are now
 * @returns how many cavities more there are now. Yields now and then.
 */
export function* cavityChange(
  label: number,
  box: Box,
  runs: NearRuns,
  rows: RunRows,
  shape: Shape
): Generator<number, number, undefined> {
  const padded = withShell(box);
  const was = backgroundOf(label, runs.was, runs.near, padded);
  const now = backgroundOf(label, runs.now, runs.near, padded);
  const before = crossingsOf(was, box, padded);
  const after = crossingsOf(now, box, padded);
  const inside = insideCount(now, after) - insideCount(was, before);
  const groups = groupsOf(before, after);
  const isSame = groups.every(group => !group.isAsked);
  if (isSame) {
    return inside;
  }
  const gaps = new LabelGaps(rows, shape, label, box);
  const connected = yield* connectedGroups(
    groups.map(group => placed(group, gaps, shape)),
    gaps
  );
  const asked = groups.map((group, index) => ({ ...group, index })).filter(group => group.isAsked);
  const partsBy = (side: 'before' | 'after') => {
    const links = asked.map(group => [`outside ${connected[group.index]}`, `box ${group[side]}`]);
    return partCount(links);
  };
  return inside + partsBy('after') - partsBy('before');
}

/** Stretches of the shell that are connected in the box before and after: all with the same roots. */
interface Group {
  readonly before: number;
  readonly after: number;
  readonly stretches: Crossing[];
  /** Whether it was or is connected with others in the box, but not both. */
  readonly isAsked: boolean;
}

function groupsOf(before: readonly Crossing[], after: readonly Crossing[]): Group[] {
  const groups = new Map<string, Group>();
  before.forEach((crossing, k) => {
    const [was, now] = [crossing.root, after[k].root];
    const group = groups.get(`${was} ${now}`);
    if (group === undefined) {
      groups.set(`${was} ${now}`, {
        before: was,
        after: now,
        stretches: [crossing],
        isAsked: false
      });
    } else {
      group.stretches.push(crossing);
    }
  });
  const found = [...groups.values()];
  const often = (side: 'before' | 'after') => {
    const times = new Map<number, number>();
    found.forEach(group => times.set(group[side], (times.get(group[side]) ?? 0) + 1));
    return (group: Group) => (times.get(group[side]) ?? 0) > 1;
  };
  const [wasShared, isShared] = [often('before'), often('after')];
  return found.map(group => ({ ...group, isAsked: wasShared(group) || isShared(group) }));
}

/** Where a group goes on outside the box. */
function placed({ stretches, isAsked }: Group, gaps: LabelGaps, shape: Shape): GapGroup {
  const isOutside = stretches.some(({ start, end }) => start < 0 || end > shape.x);
  const within = stretches.flatMap(({ z, y, start, end }): Gap[] => gaps.meeting(z, y, start, end));
  return { gaps: within, isOutside, isAsked };
}

/** How many parts elements fall into that are linked where they bear the same name. */
function partCount(elements: readonly (readonly string[])[]): number {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    const up = parent.get(name) ?? name;
    return up === name ? name : rootOf(up);
  };
  for (const [one, ...others] of elements) {
    others.forEach(other => parent.set(rootOf(other), rootOf(one)));
  }
  return new Set(elements.map(([one]) => rootOf(one))).size;
}

/** Parts that do not reach the shell. */
function insideCount(graph: RunGraph, shell: readonly Crossing[]): number {
  const crossing = new Set(shell.map(({ root }) => root));
  let count = 0;
  for (let run = 0; run < graph.count; run++) {
    count += graph.rootOf(run) === run && !crossing.has(run) ? 1 : 0;
  }
  return count;
}

/** What of a padded box is not of the label. */
function backgroundOf(label: number, runs: RunGraph, near: Box, padded: Box): RunGraph {
  const graph = new RunGraph();
  const { y: sizeY } = boxShape(near);
  graph.reset(padded.y1 - padded.y0);
  for (let z = padded.z0; z < padded.z1; z++) {
    for (let y = padded.y0; y < padded.y1; y++) {
      const isNear = z >= near.z0 && z < near.z1 && y >= near.y0 && y < near.y1;
      const [from, to] = isNear ? runs.row((z - near.z0) * sizeY + y - near.y0) : [0, 0];
      graph.nextRow();
      let start = padded.x0;
      for (let run = from; run < to; run++) {
        if (runs.code[run] === label) {
          addStretch(graph, start, runs.start[run]);
          start = runs.end[run];
        }
      }
      addStretch(graph, start, padded.x1);
      graph.joinRow(6);
    }
  }
  return graph;
}

function addStretch(graph: RunGraph, start: number, end: number): void {
  if (start < end) {
    graph.add(start, end, 0, 0);
  }
}
