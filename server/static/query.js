// The plain query editor: runs the query where it stands and shows the answer below it.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const { answered, asked, chart, counted, endpoint, kept, milliseconds, say, table, verbatim } =
    window.reelgraphAnswer;
  const form = $("query-form");
  const editor = $("query");

  const showResults = (answer, took) => {
    if ("boolean" in answer) {
      say(`The answer is ${answer.boolean ? "yes" : "no"} (${took}).`);
      return;
    }
    const rows = answer.results.bindings;
    say(`${counted(rows)} (${took}).`);
    if (!rows.length) return;
    $("table").append(table(answer.head.vars, rows));
    const figure = chart(answer.head.vars, rows, $("answer").clientWidth - 34); // inside the frame
    if (figure) $("chart").append(figure);
    $("chart").hidden = !figure;
  };

  const showProblem = (problem) => {
    say(problem.detail || problem.title || "The query failed.", true);
    if (problem.pointer) $("table").append(verbatim(problem.pointer));
  };

  const run = async () => {
    const query = editor.value;
    const button = $("run");
    $("answer").hidden = false;
    $("table").replaceChildren();
    $("chart").replaceChildren();
    $("chart").hidden = true;
    say("Asking…");
    button.disabled = true;
    asked(query);
    const started = performance.now();
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        // A page that keeps to a version asks that version.
        body: new URLSearchParams(kept ? { query, version: kept } : { query }),
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.1" },
      });
      const took = milliseconds(performance.now() - started);
      const kind = response.headers.get("Content-Type") || "";
      if (response.ok) answered(query, response.headers);
      if (kind.includes("sparql-results+json")) {
        showResults(await response.json(), took);
      } else if (kind.includes("problem+json")) {
        showProblem(await response.json());
      } else if (response.ok) {
        say(`A graph (${took}).`);
        $("table").append(verbatim(await response.text()));
      } else {
        say(`The server answered ${response.status}.`, true);
      }
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
