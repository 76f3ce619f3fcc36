// queryview: named questions and a SPARQL editor in, a table whose entities lead back to the map out.
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { saveCsv } from "../save";
import { ask, nQuads, result, startEngine, state, stopEngine } from "../sparql/engine";
import type { Term } from "../sparql/messages";
import {
  fill,
  nodeOf,
  type Parameter,
  type Question,
  readQuestion,
  termOf,
} from "../sparql/questions";
import { found, go, model, openArticle } from "../state";
import { language, shorten, t } from "../texts";
import { NodeName } from "./mark";
import { SearchBox } from "./searchbox";

const FIRST_ROWS = 500;
const EXAMPLE = `SELECT ?company ?name WHERE {
  ?company a park:Company ; skos:prefLabel ?name ; park:locatedIn ?park .
  ?park a park:Park .
} ORDER BY ?name LIMIT 50`;

const questions = computed(() => model.value.questions.map((q) => readQuestion(q.name, q.text)));
const chosen = signal<Question | null>(null);
const values = signal<Readonly<Record<string, string>>>({});
const text = signal(EXAMPLE);
const stopped = signal(false);

const declarations = computed(() =>
  model.value.prefixes.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join(""),
);

function choose(question: Question): void {
  chosen.value = question;
  values.value = {};
  text.value = question.query;
  if (!question.parameters.some((p) => p.needed)) run();
}

function set(parameter: Parameter, value: string): void {
  values.value = { ...values.value, [parameter.name]: value };
  const question = chosen.value as Question;
  // From the question anew: what is left empty keeps the default that the question gives it.
  text.value = question.parameters.reduce((query, { name, type }) => {
    const term = termOf(type, values.value[name] ?? "");
    return term ? fill(query, name, term) : query;
  }, question.query);
  if (parameter.type === "entity") run();
}

function run(): void {
  stopped.value = false;
  ask(declarations.value + text.value);
}

export function QueryView() {
  useEffect(() => void startEngine(), []);
  const busy = state.value === "running" || state.value === "starting";
  return (
    <div class="page query-view">
      <nav aria-label={t("questions")}>
        <h3>{t("questions")}</h3>
        <ul>
          {questions.value.map((q) => (
            <li key={q.name}>
              <button
                type="button"
                data-question={q.name}
                aria-current={q.name === chosen.value?.name}
                onClick={() => choose(q)}
              >
                {q[language.value]}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        {chosen.value && <Parameters question={chosen.value} />}
        <textarea
          aria-label="SPARQL"
          spellcheck={false}
          value={text.value}
          onInput={(e) => {
            text.value = e.currentTarget.value;
          }}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
              e.preventDefault();
              run();
            }
          }}
        />
        <div class="acts">
          <button
            type="button"
            class="main run"
            onClick={run}
            disabled={busy || state.value === "none"}
          >
            {t("run")}
          </button>
          <button
            type="button"
            class="stop"
            disabled={state.value !== "running"}
            onClick={() => {
              stopEngine();
              stopped.value = true;
            }}
          >
            {t("stop")}
          </button>
          <span class="muted" role="status">
            {state.value === "none" && t("noQuads")}
            {state.value === "starting" && t("starting")}
            {state.value === "running" && t("running")}
            {state.value === "idle" &&
              !result.value &&
              (stopped.value ? t("stopped") : `${nQuads.value} quads`)}
          </span>
        </div>
        <Result />
      </main>
    </div>
  );
}

function Parameters({ question }: { question: Question }) {
  if (question.parameters.length === 0) return null;
  return (
    <div class="parameters">
      {question.parameters.map((p) => {
        const value = values.value[p.name] ?? "";
        return (
          <div class="parameter" key={`${question.name} ${p.name}`}>
            <span>{p[language.value]}</span>
            {p.type !== "entity" ? (
              <input
                value={value}
                aria-label={p[language.value]}
                onInput={(e) => set(p, e.currentTarget.value)}
              />
            ) : value ? (
              <button type="button" class="chosen" onClick={() => set(p, "")}>
                {shorten(model.value.nodes[model.value.rowOf.get(value) ?? 0].label, 30)} ×
              </button>
            ) : (
              <SearchBox
                id={`parameter-${p.name}`}
                label={t("search")}
                onChoose={(n) => set(p, model.value.nodes[n].id)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

function Result() {
  const answer = result.value;
  if (!answer) return state.value === "idle" ? <p class="empty">{t("writeQuery")}</p> : null;
  if (answer.type === "error") return <pre class="fault">{answer.message}</pre>;
  if (answer.type === "boolean")
    return (
      <p class="boolean">
        {answer.value ? t("yes") : t("no")} <small>{answer.ms} ms</small>
      </p>
    );
  const { columns, rows, ms } = answer;
  const nodes = [...new Set(rows.flat().map((term) => nodeOfTerm(term)))].filter((n) => n >= 0);
  return (
    <div class="scroll">
      <div class="acts">
        <span>{t("rows", rows.length, ms)}</span>
        {nodes.length > 0 && (
          <button
            type="button"
            class="on-map"
            onClick={() => {
              found.value = nodes;
              go({ tab: "map", node: -1, line: -1, path: null, expanded: [] });
            }}
          >
            {t("showOnMap", nodes.length)}
          </button>
        )}
        <button
          type="button"
          onClick={() =>
            saveCsv("parkgraph-query.csv", [
              columns,
              ...rows.map((row) => row.map((term) => term?.value ?? "")),
            ])
          }
        >
          {t("saveCsv")}
        </button>
      </div>
      {rows.length === 0 && <p class="empty">{t("emptyResult")}</p>}
      {rows.length > FIRST_ROWS && <p class="muted">{t("firstRows", FIRST_ROWS)}</p>}
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, FIRST_ROWS).map((row, i) => (
            <tr key={i}>
              {row.map((term, j) => (
                <td key={columns[j]}>{term && <Cell term={term} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Give the node of an IRI, or of a name that only one node bears. */
function nodeOfTerm(term: Term | null): number {
  if (term === null) return -1;
  if (term.isIri) return nodeOf(model.value, term.value);
  return byLabel.value.get(term.value) ?? -1;
}

const byLabel = computed(() => {
  const nodes = new Map<string, number>();
  for (const { label, row } of model.value.nodes) nodes.set(label, nodes.has(label) ? -1 : row);
  return nodes;
});

function Cell({ term }: { term: Term }) {
  const node = nodeOfTerm(term);
  if (node >= 0)
    return (
      <NodeName node={node} onOpen={(n) => go({ tab: "map", node: n, line: -1, path: null })} />
    );
  const article = articleOf(term);
  if (article >= 0)
    return (
      <button type="button" class="title" onClick={() => openArticle(article)}>
        {shorten(model.value.articles[article].title, 40)}
      </button>
    );
  return <bdi>{term.isIri ? short(term.value) : term.value}</bdi>;
}

function articleOf(term: Term): number {
  if (!term.isIri) return -1;
  return model.value.articles.findIndex((a) => term.value.endsWith(`/id/${a.id}`));
}

function short(iri: string): string {
  for (const [name, space] of model.value.prefixes)
    if (iri.startsWith(space)) return `${name}:${iri.slice(space.length)}`;
  return iri;
}
