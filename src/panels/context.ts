/** What every panel can reach, and how it follows the model. */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react';
import type { CurationModel } from '../core/model';
import type { Emitter } from '../core/signals';
import type { PictureColour } from '../core/picture';
import type { PictureSamples } from '../core/picture-samples';
import type { CurationScene } from '../scene';
import type { CommandName, CommandWords } from '../tools';
import type { Translation } from '../core/translation';

/** Draws a small picture of regions; the samples are handed over. */
export type DrawPicture = (
  samples: PictureSamples,
  accent: PictureColour
) => Promise<Uint8ClampedArray<ArrayBuffer>>;

export interface Panel {
  readonly model: CurationModel;
  readonly trans: Translation;
  readonly words: Readonly<Record<CommandName, CommandWords>>;
  readonly draw: DrawPicture;
  /** The element that has the keyboard. */
  readonly root: () => HTMLElement | null;
  readonly run: (command: CommandName) => void;
  /** Give the keyboard to the view: keys act on it again. */
  readonly focus: () => void;
}

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) {
    throw new Error('found no PanelContext, expected the component inside CuratorApp');
  }
  return panel;
}

/** Of the views, for panels that stand beside them. */
export const SceneContext = createContext<CurationScene | null>(null);

export function useScene(): CurationScene {
  const scene = useContext(SceneContext);
  if (scene === null) {
    throw new Error('found no SceneContext, expected the component inside CuratorApp');
  }
  return scene;
}

/** A part of the model or its state, followed. `select` must give the same object as long as nothing changed. */
export function useModel<T>(select: (model: CurationModel) => T): T {
  const { model } = usePanel();
  const subscribe = useCallback(
    (onChange: () => void) => {
      const disconnect = [
        model.stateChanged.connect(onChange),
        model.rankingChanged.connect(onChange)
      ];
      return () => {
        disconnect.forEach(each => {
          each();
        });
      };
    },
    [model]
  );
  return useSyncExternalStore(subscribe, () => select(model));
}

/** A number that rises with every emission, for what changes in place. */
export function useVersion<T>(emitter: Emitter<T>): number {
  const version = useRef(0);
  const subscribe = useCallback(
    (onChange: () => void) => {
      // What was emitted between rendering and now is not lost.
      version.current += 1;
      return emitter.connect(() => {
        version.current += 1;
        onChange();
      });
    },
    [emitter]
  );
  return useSyncExternalStore(subscribe, () => version.current);
}
