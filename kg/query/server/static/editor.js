"use strict";

// YASGUI over our own endpoint only: no catalogue of others, no look-up of prefixes elsewhere.
const place = document.getElementById("editor");
const endpoint = new URL("/sparql", location.href).href;
const prefixes = place.dataset.prefixes.trim().split("\n");

// The endpoint knows the prefixes, the editor does not: it gets those that the query uses.
function declared(query) {
  const used = prefixes.filter((line) => query.includes(line.split(" ")[1]));
  return [...used, "", query].join("\n");
}

Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.value = declared(place.dataset.query);
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  copyEndpointOnNewTab: true,
  persistenceId: null,
});

for (const button of document.querySelectorAll("[data-query]")) {
  if (button === place) continue;
  button.addEventListener("click", () => {
    const tab = yasgui.addTab(true, { name: button.dataset.name });
    tab.setQuery(declared(button.dataset.query));
    tab.query();
    place.scrollIntoView();
  });
}
