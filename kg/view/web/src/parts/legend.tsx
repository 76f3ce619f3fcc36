// legend: what the colours and shapes mean; a click hides a class, another one shows it again.
import { adjust, filters, model } from "../state";
import { KINDS, kindWord } from "../texts";
import { Mark } from "./mark";

export function Legend() {
  const counts = new Map<string, number>();
  for (const node of model.value.nodes) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  const hidden = filters.value.hiddenKinds;
  return (
    <ul class="legend">
      {KINDS.filter((kind) => counts.has(kind)).map((kind) => (
        <li key={kind}>
          <button
            type="button"
            data-kind={kind}
            aria-pressed={!hidden.has(kind)}
            onClick={() => adjust({ hiddenKinds: toggled(hidden, kind) })}
          >
            <Mark kind={kind} />
            {kindWord(kind)}
            <small>{counts.get(kind)}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
