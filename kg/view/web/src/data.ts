// data: the blocks that kg/view/payload.py wrote in, the model that every part of the page reads out.
import type words from "../../words.json";
import { type Months, monthsOf } from "./time";

export type Kind = keyof typeof words.classes;
export type Predicate = keyof typeof words.predicates;
export type Stage = keyof typeof words.stages;

export interface Node {
  readonly row: number;
  readonly id: string;
  readonly kind: Kind;
  readonly subclasses: readonly (keyof typeof words.subclasses)[];
  readonly label: string;
  readonly names: readonly string[];
  /** Pinyin spelling of the label, then initials of the label and the names. */
  readonly typed: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly importance: number;
  readonly articles: readonly number[];
  readonly codes: readonly (readonly [string, string])[];
}

/** One thing that is said: a fact, a post, a stage event or a figure. */
export interface Statement {
  readonly row: number;
  readonly type: "fact" | "post" | "stage" | "figure";
  readonly subject: number;
  readonly predicate: Predicate;
  /** Row of the other node, or -1. */
  readonly object: number;
  /** Literal, stage, post title or amount. */
  readonly value: string;
  readonly unit: string;
  readonly indicator: string;
  readonly yearOnYear: string;
  /** Date or period as the graph gives it, or "". */
  readonly date: string;
  readonly inferred: boolean;
  readonly evidence: readonly number[];
  /** Percent; of the best passage. */
  readonly confidence: number;
  /** From its own date, else from the dates of its articles; null if neither is known. */
  readonly months: Months | null;
}

/** All statements between two nodes: what is drawn as one line. */
export interface Line {
  readonly row: number;
  readonly a: number;
  readonly b: number;
  readonly statements: number[];
}

export interface Article {
  readonly row: number;
  readonly id: string;
  readonly title: string;
  readonly published: string | null;
  readonly publisher: string | null;
  readonly authors: readonly string[];
  readonly url: string | null;
  readonly file: string;
}

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly nameNode: number;
  readonly size: number;
}

/** A named SPARQL question, as its file has it. */
export interface Question {
  readonly name: string;
  readonly text: string;
}

