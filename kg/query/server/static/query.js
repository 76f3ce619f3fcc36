"use strict";

const form = document.getElementById("query-form");
const query = document.getElementById("query");
const outcome = document.getElementById("outcome");
const answer = document.getElementById("answer");
const HERE = "https://w3id.org/parkgraph/id/";

for (const button of document.querySelectorAll("[data-query]")) {
  button.addEventListener("click", () => {
    query.value = button.dataset.query;
    query.scrollIntoView();
    run();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});

query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});

async function run() {
  answer.replaceChildren();
  outcome.textContent = "…";
  try {
    const response = await fetch("/sparql", {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, text/turtle;q=0.9",
      },
      body: query.value,
    });
    const text = await response.text();
    if (!response.ok) outcome.textContent = text;
    else if (response.headers.get("Content-Type").includes("json")) show(JSON.parse(text));
    else showText(text);
  } catch (fault) {
    outcome.textContent = String(fault);
  }
}

function show(results) {
  if (results.boolean !== undefined) {
    outcome.textContent = results.boolean ? "是 yes" : "否 no";
    return;
  }
  const rows = results.results.bindings;
  outcome.textContent = `${rows.length} 行 rows`;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of results.head.vars) {
    head.append(Object.assign(document.createElement("th"), { textContent: name }));
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of results.head.vars) line.insertCell().append(cell(row[name]));
  }
  answer.append(table);
}

function showText(text) {
  outcome.textContent = "";
  answer.append(Object.assign(document.createElement("pre"), { textContent: text }));
}

function cell(term) {
  if (!term) return "";
  if (term.type !== "uri" || !term.value.startsWith(HERE)) return term.value;
  const link = document.createElement("a");
  link.href = `/id/${term.value.slice(HERE.length).split("/").map(encode).join("/")}`;
  link.textContent = term.value.slice(HERE.length);
  return link;
}

// What is escaped in the IRI already stays as it is.
function encode(part) {
  return encodeURIComponent(part).replaceAll("%25", "%");
}
