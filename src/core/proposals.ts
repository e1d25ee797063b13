/** What a tool of the kernel would do: asked for by the tools, answered by the kernel layer. */
import type { Box, VoxelPoint } from './axes';

/** An edit that is not made: runs as in {@link Edit.runs}. */
export interface Proposal {
  readonly box: Box;
  readonly runs: Uint32Array<ArrayBuffer>;
  /** Voxels of each part that the tool has found, largest first; of tools that look for parts. */
  readonly sizes?: readonly number[];
}

/**
 * Ask for the edit that a tool would make now.
 * @param tool - its name in the kernel
 * @param given - its arguments, as JSON
 * @returns null when nothing would change. Rejects when the tool cannot be used so, with what to tell the reviewer.
 */
export type Propose = (
  tool: string,
  given: Readonly<Record<string, unknown>>
) => Promise<Proposal | null>;

/** How a trail is drawn: a line, clicks on the way, a closed line, or places in two parts by turns. */
export type TrailMarks = 'line' | 'clicks' | 'closed' | 'seeds';

/** A proposal that the views show and the reviewer has not decided on. */
export interface Offer {
  /** Its tool. */
  readonly tool: string;
  /** Wider or narrower than first proposed. */
  readonly steps: number;
  readonly voxels: number;
  /** Whether all of it gives a label to background, or takes one away. */
  readonly does: 'add' | 'remove' | 'change';
  /** See {@link Proposal.sizes}. */
  readonly sizes: readonly number[];
  /** What it is about, in words; empty where that is seen. */
  readonly about: string;
  /** It waits to be taken or left; others end with what sets them off. */
  readonly stays: boolean;
  /** There is something wider or narrower. */
  readonly widens: boolean;
  /** The line or the clicks that it was given so far. */
  readonly trail: readonly VoxelPoint[];
  readonly marks: TrailMarks;
}
