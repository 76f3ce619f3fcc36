// local: some nodes whose neighbours are wanted in, a small still layout around them out.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";
import type { Model } from "./data";
import type { Visible } from "./filters";
import { otherEnd } from "./paths";
import { KINDS } from "./texts";

/** A picture of more neighbours than this says nothing; the table has them all. */
const MOST_NEIGHBOURS = 80;
const ROUNDS = 300;

export interface Local {
  /** The nodes whose neighbours these are; of a path, all of it. */
  readonly roots: ReadonlySet<number>;
  readonly nodes: readonly number[];
  readonly lines: readonly number[];
  /** Place of each node of `nodes`. */
  readonly places: ReadonlyMap<number, readonly [number, number]>;
  /** Neighbours that were left out, and how many there are. */
  readonly cut: readonly [shown: number, all: number] | null;
}

interface Home {
  readonly x: number;
  readonly y: number;
}

interface Body extends SimulationNodeDatum {
  readonly row: number;
  readonly home: Home;
}

/** Lay out the neighbourhoods of `roots`; nodes that `before` placed start from there. */
export function layOut(
  model: Model,
  visible: Visible,
  roots: readonly number[],
  before: Local | null,
): Local {
  const members = new Set(roots);
  let shown = 0;
  let all = 0;
  for (const root of roots) {
    const next = neighbours(model, visible, root);
    const kept = next.slice(0, MOST_NEIGHBOURS);
    for (const node of kept) members.add(node);
    shown += kept.length;
    all += next.length;
  }
  const lines = linesAmong(model, visible, members, roots);
  return {
    roots: new Set(roots),
    nodes: [...members],
    lines,
    places: still(model, [...members], lines, roots, before),
    cut: shown < all ? [shown, all] : null,
  };
}

/** Lay out given nodes and the lines among them, such as a path. */
export function layOutPath(model: Model, lines: readonly number[], from: number): Local {
  const nodes = [from];
  for (const line of lines) nodes.push(otherEnd(model, line, nodes[nodes.length - 1]));
  const gap = 190;
  const places = new Map(
    nodes.map((n, i) => [n, [(i - (nodes.length - 1) / 2) * gap, (i % 2) * 70] as const]),
  );
  return { roots: new Set(nodes), nodes, lines, places, cut: null };
}

export function neighbours(model: Model, visible: Visible, node: number): number[] {
  return model.linesOf[node]
    .filter((l) => visible.lines[l] === 1)
    .map((l) => otherEnd(model, l, node))
    .sort((a, b) => model.nodes[b].importance - model.nodes[a].importance || a - b);
}

function linesAmong(
  model: Model,
  visible: Visible,
  members: ReadonlySet<number>,
  roots: readonly number[],
): number[] {
  const found = new Set<number>();
  for (const node of members)
    for (const row of model.linesOf[node])
      if (visible.lines[row] === 1 && members.has(otherEnd(model, row, node))) found.add(row);
  // Between two neighbours only what is said of the two; a place they share would draw a web.
  const root = new Set(roots);
  return [...found]
    .filter((row) => {
      const { a, b } = model.lines[row];
      const ofPlace = model.nodes[a].kind === "Place" || model.nodes[b].kind === "Place";
      return root.has(a) || root.has(b) || !ofPlace;
    })
    .sort((a, b) => a - b);
}

function still(
  model: Model,
  members: readonly number[],
  lines: readonly number[],
  roots: readonly number[],
  before: Local | null,
): Map<number, readonly [number, number]> {
  const homes = sectors(model, members, lines, roots, before);
  const bodies: Body[] = members.map((row) => {
    const home = homes.get(row) as Home;
    const [x, y] = before?.places.get(row) ?? [home.x, home.y];
    return { row, home, x, y };
  });
  const index = new Map(bodies.map((body, i) => [body.row, i]));
  const links = lines.map((row) => ({
    source: index.get(model.lines[row].a) as number,
    target: index.get(model.lines[row].b) as number,
  }));
  // d3-force draws its few random numbers from a fixed seed: same neighbourhood, same picture.
  forceSimulation(bodies)
    .force("link", forceLink<Body, (typeof links)[number]>(links).distance(90).strength(0.03))
    .force("charge", forceManyBody<Body>().strength(-60).distanceMax(300))
    .force("collide", forceCollide<Body>(30))
    .force("x", forceX<Body>((b) => b.home.x).strength(0.16))
    .force("y", forceY<Body>((b) => b.home.y).strength(0.22))
    .stop()
    .tick(ROUNDS);
  return new Map(bodies.map((b) => [b.row, [b.x ?? 0, b.y ?? 0]]));
}

/**
 * Give each node the spot it is drawn to: roots in the middle, around each its neighbours, those of
 * one class side by side in rings, so that companies stand with companies and projects with projects.
 */
function sectors(
  model: Model,
  members: readonly number[],
  lines: readonly number[],
  roots: readonly number[],
  before: Local | null,
): Map<number, Home> {
  const homes = new Map<number, Home>();
  for (const root of roots) {
    const [x, y] = (homes.size > 0 && before?.places.get(root)) || [0, 0];
    // A root that was a neighbour moves outwards, away from the first, to have room around it.
    const away = homes.size > 0 ? 2.6 : 1;
    homes.set(root, { x: x * away, y: y * away });
    const around = new Set(
      lines
        .filter((l) => model.lines[l].a === root || model.lines[l].b === root)
        .map((l) => otherEnd(model, l, root)),
    );
    const own = members.filter((n) => around.has(n) && !homes.has(n) && !roots.includes(n));
    own.sort(
      (a, b) =>
        KINDS.indexOf(model.nodes[a].kind) - KINDS.indexOf(model.nodes[b].kind) ||
        model.nodes[b].importance - model.nodes[a].importance ||
        a - b,
    );
    const radius = Math.max(170, 26 * Math.sqrt(own.length * 3));
    own.forEach((node, i) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * (i + 0.5)) / own.length;
      // Neighbours in turn on three rings: names beside each other need more width than one ring has.
      const reach = radius * (own.length > 14 ? [0.62, 0.86, 1.1][i % 3] : 0.9);
      homes.set(node, {
        x: x * away + 1.12 * reach * Math.cos(angle),
        y: y * away + reach * Math.sin(angle),
      });
    });
  }
  for (const node of members) if (!homes.has(node)) homes.set(node, { x: 0, y: 0 });
  return homes;
}
