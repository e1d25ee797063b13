/** Headers of docs/protocol.md. What arrives is `unknown` and is narrowed here, once. */
import type { Box, BoxTuple } from '../core/axes';
import type { LoggedAct } from '../core/history';
import type { SaidBesides } from '../core/review';
import type { Saving, Verdict, VerdictName, VolumeDescription } from '../core/state';
import { Fields, ProtocolError } from './fields';
import type { WireVolume } from './volume-description';
import { parseRanking, parseVolume } from './volume-description';

/** Version of docs/protocol.md that this side speaks. */
export const PROTOCOL = 1;

export type FetchedArray =
  'image' | 'segmentation' | 'original' | 'codes' | 'weights' | 'heights' | 'mask';

/** An act's header without client and number. */
export type ActHeader =
  | {
      readonly type: 'edit';
      readonly generation: number;
      readonly labels: readonly string[] | null;
      readonly edit: {
        readonly id: string;
        readonly tool: string;
        readonly region: string | null;
        readonly box: BoxTuple;
        readonly voxels: number;
        readonly time: number;
      };
      readonly part: number;
      readonly parts: number;
    }
  | {
      readonly type: 'verdict';
      readonly id: string;
      readonly region: string;
      readonly verdict: VerdictName | 'done' | 'open';
      readonly note: string;
    }
  | { readonly type: 'undo' | 'redo'; readonly id: string; readonly of: string | null }
  | {
      readonly type: 'revert';
      readonly id: string;
      readonly edit: string | null;
      readonly region: string | null;
    }
  | { readonly type: 'label'; readonly id: string }
  | { readonly type: 'rank'; readonly ranking: Readonly<Record<string, unknown>> };

/** What the browser says, without version and client. */
export type ToKernel =
  | { readonly type: 'hello'; readonly version: string }
  | {
      readonly type: 'fetch';
      readonly request: number;
      readonly array: FetchedArray;
      readonly level: number;
      readonly box: BoxTuple;
      readonly generation: number;
    }
  | { readonly type: 'cancel'; readonly requests: readonly number[] }
  | (ActHeader & { readonly seq: number })
  | { readonly type: 'select'; readonly region: string | null }
  | { readonly type: 'compare' }
  | { readonly type: 'voxels'; readonly regions: readonly string[]; readonly before: boolean }
  | { readonly type: 'history'; readonly request: number; readonly after: number }
  | {
      readonly type: 'propose';
      readonly request: number;
      readonly generation: number;
      readonly tool: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'ping'; readonly request: number };

/** What a damaged journal lacks. */
export interface Missing {
  /** Acts that had been acknowledged; null when nobody knows how many. */
  readonly count: number | null;
  /** The last one that is whole: where the session began. */
  readonly revision: number;
}

/** Everything about the session that is not voxels. */
export interface SessionState {
  readonly session: string;
  readonly volume: WireVolume;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly besides: SaidBesides;
  readonly standing: ReadonlyMap<string, number>;
  readonly selected: string | null;
  readonly undo: string | null;
  readonly redo: string | null;
  readonly journal: Saving['journal'];
  readonly missing: Missing | null;
  readonly subshell: boolean;
}

/** Who asked; null when nobody did (a call in Python). */
interface Author {
  readonly client: string | null;
  readonly seq: number | null;
}

interface History {
  readonly undo: string | null;
  readonly redo: string | null;
}

export interface Welcome extends SessionState {
  readonly type: 'welcome';
  readonly client: string;
  readonly seq: number;
}

export interface Generation extends SessionState {
  readonly type: 'generation';
}

export interface Block {
  readonly type: 'block';
  readonly client: string;
  readonly request: number;
  readonly array: FetchedArray;
  readonly dtype: 'uint8' | 'uint16' | 'uint32';
  readonly encoding: 'raw' | 'deflate';
  readonly revision: number;
  readonly generation: number;
}

export interface Applied extends Author, History {
  readonly type: 'applied';
  readonly revision: number;
  readonly box: Box;
  readonly cause: 'edit' | 'revert' | 'undo' | 'redo' | 'code' | 'call' | 'prediction';
  readonly standing: ReadonlyMap<string, number>;
  /** Of a revert, voxels that keep what a later edit wrote. */
  readonly kept: number;
}

export interface Judged extends Author, History {
  readonly type: 'judged';
  readonly region: string;
  /** Null takes a verdict away. */
  readonly verdict: Verdict | null;
  /** When the region was opened again; null when it has a verdict, or nothing is said of it. */
  readonly reopened: string | null;
  readonly cause: 'verdict' | 'undo' | 'redo' | 'call';
}

export interface Refused {
  readonly type: 'refused';
  readonly client: string;
  readonly seq: number;
  readonly revision: number;
  readonly code: string;
  readonly message: string;
  readonly box: Box | null;
}

export interface Labels extends Author {
  readonly type: 'labels';
  readonly from: number;
  readonly ids: readonly string[];
}

export interface Ranked extends Author {
  readonly type: 'ranked';
  readonly ranking: VolumeDescription['ranking'];
}

