// articleview: an article with its mentions coloured and its facts beside it; each points at the other.
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Statement, Text } from "../data";
import { model, openArticle, openNode, place, reading } from "../state";
import { shorten, t } from "../texts";
import { Spelled, statementsAt } from "./statement";

const wanted = signal("");
/** Evidence whose passage is lit up, from a fact under the pointer. */
const lit = signal<ReadonlySet<number>>(new Set());
/** Node under the pointer, in the text or in the facts. */
const touched = signal(-1);

const evidenceOfArticle = computed(() => {
  const rows: number[][] = model.value.articles.map(() => []);
  model.value.evidenceArticle.forEach((article, e) => {
    rows[article].push(e);
  });
  return rows;
});

export function ArticleView() {
  const { article } = place.value;
  const rows = model.value.articles.filter((a) =>
    [a.title, a.publisher, a.published, a.file]
      .join(" ")
      .toLowerCase()
      .includes(wanted.value.trim().toLowerCase()),
  );
  const sorted = [...rows].sort(
    (a, b) => (b.published ?? "").localeCompare(a.published ?? "") || a.row - b.row,
  );
  const shown = article >= 0 ? article : sorted[0]?.row;
  return (
    <div class="page article-view">
      <nav aria-label={t("articles")}>
        <input
          type="search"
          placeholder={t("filterArticles")}
          aria-label={t("filterArticles")}
          value={wanted.value}
          onInput={(e) => {
            wanted.value = e.currentTarget.value;
          }}
        />
        <ul>
          {sorted.slice(0, 300).map((a) => (
            <li key={a.row}>
              <button
                type="button"
                aria-current={a.row === shown}
                onClick={() => openArticle(a.row)}
              >
                {shorten(a.title, 60)}
                <small>{[a.published, a.publisher].filter(Boolean).join(" · ")}</small>
              </button>
            </li>
          ))}
        </ul>
        {sorted.length === 0 && <p class="empty">{t("noArticles")}</p>}
      </nav>
      {shown === undefined ? (
        <p class="empty">{t("noArticles")}</p>
      ) : (
        <OneArticle row={shown} key={shown} />
      )}
    </div>
  );
}

function OneArticle({ row }: { row: number }) {
  const article = model.value.articles[row];
  const text = reading.value?.texts[row];
  const about = [article.publisher, article.published, article.authors.join("、"), article.file];
  return (
    <>
      <main class="article">
        <h2>{article.title}</h2>
        <p class="muted">
          {about.filter(Boolean).join(" · ")} {article.url && <bdi>{article.url}</bdi>}
        </p>
        {reading.value === null && <p class="muted">{t("loading")}</p>}
        {reading.value !== null && !text && <p class="muted">{t("noText")}</p>}
        {text && <Body text={text} evidence={evidenceOfArticle.value[row]} />}
      </main>
      <FactsOfArticle row={row} />
    </>
  );
}

/** The text, cut where a mention or a passage begins or ends. */
function Body({ text, evidence }: { text: Text; evidence: readonly number[] }) {
  const body = useRef<HTMLDivElement>(null);
  const passages = reading.value?.passages ?? [];
  const spans = evidence.filter((e) => passages[e].start >= 0);
  const goal = place.value.evidence;
  useEffect(() => {
    if (goal >= 0) body.current?.querySelector("[data-lit]")?.scrollIntoView({ block: "center" });
  }, [goal]);
  useEffect(() => pointAt(body.current as HTMLElement, spans), [text]);
  const covers = (e: number, at: number): boolean =>
    passages[e].start <= at && at < passages[e].end;
  const bright = spans.filter((e) => lit.value.has(e) || e === goal);

  const cuts = new Set([0, text.text.length]);
  for (const m of text.mentions) cuts.add(m.start).add(m.end);
  for (const e of spans) cuts.add(passages[e].start).add(passages[e].end);
  const edges = [...cuts].sort((a, b) => a - b);
  const parts: ComponentChildren[] = [];
  let next = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i];
    while (next < text.mentions.length && text.mentions[next].end <= start) next++;
    const m = text.mentions[next];
    const words = text.text.slice(start, edges[i + 1]);
    const marks = {
      key: start,
      "data-at": start,
      "data-lit": bright.some((e) => covers(e, start)) ? "" : undefined,
    };
    if (m !== undefined && m.start <= start) {
      const hot = m.node >= 0 && m.node === touched.value ? " touched" : "";
      parts.push(
        <button
          type="button"
          {...marks}
          class={`mention ${m.kind}${hot}`}
          data-node={m.node}
          disabled={m.node < 0}
          onClick={() => openNode(m.node)}
        >
          {words}
        </button>,
      );
    } else parts.push(<span {...marks}>{words}</span>);
  }
  return (
    <div class="text" ref={body}>
      {parts}
    </div>
  );
}

/** Light up the facts of what the pointer is on; one listener serves the whole text. */
function pointAt(body: HTMLElement, spans: readonly number[]): () => void {
  const over = (event: Event): void => {
    const part = (event.target as Element).closest<HTMLElement>("[data-at]");
    const at = Number(part?.dataset.at ?? -1);
    const passages = reading.value?.passages ?? [];
    touched.value = Number(part?.dataset.node ?? -1);
    lit.value = new Set(
      part ? spans.filter((e) => passages[e].start <= at && at < passages[e].end) : [],
    );
  };
  const out = (): void => {
    touched.value = -1;
    lit.value = new Set();
  };
  body.addEventListener("pointerover", over);
  body.addEventListener("pointerleave", out);
  return () => {
    body.removeEventListener("pointerover", over);
    body.removeEventListener("pointerleave", out);
  };
}

function FactsOfArticle({ row }: { row: number }) {
  const evidence = new Set(evidenceOfArticle.value[row]);
  const rows = [...new Set([...evidence].flatMap((e) => model.value.statementsOfEvidence[e]))];
  const passages = reading.value?.passages ?? [];
  const first = (s: Statement): number =>
    Math.min(...s.evidence.filter((e) => evidence.has(e)).map((e) => passages[e]?.start ?? 0));
  const statements = statementsAt(rows).sort((a, b) => first(a) - first(b) || a.row - b.row);
  return (
    <aside class="beside" aria-label={t("factsHere")}>
      <h3>
        {t("factsHere")} <small>{statements.length}</small>
      </h3>
      {statements.length === 0 && <p class="muted">{t("noFacts")}</p>}
      <ul>
        {statements.map((s) => {
          const here = s.evidence.filter((e) => evidence.has(e));
          const active =
            here.some((e) => lit.value.has(e)) ||
            (touched.value >= 0 && (s.subject === touched.value || s.object === touched.value));
          const light = (): void => {
            lit.value = new Set(here);
          };
          const unlight = (): void => {
            lit.value = new Set();
          };
          return (
            <li
              key={s.row}
              class={active ? "active" : ""}
              onMouseEnter={light}
              onMouseLeave={unlight}
              onFocusCapture={light}
              onBlurCapture={unlight}
            >
              <Spelled statement={s} />
              <button type="button" class="source" onClick={() => openArticle(row, here[0])}>
                {t("source")}
              </button>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
