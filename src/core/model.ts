/** The one model of a session in the browser: arrays, ranking, verdicts, and a frozen state that views draw. */
import type { Box, VoxelPoint } from './axes';
import {
  boxCentre,
  clampVoxel,
  containsBox,
  cropAround,
  smallestEdge,
  voxelCount,
  voxelOffset
} from './axes';
import { maskBytes } from './consequence';
import { EditMask } from './edit-mask';
import type { Edit } from './edits';
import { Stroke, writeRuns } from './edits';
import { HistoryLog } from './history';
import { INITIAL_STATE } from './initial-state';
import { BACKGROUND } from './labels';
import { allMasked } from './masks';
import { stateOnOpening } from './opening';
import type { Stretches } from './carrying';
import type { Before, Mark } from './marks';
import { counterpartOf, isInView, placeOf } from './placing';
import type { EditCause } from './pieces';
import type { Precision } from './precision';
import { precisionOf, precisionSeries } from './precision';
import type { Propose } from './proposals';
import { changedParameters } from './ranking-change';
import type { RankParameters, Ranking } from './regions';
import { regionId, regionIndex } from './regions';
import type { SaidBesides } from './review';
import { NOTHING_BESIDES, Review } from './review';
import { Settled } from './settled';
import { Emitter } from './signals';
import type { CurationState, Verdict, VerdictName, VolumeDescription } from './state';
import type { ListShown, Step, Walk } from './stepping';
import { isShown, stepRegion, stepStop } from './stepping';
import { Stops } from './stops';
import { uniqueId } from './unique-id';
import type { IndexDtype, TypedArray, Volume } from './volume';
import { writeBlock, writeCoarse, zeros } from './volume';
import type { GreyWindow, Windowing } from './window';
import { boxAround, windowWithin } from './window';
import type { Translation } from './translation';
import { ENGLISH } from './translation';

export type ArrayName = 'image' | 'segmentation' | 'codes' | 'heights';

/** Voxels of an array changed inside a box. */
export interface VoxelsChanged {
  readonly array: ArrayName;
  readonly box: Box;
  readonly cause: EditCause;
}

/** Something the reviewer did that the kernel must hear of, in order. */
export type Act =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | {
      readonly kind: 'verdict';
      readonly region: string;
      readonly verdict: VerdictName | 'done' | 'open';
      readonly note: string;
    }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | Revert;

/** Takes an edit, or all edits of a region, back out of order: one of the two, by id. */
export interface Revert {
  readonly kind: 'revert';
  readonly edit: string | null;
  readonly region: string | null;
}

export interface Arrays {
  readonly image: Volume<'uint8'>;
  readonly segmentation: Volume;
  readonly codes: Volume<'uint8' | 'uint16'>;
  /** Doubt of each code, `WEIGHT_ONE` for the largest; null until it is there. */
  readonly weights: Uint32Array | null;
  /** `round(255 * probability)`, at least 128 where the generation's segmentation was; null until a search needs them. */
  readonly heights: Volume<'uint8'> | null;
  /** Where the generation's segmentation was not 0, see {@link maskBytes}; null until a ranking needs it. */
  readonly mask: Uint8Array<ArrayBuffer> | null;
  /** The segmentation as it was when the generation began; null until somebody wants to see it. */
  readonly original: Volume | null;
}

export class CurationModel {
  readonly stateChanged = new Emitter<CurationState>();
  readonly voxelsChanged = new Emitter<VoxelsChanged>();
  /** The volume was (re)opened: arrays are new and empty. */
  readonly opened = new Emitter<VolumeDescription>();
  readonly rankingChanged = new Emitter<Ranking | null>();
  /** The reviewer wants the list by these parameters; listened to by the kernel layer. */
  readonly rankingAsked = new Emitter<RankParameters>();
  readonly verdictsChanged = new Emitter<undefined>();
  /** Listened to by the kernel layer. */
  readonly acted = new Emitter<Act>();
  readonly regionSelected = new Emitter<string | null>();
  /** A stroke is over, as an edit or not: the segmentation may change otherwise again. */
  readonly strokeEnded = new Emitter<undefined>();

  /** @param trans - what is told to the reviewer goes through it */
  constructor(readonly trans: Translation = ENGLISH) {}

  /** What was done in this generation; known while it is watched. */
  readonly history = new HistoryLog();

