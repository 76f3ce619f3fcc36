// state: where the reader is and what is filtered out, held in signals and kept in the address.
import { batch, computed, effect, signal } from "@preact/signals";
import type { Kind, Model, Predicate, Reading } from "./data";
import { type Filters, NO_FILTERS, visibleIn } from "./filters";
import { language } from "./texts";

export type Tab = "map" | "table" | "articles" | "query";
export type Theme = "light" | "dark";

/** Where the reader is; each change of it is a step that the Back button undoes. */
export interface Place {
  readonly tab: Tab;
  readonly node: number;
  /** A line between two nodes, or -1. */
  readonly line: number;
  /** Nodes whose neighbours are shown; empty for the whole map. */
  readonly expanded: readonly number[];
  readonly path: readonly [number, number] | null;
  readonly article: number;
  /** Passage to show in the article, or -1. */
  readonly evidence: number;
}

const START: Place = {
  tab: "map",
  node: -1,
  line: -1,
  expanded: [],
  path: null,
  article: -1,
  evidence: -1,
};

export const model = signal<Model>(undefined as unknown as Model);
export const reading = signal<Reading | null>(null);
export const place = signal<Place>(START);
export const filters = signal<Filters>(NO_FILTERS);
export const theme = signal<Theme>("light");
/** Nodes that a query found; they are shown alone until cleared. */
export const found = signal<readonly number[]>([]);
export const visible = computed(() => visibleIn(model.value, filters.value, found.value));

export function go(change: Partial<Place>): void {
  place.value = { ...place.value, ...change };
}

export function openNode(node: number): void {
  go({ tab: place.value.tab === "table" ? "table" : "map", node, line: -1, path: null });
}

export function openLine(line: number): void {
  go({ line, path: null });
}

export function openArticle(article: number, evidence = -1): void {
  go({ tab: "articles", article, evidence });
}

/** Show a node's neighbours, beside those that are shown already. */
export function expand(node: number): void {
  const { expanded } = place.value;
  go({
    tab: "map",
    node,
    line: -1,
    path: null,
    expanded: [...expanded.filter((n) => n !== node), node],
  });
}

export function collapse(node: number): void {
  go({ expanded: place.value.expanded.filter((n) => n !== node) });
}

export function adjust(change: Partial<Filters>): void {
  filters.value = { ...filters.value, ...change };
}

export function wholeMap(): void {
  batch(() => {
    found.value = [];
    go({ tab: "map", node: -1, line: -1, path: null, expanded: [] });
  });
}

// ---- the address ------------------------------------------------------------------------------

function write(): string {
  const { nodes, lines, articles } = model.value;
  const p = place.value;
  const f = filters.value;
  const words = new URLSearchParams();
  const put = (key: string, value: string | false | undefined): void => {
    if (value) words.set(key, value);
  };
  put("tab", p.tab !== "map" && p.tab);
  put("node", p.node >= 0 && nodes[p.node].id);
  put("line", p.line >= 0 && [lines[p.line].a, lines[p.line].b].map((n) => nodes[n].id).join("|"));
  put("around", p.expanded.map((n) => nodes[n].id).join("|"));
  put("path", p.path?.map((n) => nodes[n].id).join("|"));
  put("article", p.tab === "articles" && p.article >= 0 && articles[p.article].id);
  put("passage", p.tab === "articles" && p.evidence >= 0 && String(p.evidence));
  put("without", [...f.hiddenKinds].sort().join("|"));
  put("unrelated", [...f.hiddenPredicates].sort().join("|"));
  put("park", f.park >= 0 && nodes[f.park].id);
  put("place", f.place >= 0 && nodes[f.place].id);
  put("confidence", f.minConfidence > 0 && String(f.minConfidence));
  put("period", f.period?.join("|"));
  put("dated", !f.undated && "only");
  put("found", found.value.length <= 200 && found.value.map((n) => nodes[n].id).join("|"));
  put("lang", language.value === "en" && "en");
  return words.toString();
}

function read(hash: string): void {
  const { rowOf, linesOf, lines, articles, nodes } = model.value;
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (key: string): string[] => words.get(key)?.split("|").filter(Boolean) ?? [];
  const row = (id: string | null | undefined): number => (id ? (rowOf.get(id) ?? -1) : -1);
  const rows = (key: string): number[] =>
    list(key)
      .map(row)
      .filter((n) => n >= 0);
  const [a, b] = rows("line");
  const path = rows("path");
  const period = list("period").map(Number);
  const tab = words.get("tab");
  batch(() => {
    place.value = {
      tab: tab === "table" || tab === "articles" || tab === "query" ? tab : "map",
      node: row(words.get("node")),
      line:
        b === undefined
          ? -1
          : (linesOf[a].find((l) => lines[l].a === b || lines[l].b === b) ?? -1),
      expanded: rows("around"),
      path: path.length === 2 ? [path[0], path[1]] : null,
      article: articles.findIndex((x) => x.id === words.get("article")),
      evidence: Number(words.get("passage") ?? -1),
    };
    filters.value = {
      hiddenKinds: new Set(list("without") as Kind[]),
      hiddenPredicates: new Set(list("unrelated") as Predicate[]),
      park: row(words.get("park")),
      place: row(words.get("place")),
      minConfidence: Number(words.get("confidence") ?? 0) || 0,
      period: period.length === 2 && period.every(Number.isFinite) ? [period[0], period[1]] : null,
      undated: words.get("dated") !== "only",
    };
    found.value = rows("found").filter((n) => n < nodes.length);
    language.value = words.get("lang") === "en" ? "en" : "zh";
  });
}

/** Tie the state to the address, both ways. */
export function keepAddress(): void {
  const start = location.hash.length > 1;
  if (start) read(location.hash);
  else if (model.value.focus >= 0)
    place.value = { ...START, node: model.value.focus, expanded: [model.value.focus] };
  let known = place.value;
  let address = start ? location.hash.slice(1) : write();
  if (!start && address) history.replaceState(null, "", `#${address}`);
  effect(() => {
    const next = write();
    if (next === address) return;
    address = next;
    // A new place is a new step in the history; a filter that is being dragged is not.
    if (known === place.value) history.replaceState(null, "", `#${next}`);
    else history.pushState(null, "", `#${next}`);
    known = place.value;
  });
  addEventListener("popstate", () => {
    address = location.hash.slice(1);
    read(location.hash);
    known = place.value;
  });
}
