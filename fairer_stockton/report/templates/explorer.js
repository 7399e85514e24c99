/* The explorer's page: reads window.explorerData, draws what the address asks for, and writes no number of its own. */
(function () {
  "use strict";

  const data = window.explorerData;
  const SVG = "http://www.w3.org/2000/svg";
  const UNSHOWN = { s: ["suppressed", "Suppressed"], n: ["not-available", "No figure"] };
  const KEYS = ["measure", "areas", "group", "period", "area"];
  const NUMBERS = ["figure", "limits"];
  const byId = (id) => document.getElementById(id);
  const controls = Object.fromEntries(KEYS.map((key) => [key, byId(`choose-${key}`)]));
  let state = null;

  function made(parent, tag, attributes, text) {
    const drawn = parent.namespaceURI === SVG || tag === "svg";
    const one = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) one.setAttribute(name, value);
    if (text !== undefined) one.textContent = text;
    parent.append(one);
    return one;
  }

  /* ---- What is asked for ---- */

  function asked() {
    return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  }

  function hasFigure(view) {
    return /[pl]/.test(view.status);
  }

  function settled(wanted) {
    const measure = data.measures.find((one) => one.name === wanted.measure)
      || data.measures.find((one) => one.kinds[wanted.areas]) || data.measures[0];
    const kinds = Object.keys(measure.kinds);
    const usual = kinds.find((kind) => kind.startsWith("ward")) || kinds[0];
    const areas = measure.kinds[wanted.areas] ? wanted.areas : usual;
    const series = measure.kinds[areas].find((one) => one.key === wanted.group) || measure.kinds[areas][0];
    const found = series.periods.find(([period]) => period === wanted.period)
      || series.periods.filter(([, , view]) => hasFigure(view)).pop() || series.periods[series.periods.length - 1];
    const rows = rowsOf(found[2]);
    const area = rows.some((row) => row.key === wanted.area) ? wanted.area : "";
    return { measure, areas, series, period: found[0], when: found[1], view: found[2], rows, area };
  }

  function rowsOf(view) {
    const at = (name, place) => (Array.isArray(view[name]) ? view[name][place] : view[name]);
    const word = (name, place) => data.words[at(name, place)];
    return Array.from(view.status, (status, place) => {
      const [key, name, within] = data.areas[at("area", place)];
      const mark = word("marks", place);
      return {
        key, name, within, status,
        value: at("value", place), lower: at("lower", place), upper: at("upper", place),
        figure: word("figure", place) + (mark ? ` ${mark}` : ""), limits: word("limits", place),
        beside: word("beside", place), note: word("note", place),
        group: view.group ? view.group[place] : -1,
      };
    });
  }

  function address(changes) {
    const now = {
      measure: state.measure.name, areas: state.areas, group: state.series.key, period: state.period, area: state.area,
    };
    const kept = Object.entries({ ...now, ...changes }).filter(([, value]) => value);
    return new URLSearchParams(kept).toString();
  }

  function go(changes) {
    location.hash = address(changes);
  }

  /* ---- Choices ---- */

  function fill(control, groups, chosen) {
    const signature = JSON.stringify(groups);
    if (control.dataset.holds !== signature) {
      control.replaceChildren();
      for (const [title, options] of groups) {
        const parent = title ? made(control, "optgroup", { label: title }) : control;
        for (const [value, text] of options) made(parent, "option", { value }, text);
      }
      control.dataset.holds = signature;
    }
    control.value = chosen;
  }

  function fillChoices() {
    const measures = Object.entries(data.domains).map(([name, title]) => [
      title, data.measures.filter((one) => one.domain === name).map((one) => [one.name, one.title]),
    ]);
    fill(controls.measure, measures.filter(([, options]) => options.length), state.measure.name);
    fill(controls.areas, [["", Object.keys(state.measure.kinds).map((kind) => [kind, data.kinds[kind]])]], state.areas);
    fill(controls.group, [["", state.measure.kinds[state.areas].map((one) => [one.key, one.title])]], state.series.key);
    fill(controls.period, [["", state.series.periods.map(([period, text]) => [period, text]).reverse()]], state.period);
    const names = state.rows.map((row) => [row.key, row.within ? `${row.name}, ${row.within}` : row.name]);
    names.sort((one, other) => one[1].localeCompare(other[1], "en"));
    fill(controls.area, [["", [["", "None"], ...names]]], state.area);
  }

  /* ---- Words ---- */

  function titled() {
    const group = state.series.key === "all" ? "" : `, ${state.series.title}`;
    return `${state.measure.title}, ${state.when}: ${data.kinds[state.areas]}${group}`;
  }

  function named(row) {
    return row.within ? `${row.name} (${row.within})` : row.name;
  }

  function withLimits(row) {
    const limits = row.limits === "none" ? "no interval" : `95% interval ${row.limits}`;
    return row.value === null ? `${named(row)}: ${row.figure}` : `${named(row)}: ${row.figure} (${limits})`;
  }

  function said(beside) {
    const shown = state.rows.filter((row) => row.value !== null);
    const ranked = state.areas !== "borough" && shown.length > 1 && !state.view.yes_no;
    const parts = ranked ? [`Highest: ${shown[0].name}, ${shown[0].figure}`,
      `Lowest: ${shown[shown.length - 1].name}, ${shown[shown.length - 1].figure}`] : [];
    if (state.areas === "borough" && state.series.key === "all") parts.push(...shown.map(withLimits));
    parts.push(...beside.map((row) => `${row.name}: ${row.figure}`));
    parts.push(...unshown());
    return `${parts.join(". ")}.`;
  }

  function unshown() {
    return Object.entries(UNSHOWN).flatMap(([letter, [, words]]) => {
      const names = state.rows.filter((row) => row.status === letter).map((row) => row.name);
      if (!names.length) return [];
      return [`${words}: ${names.length > 6 ? `${names.length} of ${state.rows.length}` : names.join("; ")}`];
    });
  }

  function writeWords(beside) {
    byId("shown").textContent = titled();
    byId("question").textContent = state.measure.question;
    byId("said").textContent = said(beside);
    const proxy = byId("proxy");
    proxy.hidden = !state.measure.proxy;
    proxy.textContent = `Nearest available measure of: ${state.measure.proxy}`;
    byId("picked").replaceChildren();
    const row = state.rows.find((one) => one.key === state.area);
    if (row) {
      made(byId("picked"), "strong", {}, withLimits(row));
      byId("picked").append(row.note ? ` ${row.note}. ` : " ");
      if (data.profiles[row.key]) made(byId("picked"), "a", { href: data.profiles[row.key] }, `Profile of ${row.name}`);
    }
    writeSources();
  }

  function writeSources() {
    const caveats = byId("caveats");
    caveats.replaceChildren();
    for (const caveat of state.measure.caveats) made(caveats, "li", {}, caveat);
    const sources = byId("sources");
    sources.replaceChildren();
    for (const [text, page, synthetic] of state.measure.sources) {
      made(made(sources, "li"), "a", { href: page }, text).after(synthetic ? " [sample]" : "");
    }
    byId("csv").textContent = `${state.measure.domain}.csv`;
    byId("csv").href = `csv/${state.measure.domain}.csv`;
    const name = state.measure.name.replaceAll("_", "-");
    byId("in-report").href = state.measure.in_report;
    byId("in-report").parentElement.hidden = !state.measure.in_report;
    byId("in-dictionary").href = `dictionary.html#${name}`;
  }

  /* ---- Map ---- */

  function drawMap() {
    const shapes = data.shapes[state.areas];
    const drawn = Boolean(shapes && state.view.classes);
    byId("map").hidden = !drawn;
    byId("pictures").classList.toggle("one", !drawn);
    byId("no-map").hidden = !(shapes && !drawn && hasFigure(state.view));
    byId("map-holder").replaceChildren();
    if (!drawn) return;
    const label = { role: "img", "aria-label": `Map: ${titled()}. The same figures stand in the table.` };
    const svg = made(byId("map-holder"), "svg", { class: "map", viewBox: shapes.box, ...label });
    made(svg, "path", { class: "whole", d: shapes.borough });
    const rows = new Map(state.rows.map((row) => [row.key, row]));
    for (const [code, path] of Object.entries(shapes.paths)) drawArea(svg, code, path, rows.get(code));
    if (shapes.paths[state.area]) {
      for (const style of ["halo", "chosen"]) made(svg, "path", { class: style, d: shapes.paths[state.area] });
    }
    const furniture = made(svg, "g", { class: "furniture" });
    made(furniture, "path", { d: `M0 ${shapes.low}h500M640 ${shapes.low}v-130m-30 50l30-50 30 50` });
    made(furniture, "text", { y: shapes.low - 25 }, "5 km");
    made(furniture, "text", { x: 700, y: shapes.low }, "N");
    drawLegend();
  }

  function drawArea(svg, code, path, row) {
    const unshown = UNSHOWN[row ? row.status : "n"];
    const style = unshown ? unshown[0] : `q${state.view.classes[row.group][2]}`;
    const area = made(svg, "path", { class: `area ${style}`, d: path });
    if (!row) return;
    made(area, "title", {}, `${named(row)}: ${row.figure}`);
    area.addEventListener("click", () => go({ area: row.key === state.area ? "" : row.key }));
  }

  function drawLegend() {
    const legend = byId("legend");
    legend.replaceChildren();
    byId("legend-title").textContent = `Darker is ${state.measure.darker}. Areas in each group:`;
    const entry = (style, words) => {
      const line = made(legend, "li");
      const swatch = made(line, "svg", { class: "swatch", viewBox: "0 0 150 90", "aria-hidden": "true" });
      made(made(swatch, "g", { class: style }), "rect", { width: 150, height: 90 });
      line.append(words);
    };
    for (const [label, place, shade, count] of [...state.view.classes].reverse()) {
      const which = state.view.yes_no ? "" : ` (${data.words[place]})`;
      entry(`q${shade}`, `${data.words[label]}${which}: ${count}`);
    }
    for (const [letter, [style, words]] of Object.entries(UNSHOWN)) {
      const count = Array.from(state.view.status).filter((one) => one === letter).length;
      if (count) entry(style, `${words}: ${count}`);
    }
  }

  /* ---- Chart ---- */

  function drawChart(beside) {
    const chart = byId("chart-holder");
    const scale = state.series.scale;
    const shown = state.rows.filter((row) => row.value !== null);
    chart.replaceChildren();
    byId("chart").hidden = !scale || !shown.length || Boolean(state.view.yes_no);
    if (byId("chart").hidden) return;
    const at = (value) => `${(100 * (value - scale.low)) / (scale.high - scale.low)}%`;
    const lines = beside.filter((row) => row.value !== null);
    chart.setAttribute("aria-label", `Chart: ${titled()}. The same figures stand in the table.`);
    drawScale(chart, scale, at, lines);
    for (const row of shown) drawRow(chart, scale, at, lines, row);
    drawScale(chart, scale, at, []);
    const start = scale.from_zero ? "" : ` The scale does not start at zero: it starts at ${scale.texts[0]}.`;
    byId("scale-words").textContent = `Scale: ${state.measure.unit}.${start}`;
    writeKey(lines, shown);
  }

  function drawScale(chart, scale, at, lines) {
    const row = made(chart, "div", { class: "scale" });
    const height = 1.5 + 1.4 * lines.length;
    const plot = made(made(row, "div", { class: "plot" }), "svg", { style: `height: ${height}rem` });
    scale.marks.forEach((mark, place) => {
      const side = place === 0 ? "start" : place === scale.marks.length - 1 ? "end" : "middle";
      const where = { x: at(mark), y: `${height - 0.4}rem`, "text-anchor": side };
      made(plot, "text", { ...where, class: place % 2 ? "mark odd" : "mark" }, scale.texts[place]);
    });
    lines.forEach((line, place) => {
      const far = line.value - scale.low > (scale.high - scale.low) / 2;
      const top = 1.4 * place;
      const where = { x: at(line.value), y: `${top + 1}rem`, dx: far ? -6 : 6, "text-anchor": far ? "end" : "start" };
      upright(plot, at(line.value), `reference r${place}`, `${top}rem`);
      made(plot, "text", { ...where, class: "reference-name" }, line.name);
    });
  }

  function upright(plot, x, style, top) {
    made(plot, "line", { class: style, x1: x, x2: x, y1: top, y2: "100%" });
  }

  function drawRow(chart, scale, at, lines, row) {
    const holder = made(chart, "div", { class: row.key === state.area ? "line picked" : "line" });
    made(holder, "span", { class: "name" }, row.name);
    const plot = made(made(holder, "div", { class: "plot" }), "svg");
    for (const mark of scale.marks) upright(plot, at(mark), "grid", 0);
    lines.forEach((line, place) => upright(plot, at(line.value), `reference r${place}`, 0));
    if (row.lower !== null && row.upper !== null) {
      made(plot, "line", { class: "interval", x1: at(row.lower), x2: at(row.upper), y1: "50%", y2: "50%" });
    }
    made(plot, "circle", { class: row.status === "l" ? "dot hollow" : "dot", cx: at(row.value), cy: "50%", r: 5 });
    made(holder, "span", { class: "figure" }, row.figure);
  }

  function writeKey(lines, shown) {
    const key = byId("key");
    key.replaceChildren();
    const entry = (shape, attributes, words) => {
      const line = made(key, "li");
      made(made(line, "svg", { class: "swatch", viewBox: "0 0 32 20", "aria-hidden": "true" }), shape, attributes);
      line.append(words);
    };
    const middle = { x1: 0, x2: 32, y1: 10, y2: 10 };
    lines.forEach((row, place) => {
      entry("line", { class: `reference r${place}`, x1: 16, x2: 16, y1: 0, y2: 20 }, withLimits(row));
    });
    const dot = { cx: 16, cy: 10, r: 5 };
    entry("circle", { class: "dot", ...dot }, "Figure");
    if (shown.some((row) => row.lower !== null)) entry("line", { class: "interval", ...middle }, "95% interval");
    if (shown.some((row) => row.status === "l")) entry("circle", { class: "dot hollow", ...dot }, "Low base");
  }

  /* ---- Table ---- */

  function writeTable(beside) {
    const rows = [...beside, ...state.rows];
    const columns = ["figure", "limits", "beside", "note"].filter((name) => {
      const shown = NUMBERS.includes(name) || rows.some((row) => row[name] && row[name] !== "–");
      document.querySelectorAll(`#table .c-${name}`).forEach((cell) => { cell.hidden = !shown; });
      return shown;
    });
    byId("table").classList.toggle("noted", columns.includes("note"));
    byId("table-caption").textContent = titled();
    for (const [id, some] of [["rows-beside", beside], ["rows", state.rows]]) {
      const body = byId(id);
      body.replaceChildren();
      for (const row of some) {
        const line = made(body, "tr", row.key === state.area ? { class: "picked" } : {});
        const header = made(line, "th", { scope: "row" }, row.name);
        if (row.within) made(header, "span", { class: "quiet" }, row.within);
        for (const name of columns) made(line, "td", NUMBERS.includes(name) ? { class: "n" } : {}, row[name]);
      }
    }
  }

  /* ---- Together ---- */

  function render() {
    state = settled(asked());
    const beside = rowsOf(state.view.beside_them);
    fillChoices();
    writeWords(beside);
    drawMap();
    drawChart(beside);
    writeTable(beside);
    document.title = `${titled()} · ${byId("explorer").dataset.title}`;
  }

  if (!data || !data.measures.length) return;
  for (const key of KEYS) controls[key].addEventListener("change", () => go({ [key]: controls[key].value }));
  byId("choices").addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => {
    if (!location.hash || location.hash.includes("=")) render();
  });
  byId("explorer").hidden = false;
  if (location.hash && !location.hash.includes("=")) state = settled({});
  render();
}());
