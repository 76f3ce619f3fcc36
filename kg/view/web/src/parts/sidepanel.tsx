// sidepanel: what is selected, explained; a welcome when nothing is.
import { computed } from "@preact/signals";
import type { Kind, Stage } from "../data";
import { go, model, place, visible } from "../state";
import { stageWord, t } from "../texts";
import { path } from "./map";
import { NodeName } from "./mark";
import { NodePanel } from "./nodepanel";
import { Sourced, Spelled, statementsAt } from "./statement";

export function SidePanel() {
  const { node, line, path: ends } = place.value;
  if (line >= 0) return <LinePanel row={line} />;
  if (ends && node < 0) return <PathPanel />;
  if (ends)
    return (
      <>
        <PathPanel />
        <NodePanel row={node} key={node} />
      </>
    );
  if (node >= 0) return <NodePanel row={node} key={node} />;
  return <Welcome />;
}

function LinePanel({ row }: { row: number }) {
  const { a, b, statements } = model.value.lines[row];
  const rows = statementsAt(statements.filter((s) => visible.value.statements[s] === 1));
  return (
    <article class="panel line">
      <header>
        <p class="kind">{t("between")}</p>
        <h2 class="pair">
          <NodeName node={a} />
          <NodeName node={b} />
        </h2>
      </header>
      <ul class="facts open">
        {rows.map((s) => (
          <Sourced key={s.row} rows={[s]} open>
            <Spelled statement={s} />
          </Sourced>
        ))}
      </ul>
      <button type="button" class="plain" onClick={() => go({ line: -1 })}>
        {t("close")}
      </button>
    </article>
  );
}

function PathPanel() {
  const [from, to] = place.value.path as readonly [number, number];
  const lines = path.value;
  return (
    <article class="panel path">
      <header>
        <p class="kind">{t("shortest")}</p>
        <h2 class="pair">
          <NodeName node={from} onOpen={(node) => go({ node })} />
          <NodeName node={to} onOpen={(node) => go({ node })} />
        </h2>
      </header>
      {lines === null ? (
        <p class="muted">{t("noPath")}</p>
      ) : (
        <ol class="facts steps">
          {lines.map((row) => (
            <Step key={row} row={row} />
          ))}
        </ol>
      )}
      <button
        type="button"
        class="plain"
        onClick={() => go({ path: null, node: from, expanded: [from] })}
      >
        {t("close")}
      </button>
    </article>
  );
}

function Step({ row }: { row: number }) {
  const rows = statementsAt(
    model.value.lines[row].statements.filter((s) => visible.value.statements[s] === 1),
  );
  return (
    <>
      {rows.map((s) => (
        <Sourced key={s.row} rows={[s]}>
          <Spelled statement={s} />
        </Sourced>
      ))}
    </>
  );
}

// ---- nothing is selected ----------------------------------------------------------------------

const latest = computed(() =>
  model.value.statements
    .filter((s) => s.type === "stage" && s.date)
    .sort((a, b) => b.date.localeCompare(a.date) || a.row - b.row)
    .slice(0, 8),
);

function Welcome() {
  const { articles, nodes, statements } = model.value;
  return (
    <article class="panel welcome">
      <header>
        <p class="kind">{t("welcome")}</p>
        <h2>{model.value.title}</h2>
        <p>{t("welcomeText", articles.length, nodes.length, statements.length)}</p>
      </header>
      <ol class="how">
        <li>{t("how1")}</li>
        <li>{t("how2")}</li>
        <li>{t("how3")}</li>
      </ol>
      <Top title={t("topParks")} kind="Park" most={8} />
      <Top title={t("topCompanies")} kind="Company" most={8} />
      {latest.value.length > 0 && (
        <section class="group">
          <h3>{t("lately")}</h3>
          <ul class="facts timeline">
            {latest.value.map((s) => (
              <Sourced key={s.row} rows={[s]}>
                <time>{s.date}</time>
                <span class="stage">{stageWord(s.value as Stage)}</span>
                <NodeName node={s.subject} />
              </Sourced>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function Top({ title, kind, most }: { title: string; kind: Kind; most: number }) {
  const { nodes, byImportance } = model.value;
  const rows = byImportance
    .filter((n) => nodes[n].kind === kind && visible.value.nodes[n] === 1)
    .slice(0, most);
  if (rows.length === 0) return null;
  return (
    <section class="group">
      <h3>{title}</h3>
      <ul class="top">
        {rows.map((n) => (
          <li key={n}>
            <NodeName node={n} />
          </li>
        ))}
      </ul>
    </section>
  );
}
