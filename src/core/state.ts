/** What is shown, as frozen values. Arrays are not here: they live in the model and are announced by box. */
import type { Offer } from './proposals';
import type { Axis, Box, Shape, Spacing, VoxelPoint } from './axes';
import type { SmartToolName, ToolName } from './edits';
import type { LabelIndex } from './labels';
import type { Flip } from './consequence';
import type { Masks } from './masks';
import type { PieceNote } from './pieces';
import type { Preferences } from './preferences';
import type { RankParameters } from './regions';
import type { IndexDtype } from './volume';
import type { GreyWindow, Windowing } from './window';

/** What the kernel says of the volume when the view opens; fixed within a generation, but for `labels`, which grows. */
export interface VolumeDescription {
  readonly name: string;
  readonly generation: number;
  readonly shape: Shape;
  /** 1:1:1 when the kernel knows no spacing. */
  readonly spacing: Spacing;
  /** `µm`, or `vx` when the kernel knows no spacing. */
  readonly unit: string;
  readonly image: {
    readonly dtype: string;
    /** Values shown as display 0 and 255. */
    readonly range: readonly [number, number];
    /** Display values that fill the grey scale at the start. */
    readonly window: readonly [number, number];
  };
  readonly segmentation: {
    readonly dtype: string;
    readonly index: IndexDtype;
    /** Ids as decimal strings; entry 0 is background. */
    readonly labels: readonly string[];
  };
  readonly uncertainty: {
    readonly codes: 'uint8' | 'uint16';
    readonly distinct: number;
    readonly lossless: boolean;
    readonly step: number | null;
    readonly maximum: number;
    readonly direction: 'uncertainty' | 'confidence';
    readonly probability: boolean;
    /** Whether the mode reads heights from the beginning; others may need them later. */
    readonly heights: boolean;
  };
  readonly ranking: RankParameters & {
    /** Why this mode. */
    readonly reason: string;
  };
}

export type Phase =
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'loading';
      /** 0 to 1. */
      readonly fraction: number;
      /** What comes in: `image`, `segmentation`, `uncertainty`, or `regions` while they are ranked. */
      readonly what: string;
      /** The reviewer stopped it; it can be resumed. */
      readonly paused?: boolean;
      /** The segmentation is complete, so that strokes are possible while the rest comes in. */
      readonly editable?: boolean;
    }
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'failed';
      /** What was found and what was expected, then the way out. */
      readonly message: string;
      readonly remedy: string;
    };

/** Whether the kernel answers, and when it takes edits. */
export type Connection = 'idle' | 'busy-live' | 'busy-waiting' | 'reconnecting' | 'gone';

export interface Saving {
  /** Acts on their way to the kernel. */
  readonly pending: number;
  /** The browser keeps them, should the page end before they arrive. */
  readonly isKept: boolean;
  /** Last refusal, until the next act is saved. */
  readonly refused: string | null;
  /** Where acknowledged acts are durable, or why they are not. */
  readonly journal: {
    readonly state: 'ok' | 'memory' | 'read';
    readonly message: string;
  };
}

export type VerdictName = 'fixed' | 'correct' | 'unsure';

export interface Verdict {
  readonly verdict: VerdictName;
  readonly note: string;
  /** ISO 8601. */
  readonly time: string;
  /** Nobody gave it to this region: it comes from regions of other parameters or of an earlier generation that cover it. */
  readonly carried?: boolean;
}

export type SlicePlane = Axis;
export type ViewName = SlicePlane | 'volume';

export interface ToolState {
  /** `look`: nothing is painted, the left button moves the crosshair. */
  readonly name: ToolName | SmartToolName | 'trace' | 'lasso' | 'look';
  /** In the unit of the volume. */
  readonly radius: number;
  /** A disc in the slice instead of a ball. */
  readonly disc: boolean;
  /** How many slices a lasso goes through. */
  readonly slices: number;
  readonly label: LabelIndex;
}

