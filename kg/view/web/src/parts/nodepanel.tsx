// nodepanel: all that is known of one node: names, what it is about, facts by group, figures, articles.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Node, Stage, Statement } from "../data";
import { collapse, expand, filters, go, model, openArticle, place, visible } from "../state";
import {
  GROUPS,
  groupOf,
  groupWord,
  kindWord,
  STAGES,
  shorten,
  stageWord,
  subclassWord,
  t,
  yuan,
} from "../texts";
import { Mark, NodeName } from "./mark";
import { SearchBox } from "./searchbox";
import { detail, Sourced, signed, statementsAt } from "./statement";

const FIRST = 12;

export function NodePanel({ row }: { row: number }) {
  const node = model.value.nodes[row];
  const statements = statementsAt(
    model.value.statementsOf[row].filter((s) => visible.value.statements[s] === 1),
  );
  const links = statements.filter((s) => s.object >= 0);
  const asking = useSignal(false);
  const expanded = place.value.expanded.includes(row);
  return (
    <article class="panel node" data-node={node.id} key={row}>
      <Head node={node} />
      <div class="acts">
        <button
          type="button"
          class="main"
          onClick={() => (expanded ? collapse(row) : expand(row))}
        >
          {expanded ? t("collapse") : place.value.expanded.length ? t("expand") : t("focus")}
        </button>
        <button
          type="button"
          aria-expanded={asking.value}
          onClick={() => {
            asking.value = !asking.value;
          }}
        >
          {t("pathTo")}
        </button>
      </div>
      {asking.value && (
        <SearchBox
          id="path-to"
          label={t("pathTo")}
          autoFocus
          onChoose={(to) => go({ tab: "map", path: [row, to], expanded: [], line: -1 })}
        />
      )}
      {node.kind === "Project" && <ProjectFacts node={node} statements={statements} />}
      {node.kind !== "Project" && <Literals statements={statements} />}
      <Groups row={row} links={links} />
      <Figures statements={statements.filter((s) => s.type === "figure")} />
      {node.kind !== "Project" && <Timeline row={row} />}
      <Articles node={node} />
      {statements.length === 0 && <p class="muted">{filters.value && t("noFactsOfNode")}</p>}
    </article>
  );
}

function Head({ node }: { node: Node }) {
  const names = node.names.slice(0, 12);
  return (
    <header>
      <p class="kind">
        <Mark kind={node.kind} />{" "}
        {[kindWord(node.kind), ...node.subclasses.map(subclassWord)].join(" · ")}
      </p>
      <h2>
        <bdi>{shorten(node.label, 300)}</bdi>
      </h2>
      {names.length > 0 && (
        <p class="aka">
          {t("names")}：
          {names.map((name) => (
            <bdi key={name}>{shorten(name, 60)}</bdi>
          ))}
        </p>
      )}
      {node.codes.map(([name, code]) => (
        <p class="aka" key={name}>
          {t(name as "adcode" | "zoneCode" | "stockCode")} {code}
        </p>
      ))}
    </header>
  );
}

// ---- a project --------------------------------------------------------------------------------

function ProjectFacts({ node, statements }: { node: Node; statements: readonly Statement[] }) {
  const of = (predicate: string): Statement[] =>
    statements.filter(
      (s) => s.type === "fact" && s.predicate === predicate && s.subject === node.row,
    );
  const events = statements.filter((s) => s.type === "stage").sort(byDate);
  const latest = of("stage")[0]?.value as Stage | undefined;
  return (
    <>
      <dl class="keyfacts">
        <dt>{t("investment")}</dt>
        <dd>
          {of("totalInvestment")
            .map((s) => yuan(s.value))
            .join(" / ") || <i>{t("unknown")}</i>}
        </dd>
        <dt>{t("stageNow")}</dt>
        <dd>{latest ? stageWord(latest) : <i>{t("unknown")}</i>}</dd>
        <dt>{t("capacity")}</dt>
        <dd>
          {of("capacity")
            .map((s) => s.value)
            .join("；") || <i>{t("unknown")}</i>}
        </dd>
      </dl>
      {(latest || events.length > 0) && <StageTrack latest={latest} events={events} />}
      <ul class="facts">
        {[...of("totalInvestment"), ...of("capacity"), ...events].map((s) => (
          <Sourced key={s.row} rows={[s]}>
            <span class="predicate">
              {s.predicate === "totalInvestment"
                ? t("investment")
                : s.predicate === "capacity"
                  ? t("capacity")
                  : t("stage")}
            </span>{" "}
            {detail(s)}
          </Sourced>
        ))}
      </ul>
    </>
  );
}

