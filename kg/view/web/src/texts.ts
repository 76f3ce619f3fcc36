// texts: what the page says, Chinese first, English second.
import { signal } from "@preact/signals";
import words from "../../words.json";
import type { Kind, Predicate, Stage } from "./data";

export type Language = "zh" | "en";
export const language = signal<Language>("zh");

const TEXTS = {
  map: ["图谱", "Map"],
  table: ["表格", "Table"],
  articles: ["报道", "Articles"],
  query: ["查询", "Query"],
  help: ["使用说明", "Help"],
  otherLanguage: ["English", "中文"],
  theme: ["浅色 / 深色", "Light / dark"],
  search: ["搜索企业、园区、人名…", "Search companies, parks, people…"],
  searchHint: ["名称、别名、拼音或首字母，如 sks", "Name, alias, pinyin or initials, e.g. sks"],
  nothingFound: ["没有找到。试试更短的名称或拼音首字母。", "Nothing found. Try fewer characters."],
  alias: ["又名", "also"],
  classes: ["类别", "Classes"],
  relations: ["关系", "Relations"],
  scope: ["范围", "Scope"],
  anyPark: ["全部园区", "All parks"],
  anyPlace: ["全部地点", "All places"],
  confidence: ["可信度不低于", "Confidence at least"],
  period: ["时间", "Period"],
  allTime: ["全部时间", "All dates"],
  undated: ["含无日期的", "Undated too"],
  reset: ["清除筛选", "Clear filters"],
  all: ["全选", "All"],
  only: ["仅看", "Only"],
  shown: ["已显示", "Shown"],
  nothingShown: ["当前筛选下没有可显示的内容。", "Nothing passes the filters."],
  whole: ["整张图谱", "Whole map"],
  focus: ["展开关系网", "Show neighbours"],
  expand: ["展开邻居", "Expand"],
  collapse: ["收起邻居", "Collapse"],
  local: ["局部关系网", "Neighbourhood"],
  pathTo: ["查找到另一节点的路径", "Find a path to…"],
  path: ["路径", "Path"],
  noPath: ["两者之间没有路径。", "No path joins them."],
  shortest: ["最短路径", "Shortest path"],
  close: ["关闭", "Close"],
  back: ["返回", "Back"],
  cut: [
    "只画出最重要的 {0} 个，共 {1} 个；其余见表格。",
    "Showing the {0} most important of {1}; the rest is in the table.",
  ],
  savePng: ["导出 PNG", "Save PNG"],
  saveSvg: ["导出 SVG", "Save SVG"],
  saveCsv: ["导出 CSV", "Save CSV"],
  fit: ["全部显示", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  link: ["复制链接", "Copy link"],
  copied: ["已复制", "Copied"],
  welcome: ["这张图里有什么", "What is in this map"],
  welcomeText: [
    "从 {0} 篇报道中读出 {1} 个实体和 {2} 条事实，每条都能看到原文出处。",
    "Read from {0} articles: {1} entities and {2} facts, each with the passage that says so.",
  ],
  howTo: ["怎么看", "How to read it"],
  how1: [
    "在左上角搜索，或直接点击图上的名称。",
    "Search at the top left, or click a name on the map.",
  ],
  how2: [
    "右侧按类列出它的事实；点“原文”看出处。",
    "Its facts appear here by group; “source” shows the passage.",
  ],
  how3: ["双击节点展开它的关系网。", "Double-click a node to see its neighbours."],
  topParks: ["主要园区", "Main parks"],
  topCompanies: ["主要企业", "Main companies"],
  topNodes: ["主要节点", "Main nodes"],
  lately: ["最近的项目进展", "Latest project news"],
  names: ["又名", "Also called"],
  codes: ["代码", "Codes"],
  adcode: ["行政区划代码", "division code"],
  zoneCode: ["开发区代码", "zone code"],
  stockCode: ["股票代码", "stock code"],
  figures: ["数据指标", "Figures"],
  indicator: ["指标", "Indicator"],
  value: ["数值", "Value"],
  yearOnYear: ["同比", "YoY"],
  timeline: ["项目进展", "Project timeline"],
  investment: ["总投资", "Total investment"],
  capacity: ["产能", "Capacity"],
  stage: ["阶段", "Stage"],
  stageNow: ["当前阶段", "Current stage"],
  stageNext: ["按通常进程，下一步：", "Usual next step: "],
  unknown: ["报道未提及", "not reported"],
  source: ["原文", "source"],
  sources: ["{0} 处原文", "{0} sources"],
  inferred: ["推断", "inferred"],
  inferredText: [
    "由其他事实推断，没有直接原文。",
    "Inferred from other facts; no passage of its own.",
  ],
  noEvidence: ["没有直接原文。", "No passage of its own."],
  verbatim: ["源文件原样", "As in the source file"],
  readBy: ["读取方式", "Read by"],
  certainty: ["可信度", "Confidence"],
  between: ["两者之间", "Between them"],
  mentionedIn: ["相关报道", "Articles"],
  openArticle: ["查看全文", "Open article"],
  noArticles: ["没有报道。", "No articles."],
  noText: ["图谱文件夹里没有这篇报道的文本。", "The graph folder holds no text of this article."],
  factsHere: ["本文中的事实", "Facts in this article"],
  noFacts: ["没有从本文读出事实。", "No facts were read from this article."],
  undatedShort: ["无日期", "undated"],
  noFactsOfNode: ["没有关于它的事实。", "Nothing is stated about it."],
  loading: ["正在载入…", "Loading…"],
  more: ["再显示 {0} 行", "{0} more"],
  moreFacts: ["再显示 {0} 条", "{0} more"],
  entities: ["实体", "Entities"],
  facts: ["事实", "Facts"],
  name: ["名称", "Name"],
  class: ["类别", "Class"],
  importance: ["关联数", "Weight"],
  nArticles: ["报道数", "Articles"],
  subject: ["主体", "Subject"],
  relation: ["关系", "Relation"],
  object: ["对象 / 数值", "Object / value"],
  date: ["日期", "Date"],
  article: ["报道", "Article"],
  quote: ["原文", "Quote"],
  tableOfAll: ["当前显示的全部内容", "All that is shown"],
  tableOfNode: ["“{0}”及其邻居", "“{0}” and its neighbours"],
  tableOfLocal: ["局部关系网", "The neighbourhood shown"],
  filterArticles: ["筛选报道", "Filter articles"],
  questions: ["现成问题", "Ready questions"],
  run: ["运行", "Run"],
  stop: ["停止", "Stop"],
  stopped: ["已停止。", "Stopped."],
  starting: ["正在启动 SPARQL 引擎…", "Starting the SPARQL engine…"],
  running: ["正在查询…", "Running…"],
  rows: ["{0} 行，{1} 毫秒", "{0} rows, {1} ms"],
  firstRows: ["只显示前 {0} 行；导出可得全部。", "First {0} rows; the export has all."],
  yes: ["是", "yes"],
  no: ["否", "no"],
  noQuads: ["这个文件没有附带图谱数据。", "This file carries no RDF data."],
  showOnMap: ["在图上显示 {0} 个结果", "Show {0} results on the map"],
  results: ["查询结果", "Query results"],
  emptyResult: ["没有结果。", "No results."],
  writeQuery: [
    "选一个现成问题，或写下 SPARQL，按 Ctrl+Enter 运行。",
    "Pick a question or write SPARQL; Ctrl+Enter runs it.",
  ],
  loose: ["仅被提及、没有关系的实体", "Mentioned only, without relations"],
  keys: ["键盘", "Keyboard"],
  keySearch: ["搜索", "search"],
  keyMove: ["在图上移到邻近节点", "move to the next node on the map"],
  keyOpen: ["展开或收起邻居", "expand or collapse neighbours"],
  keyEscape: ["取消选择，回到整张图谱", "clear the selection, back to the whole map"],
  keyZoom: ["缩放", "zoom"],
  keyTabs: ["切换视图", "switch views"],
  about: ["关于本页", "About this page"],
  aboutText: [
    "本页是单个文件，离线可用，不向外发送任何请求。事实由程序从报道中读出，可能有误，请以原文为准。",
    "This page is one file that works offline and sends nothing anywhere. Its facts were read by a program and may be wrong: trust the passages.",
  ],
  tooOld: [
    "此浏览器太旧，请使用 2023 年以后的 Chrome、Edge、Firefox 或 Safari。",
    "This browser is too old: use Chrome, Edge, Firefox or Safari of 2023 or later.",
  ],
  damaged: ["此文件已损坏，无法读取：", "This file is damaged and cannot be read: "],
  year: ["年", ""],
} as const;

type TextKey = keyof typeof TEXTS;

/** Give a text in the reader's language, with {0}, {1}… filled in. */
export function t(key: TextKey, ...values: (string | number)[]): string {
  const text = TEXTS[key][language.value === "zh" ? 0 : 1];
  return values.reduce<string>((done, value, i) => done.replace(`{${i}}`, String(value)), text);
}

export const kindWord = (kind: Kind): string => words.classes[kind][language.value];
export const predicateWord = (p: Predicate): string => words.predicates[p][language.value];
export const stageWord = (stage: Stage): string => words.stages[stage][language.value];
export const subclassWord = (s: keyof typeof words.subclasses): string =>
  words.subclasses[s][language.value];

export const KINDS = Object.keys(words.classes) as Kind[];
export const STAGES = Object.keys(words.stages) as Stage[];
/** Predicates that lead from node to node. */
export const RELATIONS = (Object.keys(words.predicates) as Predicate[]).slice(0, 12);

type GroupKey = keyof typeof words.groups;
export const GROUPS = Object.keys(words.groups) as GroupKey[];

/** Name the group of facts that a node has by `predicate` in a direction, with others of a class. */
export function groupOf(predicate: Predicate, outgoing: boolean, other: Kind): GroupKey {
  const symmetric = predicate === "cooperatesWith";
  const wide = `${predicate}${outgoing || symmetric ? ">" : "<"}`;
  const narrow = `${wide}${other}`;
  return (narrow in words.groups ? narrow : wide) as GroupKey;
}

export const groupWord = (group: GroupKey): string => words.groups[group][language.value];

/** Write a yuan amount as people say it: 36亿元, 8500万元. */
export function yuan(value: string): string {
  const amount = Number(value);
  if (!Number.isFinite(amount)) return value;
  const round = (x: number): string => String(Math.round(x * 10000) / 10000);
  if (language.value === "en") {
    if (amount >= 1e9) return `CNY ${round(amount / 1e9)} bn`;
    return amount >= 1e6 ? `CNY ${round(amount / 1e6)} m` : `CNY ${round(amount)}`;
  }
  if (amount >= 1e8) return `${round(amount / 1e8)}亿元`;
  return amount >= 1e4 ? `${round(amount / 1e4)}万元` : `${round(amount)}元`;
}

/** Cut a text to so many characters. */
export function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}
