/** Ties a model to the kernel that holds the truth: volume in, acts out, answers and others' work in. */
import type { LabelIndex } from '../core/labels';
import { labelIndex } from '../core/labels';
import type { Edit } from '../core/edits';
import type { CurationModel } from '../core/model';
import { Emitter } from '../core/signals';
import type { Proposal } from '../core/proposals';
import type { Connection, VolumeDescription } from '../core/state';
import { asTypedArray } from '../core/volume';
import type { Translation } from '../core/translation';
import type { Ranker } from '../wasm';
import { drawable, editsOf, judgedIn } from './act-queue';
import { ActSender } from './act-sender';
import type { ActStore, Legacy } from './act-store';
import { AreaSync } from './area-sync';
import { Answers } from './answers';
import type { Channel, Received } from './channel';
import { bytesOf } from './channel';
import { CarriedActs, broughtBack, neverGot } from './carried-acts';
import type { Carried, Unsent } from './carry';
import { carryOver } from './carry';
import { Comparison, isSameState } from './comparison';
import { isProtocolError } from './fields';
import type { MemoryBudget } from './memory-budget';
import { NoRoomError } from './memory-budget';
import type {
  Areas,
  FromKernel,
  Generation,
  Problem,
  Proposed,
  ToKernel,
  Welcome
} from './messages';
import { PROTOCOL, parseMessage } from './messages';
import { Pings } from './pings';
import { Proposals } from './proposals';
import { HistorySync } from './history-sync';
import type { FeedRanker } from './ranking-feed';
import { RankingTeller } from './ranking-teller';
import { SelectionSync } from './selection-sync';
import { unsentText } from './unsent';
import type { WireVolume } from './volume-description';
import { parseVolume } from './volume-description';
import { VolumeLoad } from './volume-load';
import { WorkingCopy } from './working-copy';

export interface LinkOptions {
  /** Names this page's model to the kernel; unique. */
  readonly client: string;
  /** Of this front end. */
  readonly version: string;
  readonly ranker: FeedRanker & Pick<Ranker, 'inflate'>;
  /** Takes over what earlier sessions of the volume, and earlier pages, have left; asked once, before the first act is sent. */
  readonly claim?: (welcome: Welcome) => Legacy;
  /** Keeps acts beyond the page's life. */
  readonly store?: ActStore;
  /** What the volumes of the page may take. */
  readonly budget?: MemoryBudget;
}

/** What the host sees of the kernel; whether edits land while it is busy is known here. */
export type HostConnection = 'idle' | 'busy' | 'reconnecting' | 'gone';

export class KernelLink {
  /** Weight of each code has come, or, with null, belongs to a volume that is no more. */
  readonly weightsChanged = new Emitter<Uint32Array<ArrayBuffer> | null>();

  constructor(model: CurationModel, channel: Channel, options: LinkOptions) {
    this._model = model;
    this._proposals = new Proposals(model.trans);
    this._carried = new CarriedActs(this._say, neverGot, model.trans);
    this._broughtBack = new CarriedActs(this._say, broughtBack, model.trans);
    this._channel = channel;
    this._options = options;
    this._sender = new ActSender(
      ({ header, buffers }) => {
        this._send(header, buffers);
      },
      () => {
        this._knock();
      },
      () => {
        this._showPending();
      }
    );
    this._copy = new WorkingCopy(
      model,
      this._sender.queue,
      () => this._load?.awaitsSegmentation ?? false
    );
    this._answers = new Answers(model, options.client, this._sender, this._copy, {
      refetch: box => this._load?.refetch(box),
      told: ranking => {
        this._adoptRanking(ranking);
      },
      knock: () => {
        this._knock();
      },
      answered: (entry, refusal) => {
        if (refusal === null) {
          options.store?.answered(entry, this._answers.revision ?? 0);
        }
        this._carried.answered(entry.act, refusal);
        this._broughtBack.answered(entry.act, refusal);
      }
    });
    this._selection = new SelectionSync(model, region => {
      this._send({ type: 'select', region });
    });
    this._disconnect = [
      channel.received.connect(received => {
        this._receive(received);
      }),
      model.acted.connect(act => {
        this._teller.flush();
        this._sender.add(act, model.volume?.generation ?? 0);
      }),
      model.rankingAsked.connect(parameters => {
        this._load?.rerank(parameters, true);
      })
    ];
    this._areas = new AreaSync(model, message => {
      this._send(message);
    });
    this._history = new HistorySync(
      model,
      message => {
        this._send(message);
      },
      () => this._nextRequest++
    );
    model.propose = (tool, given) => this._propose(tool, given);
    Promise.all([channel.ready, options.store?.ready]).then(
      () => {
        this._isReady = true;
        this._greet();
      },
      () => undefined
    );
  }

