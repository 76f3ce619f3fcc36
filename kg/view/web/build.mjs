// Bundles the page into ../bundle: page.js, page.css, sparql.js (the worker), oxigraph.wasm, page.html.
// Pinned packages and no clock in the output: the same sources give the same bytes.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = here("../bundle/");

await rm(bundle, { recursive: true, force: true });
await mkdir(bundle);
await build({
  absWorkingDir: here("."),
  entryPoints: { page: "src/main.tsx", sparql: "src/sparql/worker.ts" },
  outdir: bundle,
  bundle: true,
  format: "iife",
  target: ["chrome103", "firefox113", "safari16.4"],
  minify: true,
  charset: "utf8",
  legalComments: "linked",
  // Oxigraph's loader names its own address only to fetch the wasm, which the page hands over instead.
  define: { "import.meta.url": '"about:blank"' },
  logLevel: "warning",
});
await copyFile(here("node_modules/oxigraph/web_bg.wasm"), `${bundle}oxigraph.wasm`);
await copyFile(here("src/page.html"), `${bundle}page.html`);
