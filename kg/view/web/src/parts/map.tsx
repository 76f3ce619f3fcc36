// map: the canvas with the network, its tools and its keys.
import { computed, effect, signal, useSignal } from "@preact/signals";
import { select } from "d3-selection";
import "d3-transition";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import { useEffect, useRef } from "preact/hooks";
import { type Local, layOut, layOutPath } from "../local";
import { otherEnd, shortestPath } from "../paths";
import { CanvasPen, SvgPen } from "../pen";
import { save } from "../save";
import {
  draw,
  placeOf,
  radiusOf,
  type Scene,
  shownLines,
  shownNodes,
  type Transform,
} from "../scene";
import {
  collapse,
  expand,
  found,
  go,
  model,
  openLine,
  openNode,
  place,
  theme,
  visible,
  wholeMap,
} from "../state";
import { kindWord, language, predicateWord, t } from "../texts";
import { Legend } from "./legend";
import { Timebar } from "./timebar";

const hovered = signal(-1);

/** The path asked for, as lines; null if none is asked for or none exists. */
export const path = computed(() => {
  const ends = place.value.path;
  return ends && shortestPath(model.value, visible.value, ends[0], ends[1]);
});

let last: Local | null = null;
export const local = computed<Local | null>(() => {
  const { expanded, path: ends } = place.value;
  if (ends) last = path.value && layOutPath(model.value, path.value, ends[0]);
  else last = expanded.length ? layOut(model.value, visible.value, expanded, last) : null;
  return last;
});

const scene = computed<Scene>(() => ({
  model: model.value,
  visible: visible.value,
  local: local.value,
  selected: place.value.node,
  line: place.value.line,
  hovered: hovered.value,
  theme: theme.value,
}));

export function MapView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<View | null>(null);
  const pointer = useSignal<readonly [number, number]>([0, 0]);
  useEffect(() => {
    view.current = new View(canvas.current as HTMLCanvasElement, pointer);
    return () => view.current?.stop();
  }, []);
  const { nodes } = model.value;
  const empty = visible.value.nNodes === 0;
  const lost = place.value.path !== null && path.value === null;
  const cut = local.value?.cut;
  return (
    <div class="map">
      <canvas
        ref={canvas}
        tabIndex={0}
        aria-label={t("map")}
        data-shown={local.value ? local.value.nodes.length : visible.value.nNodes}
      />
      {hovered.value >= 0 && (
        <div
          class="tip"
          style={{ left: `${pointer.value[0] + 14}px`, top: `${pointer.value[1] + 14}px` }}
        >
          <b>{nodes[hovered.value].label}</b>
          <span>{kindWord(nodes[hovered.value].kind)}</span>
        </div>
      )}
      {empty && <p class="notice">{t("nothingShown")}</p>}
      {lost && <p class="notice">{t("noPath")}</p>}
      {(local.value || place.value.path || found.value.length > 0) && (
        <div class="crumb">
          <b>
            {place.value.path
              ? t("shortest")
              : found.value.length && !local.value
                ? t("results")
                : t("local")}
          </b>
          {cut && <span>{t("cut", cut[0], cut[1])}</span>}
          <button type="button" onClick={wholeMap}>
            {t("whole")}
          </button>
        </div>
      )}
      <div class="tools" role="toolbar" aria-label={t("map")}>
        <button
          type="button"
          title={t("zoomIn")}
          aria-label={t("zoomIn")}
          onClick={() => view.current?.scale(1.5)}
        >
          ＋
        </button>
        <button
          type="button"
          title={t("zoomOut")}
          aria-label={t("zoomOut")}
          onClick={() => view.current?.scale(1 / 1.5)}
        >
          －
        </button>
        <button
          type="button"
          title={t("fit")}
          aria-label={t("fit")}
          onClick={() => view.current?.fit()}
        >
          ⤢
        </button>
        <button type="button" title={t("savePng")} onClick={() => view.current?.savePng()}>
          PNG
        </button>
        <button type="button" title={t("saveSvg")} onClick={() => view.current?.saveSvg()}>
          SVG
        </button>
      </div>
      <Legend />
      <Timebar />
    </div>
  );
}

