// timebar: how much is said of which time, with a handle at each end to narrow it.
import { computed } from "@preact/signals";
import { adjust, filters, model } from "../state";
import { t } from "../texts";
import { monthName } from "../time";

/** Years before this are founding dates and history; they would squeeze the news into a corner. */
const MOST_YEARS = 14;
const BARS = 72;

const histogram = computed(() => {
  const months = model.value.statements.map((s) => s.months).filter((m) => m !== null);
  if (months.length === 0) return null;
  const last = Math.max(...months.map((m) => m[1]));
  const first = Math.max(Math.min(...months.map((m) => m[0])), last - MOST_YEARS * 12 + 1);
  const step = Math.max(1, Math.ceil((last - first + 1) / BARS));
  const bars = new Array<number>(Math.ceil((last - first + 1) / step)).fill(0);
  for (const [from] of months) if (from >= first) bars[Math.floor((from - first) / step)] += 1;
  return { first, last, step, bars, most: Math.max(...bars, 1) };
});

export function Timebar() {
  const found = histogram.value;
  if (!found) return null;
  const { first, last, step, bars, most } = found;
  const [from, to] = filters.value.period ?? [first, last];
  const set = (a: number, b: number): void => {
    const whole = a <= first && b >= last;
    // The left handle at its stop means: from the beginning, however long ago.
    adjust({ period: whole ? null : [a <= first ? 0 : a, b] });
  };
  const left = Math.max(first, from);
  return (
    <section class="timebar" aria-label={t("period")}>
      <output>
        {filters.value.period
          ? `${from <= first ? "…" : monthName(left)} – ${monthName(to)}`
          : t("allTime")}
      </output>
      <div class="track">
        <svg viewBox={`0 0 ${bars.length} 20`} preserveAspectRatio="none" aria-hidden="true">
          {bars.map((n, i) => {
            const at = first + i * step;
            const height = n ? 1 + (19 * Math.sqrt(n)) / Math.sqrt(most) : 0;
            return (
              <rect
                key={at}
                class={at + step > left && at <= to ? "in" : "out"}
                x={i + 0.1}
                width={0.8}
                y={20 - height}
                height={height}
              />
            );
          })}
        </svg>
        <input
          type="range"
          class="from"
          aria-label={`${t("period")} ↦`}
          min={first}
          max={last}
          value={left}
          onInput={(e) => set(Math.min(Number(e.currentTarget.value), to), to)}
        />
        <input
          type="range"
          class="to"
          aria-label={`${t("period")} ↤`}
          min={first}
          max={last}
          value={to}
          onInput={(e) => set(left, Math.max(Number(e.currentTarget.value), left))}
        />
        <div class="years" aria-hidden="true">
          <span>{Math.floor(first / 12)}</span>
          <span>{Math.floor((first + last) / 24)}</span>
          <span>{Math.floor(last / 12)}</span>
        </div>
      </div>
      <label>
        <input
          type="checkbox"
          checked={filters.value.undated}
          onChange={(e) => adjust({ undated: e.currentTarget.checked })}
        />
        {t("undated")}
      </label>
    </section>
  );
}
