/* The words and the table of what is shown: the table is what the download holds, too. */
(function (explorer) {
  "use strict";

  const { append, byId, UNSHOWN, withLimits } = explorer;

  /* ---- Words ---- */

  function describeAreas() {
    const state = explorer.state;
    const shown = state.rows.filter((row) => row.value !== null);
    const ranked = state.areas !== "borough" && shown.length > 1 && !state.view.yes_no;
    const parts = ranked ? [`Highest: ${shown[0].name}, ${shown[0].figure}`,
      `Lowest: ${shown[shown.length - 1].name}, ${shown[shown.length - 1].figure}`] : [];
    if (state.areas === "borough" && state.series.key === "all") parts.push(...shown.map(withLimits));
    parts.push(...state.beside.map((row) => `${row.name}: ${row.figure}`));
    parts.push(...describeUnshown());
    return `${parts.join(". ")}.`;
  }

  function describeUnshown() {
    const rows = explorer.state.rows;
    return Object.entries(UNSHOWN).flatMap(([letter, [, words]]) => {
      const names = rows.filter((row) => row.status === letter).map((row) => row.name);
      if (!names.length) return [];
      return [`${words}: ${names.length > 6 ? `${names.length} of ${rows.length}` : names.join("; ")}`];
    });
  }

  function describe() {
    const state = explorer.state;
    if (state.display === "trend") return explorer.describeTrend();
    if (state.display === "measures") return explorer.describeSecond();
    return describeAreas();
  }

  explorer.writeWords = function () {
    const state = explorer.state;
    byId("notes").replaceChildren();
    for (const note of state.notes) append(byId("notes"), "p", { class: "standin" }, note);
    byId("shown").textContent = explorer.writeTitle();
    byId("question").textContent = state.measure.question;
    byId("said").textContent = describe();
    const proxy = byId("proxy");
    proxy.hidden = !state.measure.proxy;
    proxy.textContent = `Nearest available measure of: ${state.measure.proxy}`;
    writePicked();
    writeSources();
  };

  function writePicked() {
    const state = explorer.state;
    const holder = byId("picked");
    holder.replaceChildren();
    for (const key of [state.area, state.other_area]) {
      const row = key && state.rows.find((entry) => entry.key === key);
      if (!row) continue;
      const line = append(holder, "p", { class: "picked" });
      append(line, "strong", {}, withLimits(row));
      line.append(row.note ? ` ${row.note}. ` : " ");
      const page = Object.entries(explorer.index.profiles).find(([code]) => code === row.key);
      if (page) append(line, "a", { href: page[1] }, `Profile of ${row.name}`);
    }
  }

  function writeSources() {
    const measure = explorer.state.measure;
    const caveats = byId("caveats");
    caveats.replaceChildren();
    for (const caveat of measure.caveats) append(caveats, "li", {}, caveat);
    const sources = byId("sources");
    sources.replaceChildren();
    for (const [text, page, synthetic] of measure.sources) {
      append(append(sources, "li"), "a", { href: page }, text).after(synthetic ? " [sample]" : "");
    }
    byId("csv").textContent = `${measure.domain}.csv`;
    byId("csv").href = `csv/${measure.domain}.csv`;
    byId("json").textContent = `${measure.name}.json`;
    byId("json").href = `json/${measure.name}.json`;
    byId("in-report").href = measure.in_report;
    byId("in-report").parentElement.hidden = !measure.in_report;
    byId("in-dictionary").href = `dictionary.html#${measure.name.replaceAll("_", "-")}`;
  }

  /* ---- Table ---- */

  function listRowsOfAreas() {
    const state = explorer.state;
    const columns = [
      { key: "figure", title: "Figure", number: true }, { key: "limits", title: "95% interval", number: true },
      { key: "beside", title: "Compared with England" }, { key: "note", title: "Note" },
    ];
    const all = [...state.beside, ...state.rows];
    const some = columns.filter(({ key, number }) => number || all.some((row) => row[key] && row[key] !== "–"));
    return { first: "Area", columns: some, bodies: [state.beside, state.rows] };
  }

  /* What the table and the download hold: a title for each column, and rows with a cell for each. */
  explorer.listTable = function () {
    const { display } = explorer.state;
    if (display === "trend") return explorer.listRowsOfTrend();
    if (display === "measures") return explorer.listRowsOfSecond();
    return listRowsOfAreas();
  };

  explorer.writeTable = function () {
    const { first, columns, bodies } = explorer.listTable();
    byId("table").classList.toggle("noted", columns.some(({ key }) => key === "note"));
    byId("table-caption").textContent = explorer.writeTitle();
    byId("columns").replaceChildren();
    for (const [title, number] of [[first, false], ...columns.map((column) => [column.title, column.number])]) {
      append(byId("columns"), "th", { scope: "col", class: number ? "n" : "" }, title);
    }
    ["rows-beside", "rows"].forEach((id, position) => {
      byId(id).replaceChildren();
      for (const row of bodies[position]) {
        const line = append(byId(id), "tr", explorer.isPicked(row) ? { class: "picked" } : {});
        const header = append(line, "th", { scope: "row" }, row.name);
        if (row.within) append(header, "span", { class: "quiet" }, row.within);
        for (const { key, number } of columns) append(line, "td", number ? { class: "n" } : {}, row[key]);
      }
    });
  };
}(window.explorer));
