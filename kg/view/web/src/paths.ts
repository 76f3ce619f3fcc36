// paths: two nodes in, the shortest way between them out.
import type { Model } from "./data";
import type { Visible } from "./filters";

/** Give the lines of a shortest visible path in order; null if there is none. */
export function shortestPath(
  model: Model,
  visible: Visible,
  from: number,
  to: number,
): number[] | null {
  const cameBy = new Map<number, number>([[from, -1]]);
  for (const node of cameBy.keys()) {
    if (node === to) break;
    for (const row of model.linesOf[node]) {
      if (visible.lines[row] === 0) continue;
      const next = otherEnd(model, row, node);
      if (!cameBy.has(next)) cameBy.set(next, row);
    }
  }
  if (!cameBy.has(to)) return null;
  const path: number[] = [];
  for (let node = to; node !== from; ) {
    const row = cameBy.get(node) as number;
    path.unshift(row);
    node = otherEnd(model, row, node);
  }
  return path;
}

export function otherEnd(model: Model, line: number, node: number): number {
  const { a, b } = model.lines[line];
  return a === node ? b : a;
}
