/**
 * The page's one WebGL context, shared by all views of all scenes. It lives on a canvas that is never shown: a view is drawn into
 * its lower left corner and copied out in the same task, so that views redraw independently and no number of notebook cells runs out of
 * contexts.
 */
import '@kitware/vtk.js/Rendering/OpenGL/Actor';
import '@kitware/vtk.js/Rendering/OpenGL/Camera';
import '@kitware/vtk.js/Rendering/OpenGL/ImageResliceMapper';
import '@kitware/vtk.js/Rendering/OpenGL/ImageSlice';
import '@kitware/vtk.js/Rendering/OpenGL/PolyDataMapper';
import '@kitware/vtk.js/Rendering/OpenGL/Renderer';
import '@kitware/vtk.js/Rendering/OpenGL/Volume';
import '@kitware/vtk.js/Rendering/OpenGL/VolumeMapper';
import vtkOpenGLRenderWindow from '@kitware/vtk.js/Rendering/OpenGL/RenderWindow';
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkRenderWindow from '@kitware/vtk.js/Rendering/Core/RenderWindow';
import vtkRenderWindowInteractor from '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor';
import type { Shape } from '../core/axes';
import { Emitter } from '../core/signals';
import type { Translation } from '../core/translation';
import { ENGLISH } from '../core/translation';
import type { Size } from './slice-geometry';

/** No WebGL2 to draw with. */
export class NoWebGlError extends Error {
  readonly tag = 'NoWebGl';

  /** @param tell - what the reader of the view is told */
  constructor(readonly tell: (trans: Translation) => string) {
    super(tell(ENGLISH));
  }
}

/** Pixels of a canvas. */
export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** Canvas edges grow in these steps, in pixels, so that dragging a splitter does not reallocate at every move. */
const CANVAS_STEP = 64;

export class GlContext {
  /** The context is gone: everything drawn with it must be let go. */
  static readonly lost = new Emitter<undefined>();
  /** A new context can be acquired. */
  static readonly restored = new Emitter<undefined>();

  /**
   * The shared context; call {@link release} once for each call.
   * @throws NoWebGlError when the browser gives none.
   */
  static acquire(): GlContext {
    shared ??= new GlContext();
    shared._users += 1;
    return shared;
  }

  /** Whether the context was lost and has not come back. */
  static get isLost(): boolean {
    return lost !== null;
  }

  private constructor() {
    this._glWindow = vtkOpenGLRenderWindow.newInstance();
    this._canvas = this._glWindow.getCanvas() as HTMLCanvasElement;
    const gl = this._canvas.getContext('webgl2', {
      alpha: true,
      depth: true,
      preserveDrawingBuffer: false,
      powerPreference: 'high-performance'
    });
    if (gl === null) {
      throw new NoWebGlError(trans =>
        trans.__(
          'Found no WebGL2 in this browser: the slices are drawn without it, the 3D view cannot be. Turn on hardware acceleration, or open the notebook in a current Chrome, Firefox, Edge or Safari.'
        )
      );
    }
    this._gl = gl;
    this._window = vtkRenderWindow.newInstance();
    this._window.addView(this._glWindow);
    this._glWindow.setSize(CANVAS_STEP, CANVAS_STEP);
    // vtk.js's volume mapper asks the interactor whether it is animating; it is never bound to an element.
    this._interactor = vtkRenderWindowInteractor.newInstance();
    this._interactor.setView(this._glWindow);
    this._canvas.addEventListener('webglcontextlost', this._onLost);
  }

  /** @throws NoWebGlError when a volume of this shape cannot be a texture. */
  assertFits({ z, y, x }: Shape): void {
    const most = Number(this._gl.getParameter(this._gl.MAX_3D_TEXTURE_SIZE));
    if (Math.max(z, y, x) > most) {
      throw new NoWebGlError(trans =>
        trans.__(
          'Found a volume of %1 × %2 × %3 voxels, and a graphics driver that takes at most %4 along an axis: the slices are drawn without it, the 3D view cannot be. Curate a part of the volume, or every second voxel of the long axis.',
          z,
          y,
          x,
          most
        )
      );
    }
  }