export type SortKey = 'score' | 'doubt' | 'mean' | 'size' | 'position';

export interface Sorting {
  readonly key: SortKey;
  /** Against the way the key is usually read. */
  readonly isReversed: boolean;
}

/** What of the list is shown, and in which order. */
export interface Listing {
  readonly sorting: Sorting;
  readonly shown: 'all' | 'open' | 'settled';
  /** Words that a row must have; see `filterGroups`. */
  readonly filter: string;
}

/** What the tools of the Edit menu are given; lengths in the unit of the volume, null for about a voxel. */
export interface EditSettings {
  readonly smoothBy: number | null;
  readonly growBy: number | null;
  /** Voxels that islands, and holes, have fewer of. */
  readonly islands: number;
  readonly holes: number;
  /** Across which slices lie that are filled between. */
  readonly axis: SlicePlane;
  /** In the whole volume, also where a region's view is a part of it. */
  readonly everywhere: boolean;
}

export interface Layers {
  readonly segmentation: 'outline' | 'fill' | 'off';
  readonly region: boolean;
  readonly uncertainty: boolean;
  /** Everything but the image is hidden while the key is held. */
  readonly peek: boolean;
  /** The slices show the segmentation as it was when the generation began, as long as the key is held. */
  readonly before: boolean;
  /** The slices show where it is another one now. */
  readonly changes: boolean;
}

export interface CurationState {
  readonly phase: Phase;
  readonly connection: Connection;
  /** Why the kernel's session is over though the kernel lives, and what to do; null while it is not known to be. */
  readonly ended: string | null;
  readonly saving: Saving;
  readonly revision: number;
  /** Row of the ranking, 0-based, or null. */
  readonly selected: number | null;
  readonly cursor: VoxelPoint;
  /** Where the views are centred; null for the whole volume. Changes only when the reviewer asks for it. */
  readonly crop: Box | null;
  readonly tool: ToolState;
  readonly editing: EditSettings;
  /** The reviewer has chosen the label to paint with; else it follows the region. */
  readonly isLabelPinned: boolean;
  /** What edits may change. */
  readonly masks: Masks;
  readonly layers: Layers;
  /** Display values drawn black and white. */
  readonly window: GreyWindow;
  readonly windowing: Windowing;
  /** What the 3D view draws: the labels' surfaces, or the image. */
  readonly volumeMode: 'surfaces' | 'projection';
  /** The view that fills the area, or null for four. */
  readonly maximised: ViewName | null;
  readonly preferences: Preferences;
  /** A list by other parameters is being made; until it is there, the one before is shown. */
  readonly isRanking: boolean;
  /** How far it is, 0 to 1. */
  readonly rankingFraction: number;
  /** Why the parameters asked for last give no list, such as a formula that cannot be read; null once others are asked for. */
  readonly rankingProblem: string | null;
  readonly listLayout: 'stops' | 'flat';
  readonly listing: Listing;
  /** Tell when fewer of the last 20 regions judged needed a change; null never. */
  readonly stopRule: number | null;
  /** The reviewer has been told, and goes on. */
  readonly isStopTold: boolean;
  /** Where something that is pointed at in the history was done: the views frame it. */
  readonly shownBox: Box | null;
  /** What undo and redo would do, in words, or null. */
  readonly undo: string | null;
  readonly redo: string | null;
  /** What the last act did to the pieces of the segmentation, as soon as it is known; null when the next begins. */
  readonly pieces: PieceNote | null;
  /** What flipping the region selected last does to the segmentation that the generation began with, as soon as it is known. */
  readonly flip: Flip | null;
  /** What a tool proposes and the views show, until it is taken or left. */
  readonly offer: Offer | null;
  /** Last thing worth telling, e.g. "undone: brush, region 3". */
  readonly announcement: string;
  /** Announcements so far: the same words may be said twice. */
  readonly told: number;
  /** The announcement is of something that stays so until someone acts; others fade. False for each one unless said with it. */
  readonly isLasting: boolean;
}
