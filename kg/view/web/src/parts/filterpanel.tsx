// filterpanel: classes, relations, park, place and confidence to narrow the map by.
import { computed } from "@preact/signals";
import type { Kind } from "../data";
import { NO_FILTERS } from "../filters";
import { adjust, filters, found, model, visible } from "../state";
import { KINDS, kindWord, predicateWord, RELATIONS, shorten, t } from "../texts";
import { toggled } from "./legend";
import { Mark } from "./mark";

const MOST_CHOICES = 400;

const kindCounts = computed(() => countBy(model.value.nodes.map((n) => n.kind)));
const relationCounts = computed(() =>
  countBy(model.value.statements.filter((s) => s.object >= 0).map((s) => s.predicate)),
);

export function FilterPanel() {
  const { hiddenKinds, hiddenPredicates, minConfidence } = filters.value;
  const { nNodes, nStatements, filtered } = visible.value;
  const reset = (): void => {
    filters.value = NO_FILTERS;
    found.value = [];
  };
  return (
    <section class="filters">
      <p class="shown" aria-live="polite">
        {t("shown")} <b>{nNodes}</b> {t("entities")} · <b>{nStatements}</b> {t("facts")}
        {filtered && (
          <button type="button" class="plain" onClick={reset}>
            {t("reset")}
          </button>
        )}
      </p>
      <fieldset>
        <legend>{t("classes")}</legend>
        {KINDS.filter((kind) => kindCounts.value.has(kind)).map((kind) => (
          <div class="choice" key={kind}>
            <label>
              <input
                type="checkbox"
                checked={!hiddenKinds.has(kind)}
                onChange={() => adjust({ hiddenKinds: toggled(hiddenKinds, kind) })}
              />
              <Mark kind={kind} />
              <span>{kindWord(kind)}</span>
            </label>
            <Only
              onClick={() => adjust({ hiddenKinds: new Set(KINDS.filter((k) => k !== kind)) })}
            />
            <small>{kindCounts.value.get(kind)}</small>
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t("scope")}</legend>
        <Choice
          kind="Park"
          any={t("anyPark")}
          value={filters.value.park}
          onChange={(park) => adjust({ park })}
        />
        <Choice
          kind="Place"
          any={t("anyPlace")}
          value={filters.value.place}
          onChange={(at) => adjust({ place: at })}
        />
        <label class="slider">
          {t("confidence")} <output>{minConfidence}%</output>
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={minConfidence}
            onInput={(e) => adjust({ minConfidence: Number(e.currentTarget.value) })}
          />
        </label>
      </fieldset>
      <fieldset>
        <legend>{t("relations")}</legend>
        {RELATIONS.filter((p) => relationCounts.value.has(p)).map((p) => (
          <div class="choice" key={p}>
            <label>
              <input
                type="checkbox"
                checked={!hiddenPredicates.has(p)}
                onChange={() => adjust({ hiddenPredicates: toggled(hiddenPredicates, p) })}
              />
              <span>{predicateWord(p)}</span>
            </label>
            <Only
              onClick={() =>
                adjust({ hiddenPredicates: new Set(RELATIONS.filter((r) => r !== p)) })
              }
            />
            <small>{relationCounts.value.get(p)}</small>
          </div>
        ))}
      </fieldset>
    </section>
  );
}

function Only({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="plain only" onClick={onClick}>
      {t("only")}
    </button>
  );
}

interface ChoiceProps {
  readonly kind: Kind;
  readonly any: string;
  readonly value: number;
  readonly onChange: (node: number) => void;
}

/** A node of a class to choose; of very many, the most important. */
function Choice({ kind, any, value, onChange }: ChoiceProps) {
  const { nodes, byImportance } = model.value;
  const rows = byImportance.filter((n) => nodes[n].kind === kind).slice(0, MOST_CHOICES);
  if (value >= 0 && !rows.includes(value)) rows.unshift(value);
  return (
    <select
      aria-label={kindWord(kind)}
      value={value}
      onChange={(e) => onChange(Number(e.currentTarget.value))}
    >
      <option value={-1}>{any}</option>
      {rows.map((n) => (
        <option key={n} value={n}>
          {shorten(nodes[n].label, 24)}
        </option>
      ))}
    </select>
  );
}

function countBy<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
