/* The explorer's tools: window.explorer, which its scripts share, and how they make elements. */
window.explorer = { index: null, measures: new Map(), shapes: new Map(), replays: new Map(), weights: null };

(function (explorer) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  explorer.byId = (id) => document.getElementById(id);

  explorer.append = function (parent, tag, attributes, text) {
    const drawn = parent.namespaceURI === SVG || tag === "svg";
    const element = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };

  /* How a figure that is not shown is drawn and named, by the letter of its status. */
  explorer.UNSHOWN = { s: ["suppressed", "Suppressed"], n: ["not-available", "No figure"] };

  explorer.nameOf = (row) => (row.within ? `${row.name} (${row.within})` : row.name);

  explorer.withLimits = function (row) {
    if (row.value === null) return `${explorer.nameOf(row)}: ${row.figure}`;
    const limits = row.limits === "none" ? "no margin of error" : `95% interval ${row.limits}`;
    return `${explorer.nameOf(row)}: ${row.figure} (${limits})`;
  };
}(window.explorer));
