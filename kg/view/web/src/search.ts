// search: what was typed in, the nodes that it may mean out, the likeliest first.
import type { Model, Node } from "./data";

export interface Hit {
  readonly node: number;
  /** The name that matched, if it is not the label. */
  readonly by: string;
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** How well `name` answers `typed`: equal, begins with it, holds it, or 0. */
function fit(name: string, typed: string): number {
  if (name === typed) return 3;
  if (name.startsWith(typed)) return 2;
  return name.includes(typed) ? 1 : 0;
}

export function search(model: Model, text: string, limit = 12): Hit[] {
  const typed = plain(text);
  if (!typed) return [];
  const latin = /^[a-z0-9]+$/.test(typed);
  const hits: (Hit & { score: number })[] = [];
  for (const node of model.nodes) {
    const hit = match(node, typed, latin);
    if (hit) hits.push({ node: node.row, ...hit, score: hit.score + Math.log1p(node.importance) });
  }
  return hits.sort((a, b) => b.score - a.score || a.node - b.node).slice(0, limit);
}

function match(node: Node, typed: string, latin: boolean): { by: string; score: number } | null {
  const label = fit(plain(node.label), typed);
  if (label) return { by: "", score: label * 10 };
  for (const name of node.names) {
    const score = fit(plain(name), typed);
    if (score) return { by: name, score: score * 10 - 2 };
  }
  if (!latin) return null;
  // Letters inside a spelling mean nothing ("an" is in half of all names): only beginnings count.
  const best = Math.max(0, ...node.typed.map((spelling) => fit(spelling, typed)));
  return best >= 2 ? { by: "", score: best * 10 - 5 } : null;
}
