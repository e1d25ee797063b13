/** What the kernel has not answered, as text that can be saved when the kernel is gone. */
import { boxToTuple } from '../core/axes';
import type { VolumeDescription } from '../core/state';
import type { PendingAct } from './act-queue';
import { relabel } from './relabel';
import { rankingToWire } from './volume-description';

/** A JSON object with `voxproof: "unsent acts"`; runs of edits are flat rows of four, as on the wire. */
export function unsentText(
  acts: readonly PendingAct[],
  volume: VolumeDescription | null,
  about: { readonly client: string; readonly session: string | null; readonly protocol: number }
): string {
  const known = volume?.segmentation.labels ?? [];
  const labels = [...new Set([...known, ...acts.flatMap(entry => entry.labels ?? [])])];
  return JSON.stringify({
    voxproof: 'unsent acts',
    ...about,
    name: volume?.name,
    shape: volume && [volume.shape.z, volume.shape.y, volume.shape.x],
    labels,
    acts: acts.map(entry => exportable(entry, labels))
  });
}

function exportable(
  { seq, id, of, act, generation, labels: own }: PendingAct,
  labels: readonly string[]
): Record<string, unknown> {
  if (act.kind === 'rank') {
    return { seq, generation, kind: act.kind, ranking: rankingToWire(act.parameters) };
  }
  if (act.kind === 'undo' || act.kind === 'redo') {
    return { seq, generation, id, kind: act.kind, of };
  }
  if (act.kind !== 'edit') {
    return act.kind === 'label' ? { seq, generation, ...act } : { seq, generation, id, ...act };
  }
  const { box, runs, ...about } = own === null ? act.edit : relabel(act.edit, own, labels);
  return {
    seq,
    generation,
    kind: act.kind,
    edit: { ...about, box: boxToTuple(box), runs: Array.from(runs) }
  };
}
