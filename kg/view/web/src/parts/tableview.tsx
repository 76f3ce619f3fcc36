// tableview: what is shown or selected as a table to sort and to take away.
import { computed, signal } from "@preact/signals";
import type { Node, Statement } from "../data";
import { neighbours } from "../local";
import { saveCsv } from "../save";
import { model, openArticle, place, reading, visible } from "../state";
import { kindWord, predicateWord, shorten, t } from "../texts";
import { local } from "./map";
import { NodeName } from "./mark";
import { detail } from "./statement";

const STEP = 200;

type Cell = string | number;
type What = "entities" | "facts";

const what = signal<What>("facts");
const sorting = signal<{ column: number; down: boolean }>({ column: -1, down: false });
const limit = signal(STEP);

/** The nodes that the table is about: the neighbourhood shown, else a node with its neighbours, else all. */
const scope = computed<ReadonlySet<number>>(() => {
  const { node } = place.value;
  if (local.value) return new Set(local.value.nodes);
  if (node >= 0) return new Set([node, ...neighbours(model.value, visible.value, node)]);
  return new Set(model.value.byImportance.filter((n) => visible.value.nodes[n] === 1));
});

interface Table<T> {
  readonly columns: readonly string[];
  readonly rows: readonly T[];
  readonly cells: (row: T) => readonly Cell[];
}

const entityTable = (): Table<Node> => ({
  columns: [t("name"), t("class"), t("names"), t("nArticles"), t("importance")],
  rows: [...scope.value].map((n) => model.value.nodes[n]),
  cells: (n) => [n.label, kindWord(n.kind), n.names.join("；"), n.articles.length, n.importance],
});

const factTable = (): Table<Statement> => {
  const nodes = scope.value;
  const { node } = place.value;
  const about = !local.value && node >= 0;
  return {
    columns: [t("subject"), t("relation"), t("object"), t("date"), t("certainty"), t("article")],
    rows: model.value.statements.filter(
      (s) =>
        visible.value.statements[s.row] === 1 &&
        (about
          ? s.subject === node || s.object === node
          : nodes.has(s.subject) && (s.object < 0 || nodes.has(s.object))),
    ),
    cells: (s) => [
      model.value.nodes[s.subject].label,
      predicateWord(s.predicate),
      [s.object >= 0 ? model.value.nodes[s.object].label : "", detail(s)]
        .filter(Boolean)
        .join(" · "),
      s.date,
      s.confidence,
      articlesOf(s)
        .map((a) => model.value.articles[a].title)
        .join("；"),
    ],
  };
};

const articlesOf = (s: Statement): number[] => [
  ...new Set(s.evidence.map((e) => model.value.evidenceArticle[e])),
];

export function TableView() {
  const ofFacts = what.value === "facts";
  const { node } = place.value;
  const title = local.value
    ? t("tableOfLocal")
    : node >= 0
      ? t("tableOfNode", shorten(model.value.nodes[node].label, 30))
      : t("tableOfAll");
  const choose = (next: What): void => {
    what.value = next;
    sorting.value = { column: -1, down: false };
    limit.value = STEP;
  };
  return (
    <div class="page table-view">
      <header>
        <h2>{title}</h2>
        <fieldset class="switch">
          <button type="button" aria-pressed={ofFacts} onClick={() => choose("facts")}>
            {t("facts")}
          </button>
          <button type="button" aria-pressed={!ofFacts} onClick={() => choose("entities")}>
            {t("entities")}
          </button>
        </fieldset>
        <button type="button" onClick={ofFacts ? saveFacts : saveEntities}>
          {t("saveCsv")}
        </button>
      </header>
      {ofFacts ? (
        <Grid {...factTable()} line={factLine} />
      ) : (
        <Grid {...entityTable()} line={entityLine} />
      )}
    </div>
  );
}

function Grid<T extends { row: number }>({
  columns,
  rows,
  cells,
  line,
}: Table<T> & { line: (row: T) => preact.JSX.Element }) {
  const { column, down } = sorting.value;
  const sorted = column < 0 ? rows : sortBy(rows, (row) => cells(row)[column], down);
  if (rows.length === 0) return <p class="empty">{t("nothingShown")}</p>;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {columns.map((name, i) => (
              <th
                key={name}
                aria-sort={column === i ? (down ? "descending" : "ascending") : "none"}
              >
                <button
                  type="button"
                  onClick={() => {
                    sorting.value = { column: i, down: column === i && !down };
                  }}
                >
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{sorted.slice(0, limit.value).map(line)}</tbody>
      </table>
      {rows.length > limit.value && (
        <button
          type="button"
          class="plain more"
          onClick={() => {
            limit.value += STEP * 5;
          }}
        >
          {t("more", rows.length - limit.value)}
        </button>
      )}
    </div>
  );
}

function entityLine(n: Node) {
  return (
    <tr key={n.row}>
      <td>
        <NodeName node={n.row} />
      </td>
      <td>{kindWord(n.kind)}</td>
      <td>{shorten(n.names.join("；"), 60)}</td>
      <td class="number">{n.articles.length}</td>
      <td class="number">{n.importance}</td>
    </tr>
  );
}

function factLine(s: Statement) {
  const words = detail(s);
  return (
    <tr key={s.row}>
      <td>
        <NodeName node={s.subject} />
      </td>
      <td>{predicateWord(s.predicate)}</td>
      <td>
        {s.object >= 0 && <NodeName node={s.object} />} {shorten(words, 80)}
      </td>
      <td>{s.date}</td>
      <td class="number">{s.inferred ? t("inferred") : `${s.confidence}%`}</td>
      <td>
        {s.evidence.slice(0, 1).map((e) => (
          <button
            type="button"
            class="title"
            key={e}
            onClick={() => openArticle(model.value.evidenceArticle[e], e)}
          >
            {shorten(model.value.articles[model.value.evidenceArticle[e]].title, 16)}
          </button>
        ))}
        {s.evidence.length > 1 && <small> +{s.evidence.length - 1}</small>}
      </td>
    </tr>
  );
}

function sortBy<T>(rows: readonly T[], key: (row: T) => Cell, down: boolean): T[] {
  const turn = down ? -1 : 1;
  return [...rows].sort((x, y) => {
    const a = key(x);
    const b = key(y);
    const order =
      typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), "zh");
    return order * turn;
  });
}

function saveEntities(): void {
  const { columns, rows, cells } = entityTable();
  saveCsv("parkgraph-entities.csv", [["id", ...columns], ...rows.map((n) => [n.id, ...cells(n)])]);
}

function saveFacts(): void {
  const { columns, rows, cells } = factTable();
  const quotes = (s: Statement): string =>
    s.evidence.map((e) => reading.value?.passages[e].quote ?? "").join(" ⏎ ");
  saveCsv("parkgraph-facts.csv", [
    [...columns, t("quote")],
    ...rows.map((s) => [...cells(s), quotes(s)]),
  ]);
}