export interface Areas {
  readonly type: 'areas';
  readonly client: string;
  readonly generation: number;
  /** Their rows follow each other in the buffer; then those of `before`. */
  readonly regions: readonly { readonly region: string; readonly rows: number }[];
  readonly before: { readonly listed: number; readonly settled: number } | null;
}

export interface Selected {
  readonly type: 'selected';
  readonly client: string | null;
  readonly region: string | null;
}

export interface Verdicts {
  readonly type: 'verdicts';
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly besides: SaidBesides;
  readonly standing: ReadonlyMap<string, number>;
}

export interface Problem {
  readonly type: 'problem';
  readonly client: string | null;
  readonly request: number | null;
  readonly code: string;
  readonly message: string;
  /** With code `gap`: the act that the kernel waits for. */
  readonly expected: number | null;
}

/** As much of the state as tells whether a message was missed. */
export interface Outline {
  readonly type: 'state';
  readonly client: string;
  readonly session: string;
  readonly generation: number;
  readonly revision: number;
  /** Number of labels. */
  readonly labels: number;
  /** Number of verdicts. */
  readonly verdicts: number;
  /** Time of the newest verdict. */
  readonly judged: string | null;
  readonly ranking: VolumeDescription['ranking'];
}

export interface Proposed {
  readonly type: 'proposed';
  readonly client: string;
  readonly request: number;
  readonly generation: number;
  readonly tool: string;
  /** Null when the tool would change nothing. */
  readonly box: Box | null;
  /** Voxels of each part that the tool has found, largest first. */
  readonly sizes: readonly number[];
}

/** Acts of the history, from the first one after what was asked for. */
export interface Acts {
  readonly type: 'acts';
  readonly client: string;
  readonly request: number;
  readonly generation: number;
  /** Whether others follow these. */
  readonly more: boolean;
  readonly acts: readonly LoggedAct[];
}

export interface Pong {
  readonly type: 'pong';
  readonly client: string;
  readonly request: number;
}

export type FromKernel =
  | Welcome
  | Generation
  | Block
  | Applied
  | Judged
  | Refused
  | Labels
  | Ranked
  | Areas
  | Selected
  | Verdicts
  | Problem
  | Outline
  | Proposed
  | Acts
  | Pong;

/** Narrow a header from the kernel. Throws {@link ProtocolError} for another version, an unknown type or a wrong field. */
export function parseMessage(content: unknown): FromKernel {
  const header = new Fields(content, 'message');
  header.oneOf('v', [PROTOCOL]);
  const type = header.text('type');
  const message = new Fields(content, type);
  switch (type) {
    case 'welcome':
      return { type, ...own(message), seq: message.whole('seq'), ...parseState(message) };
    case 'generation':
      return { type, ...parseState(message) };
    case 'block':
      return parseBlock(message);
    case 'applied':
      return parseApplied(message);
    case 'judged':
      return parseJudged(message);
    case 'refused':
      return parseRefused(message);
    case 'labels':
      return { type, ...author(message), from: message.whole('from'), ids: message.texts('ids') };
    case 'ranked':
      return { type, ...author(message), ranking: parseRanking(message.fields('ranking')) };
    case 'areas':
      return parseAreas(message);
    case 'selected':
      return { type, client: message.textOrNull('client'), region: message.textOrNull('region') };
    case 'verdicts':
      return { type, ...parseVerdicts(message) };
    case 'problem':
      return parseProblem(message);
    case 'state':
      return parseOutline(message);
    case 'proposed':
      return {
        type,
        ...own(message),
        request: message.whole('request'),
        generation: message.whole('generation'),
        tool: message.text('tool'),
        box: message.boxOrNull('box'),
        sizes: message.numbers('sizes')
      };
    case 'acts':
      return {
        type,
        ...own(message),
        request: message.whole('request'),
        generation: message.whole('generation'),
        more: message.flag('more'),
        acts: message.each('acts').map(parseAct)
      };
    case 'pong':
      return { type, ...own(message), request: message.whole('request') };
    default:
      throw new ProtocolError('message.type', type, 'a type of protocol 1');
  }
}

function parseState(message: Fields): SessionState {
  const journal = message.fields('journal');
  return {
    session: message.text('session'),
    volume: parseVolume(message.value('volume'), `${message.path}.volume`),
    ...parseVerdicts(message),
    selected: message.textOrNull('selected'),
    ...history(message),
    journal: {
      state: journal.oneOf('state', ['ok', 'memory', 'read']),
      message: journal.text('message')
    },
    missing: message.isNull('missing') ? null : parseMissing(message.fields('missing')),
    subshell: message.flag('subshell')
  };
}

function parseMissing(missing: Fields): Missing {
  return { count: missing.wholeOrNull('count'), revision: missing.whole('revision') };
}

