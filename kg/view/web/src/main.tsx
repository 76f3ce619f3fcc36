// main: opens the page: unpacks the network, ties the state to the address, draws the frame.
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { loadModel, loadReading } from "./data";
import { colourOf } from "./palette";
import { ArticleView } from "./parts/articleview";
import { FilterPanel } from "./parts/filterpanel";
import { MapView } from "./parts/map";
import { QueryView } from "./parts/queryview";
import { SearchBox } from "./parts/searchbox";
import { SidePanel } from "./parts/sidepanel";
import { TableView } from "./parts/tableview";
import { go, keepAddress, model, place, reading, type Tab, theme, wholeMap } from "./state";
import "./style.css";
import { KINDS, language, t } from "./texts";

/** A focused page carries no RDF, so it has nothing to query. */
const TABS: readonly Tab[] = document.getElementById("quads")
  ? ["map", "table", "articles", "query"]
  : ["map", "table", "articles"];
const helping = signal(false);
const copied = signal(false);

function App() {
  const { tab } = place.value;
  return (
    <div class={`app ${tab}`}>
      <header class="bar">
        <button type="button" class="brand" onClick={wholeMap} title={t("whole")}>
          {model.value.title}
        </button>
        <SearchBox id="search" label={t("search")} />
        <nav aria-label={t("keyTabs")}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              data-tab={name}
              aria-current={tab === name ? "page" : undefined}
              onClick={() => go({ tab: name })}
            >
              {t(name)}
            </button>
          ))}
        </nav>
        <span class="space" />
        <button type="button" class="quiet" onClick={copyLink}>
          {copied.value ? t("copied") : t("link")}
        </button>
        <button
          type="button"
          class="quiet"
          data-act="language"
          onClick={() => {
            language.value = language.value === "zh" ? "en" : "zh";
          }}
        >
          {t("otherLanguage")}
        </button>
        <button
          type="button"
          class="quiet"
          data-act="theme"
          title={t("theme")}
          aria-label={t("theme")}
          onClick={() => {
            theme.value = theme.value === "light" ? "dark" : "light";
          }}
        >
          ◐
        </button>
        <button
          type="button"
          class="quiet"
          title={t("help")}
          aria-label={t("help")}
          onClick={toggleHelp}
        >
          ?
        </button>
      </header>
      {(tab === "map" || tab === "table") && (
        <aside class="left">
          <FilterPanel />
        </aside>
      )}
      {tab === "map" && <MapView />}
      {tab === "table" && <TableView />}
      {tab === "articles" && <ArticleView />}
      {tab === "query" && <QueryView />}
      {(tab === "map" || tab === "table") && (
        <aside class="right" aria-live="polite">
          <SidePanel />
        </aside>
      )}
      {helping.value && <Help />}
    </div>
  );
}

function Help() {
  const keys = [
    ["/", t("keySearch")],
    ["← ↑ → ↓", t("keyMove")],
    ["Enter", t("keyOpen")],
    ["+ − 0", t("keyZoom")],
    ["Esc", t("keyEscape")],
    ["1 2 3 4", t("keyTabs")],
  ];
  return (
    <div class="help" role="dialog" aria-label={t("help")}>
      <h2>{t("howTo")}</h2>
      <ol>
        <li>{t("how1")}</li>
        <li>{t("how2")}</li>
        <li>{t("how3")}</li>
      </ol>
      <h2>{t("keys")}</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>{t("about")}</h2>
      <p>{t("aboutText")}</p>
      <button type="button" class="main" onClick={toggleHelp}>
        {t("close")}
      </button>
    </div>
  );
}

function toggleHelp(): void {
  helping.value = !helping.value;
}

async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  copied.value = true;
  setTimeout(() => {
    copied.value = false;
  }, 1500);
}

function onKey(event: KeyboardEvent): void {
  const writing =
    event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLTextAreaElement ||
    event.target instanceof HTMLSelectElement;
  if (event.key === "Escape") {
    if (helping.value) helping.value = false;
    else if (place.value.node >= 0 || place.value.line >= 0) go({ node: -1, line: -1 });
    else wholeMap();
  } else if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
  } else if (event.key === "?") toggleHelp();
  else if (/^[1-4]$/.test(event.key) && Number(event.key) <= TABS.length)
    go({ tab: TABS[Number(event.key) - 1] });
}

async function open(): Promise<void> {
  const root = document.getElementById("app") as HTMLElement;
  if (!("DecompressionStream" in window)) {
    root.textContent = t("tooOld");
    return;
  }
  try {
    model.value = await loadModel();
  } catch (fault) {
    root.textContent = t("damaged") + String(fault);
    return;
  }
  if (matchMedia("(prefers-color-scheme: dark)").matches) theme.value = "dark";
  keepAddress();
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    for (const kind of KINDS)
      document.documentElement.style.setProperty(`--${kind}`, colourOf(kind, theme.value));
    document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
  });
  root.textContent = "";
  render(<App />, root);
  addEventListener("keydown", onKey);
  // The passages wait until the first picture stands.
  requestAnimationFrame(() => setTimeout(readOn, 30));
}

async function readOn(): Promise<void> {
  reading.value = await loadReading();
}

void open();