/** The seven stages in a row: those that are told of, the present one, and what usually comes next. */
function StageTrack({
  latest,
  events,
}: {
  latest: Stage | undefined;
  events: readonly Statement[];
}) {
  const now = latest ? STAGES.indexOf(latest) : -1;
  const next = STAGES[now + 1];
  return (
    <div class="stages">
      <ol>
        {STAGES.map((stage, i) => {
          const told = events.filter((s) => s.value === stage);
          const event = told.find((s) => s.date) ?? told[0];
          const state = i === now ? "now" : event ? "told" : i < now ? "before" : "later";
          return (
            <li key={stage} class={state} aria-current={i === now ? "step" : undefined}>
              <span>{stageWord(stage)}</span>
              <time>{event?.date}</time>
            </li>
          );
        })}
      </ol>
      {now >= 0 && next && (
        <p class="muted">
          {t("stageNext")}
          {stageWord(next)}
        </p>
      )}
    </div>
  );
}

function Literals({ statements }: { statements: readonly Statement[] }) {
  const rows = statements.filter(
    (s) => s.type === "fact" && s.object < 0 && s.predicate !== "stage",
  );
  if (rows.length === 0) return null;
  return (
    <Section title={t("capacity")} count={rows.length}>
      <ul class="facts">
        {rows.map((s) => (
          <Sourced key={s.row} rows={[s]}>
            {detail(s)}
          </Sourced>
        ))}
      </ul>
    </Section>
  );
}

// ---- facts by group ---------------------------------------------------------------------------

function Groups({ row, links }: { row: number; links: readonly Statement[] }) {
  const { nodes } = model.value;
  const groups = new Map<string, Map<number, Statement[]>>();
  for (const s of links) {
    const outgoing = s.subject === row;
    const other = outgoing ? s.object : s.subject;
    const key = groupOf(s.predicate, outgoing, nodes[other].kind);
    const group = groups.get(key) ?? new Map<number, Statement[]>();
    groups.set(key, group);
    group.set(other, [...(group.get(other) ?? []), s]);
  }
  return (
    <>
      {GROUPS.filter((key) => groups.has(key)).map((key) => {
        const group = [...(groups.get(key) as Map<number, Statement[]>)];
        group.sort((a, b) => nodes[b[0]].importance - nodes[a[0]].importance || a[0] - b[0]);
        return (
          <Section key={key} title={groupWord(key)} count={group.length}>
            <Long
              items={group.map(([other, rows]) => (
                <Sourced key={other} rows={rows}>
                  <NodeName node={other} />
                  <span class="detail">{about(other, rows)}</span>
                </Sourced>
              ))}
            />
          </Section>
        );
      })}
    </>
  );
}

/** What to say beside a name in a list: posts held, or a project's money and stage. */
function about(other: number, rows: readonly Statement[]): string {
  const posts = [...new Set(rows.filter((s) => s.type === "post").map(detail))];
  if (posts.length) return posts.join("；");
  if (model.value.nodes[other].kind !== "Project") return "";
  const own = statementsAt(model.value.statementsOf[other]).filter(
    (s) => s.type === "fact" && s.subject === other,
  );
  const money = own.find((s) => s.predicate === "totalInvestment");
  const stage = own.find((s) => s.predicate === "stage");
  return [money && yuan(money.value), stage && stageWord(stage.value as Stage)]
    .filter(Boolean)
    .join(" · ");
}

