/* Change over time, and two measures compared: one picture with axes each, their words and their tables. */
(function (explorer) {
  "use strict";

  const { append, byId } = explorer;
  const MOST_LINES = 5;
  const SHAPES = ["circle", "square", "diamond", "triangle", "cross"];
  const PATHS = {
    circle: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0", square: "M-4-4h8v8h-8z", diamond: "M0-6L6 0L0 6L-6 0z",
    triangle: "M0-6L5.5 4.5h-11z", cross: "M-5-5L5 5M5-5L-5 5",
  };

  /* ---- Change over time ---- */

  function listRowsOfPeriod(entry) {
    const measure = explorer.state.measure;
    return [...explorer.rowsOf(measure, entry.view), ...explorer.rowsOf(measure, entry.view.beside_them)];
  }

  function chooseKeys() {
    const state = explorer.state;
    const picked = [state.area, state.other_area].filter(Boolean);
    const beside = state.beside.map((row) => row.key);
    if (picked.length || state.areas !== "borough") return [...new Set([...picked, ...beside])];
    const own = state.rows.filter((row) => state.series.key === "all" || row.key.startsWith(explorer.index.authority));
    return [...own.map((row) => row.key), ...beside].slice(0, MOST_LINES);
  }

  /* The lines drawn: of each its points, oldest first; a period without a figure has none. */
  function listLines() {
    const periods = explorer.state.series.periods.map((entry) => ({ entry, rows: listRowsOfPeriod(entry) }));
    return chooseKeys().map((key) => {
      const points = periods.map(({ entry, rows }) => ({ entry, row: rows.find((row) => row.key === key) }));
      return { key, points: points.filter(({ row }) => row) };
    }).filter(({ points }) => points.length);
  }

  explorer.describeTrend = function () {
    const state = explorer.state;
    const parts = listLines().flatMap(({ points }) => {
      const shown = points.filter(({ row }) => row.value !== null);
      if (!shown.length) return [];
      const [first, last] = [shown[0], shown[shown.length - 1]];
      const start = `${explorer.nameOf(first.row)}: ${first.row.figure} in ${first.entry.title}`;
      return [first === last ? `${start}, the only period` : `${start}, ${last.row.figure} in ${last.entry.title}`];
    });
    if (state.areas !== "borough" && !state.area) parts.push("Pick out an area to see its line");
    const breaks = state.series.periods.some((entry) => entry.stretch !== state.series.periods[0].stretch)
      ? " Figures on either side of a break in the line are not comparable." : "";
    return `${parts.join(". ")}.${breaks} ${state.measure.not_over_time}`.trim();
  };

  explorer.listRowsOfTrend = function () {
    const columns = [{ key: "figure", title: "Figure", number: true },
      { key: "limits", title: "95% interval", number: true }, { key: "note", title: "Note" }];
    const rows = listLines().flatMap(({ points }) => [...points].reverse().map(({ entry, row }) => (
      { ...row, name: entry.title, within: explorer.nameOf(row) })));
    const some = columns.filter(({ key, number }) => number || rows.some((row) => row[key]));
    return { first: "Period and area", columns: some, bodies: [[], rows] };
  };

  /* Where each period lies: by its year or, where two share one, one after the other. */
  function placePeriods(periods) {
    const years = periods.map(({ period, year }) => {
      const month = /^\d{4}-(\d\d)$/.exec(period);
      return month ? year + (Number(month[1]) - 1) / 12 : year;
    });
    return new Set(years).size === years.length ? years : periods.map((entry, position) => position);
  }

  /* A line is broken where the series is, where a figure is missing, and where years are missing. */
  function isJoined(before, after, step) {
    const state = explorer.state;
    const near = after.x - before.x <= 1.5 * step;
    return near && before.entry.stretch === after.entry.stretch && !state.measure.not_over_time
      && before.row.value !== null && after.row.value !== null;
  }

  function drawTrend() {
    const { series, measure } = explorer.state;
    const xs = placePeriods(series.periods);
    const place = new Map(series.periods.map((entry, position) => [entry, xs[position]]));
    const steps = xs.slice(1).map((x, position) => x - xs[position]);
    const [low, high] = [Math.min(...xs), Math.max(...xs)];
    const room = Math.max(high - low, 1) * 0.04;
    const across = {
      low: low - room, high: high + room, marks: xs, texts: series.periods.map((entry) => entry.short),
    };
    const plot = startPlot(across, series.scale, "", measure.unit);
    listLines().forEach(({ points }, number) => {
      const style = `line l${number % MOST_LINES}`;
      const located = points.map((point) => ({ ...point, x: place.get(point.entry) }));
      located.slice(1).forEach((after, position) => {
        const before = located[position];
        if (!isJoined(before, after, Math.min(...steps))) return;
        const start = { x1: plot.x(before.x), y1: plot.y(before.row.value) };
        append(plot.svg, "line", { class: style, ...start, x2: plot.x(after.x), y2: plot.y(after.row.value) });
      });
      for (const { entry, row, x } of located.filter((point) => point.row.value !== null)) {
        if (row.lower !== null && row.upper !== null) {
          const ends = { x1: plot.x(x), x2: plot.x(x), y1: plot.y(row.lower), y2: plot.y(row.upper) };
          append(plot.svg, "line", { class: `${style} limits`, ...ends });
        }
        const words = `${explorer.nameOf(row)}, ${entry.title}: ${row.figure}`;
        drawPoint(plot, number, plot.x(x), plot.y(row.value), words);
      }
      const [{ row }] = points;
      writeKeyEntry(number, explorer.nameOf(row));
    });
  }

  /* ---- Two measures ---- */

  function listPairs() {
    const { rows, second } = explorer.state;
    const others = new Map(second ? second.rows.map((row) => [row.key, row]) : []);
    return rows.filter((row) => others.has(row.key)).map((row) => ({ row, other: others.get(row.key) }));
  }

  explorer.describeSecond = function () {
    const { second, measure } = explorer.state;
    if (!second) return "Choose a second measure under “Compare with”.";
    const shown = listPairs().filter(({ row, other }) => row.value !== null && other.value !== null);
    const start = `${shown.length} areas have a figure of both. `;
    return `${start}Across: ${measure.title}, ${measure.unit}. Up: ${second.measure.title}, ${second.measure.unit}. `
      + "That two figures go together does not show that the first causes the second.";
  };

  explorer.listRowsOfSecond = function () {
    const { second, measure } = explorer.state;
    const columns = [{ key: "figure", title: measure.title, number: true }];
    if (second) columns.push({ key: "second", title: `${second.measure.title}, ${second.when}`, number: true });
    const rows = second ? listPairs().map(({ row, other }) => ({ ...row, second: other.figure })) : explorer.state.rows;
    return { first: "Area", columns, bodies: [[], rows] };
  };

  function drawPairs() {
    const { second, series, measure } = explorer.state;
    const shown = listPairs().filter(({ row, other }) => row.value !== null && other.value !== null);
    const plot = startPlot(series.scale, second.series.scale, measure.unit, second.measure.unit);
    const ordered = [...shown].sort((first, next) => explorer.isPicked(first.row) - explorer.isPicked(next.row));
    for (const { row, other } of ordered) {
      const picked = explorer.isPicked(row);
      const words = `${explorer.nameOf(row)}: ${row.figure}; ${other.figure}`;
      const [x, y] = [plot.x(row.value), plot.y(other.value)];
      drawPoint(plot, picked ? 2 : 0, x, y, words);
      if (!picked) continue;
      const far = x > plot.width / 2;
      const where = { x, y: y - 10, "text-anchor": far ? "end" : "start" };
      append(plot.svg, "text", { class: "reference-name", ...where }, row.name);
    }
  }

  /* ---- Both ---- */

  function startPlot(across, up, acrossTitle, upTitle) {
    const holder = byId("plot-holder");
    const width = Math.max(280, holder.clientWidth || 640);
    const height = Math.min(420, Math.max(280, width * 0.55));
    const edge = { left: 58, right: 22, top: 26, bottom: acrossTitle ? 46 : 30 };
    const svg = append(holder, "svg", { class: "plot-over-time", viewBox: `0 0 ${width} ${height}`, width, height });
    const [wide, high] = [width - edge.left - edge.right, height - edge.top - edge.bottom];
    const x = (value) => edge.left + ((value - across.low) / (across.high - across.low)) * wide;
    const y = (value) => height - edge.bottom - ((value - up.low) / (up.high - up.low)) * high;
    append(svg, "text", { class: "mark", x: 4, y: 14 }, upTitle);
    up.marks.forEach((mark, position) => {
      append(svg, "line", { class: "grid", x1: edge.left, x2: width - edge.right, y1: y(mark), y2: y(mark) });
      const where = { x: edge.left - 6, y: y(mark) + 4, "text-anchor": "end" };
      append(svg, "text", { class: "mark", ...where }, up.texts[position]);
    });
    let free = -Infinity; // where the text before ends, so that none is written over another
    across.marks.forEach((mark, position) => {
      const half = across.texts[position].length * 4;
      if (x(mark) - half < free) return;
      free = x(mark) + half + 8;
      const where = { x: Math.min(x(mark), width - half), y: height - edge.bottom + 20, "text-anchor": "middle" };
      append(svg, "text", { class: "mark", ...where }, across.texts[position]);
    });
    append(svg, "text", { class: "mark", x: width - edge.right, y: height - 6, "text-anchor": "end" }, acrossTitle);
    return { svg, x, y, width };
  }

  function drawPoint(plot, number, x, y, words) {
    const style = `point p${number % MOST_LINES}`;
    const at = { class: style, d: PATHS[SHAPES[number % MOST_LINES]], transform: `translate(${x} ${y})` };
    append(append(plot.svg, "path", at), "title", {}, words);
  }

  function writeKeyEntry(number, words) {
    const line = append(byId("plot-key"), "li");
    const swatch = append(line, "svg", { class: "swatch", viewBox: "0 0 32 20", "aria-hidden": "true" });
    append(swatch, "line", { class: `line l${number % MOST_LINES}`, x1: 0, x2: 32, y1: 10, y2: 10 });
    const at = { d: PATHS[SHAPES[number % MOST_LINES]], transform: "translate(16 10)" };
    append(swatch, "path", { class: `point p${number % MOST_LINES}`, ...at });
    line.append(words);
  }

  explorer.drawPlot = function () {
    const { display, series, second } = explorer.state;
    const drawn = display === "trend" ? Boolean(series.scale) : Boolean(second && series.scale && second.series.scale);
    byId("plot").hidden = display === "areas" || !drawn;
    byId("plot-holder").replaceChildren();
    byId("plot-key").replaceChildren();
    if (byId("plot").hidden) return;
    byId("plot-holder").setAttribute("aria-label", `Chart: ${explorer.writeTitle()}. The table has the same figures.`);
    byId("plot-title").textContent = display === "trend" ? "Change over time" : "The two measures";
    const scales = display === "trend" ? [series.scale] : [series.scale, second.series.scale];
    const starts = scales.filter((scale) => !scale.from_zero).map((scale) => scale.texts[0]);
    byId("plot-words").textContent = starts.length
      ? `The scale does not start at zero: it starts at ${starts.join(" and at ")}.` : "";
    if (display === "trend") drawTrend();
    else drawPairs();
  };
}(window.explorer));