  /** Null until they are known. */
  get weights(): Uint32Array<ArrayBuffer> | null {
    return this._load?.weights ?? null;
  }

  /**
   * Open the model with the trait `volume` and ask for everything. The same generation again changes nothing. What cannot be read, or
   * not be held, makes the phase `failed`.
   */
  open(description: unknown): void {
    try {
      const volume = parseVolume(description);
      if (this._load?.volume.generation !== volume.generation) {
        this._start(volume, null);
        this._greet();
      }
    } catch (error) {
      this._fail(error);
    }
  }

  /** Stop pulling blocks. */
  cancelLoading(): void {
    this._load?.pause();
  }

  resumeLoading(): void {
    this._load?.resume();
  }

  setConnection(state: HostConnection): void {
    this._host = state;
    if (!this._isOnline) {
      this._sender.hold();
    }
    this._showConnection();
  }

  /** The connection is there again: compare with the kernel, send what has no answer, ask for what is missing. */
  reconnected(): void {
    if (!this._isOnline) {
      this._host = 'idle';
    }
    this._sender.hold();
    this._knock();
    this._load?.askAgain();
    this._showConnection();
  }

  /** Ask soon whether a message was missed, unless acts are on their way: their answers tell. */
  compare(): void {
    this._comparison.begin();
  }

  /**
   * Index of a label, which is made if there is none.
   * @param id - a whole number in decimal
   * Rejects when the kernel refuses it.
   */
  addLabel(id: string): Promise<LabelIndex> {
    const known = this._model.volume?.segmentation.labels.indexOf(id) ?? -1;
    if (known >= 0) {
      return Promise.resolve(labelIndex(known));
    }
    const given = this._answers.labelGiven(id);
    this._sender.add({ kind: 'label', id }, this._model.volume?.generation ?? 0);
    return given;
  }

  /** Milliseconds until as many bytes have come back. */
  ping(bytes: number): Promise<number> {
    const request = this._nextRequest++;
    return this._pings.begin(request, () => {
      this._send({ type: 'ping', request }, [new ArrayBuffer(bytes)]);
    });
  }

  /** Edits that the kernel has not answered, in order. */
  pendingEdits(): readonly Edit[] {
    return editsOf(this._sender.queue.pending);
  }

  /** Acts that the kernel has not answered, as text for a file; see {@link unsentText}. */
  exportPending(): string {
    this._teller.flush();
    return unsentText(this._sender.queue.pending, this._model.volume, {
      client: this._options.client,
      session: this._session,
      protocol: PROTOCOL
    });
  }

  /** What the kernel has not answered; null when it has answered everything. */
  unsent(): Unsent | null {
    this._teller.flush();
    const { pending: acts } = this._sender.queue;
    const { volume } = this._model;
    return acts.length === 0 || volume === null
      ? null
      : { volume, acts: [...acts], text: this.exportPending() };
  }

  /** What is unsent is somebody else's from now on. */
  letGo(): void {
    this._teller.drop();
    this._sender.clear();
    this._carried.clear();
    this._broughtBack.clear();
  }

  dispose(): void {
    this._disconnect.forEach(disconnect => {
      disconnect();
    });
    this._comparison.stop();
    this._teller.flush();
    this._load?.dispose(this._isOnline);
    this._load = null;
    this._selection.dispose();
    this._history.dispose();
    this._proposals.refuseAll(this._model.trans.__('The view was closed.'));
    this._sender.dispose();
    this._copy.dispose();
    this.weightsChanged.clear();
  }

  private _propose(
    tool: string,
    given: Readonly<Record<string, unknown>>
  ): Promise<Proposal | null> {
    const request = this._nextRequest++;
    const generation = this._model.volume?.generation ?? 0;
    return this._proposals.begin(request, () => {
      this._send({ type: 'propose', request, generation, tool, arguments: given });
    });
  }