function Section({
  title,
  count,
  children,
}: {
  title: string;
  count: number;
  children: ComponentChildren;
}) {
  return (
    <section class="group">
      <h3>
        {title} <small>{count}</small>
      </h3>
      {children}
    </section>
  );
}

/** A list that shows its first rows and the rest on demand. */
function Long({ items }: { items: readonly ComponentChildren[] }) {
  const all = useSignal(false);
  const rest = items.length - FIRST;
  return (
    <>
      <ul class="facts">{all.value || rest <= 2 ? items : items.slice(0, FIRST)}</ul>
      {!all.value && rest > 2 && (
        <button
          type="button"
          class="plain more"
          onClick={() => {
            all.value = true;
          }}
        >
          {t("moreFacts", rest)}
        </button>
      )}
    </>
  );
}

// ---- figures, timeline, articles --------------------------------------------------------------

function Figures({ statements }: { statements: readonly Statement[] }) {
  if (statements.length === 0) return null;
  const sorted = [...statements].sort(
    (a, b) =>
      (b.months?.[1] ?? 0) - (a.months?.[1] ?? 0) || a.indicator.localeCompare(b.indicator),
  );
  return (
    <Section title={t("figures")} count={statements.length}>
      <Long
        items={sorted.map((s) => (
          <Sourced key={s.row} rows={[s]}>
            <span class="indicator">{s.indicator}</span>
            <b class="number">
              {s.value}
              {s.unit}
            </b>
            <span class="detail">
              {[s.date, s.yearOnYear && `${t("yearOnYear")} ${signed(s.yearOnYear)}`]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </Sourced>
        ))}
      />
    </Section>
  );
}

/** Stage events of the projects that a park, place or company has, the latest first. */
function Timeline({ row }: { row: number }) {
  const { statementsOf, nodes, lines, linesOf } = model.value;
  const projects = linesOf[row]
    .map((l) => (lines[l].a === row ? lines[l].b : lines[l].a))
    .filter((n) => nodes[n].kind === "Project");
  const events = [...new Set(projects)]
    .flatMap((p) => statementsAt(statementsOf[p]))
    .filter((s) => s.type === "stage" && s.date && visible.value.statements[s.row] === 1)
    .sort((a, b) => byDate(b, a));
  if (events.length === 0) return null;
  return (
    <Section title={t("timeline")} count={events.length}>
      <div class="timeline">
        <Long
          items={events.map((s) => (
            <Sourced key={s.row} rows={[s]}>
              <time>{s.date}</time>
              <span class="stage">{stageWord(s.value as Stage)}</span>
              <NodeName node={s.subject} />
            </Sourced>
          ))}
        />
      </div>
    </Section>
  );
}

function byDate(a: Statement, b: Statement): number {
  return (
    a.date.localeCompare(b.date) ||
    STAGES.indexOf(a.value as Stage) - STAGES.indexOf(b.value as Stage)
  );
}

function Articles({ node }: { node: Node }) {
  const { articles } = model.value;
  if (node.articles.length === 0) return null;
  const rows = [...node.articles].sort((a, b) =>
    (articles[b].published ?? "").localeCompare(articles[a].published ?? ""),
  );
  return (
    <Section title={t("mentionedIn")} count={rows.length}>
      <Long
        items={rows.map((a) => (
          <li class="article-row" key={a}>
            <button type="button" class="title" onClick={() => openArticle(a)}>
              {shorten(articles[a].title, 80)}
            </button>
            <small>
              {[articles[a].publisher, articles[a].published].filter(Boolean).join(" · ")}
            </small>
          </li>
        ))}
      />
    </Section>
  );
}