  /** Asks the kernel what a tool would do; set by the kernel layer. */
  propose: Propose = () => Promise.reject(new Error('There is no kernel yet.'));

  get state(): CurationState {
    return this._state;
  }

  get volume(): VolumeDescription | null {
    return this._volume;
  }

  get arrays(): Arrays | null {
    return this._arrays;
  }

  get ranking(): Ranking | null {
    return this._ranking;
  }

  /**
   * Verdicts by region id: those given to regions, also under other parameters than today's, and those carried over to regions of the
   * list that such regions cover.
   */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this._settled.verdicts;
  }

  /** Those given to regions of this generation, without what is carried over within it. */
  get ownVerdicts(): ReadonlyMap<string, Verdict> {
    return this._review.verdicts;
  }

  /** How many regions of the list have no verdict. */
  get openRegions(): number {
    return this._ranking === null ? 0 : this._ranking.count - this._settled.count;
  }

  /** Judged regions of other parameters whose voxels are not known here. */
  get unknownAreas(): readonly string[] {
    return this._ranking === null ? [] : this._settled.unknown;
  }

  /** What the reviewer asked the list to be made by, which it may not be yet; null until a volume is open. */
  get parameters(): RankParameters | null {
    return this._parameters;
  }

  /** Edits that stand, by region id: those the kernel has told of, and ours that it has not answered yet. */
  get standing(): ReadonlyMap<string, number> {
    return this._review.standing;
  }

  /** Change what is shown. Views compare the frozen states. */
  update(change: Partial<CurationState>): void {
    const said = change.announcement === undefined ? {} : this._said();
    this._state = Object.freeze({ ...this._state, ...said, ...change });
    this.stateChanged.emit(this._state);
  }

  /**
   * Start anew with a volume of the kernel's; see {@link stateOnOpening} for what the reviewer keeps. The region that was selected is
   * selected again when the next ranking has it. Throws RangeError when the arrays do not fit into memory.
   */
  open(volume: VolumeDescription): void {
    const { shape, segmentation, uncertainty } = volume;
    const previous = this._volume;
    const { selected } = this._state;
    this._remembered = selected === null ? this._remembered : this.regionIdAt(selected);
    if (voxelCount(shape) >= 2 ** 32) {
      throw new RangeError(`found ${voxelCount(shape)} voxels, expected fewer than 4294967296`);
    }
    this._arrays = null;
    this._arrays = {
      image: zeros('uint8', shape),
      segmentation: zeros<IndexDtype>(segmentation.index, shape),
      codes: zeros<'uint8' | 'uint16'>(uncertainty.codes, shape),
      weights: null,
      heights: uncertainty.heights ? zeros('uint8', shape) : null,
      mask: uncertainty.heights ? null : new Uint8Array(maskBytes(shape)),
      original: null
    };
    this._volume = volume;
    this._ranking = null;
    this._parameters = withoutReason(volume.ranking);
    this._review.clear();
    this._settled.clear();
    this._stroke = null;
    this._lists.clear();
    this.update(stateOnOpening(this._state, previous, volume));
    this.opened.emit(volume);
    this.rankingChanged.emit(null);
    this.verdictsChanged.emit(undefined);
  }

  /** Make room for the heights, where there is none yet. Throws RangeError when there is not enough memory. */
  addHeights(): void {
    if (this._arrays !== null && this._volume !== null && this._arrays.heights === null) {
      this._arrays = { ...this._arrays, heights: zeros('uint8', this._volume.shape) };
    }
  }

  /** Make room for the mask. Throws RangeError when there is not enough memory. */
  addMask(): void {
    if (this._arrays !== null && this._volume !== null && this._arrays.mask === null) {
      const mask = new Uint8Array(maskBytes(this._volume.shape));
      this._arrays = { ...this._arrays, mask };
    }
  }

  /** All of it is here. */
  setOriginal(original: Volume): void {
    if (this._arrays !== null) {
      this._arrays = { ...this._arrays, original };
      this.update({ layers: { ...this._state.layers } });
    }
  }

  setWeights(weights: Uint32Array): void {
    if (this._arrays !== null) {
      this._arrays = { ...this._arrays, weights };
    }
  }

  setBlock(array: ArrayName, box: Box, data: TypedArray): void {
    const volume = this._arrays?.[array] ?? null;
    if (volume !== null) {
      writeBlock(volume, box, data);
      this.voxelsChanged.emit({ array, box, cause: 'kernel' });
    }
  }

  /** A placeholder for the whole array; nothing is announced, since finer blocks that are there may be written over it first. */
  setCoarse(array: ArrayName, level: number, samples: TypedArray): void {
    const volume = this._arrays?.[array] ?? null;
    if (volume !== null) {
      writeCoarse(volume, level, samples);
    }
  }

  addLabels(from: number, ids: readonly string[]): void {
    if (this._volume !== null) {
      const { segmentation } = this._volume;
      const known = segmentation.labels;
      const labels = [...known.slice(0, from), ...ids, ...known.slice(from + ids.length)];
      this._volume = {
        ...this._volume,
        segmentation: { ...segmentation, labels }
      };
      this.update({});
    }
  }

  /**
   * Make the list by other parameters; what is left out stays, but for what another mode begins with ({@link changedParameters}). The
   * list that is there stays until the new one has come, and what the reviewer asks for meanwhile replaces this.
   */
  askRanking(change: Partial<RankParameters>): void {
    if (this._parameters !== null && this._volume !== null) {
      const { maximum } = this._volume.uncertainty;
      this._parameters = Object.freeze(changedParameters(this._parameters, change, maximum));
      this.rankingAsked.emit(this._parameters);
    }
  }

  /** Leave the list as it is. */
  cancelRanking(): void {
    if (this._volume !== null) {
      this.askRanking(withoutReason(this._volume.ranking));
    }
  }

  /** What the kernel says the list is made by; nobody is asked to make it. */
  setParameters(ranking: VolumeDescription['ranking']): void {
    if (this._volume !== null) {
      this._volume = { ...this._volume, ranking };
      this._parameters = withoutReason(ranking);
    }
  }

  /**
   * The list, made anew. The region in hand stays in hand where the new one has it; else the region that shares most voxels with it
   * comes to hand, or the one at the crosshair. The views stay where they are.
   * @param isPartial - whether more is to come
   */
  setRanking(ranking: Ranking, isPartial = false): void {
    const { selected, cursor } = this._state;
    const held = selected === null ? null : this.regionIdAt(selected);
    const generation = this._volume?.generation ?? 0;
    const next =
      selected === null || this._ranking === null
        ? null
        : counterpartOf(this._ranking, selected, ranking, { generation, cursor, isPartial });
    this._ranking = ranking;
    this._lists.clear();
    this._settled.setRanking(generation, ranking);
    if (selected !== null) {
      this.update({ selected: next });
    }
    this.rankingChanged.emit(ranking);
    if (selected !== null && next !== null && this.regionIdAt(next) !== held) {
      this.regionSelected.emit(this.regionIdAt(next));
    }
    this._selectRemembered(isPartial);
    this.verdictsChanged.emit(undefined);
  }

  /** Everything that was said of regions, and the edits that stand. */
  setVerdicts(
    verdicts: ReadonlyMap<string, Verdict>,
    standing: ReadonlyMap<string, number>,
    besides: SaidBesides = NOTHING_BESIDES
  ): void {
    this._review.replace(verdicts, standing, besides);
    this._verdictsChanged();
  }

  /** @param reopened - when a person opened the region again; null where nothing is said of it any more */
  setVerdict(region: string, verdict: Verdict | null, reopened: string | null = null): void {
    this._review.setVerdict(region, verdict, reopened);
    this._verdictsChanged(region);
  }

  /** Voxels of judged regions, by id; see {@link unknownAreas}. */
  setAreas(voxels: ReadonlyMap<string, Stretches>): void {
    this._settled.setVoxels(voxels);
    this.verdictsChanged.emit(undefined);
  }

  /** What there was before the last prediction came; see {@link markOf}. */
  setBefore(before: Before): void {
    this._settled.setBefore(before);
    this.verdictsChanged.emit(undefined);
  }

  /** Whether the last prediction brought a region, or brought it back; null in the first generation. */
  markOf(index: number): Mark | null {
    return this._settled.markOf(index);
  }

  /** How often what was judged last needed a change; see {@link precisionOf}. */
  precision(last?: number): Precision | null {
    return precisionOf(this._review.verdicts.values(), this.openRegions, last);
  }

  /** How that went; see {@link precisionSeries}. */
  precisionSeries(last?: number): Float64Array {
    return precisionSeries(this._review.verdicts.values(), last);
  }

  setStanding(region: string, edits: number): void {
    this._review.setStanding(region, edits);
    this.verdictsChanged.emit(undefined);
  }

  /** Regions whose verdict the kernel has not answered. */
  get unansweredVerdicts(): ReadonlySet<string> {
    return this._review.unansweredVerdicts;
  }

  /** Our acts that the kernel has neither applied nor refused: all edits, and the regions of all verdicts. */
  setUnanswered(edits: readonly Edit[], verdicts: ReadonlySet<string> = NONE): void {
    if (this._review.setUnanswered(edits, verdicts)) {
      this.verdictsChanged.emit(undefined);
    }
  }

  regionIdAt(index: number): string | null {
    return this._ranking === null || this._volume === null
      ? null
      : regionId(this._volume.generation, this._ranking, index);
  }

  verdictAt(index: number): Verdict | null {
    const id = this.regionIdAt(index);
    return id === null ? null : (this.verdicts.get(id) ?? null);
  }

  /** Select a region: crop to its stop with a margin and centre every view there; within a stop the views stay where they are. */
  select(index: number | null): void {
    if (index === null || this._ranking === null || this._volume === null) {
      this.update({
        selected: null,
        crop: null,
        ...this._windowFor(this._state.windowing, null)
      });
      this.regionSelected.emit(null);
      return;
    }
    if (index < 0 || index >= this._ranking.count) {
      return;
    }
    const { crop, cursor } = placeOf(this._ranking, index, this._volume, this._margin);
    this.update(
      isInView(index, crop, this._state)
        ? { selected: index, cursor }
        : { selected: index, cursor, crop, ...this._windowFor(this._state.windowing, crop) }
    );
    this.regionSelected.emit(this.regionIdAt(index));
  }

  /** Centre on the selected region again. */
  recentre(): void {
    const { selected } = this._state;
    if (selected !== null && this._ranking !== null && this._volume !== null) {
      this.update(placeOf(this._ranking, selected, this._volume, this._margin));
    }
  }

  /** Undo or redo has been here: select its region and show the box, where there is one and it is not on screen. */
  revisit(region: string | null, box: Box | null): void {
    const { _ranking: ranking, _volume: volume } = this;
    if (volume === null) {
      return;
    }
    const index =
      region === null || ranking === null ? null : regionIndex(volume.generation, ranking, region);
    if (index !== null && index !== this._state.selected) {
      this.select(index);
    }
    const { crop } = this._state;
    if (box !== null && crop !== null && !containsBox(crop, box)) {
      this.update({ crop: cropAround(box, volume.shape, volume.spacing, this._margin) });
    }
    if (box !== null && !isShown(box, this._state)) {
      this.moveCursor(boxCentre(box));
    }
  }

  /**
   * What a list shows, which {@link step} follows: that of the list shown last; without any, everything open, stop by stop.
   * @returns a function that takes it away
   */
  showList(list: ListShown): () => void {
    this._lists.add(list);
    return () => {
      this._lists.delete(list);
    };
  }

  /** The first region without a verdict, or none; from there on {@link step} leads. */
  selectFirstOpen(): void {
    this.select(null);
    if (this.openRegions > 0) {
      this.step(1);
    }
  }

  /** Next (`step` 1) or previous (-1) region that the list shows; at its ends, say so. */
  step(step: 1 | -1): void {
    this._follow(walk => stepRegion(walk, step));
  }

  /** The best region of the next (`step` 1) or previous (-1) stop that the list shows. */
  stepStop(step: 1 | -1): void {
    this._follow(walk => stepStop(walk, step));
  }

  /** Give the brush a radius in edges of the smallest side of a voxel. */
  setRadius(edges: number): void {
    if (this._volume !== null) {
      const radius = edges * smallestEdge(this._volume.spacing);
      this.update({ tool: { ...this._state.tool, radius } });
    }
  }

  moveCursor(point: VoxelPoint): void {
    if (this._volume !== null) {
      this.update({ cursor: clampVoxel(this._volume.shape, point) });
    }
  }

  /** The reviewer's own window, which stays. */
  setWindow(window: GreyWindow): void {
    this.update({ window, windowing: 'own' });
  }

  /** Take the window from the image again, and go on doing so. */
  followWindow(windowing: Exclude<Windowing, 'own'>): void {
    this.update(this._windowFor(windowing, this._state.crop));
  }

  /** The window that shows best what lies around a voxel; the next region changes it only where windows follow regions. */
  windowAt(point: VoxelPoint): void {
    if (this._arrays !== null && this._volume !== null) {
      const { image } = this._arrays;
      const { spacing } = this._volume;
      const box = boxAround(clampVoxel(image.shape, point), image, spacing);
      const { windowing } = this._state;
      if (box !== null) {
        this.update({
          window: windowWithin(image, box, this._volume.image.window),
          windowing: windowing === 'region' ? windowing : 'own'
        });
      }
    }
  }

  /** Whether a stroke is in hand; blocks and edits of others wait for its end. */
  get isStroking(): boolean {
    return this._stroke !== null;
  }

  /** Whether there is something to paint on: the whole segmentation is here, the rest may still be coming. */
  get isEditable(): boolean {
    const { phase } = this._state;
    const isHere = phase.kind === 'ready' || (phase.kind === 'loading' && phase.editable === true);
    return isHere && this._arrays !== null;
  }

  /** Begin a stroke on the segmentation, under the masks that are on; null while there is nothing to paint on. */
  beginStroke(): Stroke | null {
    if (this._arrays === null || !this.isEditable) {
      return null;
    }
    this._stroke = new Stroke(this._arrays.segmentation, this._editMask(this._arrays));
    this._strokeRegion = this._selectedId();
    return this._stroke;
  }

  /** The label index of a voxel of the volume, as it was before the stroke in hand; 0 while there are no arrays. */
  labelBefore(voxel: VoxelPoint): number {
    if (this._stroke !== null) {
      return this._stroke.before(voxel);
    }
    const segmentation = this._arrays?.segmentation;
    return segmentation === undefined
      ? BACKGROUND
      : segmentation.data[voxelOffset(segmentation.shape, voxel)];
  }

  /** Put the stroke in hand back, and let it go on under the masks that are on now. */
  remaskStroke(): void {
    if (this._arrays !== null) {
      this._stroke?.remask(this._editMask(this._arrays));
    }
  }

  /** The stroke in hand has changed voxels inside `box`: draw them. */
  strokeChanged(box: Box): void {
    this.voxelsChanged.emit({ array: 'segmentation', box, cause: 'stroke' });
  }

  /** End the stroke in hand as one edit, of the region selected when it began, and send it on its way. */
  endStroke(tool: string): Edit | null {
    const stroke = this._stroke;
    this._stroke = null;
    const edit =
      stroke?.finish({
        id: uniqueId(),
        tool,
        region: this._strokeRegion,
        time: Date.now()
      }) ?? null;
    if (edit !== null) {
      this._review.addUnanswered(edit);
      this.verdictsChanged.emit(undefined);
      this.acted.emit({ kind: 'edit', edit });
    } else if (stroke?.isMasked === true) {
      this.update({ announcement: allMasked(this.trans) });
    }
    this.strokeEnded.emit(undefined);
    return edit;
  }

  cancelStroke(): void {
    const stroke = this._stroke;
    this._stroke = null;
    stroke?.cancel();
    if (stroke?.box) {
      this.strokeChanged(stroke.box);
    }
    this.strokeEnded.emit(undefined);
  }

  /** Runs that came from the kernel, or an edit of ours that it refused (`before`); only what lies within `clip`. */
  writeRuns(
    box: Box,
    runs: Uint32Array,
    side: 'before' | 'after',
    { clip = box, cause = 'kernel' }: { readonly clip?: Box; readonly cause?: EditCause } = {}
  ): void {
    if (this._arrays !== null) {
      writeRuns(this._arrays.segmentation, box, runs, side, clip);
      this.voxelsChanged.emit({ array: 'segmentation', box: clip, cause });
    }
  }

  /**
   * Give the selected region a verdict (`done`: fixed when edits of it stand, else correct) and go to the next one. Refused when the
   * kernel is gone: a verdict that is shown is durable or on its way.
   * @param note - the one it has already when left out
   */
  judge(verdict: VerdictName | 'done', note?: string): void {
    const region = this._selectedId();
    if (region === null || !this._canAct()) {
      return;
    }
    const known = this.verdicts.get(region);
    const said = note ?? known?.note ?? '';
    this.setVerdict(region, {
      verdict: this._review.meaningOf(region, verdict),
      note: said,
      time: new Date().toISOString()
    });
    this.acted.emit({ kind: 'verdict', region, verdict, note: said });
    this.step(1);
  }

  /** Take a region's verdict back. */
  reopen(region: string): void {
    if (this._canAct()) {
      this.setVerdict(region, null, new Date().toISOString());
      this.acted.emit({ kind: 'verdict', region, verdict: 'open', note: '' });
    }
  }

  undo(): void {
    this._walkHistory('undo');
  }

  redo(): void {
    this._walkHistory('redo');
  }

  /** Take an edit back, or all edits of a region, whatever was done since: one of the two, by id. */
  revert(what: Omit<Revert, 'kind'>): void {
    if (this._canAct()) {
      this.acted.emit({ kind: 'revert', ...what });
    }
  }

  dispose(): void {
    this._arrays = null;
    this._ranking = null;
    for (const emitter of [
      this.stateChanged,
      this.voxelsChanged,
      this.opened,
      this.rankingChanged,
      this.rankingAsked,
      this.verdictsChanged,
      this.acted,
      this.regionSelected,
      this.strokeEnded
    ]) {
      emitter.clear();
    }
  }

  private _editMask(arrays: Arrays): EditMask | null {
    const { masks, crop, tool } = this._state;
    return EditMask.of(masks, { ...arrays, crop, label: tool.label });
  }

  private _said(): Pick<CurationState, 'told' | 'isLasting'> {
    return { told: this._state.told + 1, isLasting: false };
  }

  private _walkHistory(kind: 'undo' | 'redo'): void {
    if (this._canAct()) {
      this.acted.emit({ kind });
    }
  }

  private _follow(find: (walk: Walk) => Step): void {
    const { _ranking: ranking } = this;
    if (ranking === null) {
      return;
    }
    const step = find({
      trans: this.trans,
      ranking,
      list: [...this._lists].at(-1) ?? { order: Stops.of(ranking).order, walks: 'open' },
      selected: this._state.selected,
      isSettled: index => this.verdictAt(index) !== null
    });
    if ('why' in step) {
      this.update({ announcement: step.why });
    } else {
      this.select(step.index);
    }
  }

  /** Whether an act can reach the kernel, now or later; where none can, the reviewer is told, and nothing changes. */
  private _canAct(): boolean {
    const isGone = this._state.connection === 'gone';
    if (isGone) {
      this.update({
        announcement: this.trans.__(
          'The kernel is gone, so nothing was changed: run the cell again.'
        )
      });
    }
    return !isGone;
  }

  private _selectedId(): string | null {
    const { selected } = this._state;
    return selected === null ? null : this.regionIdAt(selected);
  }

  private _verdictsChanged(region: string | null = null): void {
    this._settled.changed(region);
    this.verdictsChanged.emit(undefined);
  }

  /**
   * Select what was selected when the volume opened anew, without moving the views.
   * @param isPartial - whether the region may still come, so that it is worth remembering
   */
  private _selectRemembered(isPartial = false): void {
    const { _ranking: ranking, _volume: volume, _remembered: id } = this;
    if (ranking !== null && volume !== null && id !== null && this._state.selected === null) {
      this._remembered = isPartial ? id : null;
      const index = regionIndex(volume.generation, ranking, id);
      if (index !== null) {
        this._remembered = null;
        this.update({ selected: index });
        this.regionSelected.emit(id);
      }
    }
  }

  private get _margin(): number {
    return this._state.preferences.margin;
  }

  private _windowFor(
    windowing: Windowing,
    crop: Box | null
  ): Pick<CurationState, 'window' | 'windowing'> {
    const { _arrays: arrays, _volume: volume } = this;
    if (windowing === 'own' || arrays === null || volume === null) {
      return { window: this._state.window, windowing };
    }
    const whole = volume.image.window;
    const isNear = windowing === 'region' && crop !== null;
    return { window: isNear ? windowWithin(arrays.image, crop, whole) : whole, windowing };
  }

  private _state: CurationState = INITIAL_STATE;
  private _volume: VolumeDescription | null = null;
  private _arrays: Arrays | null = null;
  private _ranking: Ranking | null = null;
  private _parameters: RankParameters | null = null;
  private readonly _review = new Review();
  private readonly _settled = new Settled(this._review);
  private _stroke: Stroke | null = null;
  private _strokeRegion: string | null = null;
  /** Id of the region to select again. */
  private _remembered: string | null = null;
  private readonly _lists = new Set<ListShown>();
}

const NONE: ReadonlySet<string> = new Set();

function withoutReason({ reason: _, ...parameters }: VolumeDescription['ranking']): RankParameters {
  return Object.freeze(parameters);
}
