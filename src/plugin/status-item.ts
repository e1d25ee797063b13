/** In JupyterLab's status bar: which region of the current curator is in hand, what is saved, what the kernel does. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { formatCount } from '../panels/format';
import { kernelWords, savedWords } from '../panels/status-words';
import type { ICurator, ICurators } from './curators';

/** Of a name. */
const MOST_CHARACTERS = 40;

export class StatusItem extends Widget {
  constructor(
    private readonly _curators: ICurators,
    private readonly _trans: TranslationBundle,
    onClick: () => void
  ) {
    super({ node: document.createElement('button') });
    this.addClass('vp-StatusItem');
    this.addClass('jp-mod-highlighted');
    this.node.addEventListener('click', onClick);
    _curators.currentChanged.connect(this._follow, this);
    this._follow();
  }

  /** Whether there is something to tell. */
  get isActive(): boolean {
    return this._curators.current !== null;
  }

  override dispose(): void {
    this._curators.currentChanged.disconnect(this._follow, this);
    this._leave();
    super.dispose();
  }

  private readonly _follow = (): void => {
    this._leave();
    this._leave = nothing;
    const { current } = this._curators;
    if (current === null) {
      return;
    }
    const say = (): void => {
      this._say(current);
    };
    const disconnect = [
      current.model.stateChanged.connect(say),
      current.model.rankingChanged.connect(say)
    ];
    this._leave = () => {
      disconnect.forEach(each => {
        each();
      });
    };
    say();
  };

  private _say({ name, model: { state, ranking } }: ICurator): void {
    const { _trans: trans } = this;
    const count = formatCount(ranking?.count ?? 0);
    const region =
      state.selected === null
        ? trans._n('%1 region', '%2 regions', ranking?.count ?? 0, count)
        : trans.__('region %1 of %2', formatCount(state.selected + 1), count);
    const kernel = state.connection === 'idle' ? [] : [kernelWords(state, trans)];
    const text = [shortened(name), region, savedWords(state, trans), ...kernel].join(' · ');
    if (text !== this.node.textContent) {
      this.node.textContent = text;
      this.node.title = trans.__('Voxproof: %1. Show the worklist.', text);
    }
  }

  private _leave: () => void = nothing;
}

/** What follows the name matters more than its end. */
function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length > MOST_CHARACTERS
    ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`
    : name;
}

/** Out here, where it knows no curator: one made where a curator is known keeps it, and its volume, for as long as it lives. */
function nothing(): void {
  return undefined;
}
