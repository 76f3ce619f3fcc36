// worker: Oxigraph beside the page, so that a long query never freezes it and can be stopped.
import start, { type Quad, Store } from "oxigraph/web.js";
import type { Ask, Load, Reply, Term } from "./messages";

let store: Store | null = null;

const reply = (message: Reply): void => postMessage(message);

self.onmessage = async ({ data }: MessageEvent<Load | Ask>): Promise<void> => {
  try {
    if ("wasm" in data) {
      await start({ module_or_path: data.wasm });
      store = new Store();
      const options = { format: "application/n-quads", no_transaction: true };
      store.load(new Uint8Array(data.quads) as unknown as string, options);
      reply({ type: "ready", quads: store.size });
    } else if (store) reply(answer(store, data.query));
  } catch (fault) {
    reply({ type: "error", message: fault instanceof Error ? fault.message : String(fault) });
  }
};

interface SparqlJson {
  readonly head: { readonly vars?: string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: Record<string, JsonTerm>[] };
}

interface JsonTerm {
  readonly type: string;
  readonly value: string;
  readonly "xml:lang"?: string;
}

function answer(from: Store, query: string): Reply {
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  let text: string;
  try {
    // Oxigraph's own solutions do not tell the order of the columns; the JSON format does.
    text = from.query(query, { results_format: "application/sparql-results+json" }) as string;
  } catch (fault) {
    // CONSTRUCT and DESCRIBE give triples, which have no such format.
    if (!String(fault).includes("Not supported RDF format")) throw fault;
    const quads = from.query(query) as Quad[];
    const rows = quads.map((q) => [q.subject, q.predicate, q.object].map(plain));
    return { type: "rows", columns: ["subject", "predicate", "object"], rows, ms: took() };
  }
  const { head, boolean, results } = JSON.parse(text) as SparqlJson;
  if (boolean !== undefined) return { type: "boolean", value: boolean, ms: took() };
  const columns = head.vars ?? [];
  const rows = (results?.bindings ?? []).map((binding) =>
    columns.map((name): Term | null => {
      const term = binding[name];
      return term ? { isIri: term.type === "uri", value: term.value } : null;
    }),
  );
  return { type: "rows", columns, rows, ms: took() };
}

function plain(term: Quad["subject" | "predicate" | "object"]): Term {
  return { isIri: term.termType === "NamedNode", value: term.value || String(term) };
}