  private get _isOnline(): boolean {
    return this._isReady && this._host !== 'reconnecting' && this._host !== 'gone';
  }

  /** Nothing is asked while a stroke is painted or an act is on its way, or of a kernel that would answer only after its cell. */
  private get _isAtRest(): boolean {
    return (
      this._isOnline &&
      this._host === 'idle' &&
      this._load !== null &&
      this._sender.queue.pending.length === 0 &&
      !this._teller.isWaiting &&
      !this._model.isStroking
    );
  }

  private _start(volume: WireVolume, revision: number | null): void {
    this._load?.dispose(this._isOnline);
    this._load = null;
    const load = new VolumeLoad(volume, {
      model: this._model,
      copy: this._copy,
      ranker: this._options.ranker,
      send: message => {
        this._send(message);
      },
      rank: parameters => {
        this._teller.later(parameters);
      },
      nextRequest: () => this._nextRequest++,
      isHeard: () => this._isOnline && (this._host === 'idle' || this._subshell),
      budget: this._options.budget ?? null
    });
    this._load = load;
    this._answers.restart(revision);
    this.weightsChanged.emit(null);
    load.weightsChanged.connect(weights => {
      this.weightsChanged.emit(weights);
    });
    this._areas.restart(volume.hasBefore);
    this._history.restart();
    load.ranked.connect(() => {
      this._selection.follow();
      this._areas.follow();
    });
    load.prepare();
  }

  /** Say hello and ask for the first blocks in one go, once there are both a volume and a channel. */
  private _greet(): void {
    if (this._load !== null && this._isOnline) {
      this._knock();
      this._load.start();
    }
  }

  private _knock(): void {
    this._sender.hold();
    this._send({ type: 'hello', version: this._options.version });
  }

  private _receive({ content, buffers }: Received): void {
    let message: FromKernel;
    try {
      message = parseMessage(content);
    } catch (error) {
      this._tell(error);
      return;
    }
    const isForAnother =
      'client' in message && message.client !== null && message.client !== this._options.client;
    const isForAll = ['applied', 'judged', 'ranked', 'labels', 'selected'].includes(message.type);
    if (this._load !== null && (isForAll || !isForAnother)) {
      this._handle(message, buffers);
    }
  }

  private _handle(message: FromKernel, buffers: readonly DataView[]): void {
    switch (message.type) {
      case 'welcome':
        this._onWelcome(message);
        break;
      case 'generation':
        this._onGeneration(message);
        break;
      case 'block':
        this._load?.receive(message, buffers.length > 0 ? bytesOf(buffers[0]) : undefined);
        break;
      case 'applied':
        this._answers.applied(message, runsOf(buffers));
        this._history.follow();
        break;
      case 'judged':
        this._answers.judged(message);
        this._areas.follow();
        this._history.follow();
        break;
      case 'ranked':
        this._answers.ranked(message);
        break;
      case 'areas':
        this._onAreas(message, buffers);
        break;
      case 'refused':
        this._answers.refused(message);
        break;
      case 'labels':
        this._answers.labels(message);
        break;
      case 'selected':
        if (message.client === null) {
          this._selection.want(message.region);
        }
        break;
      case 'verdicts':
        this._answers.adoptVerdicts(message.verdicts, message.standing, message.besides);
        this._areas.follow();
        break;
      case 'problem':
        this._onProblem(message);
        break;
      case 'state':
        this._comparison.answered(
          message.session === this._session && isSameState(message, this._model)
        );
        this._areas.follow();
        break;
      case 'proposed':
        this._onProposed(message, runsOf(buffers));
        break;
      case 'acts':
        this._history.receive(message);
        break;
      case 'pong':
        this._pings.end(message.request);
        break;
    }
  }

