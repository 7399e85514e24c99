/* The ranked chart: a line for each area, with its interval, and the borough and England to compare with. */
(function (explorer) {
  "use strict";

  const { append, byId } = explorer;

  explorer.isPicked = (row) => Boolean(row.key) && [explorer.state.area, explorer.state.other_area].includes(row.key);

  explorer.drawChart = function () {
    const state = explorer.state;
    const chart = byId("chart-holder");
    const scale = state.series.scale;
    const shown = state.rows.filter((row) => row.value !== null);
    chart.replaceChildren();
    byId("key").replaceChildren();
    byId("chart").hidden = !scale || !shown.length || Boolean(state.view.yes_no);
    if (byId("chart").hidden) return;
    const at = (value) => `${(100 * (value - scale.low)) / (scale.high - scale.low)}%`;
    const lines = state.beside.filter((row) => row.value !== null);
    chart.setAttribute("aria-label", `Chart: ${explorer.writeTitle()}. The table has the same figures.`);
    drawScale(chart, scale, at, lines);
    for (const row of shown) drawRow(chart, scale, at, lines, row);
    drawScale(chart, scale, at, []);
    const start = scale.from_zero ? "" : ` The scale does not start at zero: it starts at ${scale.texts[0]}.`;
    byId("scale-words").textContent = `Scale: ${state.measure.unit}.${start}`;
    writeKey(lines, shown);
  };

  function drawScale(chart, scale, at, lines) {
    const row = append(chart, "div", { class: "scale" });
    const height = 1.5 + 1.4 * lines.length;
    const plot = append(append(row, "div", { class: "plot" }), "svg", { style: `height: ${height}rem` });
    scale.marks.forEach((mark, position) => {
      const side = position === 0 ? "start" : position === scale.marks.length - 1 ? "end" : "middle";
      const where = { x: at(mark), y: `${height - 0.4}rem`, "text-anchor": side };
      append(plot, "text", { ...where, class: position % 2 ? "mark odd" : "mark" }, scale.texts[position]);
    });
    lines.forEach((line, position) => {
      const far = line.value - scale.low > (scale.high - scale.low) / 2;
      const top = 1.4 * position;
      const where = { x: at(line.value), y: `${top + 1}rem`, dx: far ? -6 : 6, "text-anchor": far ? "end" : "start" };
      drawUpright(plot, at(line.value), `reference r${position}`, `${top}rem`);
      append(plot, "text", { ...where, class: "reference-name" }, line.name);
    });
  }

  function drawUpright(plot, x, style, top) {
    append(plot, "line", { class: style, x1: x, x2: x, y1: top, y2: "100%" });
  }

  function drawRow(chart, scale, at, lines, row) {
    const holder = append(chart, "div", { class: explorer.isPicked(row) ? "line picked" : "line" });
    append(holder, "span", { class: "name" }, row.name);
    const plot = append(append(holder, "div", { class: "plot" }), "svg");
    for (const mark of scale.marks) drawUpright(plot, at(mark), "grid", 0);
    lines.forEach((line, position) => drawUpright(plot, at(line.value), `reference r${position}`, 0));
    if (row.lower !== null && row.upper !== null) {
      append(plot, "line", { class: "interval", x1: at(row.lower), x2: at(row.upper), y1: "50%", y2: "50%" });
    }
    append(plot, "circle", { class: row.status === "l" ? "dot hollow" : "dot", cx: at(row.value), cy: "50%", r: 5 });
    append(holder, "span", { class: "figure" }, row.figure);
  }

  function writeKey(lines, shown) {
    const key = byId("key");
    const entry = (shape, attributes, words) => {
      const line = append(key, "li");
      append(append(line, "svg", { class: "swatch", viewBox: "0 0 32 20", "aria-hidden": "true" }), shape, attributes);
      line.append(words);
    };
    const middle = { x1: 0, x2: 32, y1: 10, y2: 10 };
    lines.forEach((row, position) => {
      entry("line", { class: `reference r${position}`, x1: 16, x2: 16, y1: 0, y2: 20 }, explorer.withLimits(row));
    });
    const dot = { cx: 16, cy: 10, r: 5 };
    entry("circle", { class: "dot", ...dot }, "Figure");
    if (shown.some((row) => row.lower !== null)) entry("line", { class: "interval", ...middle }, "95% interval");
    if (shown.some((row) => row.status === "l")) entry("circle", { class: "dot hollow", ...dot }, "Low base");
  }
}(window.explorer));
