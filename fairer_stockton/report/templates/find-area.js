/* The search for an area: suggests names as they are typed, by the pattern of a combobox, and leads to the area's page.
   A postcode or a point leads there too, where the edition holds what that needs; it is looked up here, and sent nowhere.
   It reads window.areaNames and writes no figure. Without it the form leads to the list of all areas. */
(function () {
  "use strict";

  const MOST = 8; // suggestions at a time: more would not be read
  const known = window.areaNames;
  const form = document.getElementById("find");
  const field = document.getElementById("find-area");
  const list = document.getElementById("find-list");
  const status = document.getElementById("find-status");
  if (!known || !form) return;
  const areas = known.areas.map(([name, kind, page, code]) => ({
    name, kind, page, words: simplify(`${name} ${kind} ${code}`).split(" "), start: simplify(name),
  }));
  const byPage = new Map(areas.map((area) => [area.page, area]));
  const loaded = new Map(); // what a script that was fetched has added, by what it is of
  let active = -1;

  function simplify(text) {
    return text.toLowerCase().replace(/&/g, " and ").replace(/['’]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  }

  function match(text) {
    const wanted = simplify(text).split(" ");
    const fits = (area) => wanted.every((part) => area.words.some((word) => word.startsWith(part)));
    const rank = (area) => (area.start === wanted.join(" ") ? 0 : area.start.startsWith(wanted.join(" ")) ? 1 : 2);
    return text.trim() === "" ? [] : areas.filter(fits).sort((a, b) => rank(a) - rank(b));
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function show(matches) {
    close();
    matches.slice(0, MOST).forEach((area, place) => {
      const option = document.createElement("li");
      option.id = `find-option-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.page = area.page;
      const kind = document.createElement("span");
      kind.className = "quiet";
      kind.textContent = area.kind;
      option.append(`${area.name} `, kind);
      option.addEventListener("mousedown", (event) => event.preventDefault()); // lest the field lose focus first
      option.addEventListener("click", () => open(area.page));
      list.append(option);
    });
    list.hidden = !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }

  function say(text) {
    status.textContent = text;
  }

  function describe(text, matches) {
    if (!text.trim()) return "";
    if (!matches.length) return `No area of ${known.borough} matches “${text.trim()}”. Try part of a name, or see them all.`;
    const shown = matches.length > MOST ? `, of which the first ${MOST} are shown: type more to narrow them` : "";
    return `${matches.length} ${matches.length === 1 ? "area matches" : "areas match"}${shown}.`;
  }

  /* ---- A postcode or a point: the script that knows is fetched once, from the report's own folder ---- */

  function fetchOnce(key, file, then) {
    if (loaded.has(key)) return then(loaded.get(key));
    const script = document.createElement("script");
    script.src = file;
    script.onload = () => then(loaded.get(key));
    script.onerror = () => say("What this search needs could not be read. Try the name of a ward.");
    document.head.append(script);
  }

  window.addPostcodes = (outward, entries) => loaded.set(outward, entries);
  window.addOutlines = (parts, shapes) => loaded.set("outlines", { parts, shapes });

  function showPages(text, pages, none) {
    if (field.value !== text) return; // the reader has typed on meanwhile
    const found = (pages || "").split(" ").map((page) => byPage.get(page)).filter(Boolean);
    show(found);
    say(found.length ? `${text.trim()} lies in ${found.map((area) => area.name).join(", ")}.` : none);
  }

  function findPostcode(text, outward, inward) {
    const none = `${outward} ${inward} is not a postcode of ${known.borough} in our lookup.`;
    close();
    if (!known.outwardCodes.length) {
      say("This edition cannot look up postcodes. Type the name of a ward or neighbourhood.");
    } else if (!known.outwardCodes.includes(outward)) {
      say(none);
    } else {
      fetchOnce(outward, `postcodes/${outward}.js`, (entries) => {
        const entry = entries.find(([codes]) => codes.split(" ").includes(inward));
        showPages(text, entry && entry[1], none);
      });
    }
  }

  function holds(rings, x, y) {
    let inside = false; // by how often a line to the west crosses the border: holes count too
    for (const ring of rings) {
      for (let i = 0; i + 3 < ring.length; i += 2) {
        const [x1, y1, x2, y2] = ring.slice(i, i + 4);
        if ((y1 > y) !== (y2 > y) && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
      }
    }
    return inside;
  }

  function findPoint(text, latitude, longitude) {
    close();
    if (!known.hasOutlines) {
      say("This edition cannot look up coordinates. Type the name of a ward or neighbourhood.");
      return;
    }
    fetchOnce("outlines", "area-outlines.js", ({ parts, shapes }) => {
      const shape = shapes.find(([, rings]) => holds(rings, longitude * parts, latitude * parts));
      showPages(text, shape && shape[0], `The point ${text.trim()} is not in ${known.borough}. Latitude comes first.`);
    });
  }

  function suggest() {
    const text = field.value;
    const postcode = text.trim().toUpperCase().match(/^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$/);
    const point = text.trim().match(/^(-?\d{1,2}\.\d+)[,\s]+(-?\d{1,3}\.\d+)$/);
    if (postcode) return findPostcode(text, postcode[1], postcode[2]);
    if (point) return findPoint(text, Number(point[1]), Number(point[2]));
    const matches = match(text);
    show(matches);
    say(describe(text, matches));
  }

  function move(step) {
    const options = [...list.children];
    if (!options.length) return;
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[active].id);
  }

  function open(page) {
    location.href = page;
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", "find-list");
  field.addEventListener("input", suggest);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) suggest();
      move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      open(list.children[active].dataset.page);
      event.preventDefault();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) {
      say("Type the name of an area first.");
      field.focus();
      return;
    }
    const matches = match(field.value);
    const exact = matches.filter((area) => area.start === simplify(field.value));
    if (exact.length === 1 || matches.length === 1) open((exact[0] || matches[0]).page);
    else suggest();
  });

  const asked = new URLSearchParams(location.search).get("area");
  if (asked) {
    field.value = asked;
    suggest();
  }
})();
