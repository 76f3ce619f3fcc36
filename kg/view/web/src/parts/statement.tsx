// statement: one thing that is said, as a row of a list; its passages unfold below it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Stage, Statement } from "../data";
import { model } from "../state";
import { predicateWord, stageWord, t, yuan } from "../texts";
import { NodeName } from "./mark";
import { Passages } from "./passages";

interface SourcedProps {
  readonly rows: readonly Statement[];
  readonly children: ComponentChildren;
  /** Whether the passages are shown from the start. */
  readonly open?: boolean;
}

/** A row with a button that unfolds where it is said. */
export function Sourced({ rows, children, open: unfolded = false }: SourcedProps) {
  const open = useSignal(unfolded);
  const evidence = byTrust([...new Set(rows.flatMap((s) => s.evidence))]);
  const about = [...new Set(rows.flatMap((s) => [s.subject, s.object]))].filter((n) => n >= 0);
  const inferred = rows.every((s) => s.inferred);
  return (
    <li class="said" data-statement={rows[0].row}>
      <div class="row">
        <div class="what">{children}</div>
        {inferred && (
          <span class="tag" title={t("inferredText")}>
            {t("inferred")}
          </span>
        )}
        <button
          type="button"
          class="source"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {t("source")}
          {evidence.length > 1 && <sup>{evidence.length}</sup>}
        </button>
      </div>
      {open.value && <Passages evidence={evidence} about={about} />}
    </li>
  );
}

/** Order passages: the surest first, of equals the latest. */
function byTrust(evidence: readonly number[]): number[] {
  const { evidenceConfidence, evidenceArticle, articles } = model.value;
  const date = (e: number): string => articles[evidenceArticle[e]].published ?? "";
  return [...evidence].sort(
    (a, b) =>
      evidenceConfidence[b] - evidenceConfidence[a] || date(b).localeCompare(date(a)) || a - b,
  );
}

/** What a statement adds to the two names it joins: a post's title and date, a value. */
export function detail(s: Statement): string {
  if (s.type === "post") return [s.value, s.date].filter(Boolean).join(" · ");
  if (s.type === "stage") return [stageWord(s.value as Stage), s.date].filter(Boolean).join(" · ");
  if (s.type === "figure") {
    const grown = s.yearOnYear && `${t("yearOnYear")} ${signed(s.yearOnYear)}`;
    return [`${s.indicator} ${s.value}${s.unit}`, s.date, grown].filter(Boolean).join(" · ");
  }
  if (s.predicate === "totalInvestment") return yuan(s.value);
  if (s.predicate === "stage") return stageWord(s.value as Stage);
  return s.value;
}

export const signed = (percent: string): string =>
  `${percent.startsWith("-") || percent.startsWith("+") ? "" : "+"}${percent}%`;

/** A statement in full: subject, predicate, object or value. */
export function Spelled({ statement }: { statement: Statement }) {
  const words = detail(statement);
  return (
    <>
      <NodeName node={statement.subject} />
      <span class="predicate">{predicateWord(statement.predicate)}</span>
      {statement.object >= 0 && <NodeName node={statement.object} />}
      {words && <span class="detail">{words}</span>}
    </>
  );
}

export const statementsAt = (rows: readonly number[]): Statement[] =>
  rows.map((row) => model.value.statements[row]);