  private _onWelcome(welcome: Welcome): void {
    this._teller.flush();
    const isAnother = this._session !== null && this._session !== welcome.session;
    const { volume } = welcome;
    const startsAnew = isAnother || this._load?.volume.generation !== volume.generation;
    if (startsAnew) {
      this._endStroke();
    }
    if (isAnother) {
      const { queue } = this._sender;
      const from = this._model.volume?.segmentation.labels ?? [];
      const carried = carryOver(queue.pending, from, volume.segmentation.labels);
      queue.renumber(welcome.seq, carried.acts);
      this._carried.clear();
      this._carried.add(carried);
    }
    if (startsAnew) {
      this._restart(volume);
    }
    if (this._session === null) {
      this._claim(welcome);
    }
    const isNew = this._session !== welcome.session;
    this._session = welcome.session;
    this._forget(welcome.seq);
    this._subshell = welcome.subshell;
    this._answers.adopt(welcome, welcome.seq);
    if (isNew && this._model.state.selected === null) {
      this._selection.resume(welcome.selected);
    }
    this._sender.begin(welcome.seq);
    this._areas.follow();
    this._history.follow();
    this._showConnection();
  }

  /** How the kernel makes the list; what the reviewer asks for here, and the kernel has not answered, wins. */
  private _adoptRanking(ranking: VolumeDescription['ranking']): void {
    const isOurs =
      this._load?.isReranking === true ||
      this._teller.isWaiting ||
      this._sender.queue.pending.some(({ act }) => act.kind === 'rank');
    if (!isOurs) {
      this._model.setParameters(ranking);
      this._load?.rerank(this._model.parameters ?? ranking, false);
    }
  }

  private _onProposed(
    { request, box, generation, sizes }: Proposed,
    runs: Uint32Array<ArrayBuffer> | null
  ): void {
    const isOld = generation !== this._model.volume?.generation;
    const isNone = isOld || box === null || runs === null;
    this._proposals.answer(request, isNone ? null : { box, runs, sizes });
  }

  private _onAreas(message: Areas, buffers: readonly DataView[]): void {
    try {
      this._areas.receive(message, buffers.length > 0 ? bytesOf(buffers[0]) : new Uint8Array());
    } catch (error) {
      this._tell(error);
    }
  }

  /** Do again what another session of the volume left behind. */
  private _claim(welcome: Welcome): void {
    const { seq, volume } = welcome;
    const legacy = this._options.claim?.(welcome);
    this._sender.queue.meet(seq);
    for (const lost of legacy?.lost ?? []) {
      this._broughtBack.add(this._adopt(lost, volume));
    }
    for (const unsent of legacy?.unsent ?? []) {
      this._carried.add(this._adopt(unsent, volume));
    }
  }

  private _adopt({ acts, volume: old }: Unsent, volume: VolumeDescription): Carried {
    const carried = carryOver(acts, old.segmentation.labels, volume.segmentation.labels);
    this._sender.adopt(carried.acts);
    this._copy.show(drawable(carried.acts));
    return carried;
  }

  /** Acts whose answers the kernel has forgotten are part of what it holds. */
  private _forget(spent: number): void {
    if (this._isForgotten) {
      this._isForgotten = false;
      const { pending } = this._sender.queue;
      for (const { seq, act } of pending.filter(entry => entry.seq <= spent)) {
        this._sender.settle(seq);
        this._carried.answered(act, null);
        this._broughtBack.answered(act, null);
      }
      this._load?.refetchAll();
    }
  }

  private _onGeneration(generation: Generation): void {
    this._teller.flush();
    const startsAnew = this._load?.volume.generation !== generation.volume.generation;
    if (startsAnew) {
      this._endStroke();
    }
    const unanswered = this.pendingEdits().length;
    if (startsAnew) {
      this._restart(generation.volume);
    }
    this._session = generation.session;
    this._answers.adopt(generation);
    this._selection.want(generation.selected);
    if (unanswered > 0) {
      this._model.update({
        announcement: this._model.trans._n(
          'A new prediction has come while %1 edit of the old one had not reached the kernel.',
          'A new prediction has come while %1 edits of the old one had not reached the kernel.',
          unanswered
        )
      });
    }
  }

  /** A stroke in hand ends as an edit, which the kernel takes or, with words, refuses: the arrays it paints on are about to go. */
  private _endStroke(): void {
    if (this._model.state.offer !== null) {
      this._model.cancelStroke();
      this._model.update({ offer: null });
    } else if (this._model.isStroking) {
      this._model.endStroke(this._model.state.tool.name === 'erase' ? 'erase' : 'brush');
    }
  }

