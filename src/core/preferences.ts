/** What a person has chosen for all volumes alike, and no view sets. */

/** What a row of the list can tell besides its rank and what was decided. */
export type Column = 'picture' | 'score' | 'reason' | 'size';

/** Of labels: pale tints, or as different as can be. */
export type LabelColours = 'pale' | 'strong';

export interface Preferences {
  /** Of a new brush, in edges of the smallest side of a voxel. */
  readonly radius: number;
  /** Around the region that the views go to, as a share of its longest side. */
  readonly margin: number;
  readonly labelColours: LabelColours;
  readonly columns: readonly Column[];
  /** Names of the commands in the tool bar of a view, in their order. */
  readonly tools: readonly string[];
  /** Whether the list stands beside the views. */
  readonly isListShown: boolean;
  /** Drawn per CSS pixel and side, where the screen has as many. */
  readonly mostPixels: number;
}

export const USUAL: Preferences = Object.freeze<Preferences>({
  radius: 3,
  margin: 0.4,
  labelColours: 'pale',
  columns: ['picture', 'score', 'reason', 'size'],
  tools: ['look', 'add', 'remove', 'brush', 'erase', 'lasso', 'trace', 'cut'],
  isListShown: true,
  mostPixels: 3
});
