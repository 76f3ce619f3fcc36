// filters: what the reader hid in, which nodes, statements and lines remain out.
import type { Kind, Model, Predicate, Statement } from "./data";

export interface Filters {
  readonly hiddenKinds: ReadonlySet<Kind>;
  readonly hiddenPredicates: ReadonlySet<Predicate>;
  /** Row of a park, or -1. */
  readonly park: number;
  readonly place: number;
  /** Percent. */
  readonly minConfidence: number;
  /** First and last month, or null for all time. */
  readonly period: readonly [number, number] | null;
  /** Whether statements without any date pass when a period is set. */
  readonly undated: boolean;
}

export const NO_FILTERS: Filters = {
  hiddenKinds: new Set(),
  hiddenPredicates: new Set(),
  park: -1,
  place: -1,
  minConfidence: 0,
  period: null,
  undated: true,
};

/** One byte per node, statement and line: 1 is shown. */
export interface Visible {
  readonly nodes: Uint8Array;
  readonly statements: Uint8Array;
  readonly lines: Uint8Array;
  readonly nNodes: number;
  readonly nStatements: number;
  readonly filtered: boolean;
}

export function visibleIn(model: Model, filters: Filters, found: readonly number[]): Visible {
  const nodes = new Uint8Array(model.nodes.length);
  const statements = new Uint8Array(model.statements.length);
  const lines = new Uint8Array(model.lines.length);
  const inPark = scopeOf(model, filters.park);
  const inPlace = scopeOf(model, filters.place);
  const inFound = found.length ? new Set(found) : null;
  for (const { row, kind } of model.nodes) {
    const within = (!inPark || inPark.has(row)) && (!inPlace || inPlace.has(row));
    if (within && (!inFound || inFound.has(row)) && !filters.hiddenKinds.has(kind)) nodes[row] = 1;
  }
  const bySaying =
    filters.minConfidence > 0 || filters.period !== null || filters.hiddenPredicates.size > 0;
  const spoken = new Uint8Array(model.nodes.length);
  for (const s of model.statements) {
    const ends = nodes[s.subject] === 1 && (s.object < 0 || nodes[s.object] === 1);
    if (!ends || !passes(s, filters)) continue;
    statements[s.row] = 1;
    spoken[s.subject] = 1;
    if (s.object >= 0) spoken[s.object] = 1;
  }
  // With a filter on what is said, a node of which nothing is said any more has no place on the map.
  if (bySaying) for (let i = 0; i < nodes.length; i++) nodes[i] &= spoken[i];
  for (const line of model.lines)
    if (line.statements.some((s) => statements[s] === 1)) lines[line.row] = 1;
  const sum = (bytes: Uint8Array): number => bytes.reduce((total, byte) => total + byte, 0);
  return {
    nodes,
    statements,
    lines,
    nNodes: sum(nodes),
    nStatements: sum(statements),
    filtered: filters !== NO_FILTERS || inFound !== null,
  };
}

function passes(s: Statement, filters: Filters): boolean {
  if (filters.hiddenPredicates.has(s.predicate)) return false;
  if (s.confidence < filters.minConfidence) return false;
  if (filters.period === null) return true;
  if (s.months === null) return filters.undated;
  return s.months[0] <= filters.period[1] && filters.period[0] <= s.months[1];
}

/** What lies in a park or place, however deep, and what those are directly related to. */
function scopeOf(model: Model, root: number): ReadonlySet<number> | null {
  if (root < 0) return null;
  const inside = new Set([root]);
  for (const node of inside)
    for (const row of model.statementsOf[node]) {
      const s = model.statements[row];
      const lies = s.predicate === "locatedIn" || s.predicate === "partOf";
      if (lies && s.object === node) inside.add(s.subject);
    }
  const scope = new Set(inside);
  for (const node of inside)
    for (const row of model.linesOf[node]) {
      scope.add(model.lines[row].a);
      scope.add(model.lines[row].b);
    }
  return scope;
}
