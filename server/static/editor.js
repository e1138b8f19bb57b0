// The query editor where YASGUI has been built (make ui): its tabs, its editor and its views of a raw
// answer; the table and the chart are ours, as in the plain editor. It is told never to ask anybody
// but this server: no list of endpoints, no prefixes and no terms from elsewhere.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const {
    answered, asked, chart, counted, element, endpoint, kept, linkTo, milliseconds, prefixes, root, say, table, verbatim,
  } = window.reelgraphAnswer;
  const { Yasqe, Yasr } = window.Yasgui;
  const form = $("query-form");
  const field = $("query");

  const icon = (...shapes) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    for (const d of shapes) {
      const path = document.createElementNS(svg.namespaceURI, "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  };

  // YASR's own table writes a style sheet into the page, which our policy refuses, and leaves this
  // site for every IRI.
  class Table {
    constructor(yasr) {
      this.yasr = yasr;
      this.label = "Table";
      this.priority = 10;
    }
    canHandleResults() {
      return Boolean(this.yasr.results?.getVariables()?.length);
    }
    draw() {
      const rows = this.yasr.results.getBindings() || [];
      const room = element("div");
      room.className = "scroll";
      room.tabIndex = 0;
      room.setAttribute("role", "region");
      room.setAttribute("aria-label", "Table of the answer");
      room.append(table(this.yasr.results.getVariables(), rows));
      this.yasr.resultsEl.append(room);
    }
    getIcon() {
      return icon("M3 4h18v4H3zM3 10h8v4H3zM13 10h8v4h-8zM3 16h8v4H3zM13 16h8v4h-8z");
    }
    download(filename) {
      return {
        getData: () => this.yasr.results?.asCsv() || "",
        contentType: "text/csv",
        title: "Download as CSV",
        filename: `${filename || "answer"}.csv`,
      };
    }
  }

  class Chart {
    constructor(yasr) {
      this.yasr = yasr;
      this.label = "Chart";
      this.priority = 5;
    }
    figure() {
      const rows = this.yasr.results?.getBindings();
      return rows ? chart(this.yasr.results.getVariables(), rows, this.yasr.resultsEl.clientWidth - 34) : null;
    }
    canHandleResults() {
      return Boolean(this.figure());
    }
    draw() {
      this.yasr.resultsEl.append(this.figure());
    }
    getIcon() {
      return icon("M3 20h18v1H3zM5 12h3v7H5zM10 5h3v14h-3zM15 9h3v10h-3z");
    }
  }

  // The problem document (RFC 9457) that the server answered with, as it is told in the plain editor.
  const problem = async (error) => {
    let told = { detail: error.text };
    try {
      told = JSON.parse(error.text);
    } catch {
      // Not from our server, or cut short: what there is is shown.
    }
    const shown = element("div");
    shown.append(element("p", told.detail || told.title || "The server could not be reached."));
    if (told.pointer) shown.append(verbatim(told.pointer));
    return shown;
  };

  Yasr.registerPlugin("table", Table);
  Yasr.registerPlugin("chart", Chart);
  Yasr.defaults.pluginOrder = ["table", "chart", "response"];
  Yasr.defaults.errorRenderers = [problem];
  Yasr.defaults.maxPersistentResponseSize = 0; // an answer is asked for again, never shown from another day

  // The terms of the vocabulary, as a query writes them: reel:title, job:director.
  let terms = null;
  const vocabulary = async () => {
    const response = await fetch(`${root}/ontology.nt`);
    const names = new Map(prefixes.map(({ name, namespace }) => [namespace, name]));
    const found = new Set();
    for (const [, iri] of (await response.text()).matchAll(/^<([^>]+)> /gm)) {
      const [, namespace, local] = /^(.*[/#])([^/#]*)$/.exec(iri) || [];
      if (local && names.has(namespace)) found.add(names.get(namespace) + local);
    }
    return [...found].sort();
  };
  Yasqe.registerAutocompleter({
    name: "vocabulary",
    autoShow: true,
    bulk: false,
    isValidCompletionPosition: (yasqe) => /^\w+:/.test(yasqe.getCompleteToken().string),
    get: async (_, token) => {
      terms = terms || vocabulary().catch(() => []);
      return (await terms).filter((term) => term.startsWith(token.string) && term !== token.string);
    },
  });
  // The prefixes that the server declares are no errors here, either.
  Yasqe.defineMode("reelgraph", (config, parser) => {
    const sparql = Yasqe.getMode({ ...config, mode: undefined }, { ...parser, name: "sparql11" });
    const declared = Object.fromEntries(prefixes.map(({ name, namespace }) => [name.slice(0, -1), namespace]));
    const startState = () => {
      const state = sparql.startState();
      state.prefixes = { ...declared };
      return state;
    };
    return { ...sparql, startState };
  });
  Yasqe.defaults.mode = "reelgraph";
  // Arrays of defaults are merged place by place, so what is not wanted is taken out of the defaults.
  Yasqe.defaults.autocompleters = ["variables", "vocabulary"];
  // The keyboard leaves the editor by Tab, as it leaves any field.
  Object.assign(Yasqe.defaults.extraKeys, { Tab: false, "Shift-Tab": false });

  // What YASGUI offers as a link to share is the address that this site answers.
  window.Yasgui.Tab.prototype.getShareableLink = function getShareableLink() {
    return new URL(linkTo(this.getQuery()), location.href).href;
  };

  const address = new URL(kept ? `${endpoint}?version=${kept}` : endpoint, location.href).href;
  // Of the plain form the download stays: it sends the query in hand, as it would without a script.
  for (const part of form.querySelectorAll(".plain")) part.hidden = true;
  const yasgui = new window.Yasgui($("yasgui"), {
    autofocus: false,
    copyEndpointOnNewTab: false,
    populateFromUrl: false,
    // A page that keeps to an older version is a citation: it leaves a person's tabs as they are.
    persistenceId: kept ? null : `reelgraph${root}`,
    requestConfig: { endpoint: address, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: {
      value: field.defaultValue,
      screenReaderLabel: "Query",
      editorHeight: "300px",
      // A long query is read line by line, not character by character past the edge.
      lineWrapping: true,
    },
  });

  const tabNow = () => yasgui.getTab();
  const textOf = (tab) => (tab.getYasqe() ? tab.getQuery() : tab.getPersistedJson().yasqe.value);
  let started = 0;

  // A list of tabs holds tabs and nothing else: the button for one more stands beside it.
  const more = document.querySelector("#yasgui .addTab");
  const place = element("span");
  place.hidden = true; // YASGUI looks for something there
  more.replaceWith(place);
  document.querySelector("#yasgui .tabsList").after(more);

  // What YASGUI leaves without a name, named.
  const name = () => {
    for (const box of document.querySelectorAll("#yasgui .yasr textarea:not([aria-label])")) {
      box.setAttribute("aria-label", "The answer as it was sent");
      box.tabIndex = -1;
    }
  };

  const watched = new WeakSet();
  const watch = (tab) => {
    tab.setEndpoint(address);
    const yasqe = tab.getYasqe();
    if (!yasqe || watched.has(tab)) return;
    watched.add(tab);
    yasqe.on("query", () => {
      started = performance.now();
      say("Asking…");
      asked(yasqe.getValue());
      $("answer").hidden = false;
    });
    yasqe.on("queryResponse", (_, response) => {
      const took = milliseconds(performance.now() - started);
      const results = tab.getYasr().results;
      if (!(response && response.ok)) {
        say("The query failed; the reason is shown with the answer.", true);
        return;
      }
      answered(yasqe.getValue(), response.headers);
      const rows = results?.getBindings();
      const truth = results?.getBoolean();
      if (rows) say(`${counted(rows)} (${took}).`);
      else say(truth === undefined ? `A graph (${took}).` : `The answer is ${truth ? "yes" : "no"} (${took}).`);
    });
    tab.getYasr().on("drawn", name);
  };
  const watchAll = () => {
    watch(tabNow());
    name();
  };
  yasgui.on("tabSelect", () => setTimeout(watchAll));
  yasgui.on("tabAdd", () => setTimeout(watchAll));
  watchAll();

  // Runs a query in the tab that has it. Else in the tab in hand, if all it has is one of the examples:
  // what a person wrote stays where it is, and the query gets a tab of its own.
  const buttons = [...document.querySelectorAll(".example")];
  const untouched = new Set([field.defaultValue, ...buttons.map((button) => button.dataset.query)]);
  const show = (query) => {
    const open = Object.values(yasgui._tabs).find((tab) => textOf(tab) === query);
    if (open) yasgui.selectTabId(open.getId());
    else if (untouched.has(textOf(tabNow()))) tabNow().setQuery(query);
    else yasgui.addTab(true, { yasqe: { value: query } });
    watchAll();
    tabNow().query().catch(() => {});
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      show(button.dataset.query);
      $("yasgui").scrollIntoView({ block: "nearest" });
    });
  }
  form.addEventListener("submit", () => {
    field.value = tabNow().getQuery();
  });
  if (new URLSearchParams(location.search).has("query")) show(field.defaultValue);
})();
