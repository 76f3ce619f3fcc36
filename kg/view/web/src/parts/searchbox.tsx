// searchbox: what is typed in, the nodes that it may mean as a list to choose from.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { search } from "../search";
import { model, openNode } from "../state";
import { kindWord, shorten, t } from "../texts";
import { Mark } from "./mark";

interface Props {
  readonly label: string;
  readonly onChoose?: (node: number) => void;
  readonly autoFocus?: boolean;
  readonly id: string;
}

export function SearchBox({ label, onChoose = openNode, autoFocus = false, id }: Props) {
  const text = useSignal("");
  const active = useSignal(0);
  const open = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  const hits = open.value ? search(model.value, text.value) : [];
  const choose = (node: number): void => {
    open.value = false;
    text.value = "";
    input.current?.blur();
    onChoose(node);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) active.value = Math.max(0, Math.min(hits.length - 1, active.value + step));
    else if (event.key === "Enter" && !event.isComposing && hits.length)
      choose(hits[active.value].node);
    else if (event.key === "Escape") {
      open.value = false;
      input.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search class="search">
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={label}
        aria-label={label}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-hits`}
        aria-activedescendant={hits.length ? `${id}-${active.value}` : undefined}
        value={text.value}
        onInput={(e) => {
          text.value = e.currentTarget.value;
          active.value = 0;
          open.value = true;
        }}
        onFocus={() => {
          open.value = true;
        }}
        onBlur={() => {
          open.value = false;
        }}
        onKeyDown={onKeyDown}
      />
      {open.value && text.value.trim() !== "" && (
        <div class="hits" role="listbox" id={`${id}-hits`}>
          {hits.map(({ node, by }, i) => (
            // The list must not take the focus from the input, which would close it before the click.
            <div
              key={node}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active.value}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => choose(node)}
              onKeyDown={onKeyDown}
            >
              <Mark kind={model.value.nodes[node].kind} />
              <bdi>{shorten(model.value.nodes[node].label, 40)}</bdi>
              <small>
                {by ? `${t("alias")} ${shorten(by, 16)}` : kindWord(model.value.nodes[node].kind)}
              </small>
            </div>
          ))}
          {hits.length === 0 && <p>{t("nothingFound")}</p>}
        </div>
      )}
    </search>
  );
}
