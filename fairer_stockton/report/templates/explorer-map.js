/* The map of the areas shown, with its legend. */
(function (explorer) {
  "use strict";

  const { append, byId, UNSHOWN } = explorer;

  explorer.drawMap = function () {
    const state = explorer.state;
    const shapes = state.shapes;
    const drawn = Boolean(shapes && state.view.classes && state.display === "areas");
    byId("map").hidden = !drawn;
    byId("pictures").classList.toggle("one", !drawn);
    const fitted = shapes && !state.view.classes && /[pl]/.test(state.view.status) && state.display === "areas";
    byId("no-map").hidden = !fitted;
    byId("map-holder").replaceChildren();
    if (!drawn) return;
    const label = { role: "img", "aria-label": `Map: ${explorer.writeTitle()}. The table has the same figures.` };
    const svg = append(byId("map-holder"), "svg", { class: "map", viewBox: shapes.box, ...label });
    append(svg, "path", { class: "whole", d: shapes.borough });
    const rows = new Map(state.rows.map((row) => [row.key, row]));
    for (const [code, path] of Object.entries(shapes.paths)) drawArea(svg, code, path, rows.get(code));
    const picked = [state.area, state.other_area].filter((key) => rows.has(key) && key in shapes.paths);
    for (const key of picked) {
      for (const style of ["halo", "chosen"]) append(svg, "path", { class: style, d: shapes.paths[key] });
    }
    const furniture = append(svg, "g", { class: "furniture" });
    append(furniture, "path", { d: `M0 ${shapes.low}h500M640 ${shapes.low}v-130m-30 50l30-50 30 50` });
    append(furniture, "text", { y: shapes.low - 25 }, "5 km");
    append(furniture, "text", { x: 700, y: shapes.low }, "N");
    drawLegend();
  };

  function drawArea(svg, code, path, row) {
    const unshown = UNSHOWN[row ? row.status : "n"];
    const style = unshown ? unshown[0] : `q${explorer.state.view.classes[row.group][2]}`;
    const area = append(svg, "path", { class: `area ${style}`, d: path });
    if (!row) return;
    append(area, "title", {}, `${explorer.nameOf(row)}: ${row.figure}`);
    area.addEventListener("click", () => explorer.go({ area: row.key === explorer.state.area ? "" : row.key }));
  }

  function drawLegend() {
    const { measure, view } = explorer.state;
    const legend = byId("legend");
    legend.replaceChildren();
    byId("legend-title").textContent = `Darker is ${measure.darker}. Areas in each group:`;
    const entry = (style, words) => {
      const line = append(legend, "li");
      const swatch = append(line, "svg", { class: "swatch", viewBox: "0 0 150 90", "aria-hidden": "true" });
      append(append(swatch, "g", { class: style }), "rect", { width: 150, height: 90 });
      line.append(words);
    };
    for (const [label, position, shade, count] of [...view.classes].reverse()) {
      const which = view.yes_no ? "" : ` (${measure.words[position]})`;
      entry(`q${shade}`, `${measure.words[label]}${which}: ${count}`);
    }
    for (const [letter, [style, words]] of Object.entries(UNSHOWN)) {
      const count = Array.from(view.status).filter((status) => status === letter).length;
      if (count) entry(style, `${words}: ${count}`);
    }
  }
}(window.explorer));
