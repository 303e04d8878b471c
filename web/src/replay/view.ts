// From places to pixels: equirectangular, true to scale along meridians and the middle parallel; moved by pointer and keys.

export interface Box { west: number; south: number; east: number; north: number }

const NEAREST = 8, FARTHEST = 0.7;

export class View {
  width = 1;
  height = 1;
  private x: number;
  private y: number;
  private zoom = 1;
  private readonly shrink: number;

  constructor(readonly home: Box) {
    this.x = (home.west + home.east) / 2;
    this.y = (home.south + home.north) / 2;
    this.shrink = Math.cos(this.y * 1e-4 * Math.PI / 180);
  }

  /** Pixels for one step of latitude. */
  get scale(): number {
    const fit = Math.min(this.width / ((this.home.east - this.home.west) * this.shrink), this.height / (this.home.north - this.home.south));
    return fit * this.zoom;
  }

  px(x: number): number { return this.width / 2 + (x - this.x) * this.shrink * this.scale; }

  py(y: number): number { return this.height / 2 - (y - this.y) * this.scale; }

  /** Pixels for a metre. */
  get perMetre(): number { return this.scale / (1e-4 * 111_195); }

  resize(width: number, height: number): void { this.width = width; this.height = height; }

  zoomBy(factor: number, px = this.width / 2, py = this.height / 2): void {
    const before = this.scale, next = Math.min(Math.max(this.zoom * factor, FARTHEST), NEAREST * 4);
    const x = this.x + (px - this.width / 2) / (this.shrink * before), y = this.y - (py - this.height / 2) / before;
    this.zoom = next;
    this.x = x - (px - this.width / 2) / (this.shrink * this.scale);
    this.y = y + (py - this.height / 2) / this.scale;
  }

  moveBy(dx: number, dy: number): void {
    this.x -= dx / (this.shrink * this.scale);
    this.y += dy / this.scale;
  }

  centre(x: number, y: number): void { this.x = x; this.y = y; }

  fit(): void {
    this.zoom = 1;
    this.centre((this.home.west + this.home.east) / 2, (this.home.south + this.home.north) / 2);
  }
}

/** Drag, pinch, wheel and keys on the map. `tap` is told of a press that did not move, `hover` of a mouse that passes. */
export function hands(canvas: HTMLCanvasElement, view: View, redraw: () => void, tap: (x: number, y: number) => void, hover: (x: number, y: number) => void): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  const spot = (event: PointerEvent | WheelEvent) => {
    const edge = canvas.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  };
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, spot(event));
    if (fingers.size === 1) moved = 0;
  });
  canvas.addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId), now = spot(event);
    if (!before) { hover(now.x, now.y); return; }
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (fingers.size === 1) view.moveBy(now.x - before.x, now.y - before.y);
    else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const was = Math.hypot(before.x - other.x, before.y - other.y), is = Math.hypot(now.x - other.x, now.y - other.y);
        if (was > 4) view.zoomBy(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
    }
    fingers.set(event.pointerId, now);
    redraw();
  });
  const lift = (event: PointerEvent) => {
    const here = spot(event);
    if (fingers.delete(event.pointerId) && fingers.size === 0 && moved < 6 && event.type === "pointerup") tap(here.x, here.y);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => hover(-1, -1));
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const here = spot(event);
    view.zoomBy(Math.exp(-event.deltaY / 400), here.x, here.y);
    redraw();
  }, { passive: false });
  canvas.addEventListener("keydown", event => {
    const step = 60, ways: Record<string, [number, number]> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const way = ways[event.key];
    if (way) view.moveBy(...way);
    else if (event.key === "+" || event.key === "=") view.zoomBy(1.4);
    else if (event.key === "-") view.zoomBy(1 / 1.4);
    else if (event.key === "0") view.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
    redraw();
  });
}
