/* Takes away what is shown: as a table, as a picture, as a link, and as code for another page. */
(function (explorer) {
  "use strict";

  const { append, byId } = explorer;
  const FONT = "Arial, Helvetica, sans-serif";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-size", "font-weight",
    "text-anchor", "opacity", "visibility", "paint-order"];
  const ADDRESS = /^url\(["']?[^#]*(#[^"')]+)["']?\)/; // of a pattern: the browser writes the page's address before it
  const WIDTH = 900;
  const ROW = 24;
  const [INK, QUIET, MARK] = ["#1a1f24", "#55606b", "#1f578f"];

  function setAll(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  function fileName(ending) {
    const { measure, areas, period } = explorer.state;
    return `${[measure.name, areas, period].join("-").replace(/[^A-Za-z0-9]+/g, "-").toLowerCase()}.${ending}`;
  }

  function save(blob, ending) {
    const address = URL.createObjectURL(blob);
    const link = append(document.body, "a", { href: address, download: fileName(ending), hidden: "" });
    link.click();
    setTimeout(() => { URL.revokeObjectURL(link.href); link.remove(); }, 10000);
    say(`${fileName(ending)} has been made.`);
  }

  function say(words) {
    byId("taken").textContent = words;
  }

  /* ---- Table ---- */

  /* A spreadsheet would run a cell that begins so; what is only a number is left as it is. */
  function writeCell(text) {
    const cell = String(text === undefined || text === null ? "" : text);
    const safe = /^[=+\-@\t\r]/.test(cell) && !/^[-+]?[\d.,]+%?$/.test(cell) ? `'${cell}` : cell;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  explorer.writeCsv = function () {
    const state = explorer.state;
    const { first, columns, bodies } = explorer.listTable();
    const shared = [["Measure", state.measure.title], ["Areas", explorer.index.kinds[state.areas]],
      ["People", state.series.title], ["Source", state.measure.sources.map(([text]) => text).join("; ")]];
    if (state.display !== "trend") shared.splice(1, 0, ["Period", state.when]);
    const header = [...shared.map(([title]) => title), "Code", first, "Within", ...columns.map(({ title }) => title)];
    const lines = bodies.flat().map((row) => [
      ...shared.map(([, text]) => text), row.key, row.name, row.within, ...columns.map(({ key }) => row[key]),
    ]);
    // The mark at the beginning lets Excel see that the letters are UTF-8.
    return `\ufeff${[header, ...lines].map((cells) => cells.map(writeCell).join(",")).join("\r\n")}\r\n`;
  };

  /* ---- Picture ---- */

  /* A copy of a drawing that needs no style sheet: each shape has its own looks. */
  function copyWithLooks(drawing) {
    const copy = drawing.cloneNode(true);
    const originals = [drawing, ...drawing.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, position) => {
      const style = getComputedStyle(originals[position]);
      for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name).replace(ADDRESS, "url($1)"));
      element.removeAttribute("class");
    });
    return copy;
  }

  function drawRows(svg, top) {
    const { series, rows, beside } = explorer.state;
    const { scale } = series;
    const [left, right] = [300, WIDTH - 130];
    const x = (value) => left + ((value - scale.low) / (scale.high - scale.low)) * (right - left);
    const shown = [...beside, ...rows].filter((row) => row.value !== null);
    const bottom = top + ROW * shown.length;
    scale.marks.forEach((mark, position) => {
      append(svg, "line", { x1: x(mark), x2: x(mark), y1: top, y2: bottom, stroke: "#d5dade" });
      const where = { x: x(mark), y: bottom + 18, "text-anchor": "middle" };
      append(svg, "text", { ...where, fill: QUIET }, scale.texts[position]);
    });
    shown.forEach((row, position) => {
      const y = top + ROW * (position + 0.5);
      const weight = beside.includes(row) || explorer.isPicked(row) ? "bold" : "normal";
      const words = { y: y + 4, "font-weight": weight, fill: INK };
      append(svg, "text", { ...words, x: left - 12, "text-anchor": "end" }, row.name);
      if (row.lower !== null && row.upper !== null) {
        const ends = { x1: x(row.lower), x2: x(row.upper), y1: y, y2: y };
        append(svg, "line", { ...ends, stroke: MARK, "stroke-width": 2.5 });
      }
      const fill = row.status === "l" ? "#fff" : MARK;
      append(svg, "circle", { cx: x(row.value), cy: y, r: 5, fill, stroke: MARK, "stroke-width": 2 });
      append(svg, "text", { ...words, x: right + 14 }, row.figure);
    });
    return bottom + 34;
  }

  function addCopy(svg, drawing, top, width) {
    const box = drawing.viewBox.baseVal;
    const height = (width * box.height) / box.width;
    const copy = copyWithLooks(drawing);
    setAll(copy, { x: (WIDTH - width) / 2, y: top, width, height });
    const patterns = document.querySelector("svg.shared defs");
    if (drawing.classList.contains("map")) copy.prepend(copyWithLooks(patterns));
    svg.append(copy);
    return top + height + 16;
  }

  /* The lines of a legend: each with its sign, which needs the patterns where it is striped. */
  function addLegend(sheet, legend, top) {
    legend.querySelectorAll("li").forEach((line, position) => {
      const y = top + ROW * position;
      append(sheet, "text", { x: 62, y: y + 15, fill: INK }, line.textContent);
      const drawn = copyWithLooks(line.querySelector("svg"));
      setAll(drawn, { x: 20, y, width: 32, height: 20 });
      sheet.append(drawn);
    });
    return top + ROW * legend.children.length;
  }

  function wrap(text, letters) {
    return text.split(" ").reduce((lines, word) => {
      const last = lines[lines.length - 1];
      if (`${last} ${word}`.length > letters) return [...lines, word];
      return [...lines.slice(0, -1), last ? `${last} ${word}` : word];
    }, [""]);
  }

  /* The picture of what is shown: title, map, chart and sources, as the text of an SVG file. */
  explorer.writePicture = function () {
    const state = explorer.state;
    const sheet = append(byId("taking"), "svg", { "font-family": FONT, "font-size": 14 });
    append(sheet, "rect", { width: "100%", height: "100%", fill: "#fff" });
    let top = 12;
    const write = (text, size, weight, colour) => {
      for (const line of wrap(text, Math.floor(1650 / size))) {
        top += size * 1.3;
        append(sheet, "text", { x: 20, y: top, "font-size": size, "font-weight": weight, fill: colour }, line);
      }
    };
    const stamp = document.querySelector(".stamp strong");
    if (stamp) write(stamp.textContent, 14, "bold", "#9f1239");
    write(explorer.writeTitle(), 20, "bold", "#0b3c5d");
    if (state.display === "areas") write(`Scale: ${state.measure.unit}. Bars: 95% interval.`, 13, "normal", QUIET);
    else write(`${byId("said").textContent} ${byId("plot-words").textContent}`, 13, "normal", QUIET);
    top += 14;
    const map = byId("map-holder").querySelector("svg");
    const plot = byId("plot-holder").querySelector("svg");
    if (state.display === "areas" && map) {
      top = addLegend(sheet, byId("legend"), addCopy(sheet, map, top, 440));
      write(document.querySelector("#map .attribution").textContent, 12, "normal", QUIET);
      top += 20;
    }
    if (state.display === "areas" && !byId("chart").hidden) top = drawRows(sheet, top);
    if (state.display !== "areas" && plot) {
      top = addCopy(sheet, plot, top, Math.min(WIDTH - 40, plot.viewBox.baseVal.width));
      top = addLegend(sheet, byId("plot-key"), top);
    }
    const sources = state.measure.sources.map(([text, , sample]) => text + (sample ? " [sample]" : ""));
    write(`Source: ${sources.join("; ")}. ${byId("explorer").dataset.title}.`, 12, "normal", QUIET);
    top += 16;
    setAll(sheet, { width: WIDTH, height: Math.ceil(top), viewBox: `0 0 ${WIDTH} ${Math.ceil(top)}` });
    const text = new XMLSerializer().serializeToString(sheet);
    sheet.remove();
    return text;
  };

  function savePng() {
    const image = new Image();
    const svg = explorer.writePicture();
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, "png"), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  }

  /* ---- Link and code ---- */

  function copy(field) {
    field.select();
    const words = "Copied. It can also be copied from the box.";
    const failed = () => say("It could not be copied: select the text in the box and copy it.");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(words), failed);
    else if (document.execCommand("copy")) say(words);
    else failed();
  }

  explorer.writeLinks = function () {
    const [page] = location.href.split("#");
    byId("link").value = `${page}#${explorer.writeAddress({ embed: "" })}`;
    const address = `${page}#${explorer.writeAddress({ embed: "yes" })}`.replaceAll("&", "&amp;");
    const title = explorer.writeTitle().replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    byId("code").value = `<iframe src="${address}" title="${title}" width="100%" height="900" loading="lazy"></iframe>`;
    byId("whole").href = `${page}#${explorer.writeAddress({ embed: "" })}`;
  };

  explorer.startPictures = function () {
    byId("take-csv").addEventListener("click", () => {
      save(new Blob([explorer.writeCsv()], { type: "text/csv;charset=utf-8" }), "csv");
    });
    byId("take-svg").addEventListener("click", () => {
      save(new Blob([explorer.writePicture()], { type: "image/svg+xml" }), "svg");
    });
    byId("take-png").addEventListener("click", savePng);
    byId("copy-link").addEventListener("click", () => copy(byId("link")));
    byId("copy-code").addEventListener("click", () => copy(byId("code")));
  };
}(window.explorer));
