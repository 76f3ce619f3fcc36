// Bundles the page into ../bundle: page.js, page.css, sparql.js (the worker), oxigraph.wasm, page.html.
// Pinned packages and no clock in the output: the same sources give the same bytes.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = here("../bundle/");

await rm(bundle, { recursive: true, force: true });
await mkdir(bundle);
const { metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: { page: "src/main.tsx", sparql: "src/sparql/worker.ts" },
  outdir: bundle,
  bundle: true,
  format: "iife",
  target: ["chrome103", "firefox113", "safari16.4"],
  minify: true,
  charset: "utf8",
  metafile: true,
  // Oxigraph's loader names its own address only to fetch the wasm, which the page hands over instead.
  define: { "import.meta.url": '"about:blank"' },
  logLevel: "warning",
});
await copyFile(here("node_modules/oxigraph/web_bg.wasm"), `${bundle}oxigraph.wasm`);
await copyFile(here("src/page.html"), `${bundle}page.html`);
await writeFile(`${bundle}LICENSES.txt`, await licences(Object.keys(metafile.inputs)));

/** Gather the licences of the packages that went into the bundle; they ask to travel with the code. */
async function licences(inputs) {
  const found = inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const names = [...new Set(found.filter(Boolean))].sort();
  const texts = names.map(async (name) => {
    const folder = here(`node_modules/${name}/`);
    const { version, license } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(folder + file, "utf8") : "";
    return `${name} ${version}: ${license}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join("\n----\n\n");
}
