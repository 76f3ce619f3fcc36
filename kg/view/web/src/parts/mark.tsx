// mark: the small sign of a class, and a node's name as a button.
import type { Kind } from "../data";
import { CORNERS, SHAPES } from "../palette";
import { model, openNode } from "../state";
import { kindWord, shorten } from "../texts";

export function Mark({ kind }: { kind: Kind }) {
  const shape = SHAPES[kind];
  return (
    <svg class={`mark ${kind}`} viewBox="-1.6 -1.6 3.2 3.2" role="img" aria-label={kindWord(kind)}>
      {shape === "circle" ? (
        <circle r="1.05" />
      ) : (
        <polygon points={CORNERS[shape].map((c) => c.join(",")).join(" ")} />
      )}
    </svg>
  );
}

export function NodeName({
  node,
  onOpen = openNode,
}: {
  node: number;
  onOpen?: (node: number) => void;
}) {
  const { label, kind } = model.value.nodes[node];
  return (
    <button
      type="button"
      class="node-name"
      title={shorten(label, 200)}
      data-node={model.value.nodes[node].id}
      onClick={() => onOpen(node)}
    >
      <Mark kind={kind} />
      <bdi>{shorten(label, 60)}</bdi>
    </button>
  );
}
