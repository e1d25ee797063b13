/** What is shown before anything is. */
import { BACKGROUND } from './labels';
import { NO_MASKS } from './masks';
import { USUAL } from './preferences';
import type { CurationState } from './state';

export const INITIAL_STATE: CurationState = Object.freeze<CurationState>({
  phase: { kind: 'opening' },
  connection: 'idle',
  ended: null,
  saving: {
    pending: 0,
    isKept: true,
    refused: null,
    journal: { state: 'ok', message: '' }
  },
  revision: 0,
  selected: null,
  cursor: { z: 0, y: 0, x: 0 },
  crop: null,
  tool: { name: 'look', radius: USUAL.radius, disc: false, slices: 1, label: BACKGROUND },
  editing: {
    smoothBy: null,
    growBy: null,
    islands: 30,
    holes: 30,
    axis: 'z',
    everywhere: false
  },
  isLabelPinned: false,
  masks: NO_MASKS,
  layers: {
    segmentation: 'outline',
    region: true,
    uncertainty: false,
    peek: false,
    before: false,
    changes: false
  },
  window: [0, 255],
  windowing: 'region',
  volumeMode: 'surfaces',
  maximised: null,
  preferences: USUAL,
  isRanking: false,
  rankingFraction: 0,
  rankingProblem: null,
  listLayout: 'stops',
  listing: { sorting: { key: 'score', isReversed: false }, shown: 'all', filter: '' },
  stopRule: null,
  isStopTold: false,
  shownBox: null,
  undo: null,
  redo: null,
  pieces: null,
  flip: null,
  offer: null,
  announcement: '',
  told: 0,
  isLasting: false
});
