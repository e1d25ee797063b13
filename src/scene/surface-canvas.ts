/** A view's canvas: follows the size of its host, knows whether it can be seen, and keeps pictures to draw over. */
import { USUAL } from '../core/preferences';
import { watchSight } from './sight';
import type { Size, ViewPoint } from './slice-geometry';
import type { Rgba } from './theme';
import { readPixel } from './theme';

export class SurfaceCanvas {
  /** @param onChange - size or visibility changed */
  constructor(label: string, onChange: () => void) {
    this._onChange = onChange;
    this.element = document.createElement('canvas');
    this.element.className = 'vp-ViewCanvas';
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', label);
    Object.assign(this.element.style, {
      display: 'block',
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      touchAction: 'none'
    });
    this.context = contextOf(this.element);
    this._resize = new ResizeObserver(() => {
      this._measure();
    });
  }

  /** In CSS pixels. */
  get size(): Size {
    return this._size;
  }

  /** In device pixels. */
  get deviceSize(): Size {
    return { width: this.element.width, height: this.element.height };
  }

  /** Device pixels per CSS pixel. */
  get pixelRatio(): number {
    return this._size.width === 0 ? 1 : this.element.width / this._size.width;
  }

  get isVisible(): boolean {
    return this._inSight && this._size.width > 0 && this._size.height > 0;
  }

  /** Draw no more pixels than these per CSS pixel and side, even where the device has them. */
  limit(mostPixels: number): void {
    this._mostPixels = mostPixels;
    this._measure();
  }

  /** Put the canvas into `host`, which must be positioned. */
  attach(host: HTMLElement): void {
    this.detach();
    host.appendChild(this.element);
    this._resize.observe(host);
    this._leaveSight = watchSight(host, inSight => {
      if (inSight !== this._inSight) {
        this._inSight = inSight;
        this._onChange();
      }
    });
    this._host = host;
    this._inSight = true;
    this._measure();
    this._onChange();
  }

  detach(): void {
    this._resize.disconnect();
    this._leaveSight?.();
    this._leaveSight = null;
    this.element.remove();
    this._host = null;
    this._inSight = false;
  }

  /** A hidden canvas of the same device size, made with the first call and kept. */
  layer(name: 'image' | 'picture'): CanvasRenderingContext2D {
    let context = this._layers.get(name);
    if (context === undefined) {
      context = contextOf(document.createElement('canvas'));
      this._layers.set(name, context);
    }
    const { width, height } = this.element;
    if (context.canvas.width !== width || context.canvas.height !== height) {
      context.canvas.width = width;
      context.canvas.height = height;
    }
    return context;
  }

  /** What is on screen at a point. */
  read({ left, top }: ViewPoint): Rgba {
    const x = Math.floor(left * this.pixelRatio);
    const y = Math.floor(top * this.pixelRatio);
    return readPixel(context => {
      context.drawImage(this.element, -x, -y);
    });
  }

  private _measure(): void {
    const host = this._host;
    if (host === null) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = host;
    const ratio = Math.min(window.devicePixelRatio, this._mostPixels);
    const isSame = this._size.width === width && this._size.height === height;
    this._size = { width, height };
    const deviceWidth = Math.max(1, Math.round(width * ratio));
    const deviceHeight = Math.max(1, Math.round(height * ratio));
    const { element } = this;
    if (isSame && element.width === deviceWidth && element.height === deviceHeight) {
      return;
    }
    element.width = deviceWidth;
    element.height = deviceHeight;
    this._onChange();
  }

  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  private readonly _onChange: () => void;
  private readonly _resize: ResizeObserver;
  private readonly _layers = new Map<string, CanvasRenderingContext2D>();
  private _mostPixels = USUAL.mostPixels;
  private _host: HTMLElement | null = null;
  private _size: Size = { width: 0, height: 0 };
  private _inSight = false;
  private _leaveSight: (() => void) | null = null;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  // Opaque, so that the page's compositor blends nothing: without a GPU that is half of the cost of every frame.
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) {
    throw new Error('found no 2D canvas in this browser, expected one');
  }
  return context;
}
