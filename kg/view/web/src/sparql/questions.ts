// questions: a named question as it stands in ontology/queries in, its title and what may be filled in out.
import type { Model } from "../data";

export const PARKID = "https://w3id.org/parkgraph/id/";

export interface Parameter {
  readonly name: string;
  /** entity, class, stage, number, text or word. */
  readonly type: string;
  readonly needed: boolean;
  readonly zh: string;
  readonly en: string;
}

export interface Question {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly parameters: readonly Parameter[];
  readonly query: string;
}

const HEAD = /^#\s*(zh|en|param|example):?\s*(.*)$/;

/** Read the comment lines that a question begins with. */
export function readQuestion(name: string, text: string): Question {
  const lines = text.split("\n");
  const heads = lines.map((line) => HEAD.exec(line)).filter((m) => m !== null);
  const said = (key: string): string => heads.find((m) => m[1] === key)?.[2] ?? "";
  return {
    name,
    zh: said("zh") || name,
    en: said("en") || name,
    parameters: heads.filter((m) => m[1] === "param").map((m) => readParameter(m[2])),
    query: lines
      .filter((line) => !HEAD.test(line))
      .join("\n")
      .trim(),
  };
}

/** Read `park entity needed: 园区 the park`. */
function readParameter(text: string): Parameter {
  const [head, about = ""] = text.split(/:\s*(.*)/s);
  const [name, type = "text", needed] = head.trim().split(/\s+/);
  const english = /^(.*?\P{ASCII}\S*)\s+([a-z].*)$/su.exec(about);
  return {
    name,
    type,
    needed: needed === "needed",
    zh: english?.[1] ?? about,
    en: english?.[2] ?? about,
  };
}

/** Put a value where a question says `VALUES ?name { UNDEF }`. */
export function fill(query: string, name: string, term: string): string {
  const place = new RegExp(`(VALUES\\s+\\?${name}\\s*\\{)[^}]*(\\})`);
  return query.replace(place, (_, before: string, after: string) => `${before} ${term} ${after}`);
}

/** Write what was typed for a parameter as a SPARQL term; "" if it is empty or none. */
export function termOf(type: string, value: string): string {
  const text = value.trim();
  const word = /^\w+$/.test(text);
  const literal = `"${text.replace(/[\\"]/g, "\\$&").replace(/\s/g, " ")}"`;
  if (!text) return "";
  if (type === "entity") return `<${iriOf(text)}>`;
  if (type === "number") return Number.isFinite(Number(text)) ? text : "";
  if (type === "class") return word ? `park:${text}` : "";
  if (type === "stage") return word ? `stage:${text}` : "";
  return type === "word" ? `${literal}@zh-Hans` : literal;
}

// The same characters that kg/graph/iris.py lets stand.
const UNSAFE =
  /[^A-Za-z0-9._~!$&'()*+,;=:@/\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef\u{10000}-\u{1fffd}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}-]/gu;

export function iriOf(id: string): string {
  return PARKID + id.replace(UNSAFE, (c) => encodeURIComponent(c).replace(/'/g, "%27"));
}

/** Give the node that an IRI names, or -1. */
export function nodeOf(model: Model, iri: string): number {
  if (!iri.startsWith(PARKID)) return -1;
  const path = iri.slice(PARKID.length);
  try {
    return model.rowOf.get(decodeURIComponent(path)) ?? -1;
  } catch {
    return -1; // a stray % sign: no id of ours
  }
}
