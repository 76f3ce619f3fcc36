// scene: what is to be seen in, strokes of a pen out; knows nothing of mouse, screen or file.
import type { Model, Predicate } from "./data";
import type { Visible } from "./filters";
import type { Local } from "./local";
import { colourOf, PALETTES, SHAPES } from "./palette";
import type { Pen } from "./pen";
import type { Theme } from "./state";
import { predicateWord, shorten, t } from "./texts";

export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Scene {
  readonly model: Model;
  readonly visible: Visible;
  /** The neighbourhood that is shown, or null for the whole map. */
  readonly local: Local | null;
  readonly selected: number;
  readonly line: number;
  readonly hovered: number;
  readonly theme: Theme;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One name for so many square pixels: more than that is noise. */
const ROOM_OF_LABEL = 8500;
/** Space that a name keeps free around it. */
const CLEAR = 5;
/** Below this radius on the screen only communities and neighbours are named. */
const SMALLEST_NAMED = 3.4;
/** Nodes without relations are named from this zoom on. */
const LOOSE_NAMED = 1.4;
/** With more lines than this, only those of the node under the pointer say what they mean. */
const MOST_LINE_WORDS = 30;
const LONGEST_LABEL = 16;

export function placeOf(scene: Scene, node: number): readonly [number, number] {
  if (scene.local) return scene.local.places.get(node) ?? [0, 0];
  const { x, y } = scene.model.nodes[node];
  return [x, y];
}

/** Radius on the screen: grows with importance, and a little with the zoom. */
export function radiusOf(scene: Scene, node: number, k: number): number {
  const { importance } = scene.model.nodes[node];
  const size = 3.2 + 1.7 * Math.sqrt(importance);
  const grown = size * (scene.local ? 0.8 * Math.min(1.6, k ** 0.5) : Math.min(1.5, k ** 0.75));
  return Math.max(1, Math.min(24, grown));
}

export function shownNodes(scene: Scene): readonly number[] {
  if (scene.local) return scene.local.nodes;
  return scene.model.byImportance.filter((n) => scene.visible.nodes[n] === 1);
}

export function shownLines(scene: Scene): readonly number[] {
  if (scene.local) return scene.local.lines;
  const rows: number[] = [];
  for (let i = 0; i < scene.visible.lines.length; i++) if (scene.visible.lines[i]) rows.push(i);
  return rows;
}

export function draw(pen: Pen, scene: Scene, at: Transform, width: number, height: number): void {
  const { model, theme } = scene;
  const colours = PALETTES[theme];
  const near = neighbourhood(scene);
  const toX = (x: number): number => x * at.k + at.x;
  const toY = (y: number): number => y * at.k + at.y;
  pen.fill(width, height, colours.paper);
  if (!scene.local) drawDiscs(pen, scene, at);
  drawLines(pen, scene, near, toX, toY);

  const page = { left: -40, right: width + 40, top: -40, bottom: height + 40 };
  const onPage: Drawn[] = [];
  const nodes = shownNodes(scene);
  // The important ones are drawn last, on top of the others.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const [mapX, mapY] = placeOf(scene, node);
    const x = toX(mapX);
    const y = toY(mapY);
    if (x < page.left || x > page.right || y < page.top || y > page.bottom) continue;
    const radius = radiusOf(scene, node, at.k);
    const dim = near !== null && !near.has(node);
    pen.strength(dim ? 0.16 : 1);
    pen.shape(
      SHAPES[model.nodes[node].kind],
      x,
      y,
      radius,
      colourOf(model.nodes[node].kind, theme),
      colours.paper,
    );
    onPage.push({ node, x, y, radius, dim });
  }
  pen.strength(1);
  for (const d of onPage)
    if (d.node === scene.selected || d.node === scene.hovered)
      pen.ring(
        d.x,
        d.y,
        d.radius * 1.3 + 3,
        d.node === scene.selected ? colours.accent : colours.faint,
      );
  const taken = drawLabels(pen, scene, onPage.reverse(), near, at.k, page);
  drawLineWords(pen, scene, taken, toX, toY, at.k);
}

interface Drawn {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly dim: boolean;
}

const isRoot = (scene: Scene, node: number): boolean => scene.local?.roots.has(node) ?? false;

/** The node whose lines stand out; those of the middle of a neighbourhood are all there is to see. */
function centreOf(scene: Scene): number {
  if (scene.hovered >= 0) return scene.hovered;
  return isRoot(scene, scene.selected) ? -1 : scene.selected;
}

/** What stays bright when something is selected or hovered; null if everything does. */
function neighbourhood(scene: Scene): ReadonlySet<number> | null {
  const { model, visible } = scene;
  if (scene.line >= 0) return new Set([model.lines[scene.line].a, model.lines[scene.line].b]);
  const centre = centreOf(scene);
  if (centre < 0) return null;
  const near = new Set([centre]);
  if (scene.selected >= 0) near.add(scene.selected);
  for (const row of model.linesOf[centre])
    if (visible.lines[row] === 1) near.add(model.lines[row].a).add(model.lines[row].b);
  return near;
}

function drawDiscs(pen: Pen, scene: Scene, at: Transform): void {
  if (scene.visible.filtered && scene.visible.nNodes < scene.model.nodes.length / 3) return;
  const colours = PALETTES[scene.theme];
  for (const disc of scene.model.discs) {
    const x = disc.x * at.k + at.x;
    const y = disc.y * at.k + at.y;
    if (disc.nameNode >= 0) pen.disc(x, y, disc.radius * at.k, colours.disc);
    else pen.text(t("loose"), x, y + 8, 11.5, false, colours.faint, colours.paper);
  }
}