  addRenderer(renderer: vtkRenderer): void {
    renderer.setDraw(false);
    this._window.addRenderer(renderer);
  }

  removeRenderer(renderer: vtkRenderer): void {
    this._window.removeRenderer(renderer);
  }

  /**
   * Draw one renderer and copy its pixels onto a canvas, scaled to fill `place`.
   * @param size - device pixels to render; smaller than the place for a coarse picture
   * @param place - on `target`, by default all of it
   * @param alpha - of the copied picture
   */
  draw(
    renderer: vtkRenderer,
    size: Size,
    target: CanvasRenderingContext2D,
    { place = wholeOf(target), alpha = 1 }: { readonly place?: Place; readonly alpha?: number } = {}
  ): void {
    const capacity = this._reserve(size);
    renderer.setViewport(0, 0, size.width / capacity.width, size.height / capacity.height);
    renderer.setDraw(true);
    // Not `RenderWindow.render()`: with an interactor that is bound to no element it draws nothing.
    this._glWindow.traverseAllPasses();
    renderer.setDraw(false);
    target.globalAlpha = alpha;
    target.drawImage(
      this._canvas,
      ...([0, capacity.height - size.height, size.width, size.height] as const),
      ...([place.left, place.top, place.width, place.height] as const)
    );
    target.globalAlpha = 1;
  }

  /** @returns whether the GPU has done all that was asked of it up to now; call until true. */
  fence(): () => boolean {
    const gl = this._gl;
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    return () => {
      if (sync === null || gl.isContextLost()) {
        return true;
      }
      const isDone = gl.getSyncParameter(sync, gl.SYNC_STATUS) === gl.SIGNALED;
      if (isDone) {
        gl.deleteSync(sync);
      }
      return isDone;
    };
  }

  /** Give the context up; it is freed with its last user. */
  release(): void {
    this._users -= 1;
    if (this._users === 0) {
      this._free();
    }
  }

  private _reserve(size: Size): Size {
    const [width, height] = this._glWindow.getSize();
    if (width < size.width || height < size.height) {
      this._glWindow.setSize(
        Math.max(width, stepUp(size.width)),
        Math.max(height, stepUp(size.height))
      );
    }
    const [nowWidth, nowHeight] = this._glWindow.getSize();
    return { width: nowWidth, height: nowHeight };
  }

  private _free(): void {
    if (shared === this) {
      shared = null;
    }
    this._canvas.removeEventListener('webglcontextlost', this._onLost);
    this._interactor.delete();
    this._window.delete();
    this._glWindow.delete();
    if (lost !== this._canvas) {
      this._giveUp();
    }
  }

  private _giveUp(): void {
    this._gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private readonly _onLost = (event: Event): void => {
    event.preventDefault();
    this._canvas.removeEventListener('webglcontextlost', this._onLost);
    lost = this._canvas;
    if (shared === this) {
      shared = null;
    }
    this._canvas.addEventListener(
      'webglcontextrestored',
      () => {
        lost = null;
        // What was made with it is gone; the scenes take a new one.
        this._giveUp();
        GlContext.restored.emit(undefined);
      },
      { once: true }
    );
    GlContext.lost.emit(undefined);
  };

  private readonly _glWindow: vtkOpenGLRenderWindow;
  private readonly _window: vtkRenderWindow;
  private readonly _interactor: vtkRenderWindowInteractor;
  private readonly _canvas: HTMLCanvasElement;
  private readonly _gl: WebGL2RenderingContext;
  private _users = 0;
}

let shared: GlContext | null = null;
/** The canvas whose context the browser took; it is told when there is one again, which it is not once it is collected. */
let lost: HTMLCanvasElement | null = null;

function wholeOf({ canvas }: CanvasRenderingContext2D): Place {
  return { left: 0, top: 0, width: canvas.width, height: canvas.height };
}

function stepUp(pixels: number): number {
  return Math.ceil(pixels / CANVAS_STEP) * CANVAS_STEP;
}
