// The query editor: runs the query where it stands and shows the answer as a table.
// Everything from the data goes into the page as text, and only http(s) IRIs become links.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("query-form");
  const editor = $("query");
  const status = $("status");
  const table = $("table");
  const chart = $("chart");
  const MOST_ROWS = 2000;

  const prefixes = [...$("prefixes").children].map((row) => ({
    name: row.firstElementChild.textContent,
    namespace: row.lastElementChild.textContent,
  }));
  // The longest namespace first, so that the closest prefix is found.
  prefixes.sort((a, b) => b.namespace.length - a.namespace.length);

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const shorten = (iri) => {
    const base = form.dataset.base + "/";
    if (iri.startsWith(base)) return iri.slice(base.length);
    for (const { name, namespace } of prefixes) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && local && !/[/#?]/.test(local)) return name + local;
    }
    return iri;
  };

  const address = (iri) => {
    const base = form.dataset.base + "/";
    if (iri.startsWith(base)) return form.dataset.root + iri.slice(base.length - 1);
    return /^https?:\/\//i.test(iri) ? iri : null;
  };

  const NUMBERS = /(integer|decimal|double|float|gYear|int|long)$/;

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    const target = term.type === "uri" ? address(term.value) : null;
    if (target) {
      const link = element("a", shorten(term.value));
      link.href = target;
      link.title = term.value;
      made.append(link);
    } else if (term.type === "triple") {
      made.textContent = JSON.stringify(term.value);
    } else {
      made.textContent = term.type === "bnode" ? "_:" + term.value : term.value;
      if (term["xml:lang"]) made.lang = term["xml:lang"];
      if (NUMBERS.test(term.datatype || "")) made.className = "number";
    }
    return made;
  };

  const resultsTable = (head, bindings) => {
    const made = element("table");
    const header = made.createTHead().insertRow();
    for (const name of head) {
      const th = element("th", name);
      th.scope = "col";
      header.append(th);
    }
    const body = made.createTBody();
    for (const binding of bindings.slice(0, MOST_ROWS)) {
      const row = body.insertRow();
      for (const name of head) row.append(cell(binding[name]));
    }
    return made;
  };

  const say = (text, wrong = false) => {
    status.textContent = text;
    status.classList.toggle("wrong", wrong);
  };

  const showResults = (answer, took) => {
    if ("boolean" in answer) {
      say(`The answer is ${answer.boolean ? "yes" : "no"} (${took}).`);
      return;
    }
    const rows = answer.results.bindings;
    const shown = rows.length > MOST_ROWS ? `, the first ${MOST_ROWS.toLocaleString("en")} shown` : "";
    say(`${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}${shown} (${took}).`);
    if (!rows.length) return;
    table.append(resultsTable(answer.head.vars, rows));
    const room = $("answer").clientWidth - 34; // inside the frame
    const figure = window.reelgraphChart ? window.reelgraphChart(answer.head.vars, rows, room, shorten) : null;
    if (figure) chart.append(figure);
    chart.hidden = !figure;
  };

  const showProblem = (problem) => {
    say(problem.detail || problem.title || "The query failed.", true);
    if (problem.pointer) table.append(element("pre", problem.pointer));
  };

  const run = async () => {
    const query = editor.value;
    const button = $("run");
    $("answer").hidden = false;
    table.replaceChildren();
    chart.replaceChildren();
    chart.hidden = true;
    say("Asking…");
    button.disabled = true;
    // A page that keeps to a version asks that version, and links to it.
    const kept = form.dataset.version;
    const asked = new URLSearchParams(kept ? { query, version: kept } : { query });
    const link = form.dataset.endpoint + "?" + asked;
    $("permalink").href = link;
    $("cite").hidden = true;
    const started = performance.now();
    try {
      const response = await fetch(form.dataset.endpoint, {
        method: "POST",
        body: asked,
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.1" },
      });
      const took = `${Math.max(1, Math.round(performance.now() - started)).toLocaleString("en")} ms`;
      const kind = response.headers.get("Content-Type") || "";
      const version = response.headers.get("Reelgraph-Version");
      if (response.ok && version) {
        $("cite").href = form.dataset.endpoint + "?" + new URLSearchParams({ query, version });
        $("cite").textContent = `Cite this answer (version ${version})`;
        $("cite").hidden = false;
      }
      if (kind.includes("sparql-results+json")) {
        showResults(await response.json(), took);
      } else if (kind.includes("problem+json")) {
        showProblem(await response.json());
      } else if (response.ok) {
        say(`A graph (${took}).`);
        table.append(element("pre", await response.text()));
      } else {
        say(`The server answered ${response.status}.`, true);
      }
      if (link.length < 8000) history.replaceState(null, "", link);
    } catch (error) {
      say("The server could not be reached.", true);
    } finally {
      button.disabled = false;
    }
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.id === "download") return;
    event.preventDefault();
    run();
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  for (const button of document.querySelectorAll(".example")) {
    button.addEventListener("click", () => {
      editor.value = button.dataset.query;
      run();
      $("answer-heading").scrollIntoView({ block: "nearest" });
    });
  }
  if (new URLSearchParams(location.search).has("query")) run();
})();