function drawLines(
  pen: Pen,
  scene: Scene,
  near: ReadonlySet<number> | null,
  toX: (x: number) => number,
  toY: (y: number) => number,
): void {
  const colours = PALETTES[scene.theme];
  const plain: number[] = [];
  const aside: number[] = [];
  const strong: number[] = [];
  const centre = centreOf(scene);
  for (const row of shownLines(scene)) {
    const { a, b } = scene.model.lines[row];
    const [ax, ay] = placeOf(scene, a);
    const [bx, by] = placeOf(scene, b);
    const touched =
      scene.line >= 0 ? row === scene.line : centre >= 0 && (a === centre || b === centre);
    const beside = scene.local && !(isRoot(scene, a) || isRoot(scene, b));
    (touched ? strong : beside ? aside : plain).push(toX(ax), toY(ay), toX(bx), toY(by));
  }
  // Ten thousand lines on each other are a fog: the more there are, the fainter each is.
  const alpha = scene.local ? 0.45 : Math.max(0.03, Math.min(0.3, 12 / Math.sqrt(plain.length)));
  pen.lines(aside, colours.line, 0.8, near ? 0.1 : 0.3);
  pen.lines(plain, colours.line, scene.local ? 1.2 : 0.8, near ? alpha * 0.35 : alpha);
  pen.lines(
    strong,
    scene.line >= 0 ? colours.accent : colours.line,
    scene.line >= 0 ? 3 : 1.3,
    0.75,
  );
}

/** Write names where there is room, the important first; gives the boxes that are taken. */
function drawLabels(
  pen: Pen,
  scene: Scene,
  nodes: readonly Drawn[],
  near: ReadonlySet<number> | null,
  k: number,
  page: Box,
): Box[] {
  const colours = PALETTES[scene.theme];
  // A community speaks through the node it is named after, the louder the larger it is on the screen.
  const loudness = new Map<number, number>();
  if (!scene.local)
    for (const disc of scene.model.discs)
      if (disc.nameNode >= 0) loudness.set(disc.nameNode, disc.radius * k);
  const rank = (d: Drawn): number => {
    if (d.node === scene.hovered || d.node === scene.selected) return 3e6;
    if (near?.has(d.node)) return 2e6;
    return loudness.has(d.node) ? 1 + scene.model.nodes[d.node].importance : 0;
  };
  const most = ((page.right - page.left) * (page.bottom - page.top)) / ROOM_OF_LABEL;
  const taken: Box[] = [];
  const ordered = nodes.filter((d) => !d.dim).sort((a, b) => rank(b) - rank(a));
  for (const d of ordered) {
    if (!scene.local && taken.length >= most && rank(d) < 2e6) break;
    const weight = rank(d);
    const whole = weight === 3e6;
    if (weight === 0 && !scene.local && d.radius < SMALLEST_NAMED) continue;
    if (weight === 0 && k < LOOSE_NAMED && scene.model.linesOf[d.node].length === 0) continue;
    const size = whole ? 14 : Math.max(11.5, Math.min(16, 8.5 + (loudness.get(d.node) ?? 0) / 8));
    const text = forMap(scene.model.nodes[d.node].label, whole ? 40 : LONGEST_LABEL);
    const half = widthOf(text, size) / 2;
    const clear = scene.local ? 0 : CLEAR;
    // Below the node, or above it where that is taken.
    for (const side of [1, -1]) {
      const y = d.y + side * (d.radius + size * 0.85);
      const box = {
        left: d.x - half - clear,
        right: d.x + half + clear,
        top: y - size * 0.6 - clear / 2,
        bottom: y + size * 0.6 + clear / 2,
      };
      if (!meet(box, page) || (!whole && taken.some((other) => meet(box, other)))) continue;
      taken.push(box);
      pen.text(text, d.x, y, size, whole || size > 13, colours.ink, colours.paper);
      break;
    }
  }
  return taken;
}

/** Write what a line says beside it, where the picture is small enough to be read line by line. */
function drawLineWords(
  pen: Pen,
  scene: Scene,
  taken: Box[],
  toX: (x: number) => number,
  toY: (y: number) => number,
  k: number,
): void {
  if (!scene.local || k < 0.6) return;
  const few = scene.local.lines.length <= MOST_LINE_WORDS;
  const colours = PALETTES[scene.theme];
  for (const row of scene.local.lines) {
    const { a, b, statements } = scene.model.lines[row];
    const touched = row === scene.line || a === scene.hovered || b === scene.hovered;
    if (!few && !touched) continue;
    const [ax, ay] = placeOf(scene, a);
    const [bx, by] = placeOf(scene, b);
    const said = new Set<Predicate>(
      statements
        .filter((s) => scene.visible.statements[s] === 1)
        .map((s) => scene.model.statements[s].predicate),
    );
    const text = [...said].map(predicateWord).join(" · ");
    const x = (toX(ax) + toX(bx)) / 2;
    const y = (toY(ay) + toY(by)) / 2;
    const half = widthOf(text, 10) / 2;
    const box = { left: x - half, right: x + half, top: y - 6, bottom: y + 6 };
    if (taken.some((other) => meet(box, other))) continue;
    taken.push(box);
    pen.text(text, x, y, 10, false, colours.faint, colours.paper);
  }
}

const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Cut a name for the map; marks that would turn or stack the text around it are left out there. */
const forMap = (text: string, most: number): string =>
  shorten(text.replace(/[\p{Cc}\p{Cf}\p{M}]/gu, " ").trim(), most);

/** Estimate the width of a text: a Chinese character is as wide as the font is high. */
function widthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) < 0x2e80 ? 0.56 : 1;
  return width * size;
}