/** Ties the scene to a canvas: draws when something changed, and turns pointer and keys into steps. */
class View {
  private readonly context: CanvasRenderingContext2D;
  private readonly zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  private readonly ends: (() => void)[] = [];
  private width = 0;
  private height = 0;
  private waiting = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly pointer: { value: readonly [number, number] },
  ) {
    this.context = canvas.getContext("2d") as CanvasRenderingContext2D;
    this.zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.01, 8])
      .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (event.sourceEvent) hovered.value = -1;
        this.soon();
      });
    select(canvas).call(this.zoom).on("dblclick.zoom", null);
    const size = new ResizeObserver(() => this.resize());
    size.observe(canvas);
    this.ends.push(() => size.disconnect());
    this.resize();
    this.fit(false);
    this.listen();
    this.ends.push(
      effect(() => {
        language.value;
        scene.value;
        this.soon();
      }),
    );
    this.follow();
  }

  stop(): void {
    for (const end of this.ends) end();
  }

  /** Move when the picture changes: fit a new neighbourhood, bring a selected node into sight. */
  private follow(): void {
    let shown = local.value;
    let node = place.value.node;
    let results = found.value;
    this.ends.push(
      effect(() => {
        const anew = local.value !== shown || found.value !== results;
        const other = place.value.node !== node;
        shown = local.value;
        results = found.value;
        node = place.value.node;
        if (anew) this.fit();
        else if (other && node >= 0) this.showNode(node);
      }),
    );
  }

  private get at(): Transform {
    return zoomTransform(this.canvas);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0) return;
    const first = this.width === 0;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = clientWidth * devicePixelRatio;
    this.canvas.height = clientHeight * devicePixelRatio;
    if (first) this.fit(false);
    this.soon();
  }

  private soon(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      draw(new CanvasPen(this.context), scene.value, this.at, this.width, this.height);
      this.canvas.dataset.drawn = "true";
    });
  }

  private move(x: number, y: number, k: number, gently = true): void {
    const to = zoomIdentity.translate(this.width / 2 - x * k, this.height / 2 - y * k).scale(k);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (gently && !calm)
      select(this.canvas).transition().duration(350).call(this.zoom.transform, to);
    else select(this.canvas).call(this.zoom.transform, to);
  }

  fit(gently = true): void {
    const nodes = shownNodes(scene.value);
    if (nodes.length === 0 || this.width === 0) return;
    const places = nodes.map((n) => placeOf(scene.value, n));
    const bounds = (values: number[]): [number, number] =>
      values.reduce<[number, number]>(
        ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
        [Infinity, -Infinity],
      );
    const [left, right] = bounds(places.map((p) => p[0]));
    const [top, bottom] = bounds(places.map((p) => p[1]));
    const k = Math.min(
      (this.width - 90) / Math.max(1, right - left),
      (this.height - 185) / Math.max(1, bottom - top),
      local.value ? 1.5 : 2,
    );
    this.move((left + right) / 2, (top + bottom) / 2 + 38 / k, k, gently);
  }

  scale(by: number): void {
    select(this.canvas).transition().duration(200).call(this.zoom.scaleBy, by);
  }

  private showNode(node: number): void {
    const [x, y] = placeOf(scene.value, node);
    const { k } = this.at;
    const near = local.value ? k : Math.max(k, 0.9);
    const screenX = x * k + this.at.x;
    const screenY = y * k + this.at.y;
    const inside =
      screenX > 80 && screenX < this.width - 80 && screenY > 80 && screenY < this.height - 110;
    if (!inside || near !== k) this.move(x, y, near);
  }

  // ---- pointer and keys -----------------------------------------------------------------------

  private listen(): void {
    const on = <E extends keyof HTMLElementEventMap>(
      type: E,
      act: (event: HTMLElementEventMap[E]) => void,
    ): void => {
      this.canvas.addEventListener(type, act);
      this.ends.push(() => this.canvas.removeEventListener(type, act));
    };
    on("mousemove", (event) => {
      const node = this.nodeAt(event.offsetX, event.offsetY);
      if (node !== hovered.value) hovered.value = node;
      if (node >= 0) this.pointer.value = [event.offsetX, event.offsetY];
      const aim = node >= 0 || this.lineAt(event.offsetX, event.offsetY) >= 0;
      this.canvas.style.cursor = aim ? "pointer" : "grab";
    });
    on("mouseleave", () => {
      hovered.value = -1;
    });
    on("click", (event) => {
      const node = this.nodeAt(event.offsetX, event.offsetY);
      const line = node < 0 ? this.lineAt(event.offsetX, event.offsetY) : -1;
      if (node >= 0) {
        if (place.value.path) go({ node, line: -1 });
        else openNode(node);
      } else if (line >= 0) openLine(line);
      else if (place.value.node >= 0 || place.value.line >= 0) go({ node: -1, line: -1 });
    });
    on("dblclick", (event) => {
      const node = this.nodeAt(event.offsetX, event.offsetY);
      if (node < 0) return;
      if (place.value.expanded.includes(node)) collapse(node);
      else expand(node);
    });
    on("keydown", (event) => this.key(event));
  }

  private key(event: KeyboardEvent): void {
    const { node, expanded } = place.value;
    const turns: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    if (event.key in turns) this.step(...turns[event.key]);
    else if (event.key === "+" || event.key === "=") this.scale(1.4);
    else if (event.key === "-") this.scale(1 / 1.4);
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter" && node >= 0) {
      if (expanded.includes(node)) collapse(node);
      else expand(node);
    } else return;
    event.preventDefault();
  }

  /** Go to the next node in a direction: of the neighbours first, else of all. */
  private step(dx: number, dy: number): void {
    const nodes = shownNodes(scene.value);
    const { node } = place.value;
    if (node < 0) {
      if (nodes.length) openNode(nodes[0]);
      return;
    }
    const [x, y] = placeOf(scene.value, node);
    const ahead = (others: readonly number[]): number => {
      let best = -1;
      let least = Infinity;
      for (const other of others) {
        const [ox, oy] = placeOf(scene.value, other);
        const along = (ox - x) * dx + (oy - y) * dy;
        const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
        if (other === node || along <= 0 || aside > along * 1.5) continue;
        if (along + 2 * aside < least) {
          least = along + 2 * aside;
          best = other;
        }
      }
      return best;
    };
    const lines = model.value.linesOf[node].filter((l) => visible.value.lines[l] === 1);
    const shown = new Set(nodes);
    const beside = ahead(
      lines.map((l) => otherEnd(model.value, l, node)).filter((n) => shown.has(n)),
    );
    const next = beside >= 0 ? beside : ahead(nodes);
    if (next >= 0) openNode(next);
  }

  private nodeAt(x: number, y: number): number {
    const { at } = this;
    let best = -1;
    let least = Infinity;
    for (const node of shownNodes(scene.value)) {
      const [mapX, mapY] = placeOf(scene.value, node);
      const away =
        Math.hypot(mapX * at.k + at.x - x, mapY * at.k + at.y - y) -
        radiusOf(scene.value, node, at.k);
      if (away < 5 && away < least) {
        least = away;
        best = node;
      }
    }
    return best;
  }

  /** Give the line under the pointer, of those that are drawn strongly enough to be aimed at. */
  private lineAt(x: number, y: number): number {
    const { at } = this;
    const { selected } = scene.value;
    const rows = local.value
      ? local.value.lines
      : selected >= 0
        ? model.value.linesOf[selected].filter((l) => visible.value.lines[l] === 1)
        : at.k > 0.7
          ? shownLines(scene.value)
          : [];
    let best = -1;
    let least = 5;
    for (const row of rows) {
      const { a, b } = model.value.lines[row];
      const [ax, ay] = placeOf(scene.value, a);
      const [bx, by] = placeOf(scene.value, b);
      const away = distance(
        x,
        y,
        ax * at.k + at.x,
        ay * at.k + at.y,
        bx * at.k + at.x,
        by * at.k + at.y,
      );
      if (away < least) {
        least = away;
        best = row;
      }
    }
    return best;
  }

  // ---- pictures -------------------------------------------------------------------------------

  savePng(): void {
    const picture = document.createElement("canvas");
    picture.width = this.width * 2;
    picture.height = this.height * 2;
    const context = picture.getContext("2d") as CanvasRenderingContext2D;
    context.scale(2, 2);
    draw(new CanvasPen(context), scene.value, this.at, this.width, this.height);
    picture.toBlob((blob) => blob && save("parkgraph.png", blob));
  }

  saveSvg(): void {
    const pen = new SvgPen(this.width, this.height);
    draw(pen, scene.value, this.at, this.width, this.height);
    save("parkgraph.svg", new Blob([pen.svg()], { type: "image/svg+xml" }));
  }
}

/** Distance of a point from a stretch of line. */
function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length
    ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    : 0;
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

export const lineName = (row: number): string => {
  const { statements } = model.value.lines[row];
  return [
    ...new Set(statements.map((s) => predicateWord(model.value.statements[s].predicate))),
  ].join(" · ");
};