  private _restart(volume: WireVolume): void {
    try {
      this._start(volume, volume.revision);
      this._load?.start();
    } catch (error) {
      this._fail(error);
    }
  }

  private _onProblem({ code, message, request, expected }: Problem): void {
    if (code === 'gap' && expected !== null) {
      this._sender.sendFromGap(expected);
    } else if (code === 'forgotten') {
      this._isForgotten = true;
      this._knock();
    } else if (code === 'closed') {
      this.setConnection('gone');
      this._model.update({ ended: message, announcement: message, isLasting: true });
    } else if (request !== null && this._proposals.refuse(request, message)) {
      return;
    } else if (
      code !== 'generation' &&
      !(request !== null && this._load?.refuse(request, message))
    ) {
      this._model.update({ announcement: message, isLasting: true });
    }
  }

  /** Nothing is sent while nobody listens: what matters is kept and sent again. */
  private _send(message: ToKernel, buffers: readonly ArrayBuffer[] = []): void {
    if (this._isOnline) {
      try {
        const { client } = this._options;
        this._channel.send({ v: PROTOCOL, client, ...message }, buffers);
      } catch (error) {
        this._sender.hold();
        this._tell(error);
      }
    }
  }

  private _showPending(): void {
    const { saving } = this._model.state;
    const { pending } = this._sender.queue;
    const { volume } = this._model;
    if (volume !== null) {
      this._options.store?.keep(pending, volume, this._session);
    }
    this._model.setUnanswered(drawable(pending), judgedIn(pending));
    this._model.update({ saving: { ...saving, pending: pending.length } });
  }

  private _showConnection(): void {
    const busy = this._subshell ? 'busy-live' : 'busy-waiting';
    const connection: Connection = this._host === 'busy' ? busy : this._host;
    if (connection !== this._model.state.connection) {
      this._model.update({ connection });
    }
  }

  private _fail(error: unknown): void {
    this._model.update({ phase: { kind: 'failed', ...failureOf(error, this._model.trans) } });
  }

  private _tell(error: unknown): void {
    const announcement = error instanceof Error ? error.message : String(error);
    this._model.update({ announcement, isLasting: true });
  }

  private readonly _model: CurationModel;
  private readonly _channel: Channel;
  private readonly _options: LinkOptions;
  private readonly _sender: ActSender;
  private readonly _copy: WorkingCopy;
  private readonly _answers: Answers;
  private readonly _disconnect: readonly (() => void)[];
  private readonly _teller = new RankingTeller(parameters => {
    this._sender.add({ kind: 'rank', parameters }, this._model.volume?.generation ?? 0);
  });
  private readonly _selection: SelectionSync;
  private readonly _areas: AreaSync;
  private readonly _history: HistorySync;
  private readonly _pings = new Pings();
  private readonly _proposals: Proposals;
  private readonly _comparison = new Comparison({
    canCompare: () => this._isAtRest,
    ask: () => {
      this._send({ type: 'compare' });
    },
    differs: () => {
      this._knock();
    }
  });
  private readonly _say = (announcement: string): void => {
    this._model.update({ announcement, isLasting: true });
  };
  private readonly _carried: CarriedActs;
  private readonly _broughtBack: CarriedActs;
  private _load: VolumeLoad | null = null;
  private _nextRequest = 1;
  private _session: string | null = null;
  private _subshell = true;
  private _host: HostConnection = 'idle';
  private _isReady = false;
  private _isForgotten = false;
}

/** The rows of an `applied`, or null when it has none. */
function runsOf(buffers: readonly DataView[]): Uint32Array<ArrayBuffer> | null {
  return buffers.length === 0 || buffers[0].byteLength === 0
    ? null
    : asTypedArray('uint32', bytesOf(buffers[0]));
}

function failureOf(
  error: unknown,
  trans: Translation
): { readonly message: string; readonly remedy: string } {
  if (isProtocolError(error)) {
    return {
      message: trans.__(
        "The kernel's description of the volume cannot be read. %1.",
        error.message
      ),
      remedy: trans.__('Install the same version of voxproof in the kernel and beside JupyterLab.')
    };
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    remedy: error instanceof NoRoomError ? error.remedy : trans.__('Run the cell again.')
  };
}
