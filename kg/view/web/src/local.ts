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

/** A picture of more neighbours than this says nothing; the table has them all. */
const MOST_NEIGHBOURS = 80;
const ROUNDS = 300;

export interface Local {
  readonly nodes: readonly number[];
  readonly lines: readonly number[];
  /** Place of each node of `nodes`. */
  readonly places: ReadonlyMap<number, readonly [number, number]>;
  /** Neighbours that were left out, and how many there are. */
  readonly cut: readonly [shown: number, all: number] | null;
}

interface Body extends SimulationNodeDatum {
  readonly row: number;
  readonly degree: number;
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
    nodes: [...members],
    lines,
    places: still(model, [...members], lines, before),
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
  return { nodes, lines, places, cut: null };
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
  before: Local | null,
): Map<number, readonly [number, number]> {
  const degree = new Map<number, number>();
  for (const row of lines)
    for (const end of [model.lines[row].a, model.lines[row].b])
      degree.set(end, (degree.get(end) ?? 0) + 1);
  const bodies: Body[] = members.map((row) => {
    const known = before?.places.get(row);
    const start = known ? { x: known[0], y: known[1] } : {};
    return { row, degree: degree.get(row) ?? 0, ...start };
  });
  const index = new Map(bodies.map((body, i) => [body.row, i]));
  const links = lines.map((row) => ({
    source: index.get(model.lines[row].a) as number,
    target: index.get(model.lines[row].b) as number,
  }));
  // d3-force draws its few random numbers from a fixed seed: same neighbourhood, same picture.
  forceSimulation(bodies)
    .force(
      "link",
      forceLink<Body, (typeof links)[number]>(links)
        .distance((l) => 70 + 5 * Math.sqrt(bodies[(l.source as unknown as Body).index ?? 0].degree))
        .strength(0.5),
    )
    .force("charge", forceManyBody<Body>().strength(-320).distanceMax(600))
    .force("collide", forceCollide<Body>(34))
    .force("x", forceX<Body>(0).strength(0.04))
    .force("y", forceY<Body>(0).strength(0.07))
    .stop()
    .tick(ROUNDS);
  return new Map(bodies.map((b) => [b.row, [b.x ?? 0, b.y ?? 0]]));
}