function parseBlock(message: Fields): Block {
  return {
    type: 'block',
    ...own(message),
    request: message.whole('request'),
    array: message.oneOf('array', [
      'image',
      'segmentation',
      'original',
      'codes',
      'weights',
      'heights',
      'mask'
    ]),
    dtype: message.oneOf('dtype', ['uint8', 'uint16', 'uint32']),
    encoding: message.oneOf('encoding', ['raw', 'deflate']),
    revision: message.whole('revision'),
    generation: message.whole('generation')
  };
}

function parseApplied(message: Fields): Applied {
  return {
    type: 'applied',
    ...author(message),
    revision: message.whole('revision'),
    box: message.box('box'),
    cause: message.oneOf('cause', ['edit', 'revert', 'undo', 'redo', 'code', 'call', 'prediction']),
    standing: parseStanding(message),
    kept: message.whole('kept'),
    ...history(message)
  };
}

function parseJudged(message: Fields): Judged {
  const name = message.oneOf('verdict', ['fixed', 'correct', 'unsure', 'open']);
  return {
    type: 'judged',
    ...author(message),
    region: message.text('region'),
    verdict:
      name === 'open'
        ? null
        : { verdict: name, note: message.text('note'), time: message.text('time') },
    reopened: name === 'open' && message.flag('said') ? message.text('time') : null,
    cause: message.oneOf('cause', ['verdict', 'undo', 'redo', 'call']),
    ...history(message)
  };
}

function parseRefused(message: Fields): Refused {
  return {
    type: 'refused',
    ...own(message),
    seq: message.whole('seq'),
    revision: message.whole('revision'),
    code: message.text('code'),
    message: message.text('message'),
    box: message.boxOrNull('box')
  };
}

function parseProblem(message: Fields): Problem {
  return {
    type: 'problem',
    client: message.isNull('client') ? null : message.text('client'),
    request: message.wholeOrNull('request'),
    code: message.text('code'),
    message: message.text('message'),
    expected: message.wholeOrNull('expected')
  };
}

function parseOutline(message: Fields): Outline {
  return {
    type: 'state',
    ...own(message),
    session: message.text('session'),
    generation: message.whole('generation'),
    revision: message.whole('revision'),
    labels: message.whole('labels'),
    verdicts: message.whole('verdicts'),
    judged: message.textOrNull('judged'),
    ranking: parseRanking(message.fields('ranking'))
  };
}

function parseAreas(message: Fields): Areas {
  const before = message.isNull('before') ? null : message.fields('before');
  return {
    type: 'areas',
    ...own(message),
    generation: message.whole('generation'),
    regions: message
      .each('regions')
      .map(area => ({ region: area.text('region'), rows: area.whole('rows') })),
    before: before && { listed: before.whole('listed'), settled: before.whole('settled') }
  };
}

function parseAct(act: Fields): LoggedAct {
  const kind = act.oneOf('kind', ['edit', 'revert', 'verdict', 'undo', 'redo']);
  const when = { seq: act.whole('seq'), time: act.whole('time') };
  if (kind === 'undo' || kind === 'redo') {
    return { ...when, kind };
  }
  if (kind === 'verdict') {
    const verdict = act.oneOf('verdict', ['done', 'fixed', 'correct', 'unsure', 'open']);
    const about = { region: act.text('region'), box: act.boxOrNull('box') };
    return { ...when, ...about, kind, verdict, note: act.text('note') };
  }
  const edit = {
    ...when,
    id: act.text('id'),
    tool: act.text('tool'),
    region: act.textOrNull('region'),
    box: act.box('box'),
    voxels: act.whole('voxels')
  };
  return kind === 'edit'
    ? { ...edit, kind }
    : { ...edit, kind, target: act.wholeOrNull('target'), kept: act.whole('kept') };
}

function parseVerdicts(message: Fields): Pick<Verdicts, 'verdicts' | 'besides' | 'standing'> {
  const reopened = message.fields('reopened');
  return {
    verdicts: verdictsOf(message.fields('verdicts')),
    besides: {
      reopened: new Map(reopened.names.map(region => [region, reopened.text(region)])),
      inherited: verdictsOf(message.fields('inherited'))
    },
    standing: parseStanding(message)
  };
}

function verdictsOf(verdicts: Fields): ReadonlyMap<string, Verdict> {
  return new Map(
    verdicts.names.map(region => {
      const entry = verdicts.fields(region);
      const verdict = {
        verdict: entry.oneOf('verdict', ['fixed', 'correct', 'unsure']),
        note: entry.text('note'),
        time: entry.text('time')
      };
      return [region, entry.flag('carried') ? { ...verdict, carried: true } : verdict];
    })
  );
}

function parseStanding(message: Fields): ReadonlyMap<string, number> {
  const standing = message.fields('standing');
  return new Map(standing.names.map(region => [region, standing.whole(region)]));
}

function own(message: Fields): { readonly client: string } {
  return { client: message.text('client') };
}

function author(message: Fields): Author {
  return { client: message.textOrNull('client'), seq: message.wholeOrNull('seq') };
}

function history(message: Fields): History {
  return { undo: message.textOrNull('undo'), redo: message.textOrNull('redo') };
}
