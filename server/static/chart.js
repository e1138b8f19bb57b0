// A bar or line chart of a table of results, drawn as SVG by hand. No library, no inline style:
// colours and type come from site.css. It is drawn where the columns suit: one number for each name
// or pair of names (bars), or for each year (a line). reelgraphChart(head, bindings, room) gives an element, or null.
"use strict";

window.reelgraphChart = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MOST_BARS = 30;
  const MOST_POINTS = 400;
  const WIDEST = 720;
  const NARROWEST = 280;
  const NUMBER = /#(integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/;

  const shape = (name, attributes = {}, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const written = (number) => number.toLocaleString("en", { maximumFractionDigits: 2 });

  // What a column holds: "year", "number", "text", or null where a cell is empty.
  const kindOf = (name, bindings) => {
    const cells = bindings.map((row) => row[name]);
    if (cells.some((cell) => !cell || !["literal", "uri", "typed-literal"].includes(cell.type))) return null;
    const every = (test) => cells.every(test);
    if (every((cell) => /#gYear$/.test(cell.datatype || ""))) return "year";
    if (every((cell) => NUMBER.test(cell.datatype || "") && Number.isFinite(Number(cell.value)))) {
      const dated = every((cell) => /^(1[89]|20)\d\d$/.test(cell.value));
      return dated && /year|decade|when|date/i.test(name) ? "year" : "number";
    }
    return "text";
  };

  // Which columns to draw: { kind, x, y }, or null where none suit.
  const choose = (head, bindings) => {
    if (bindings.length < 2) return null;
    const kinds = new Map(head.map((name) => [name, kindOf(name, bindings)]));
    const of = (kind) => head.filter((name) => kinds.get(name) === kind);
    const numbers = of("number");
    if (numbers.length !== 1) return null;
    const y = numbers[0];
    const distinct = (name) => new Set(bindings.map((row) => row[name].value)).size === bindings.length;
    const years = of("year");
    if (years.length === 1 && !of("text").length && distinct(years[0]) && bindings.length <= MOST_POINTS) {
      return { kind: "line", x: years[0], y };
    }
    if (!bindings.every((row) => Number(row[y].value) >= 0)) return null;
    // A name beside an address: the name is what people read.
    const texts = of("text").filter(distinct);
    const x = texts.find((name) => bindings.every((row) => row[name].type !== "uri")) || texts[0];
    if (x) return { kind: "bar", x, y };
    // Two names that only together tell the rows apart: who acted with whom.
    const names = of("text").filter((name) => bindings.every((row) => row[name].type !== "uri"));
    const pairs = new Set(bindings.map((row) => JSON.stringify(names.map((name) => row[name].value))));
    return names.length === 2 && pairs.size === bindings.length ? { kind: "bar", x: names, y } : null;
  };

  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  // Names stand left of their bars, or above them where there is little room.
  const bars = (points, width) => {
    const above = width < 480;
    const letter = 7.4;
    const longest = Math.max(...points.map((point) => point.x.length));
    const left = above ? 0 : Math.ceil(Math.min(width * 0.45, longest * letter + 14));
    const [step, drop] = above ? [46, 20] : [26, 0];
    const fits = Math.floor((above ? width : left - 14) / letter);
    const svg = shape("svg", { viewBox: `0 0 ${width} ${points.length * step + 8}` });
    const most = Math.max(...points.map((point) => point.y)) || 1;
    points.forEach((point, index) => {
      const top = index * step + 4;
      const long = (point.y / most) * (width - left - 70);
      const place = above ? { x: 0, y: top + 13 } : { x: left - 10, y: top + 15, "text-anchor": "end" };
      const group = shape("g");
      group.append(
        shape("title", {}, `${point.x}: ${written(point.y)}`),
        shape("text", { ...place, class: "name" }, cut(point.x, fits)),
        shape("rect", { x: left, y: top + drop, width: Math.max(1, long), height: 20, rx: 2, class: "bar" }),
        shape("text", { x: left + long + 8, y: top + drop + 15, class: "value" }, written(point.y)),
      );
      svg.append(group);
    });
    return svg;
  };

  // Round steps for an axis from 0 to `most`.
  const steps = (most) => {
    const rough = most / 4 || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
    const found = [];
    for (let value = 0; value <= most + step * 0.999; value += step) found.push(value);
    return found;
  };

  const line = (points, width) => {
    const [left, right, top, bottom, height] = [64, 24, 14, 34, 300];
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}` });
    const sorted = [...points].sort((a, b) => Number(a.x) - Number(b.x));
    const first = Number(sorted[0].x);
    const last = Number(sorted[sorted.length - 1].x);
    const marks = steps(Math.max(...sorted.map((point) => point.y), 0));
    const least = Math.min(0, ...sorted.map((point) => point.y));
    const highest = marks[marks.length - 1];
    const across = (x) => left + ((x - first) / (last - first || 1)) * (width - left - right);
    const up = (y) => height - bottom - ((y - least) / (highest - least || 1)) * (height - top - bottom);
    for (const mark of marks) {
      svg.append(
        shape("line", { x1: left, x2: width - right, y1: up(mark), y2: up(mark), class: "grid" }),
        shape("text", { x: left - 10, y: up(mark) + 4, "text-anchor": "end", class: "value" }, written(mark)),
      );
    }
    let free = 0;
    for (const point of sorted) {
      const x = across(Number(point.x));
      if (x < free) continue; // it would run into the year before it
      free = x + 48;
      svg.append(shape("text", { x, y: height - 10, "text-anchor": "middle", class: "value" }, point.x));
    }
    const path = sorted.map((point) => `${across(Number(point.x)).toFixed(1)},${up(point.y).toFixed(1)}`);
    svg.append(shape("polyline", { points: path.join(" "), class: "line" }));
    for (const point of sorted) {
      const dot = shape("circle", { cx: across(Number(point.x)), cy: up(point.y), r: 3.5, class: "dot" });
      dot.append(shape("title", {}, `${point.x}: ${written(point.y)}`));
      svg.append(dot);
    }
    return svg;
  };

  return (head, bindings, room = WIDEST, shorten = (text) => text) => {
    const chosen = choose(head, bindings);
    if (!chosen) return null;
    const columns = [chosen.x].flat();
    const label = (term) => (term.type === "uri" ? shorten(term.value) : term.value);
    const all = bindings.map((row) => ({
      x: columns.map((name) => label(row[name])).join(" and "),
      y: Number(row[chosen.y].value),
    }));
    const points = chosen.kind === "bar" ? all.slice(0, MOST_BARS) : all;
    const figure = document.createElement("figure");
    figure.className = "chart";
    const width = Math.max(NARROWEST, Math.min(WIDEST, room));
    const svg = chosen.kind === "bar" ? bars(points, width) : line(points, width);
    const title = `${chosen.y} by ${columns.join(" and ")}`;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${chosen.kind === "bar" ? "Bar" : "Line"} chart of ${title}; the table has the figures`);
    const caption = document.createElement("figcaption");
    caption.textContent = points.length < all.length ? `${title}, the first ${points.length} of ${all.length}` : title;
    figure.append(caption, svg);
    return figure;
  };
})();
