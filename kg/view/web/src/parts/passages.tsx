// passages: where something is said, in the words of the article, with a little of what stands around.
import type { ComponentChildren } from "preact";
import type { Mention } from "../data";
import { model, openArticle, reading } from "../state";
import { shorten, t } from "../texts";

const AROUND = 42;

export function Passages({
  evidence,
  about,
}: {
  evidence: readonly number[];
  about: readonly number[];
}) {
  if (evidence.length === 0) return <p class="muted">{t("noEvidence")}</p>;
  return (
    <div class="passages">
      {evidence.map((e) => (
        <OnePassage key={e} evidence={e} about={about} />
      ))}
    </div>
  );
}

function OnePassage({ evidence, about }: { evidence: number; about: readonly number[] }) {
  const { evidenceArticle, evidenceConfidence, articles } = model.value;
  if (reading.value === null) return <p class="muted">{t("loading")}</p>;
  const { quote, start, end, by } = reading.value.passages[evidence];
  const article = articles[evidenceArticle[evidence]];
  const text = start >= 0 ? reading.value.texts[article.row] : null;
  const whole = text?.text ?? "";
  const clean = (s: string): string => s.replace(/\s+/g, " ");
  const said = text ? whole.slice(start, end) : quote;
  return (
    <figure class="passage" data-evidence={evidence}>
      <blockquote>
        {text && <span class="around">{clean(lead(whole, start))}</span>}
        <mark>
          {text ? (
            <Coloured text={whole} from={start} to={end} mentions={text.mentions} about={about} />
          ) : (
            <Named text={quote} about={about} />
          )}
        </mark>
        {text && <span class="around">{clean(trail(whole, end))}</span>}
      </blockquote>
      {clean(said).trim() !== clean(quote).trim() && (
        <p class="verbatim">
          {t("verbatim")}：<q>{quote}</q>
        </p>
      )}
      <figcaption>
        <button
          type="button"
          class="title"
          onClick={() => openArticle(article.row, evidence)}
          title={t("openArticle")}
        >
          {shorten(article.title, 60)}
        </button>
        <span>
          {[article.publisher, article.published ?? t("undatedShort")].filter(Boolean).join(" · ")}{" "}
          ·{" "}
          <span title={`${t("readBy")} ${by}`}>
            {t("certainty")} {evidenceConfidence[evidence]}%
          </span>
        </span>
      </figcaption>
    </figure>
  );
}

/** What stands before a passage, back to the start of its line or a comfortable length. */
function lead(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const line = before.lastIndexOf("\n");
  return line >= 0 ? before.slice(line + 1) : start > AROUND ? `…${before}` : before;
}

function trail(text: string, end: number): string {
  const after = text.slice(end, end + AROUND);
  const line = after.indexOf("\n");
  return line >= 0 ? after.slice(0, line) : end + AROUND < text.length ? `${after}…` : after;
}

interface ColouredProps {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly mentions: readonly Mention[];
  readonly about: readonly number[];
}

/** A stretch of an article in which the nodes that it is about wear the colour of their class. */
function Coloured({ text, from, to, mentions, about }: ColouredProps) {
  const parts: ComponentChildren[] = [];
  let at = from;
  for (const m of mentions) {
    if (m.start < at || m.end > to || !about.includes(m.node)) continue;
    parts.push(
      text.slice(at, m.start),
      <b class={`mention ${m.kind}`}>{text.slice(m.start, m.end)}</b>,
    );
    at = m.end;
  }
  parts.push(text.slice(at, to));
  return <>{parts}</>;
}

/** The same for a quote that was not found again in the article: names are looked for by their letters. */
function Named({ text, about }: { text: string; about: readonly number[] }) {
  const { nodes } = model.value;
  const mentions: Mention[] = [];
  for (const node of about) {
    const names = [nodes[node].label, ...nodes[node].names].sort((a, b) => b.length - a.length);
    const name = names.find((n) => text.includes(n));
    if (name === undefined) continue;
    const start = text.indexOf(name);
    mentions.push({ start, end: start + name.length, node, kind: nodes[node].kind });
  }
  mentions.sort((a, b) => a.start - b.start);
  return <Coloured text={text} from={0} to={text.length} mentions={mentions} about={about} />;
}
