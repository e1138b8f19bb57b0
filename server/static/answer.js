// What both query editors show of an answer: its table, its problem, the links to it.
// Everything from the data goes into the page as text, and only http(s) IRIs become links.
"use strict";

window.reelgraphAnswer = (() => {
  const $ = (id) => document.getElementById(id);
  const { endpoint, base, root, version: kept } = $("query-form").dataset;
  const MOST_ROWS = 2000;
  const NUMBERS = /#(integer|decimal|double|float|gYear|int|long|nonNegativeInteger|positiveInteger)$/;

  // As declared already on the server, the longest namespace first so that the closest is found.
  const prefixes = [...$("prefixes").children]
    .map((row) => ({ name: row.firstElementChild.textContent, namespace: row.lastElementChild.textContent }))
    .sort((a, b) => b.namespace.length - a.namespace.length);

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // Text as it stands, line by line; where it is wider than its frame the keyboard can scroll it.
  const verbatim = (text) => {
    const made = element("pre", text);
    made.tabIndex = 0;
    return made;
  };

  const shorten = (iri) => {
    if (iri.startsWith(base + "/")) return iri.slice(base.length + 1);
    for (const { name, namespace } of prefixes) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && local && !/[/#?]/.test(local)) return name + local;
    }
    return iri;
  };

  // Where a link to an IRI goes: a page of this site, as it is in the version that this page keeps to.
  const address = (iri) => {
    if (iri.startsWith(base + "/")) {
      const [, path, fragment] = /^([^#]*)(.*)$/.exec(root + iri.slice(base.length));
      return path + (kept ? `?version=${kept}` : "") + fragment;
    }
    return /^https?:\/\//i.test(iri) ? iri : null;
  };

  const inWords = (term) => {
    if (term.type === "triple") {
      return `<< ${["subject", "predicate", "object"].map((part) => inWords(term.value[part])).join(" ")} >>`;
    }
    if (term.type === "uri") return shorten(term.value);
    return term.type === "bnode" ? "_:" + term.value : term.value;
  };

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    const target = term.type === "uri" ? address(term.value) : null;
    if (target) {
      const link = element("a", inWords(term));
      link.href = target;
      link.title = term.value;
      made.append(link);
    } else {
      made.textContent = inWords(term);
      if (term["xml:lang"]) made.lang = term["xml:lang"];
      if (NUMBERS.test(term.datatype || "")) made.className = "number";
    }
    return made;
  };

  // Numbers by size, everything else as a reader would order it; what is not there comes last.
  const compare = (name, direction) => (a, b) => {
    const [one, other] = [a[name], b[name]];
    if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
    const numbers = [one, other].every((term) => NUMBERS.test(term.datatype || ""));
    const order = numbers
      ? Number(one.value) - Number(other.value)
      : inWords(one).localeCompare(inWords(other), undefined, { numeric: true });
    return order * direction;
  };

  // A table of results; a click on the name of a column orders the rows by it.
  const table = (head, bindings) => {
    const made = element("table");
    const body = made.createTBody();
    const fill = (rows) => {
      body.replaceChildren(
        ...rows.slice(0, MOST_ROWS).map((binding) => {
          const row = element("tr");
          row.append(...head.map((name) => cell(binding[name])));
          return row;
        }),
      );
    };
    const header = made.createTHead().insertRow();
    for (const name of head) {
      const th = element("th");
      th.scope = "col";
      const button = element("button", name);
      button.type = "button";
      button.className = "order";
      button.addEventListener("click", () => {
        const descending = th.ariaSort === "ascending";
        for (const other of header.children) other.removeAttribute("aria-sort");
        th.ariaSort = descending ? "descending" : "ascending";
        fill([...bindings].sort(compare(name, descending ? -1 : 1)));
      });
      th.append(button);
      header.append(th);
    }
    fill(bindings);
    return made;
  };

  const counted = (bindings) => {
    const many = (number) => number.toLocaleString("en");
    const shown = bindings.length > MOST_ROWS ? `, the first ${many(MOST_ROWS)} shown` : "";
    return `${many(bindings.length)} ${bindings.length === 1 ? "row" : "rows"}${shown}`;
  };

  const chart = (head, bindings, room) =>
    window.reelgraphChart ? window.reelgraphChart(head, bindings, room, shorten) : null;

  // The address of a query: at the version that is named, or at the one that this page keeps to.
  const linkTo = (query, version = kept) =>
    `${endpoint}?${new URLSearchParams(version ? { query, version } : { query })}`;

  // The query stands in the address, so that the page can be sent, kept and opened again.
  const asked = (query) => {
    const link = linkTo(query);
    $("permalink").href = link;
    $("cite").hidden = true;
    $("hint").hidden = true;
    const plain = new URLSearchParams(location.search).get("editor") === "plain";
    if (link.length < 8000) history.replaceState(null, "", plain ? `${link}&editor=plain` : link);
  };

  // The answer came from a version: that is what a citation of it names. A hint is what the server found odd.
  const answered = (query, headers) => {
    const hint = headers.get("Reelgraph-Hint");
    $("hint").textContent = hint || "";
    $("hint").hidden = !hint;
    const version = headers.get("Reelgraph-Version");
    if (!version) return;
    $("cite").href = linkTo(query, version);
    $("cite").textContent = `Cite this answer (version ${version})`;
    $("cite").hidden = false;
  };

  const say = (text, wrong = false) => {
    $("status").textContent = text;
    $("status").classList.toggle("wrong", wrong);
  };

  const milliseconds = (number) => `${Math.max(1, Math.round(number)).toLocaleString("en")} ms`;

  return {
    address, answered, asked, base, chart, counted, element, endpoint, kept,
    linkTo, milliseconds, prefixes, root, say, shorten, table, verbatim,
  };
})();