export interface Model {
  readonly title: string;
  readonly nodes: readonly Node[];
  readonly byImportance: readonly number[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly statements: readonly Statement[];
  /** Statements that touch a node. */
  readonly statementsOf: readonly (readonly number[])[];
  readonly lines: readonly Line[];
  readonly linesOf: readonly (readonly number[])[];
  readonly articles: readonly Article[];
  readonly discs: readonly Disc[];
  readonly evidenceArticle: readonly number[];
  readonly evidenceConfidence: readonly number[];
  readonly statementsOfEvidence: readonly (readonly number[])[];
  readonly questions: readonly Question[];
  /** Prefixes that queries need not declare, with their namespaces. */
  readonly prefixes: readonly (readonly [string, string])[];
  readonly focus: number;
}

export interface Passage {
  readonly quote: string;
  /** Where the repaired text has it, or -1. */
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly node: number;
  readonly kind: Kind;
}

export interface Text {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export interface Reading {
  readonly passages: readonly Passage[];
  readonly texts: readonly (Text | null)[];
}

// ---- blocks -----------------------------------------------------------------------------------

/** Give the unpacked bytes of a data block of the page; null if the page has none of that name. */
export async function unpack(name: string): Promise<ArrayBuffer | null> {
  const packed = document.getElementById(name)?.textContent;
  if (!packed) return null;
  const stream = new Blob([fromBase64(packed)]).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

function fromBase64(packed: string): Uint8Array<ArrayBuffer> {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function unpackJson<T>(name: string): Promise<T> {
  const bytes = await unpack(name);
  if (bytes === null) throw new Error(`this page has no block "${name}"`);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

// ---- records as written -----------------------------------------------------------------------

type NodeRow = [
  string,
  Kind,
  Node["subclasses"],
  string,
  string[],
  string[],
  number,
  number,
  number,
  number[],
  [string, string][],
];
type FactRow = [number, Predicate, number, string | null, number[], boolean];
type PostRow = [number, number, string, string | null, number[]];
type StageRow = [number, Stage, string | null, number[]];
type FigureRow = [number, string, string, string, string | null, string | null, number[]];
type ArticleRow = [string, string, string | null, string | null, string[], string | null, string];
type DiscRow = [number, number, number, number, number];

interface NetworkBlock {
  title: string;
  nodes: NodeRow[];
  facts: FactRow[];
  posts: PostRow[];
  stages: StageRow[];
  figures: FigureRow[];
  articles: ArticleRow[];
  discs: DiscRow[];
  evidence_article: number[];
  evidence_confidence: number[];
  questions: [string, string][];
  prefixes: [string, string][];
  focus: number;
}

interface ReadingBlock {
  passages: [string, number, number, string][];
  texts: ([string, [number, number, number, Kind][]] | null)[];
}

export async function loadModel(): Promise<Model> {
  return makeModel(await unpackJson<NetworkBlock>("network"));
}

export async function loadReading(): Promise<Reading> {
  const block = await unpackJson<ReadingBlock>("reading");
  return {
    passages: block.passages.map(([quote, start, end, by]) => ({ quote, start, end, by })),
    texts: block.texts.map(
      (row) =>
        row && {
          text: row[0],
          mentions: row[1].map(([start, end, node, kind]) => ({ start, end, node, kind })),
        },
    ),
  };
}

function makeModel(block: NetworkBlock): Model {
  const nodes = block.nodes.map(
    ([id, kind, subclasses, label, names, typed, x, y, importance, articles, codes], row) => ({
      row,
      id,
      kind,
      subclasses,
      label,
      names,
      typed,
      x,
      y,
      importance,
      articles,
      codes,
    }),
  );
  const articles = block.articles.map(
    ([id, title, published, publisher, authors, url, file], row) => ({
      row,
      id,
      title,
      published,
      publisher,
      authors,
      url,
      file,
    }),
  );
  const articleMonths = articles.map((a) => monthsOf(a.published));
  const statements = makeStatements(block, articleMonths);
  const statementsOf: number[][] = nodes.map(() => []);
  const statementsOfEvidence: number[][] = block.evidence_article.map(() => []);
  for (const s of statements) {
    statementsOf[s.subject].push(s.row);
    if (s.object >= 0 && s.object !== s.subject) statementsOf[s.object].push(s.row);
    for (const e of s.evidence) statementsOfEvidence[e].push(s.row);
  }
  const lines = makeLines(statements, nodes.length);
  const linesOf: number[][] = nodes.map(() => []);
  for (const line of lines) {
    linesOf[line.a].push(line.row);
    linesOf[line.b].push(line.row);
  }
  return {
    title: block.title,
    nodes,
    byImportance: nodes
      .map((n) => n.row)
      .sort((a, b) => nodes[b].importance - nodes[a].importance || a - b),
    rowOf: new Map(nodes.map((n) => [n.id, n.row])),
    statements,
    statementsOf,
    lines,
    linesOf,
    articles,
    discs: block.discs.map(([x, y, radius, nameNode, size]) => ({ x, y, radius, nameNode, size })),
    evidenceArticle: block.evidence_article,
    evidenceConfidence: block.evidence_confidence,
    statementsOfEvidence,
    questions: block.questions.map(([name, text]) => ({ name, text })),
    prefixes: block.prefixes,
    focus: block.focus,
  };
}

type Parts = Pick<Statement, "type" | "subject" | "predicate" | "evidence"> & Partial<Statement>;

function makeStatements(
  block: NetworkBlock,
  articleMonths: readonly (Months | null)[],
): Statement[] {
  const statements: Statement[] = [];
  const add = (parts: Parts): void => {
    const confidences = parts.evidence.map((e) => block.evidence_confidence[e]);
    const told = parts.evidence
      .map((e) => articleMonths[block.evidence_article[e]])
      .filter((m) => m !== null);
    statements.push({
      object: -1,
      value: "",
      unit: "",
      indicator: "",
      yearOnYear: "",
      date: "",
      inferred: false,
      ...parts,
      row: statements.length,
      confidence: confidences.length ? Math.max(...confidences) : 100,
      months: monthsOf(parts.date ?? null) ?? span(told),
    });
  };
  for (const [subject, predicate, object, value, evidence, inferred] of block.facts)
    add({ type: "fact", subject, predicate, object, value: value ?? "", evidence, inferred });
  for (const [person, body, title, asOf, evidence] of block.posts)
    add({
      type: "post",
      subject: person,
      predicate: "holdsPost",
      object: body,
      value: title,
      date: asOf ?? "",
      evidence,
    });
  for (const [project, stage, date, evidence] of block.stages)
    add({
      type: "stage",
      subject: project,
      predicate: "stage",
      value: stage,
      date: date ?? "",
      evidence,
    });
  for (const [subject, indicator, value, unit, period, yearOnYear, evidence] of block.figures)
    add({
      type: "figure",
      subject,
      predicate: "figure",
      indicator,
      value,
      unit,
      date: period ?? "",
      yearOnYear: yearOnYear ?? "",
      evidence,
    });
  return statements;
}

function span(months: readonly Months[]): Months | null {
  if (months.length === 0) return null;
  return [Math.min(...months.map((m) => m[0])), Math.max(...months.map((m) => m[1]))];
}

function makeLines(statements: readonly Statement[], n: number): Line[] {
  const found = new Map<number, Line>();
  for (const s of statements) {
    if (s.object < 0 || s.object === s.subject) continue;
    const [a, b] = s.subject < s.object ? [s.subject, s.object] : [s.object, s.subject];
    const line = found.get(a * n + b);
    if (line) line.statements.push(s.row);
    else found.set(a * n + b, { row: found.size, a, b, statements: [s.row] });
  }
  return [...found.values()];
}
