/* The form: a search and the choices, filled for what is shown. */
(function (explorer) {
  "use strict";

  const { append, byId } = explorer;
  const CHOICES = ["measure", "areas", "group", "period", "view", "area", "with", "other"];
  const VIEWS = [["areas", "Areas compared"], ["trend", "Change over time"], ["measures", "Two measures compared"]];

  function fill(key, groups, chosen) {
    const control = byId(`choose-${key}`);
    const signature = JSON.stringify(groups);
    if (control.dataset.holds !== signature) {
      control.replaceChildren();
      for (const [title, options] of groups) {
        const parent = title ? append(control, "optgroup", { label: title }) : control;
        for (const [value, text] of options) append(parent, "option", { value }, text);
      }
      control.dataset.holds = signature;
    }
    control.value = chosen;
  }

  /* Every word of the search must be in the title, the question or the topic. */
  function matching() {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const { measures, domains } = explorer.index;
    return measures.filter((entry) => {
      const text = `${entry.title} ${entry.question} ${domains[entry.domain]}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  function groupByDomain(entries) {
    return Object.entries(explorer.index.domains).map(([name, title]) => [
      title, entries.filter((entry) => entry.domain === name).map((entry) => [entry.name, entry.title]),
    ]).filter(([, options]) => options.length);
  }

  function fillMeasures() {
    const matches = matching();
    const now = explorer.index.measures.find((entry) => entry.name === explorer.state.measure.name);
    const shown = matches.includes(now) ? [] : [["Shown now", [[now.name, now.title]]]];
    fill("measure", [...shown, ...groupByDomain(matches)], now.name);
    const all = explorer.index.measures.length;
    byId("matches").textContent = byId("search").value.trim() ? `${matches.length} of ${all} measures match.` : "";
  }

  explorer.fillChoices = function () {
    const state = explorer.state;
    const kinds = explorer.index.kinds;
    fillMeasures();
    fill("areas", [["", Object.keys(state.measure.kinds).map((kind) => [kind, kinds[kind]])]], state.areas);
    const groups = state.measure.kinds[state.areas].map((series) => [series.key, series.title]);
    fill("group", [["", groups]], state.series.key);
    fill("period", [["", state.series.periods.map((entry) => [entry.period, entry.title]).reverse()]], state.period);
    fill("view", [["", VIEWS]], state.display);
    const names = state.rows.map((row) => [row.key, row.within ? `${row.name}, ${row.within}` : row.name]);
    names.sort((first, second) => first[1].localeCompare(second[1], "en"));
    fill("area", [["", [["", "None"], ...names]]], state.area);
    fill("with", [["", [["", "None"], ...names]]], state.other_area);
    byId("choose-other").parentElement.hidden = state.display !== "measures";
    if (state.display === "measures") {
      const others = explorer.index.measures.filter((entry) => entry.kinds.includes(state.areas)
        && entry.name !== state.measure.name);
      const second = state.second ? state.second.measure.name : "";
      fill("other", [["", [["", "Choose a measure"]]], ...groupByDomain(others)], second);
    }
  };

  explorer.startChoices = function () {
    for (const key of CHOICES) {
      byId(`choose-${key}`).addEventListener("change", (event) => explorer.go({ [key]: event.target.value }));
    }
    byId("search").addEventListener("input", fillMeasures);
    byId("choices").addEventListener("submit", (event) => {
      event.preventDefault();
      const [first] = matching();
      if (byId("search").value.trim() && first) explorer.go({ measure: first.name });
    });
  };
}(window.explorer));
