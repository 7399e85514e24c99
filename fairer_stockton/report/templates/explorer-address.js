/* What the address asks for: the state that is drawn, and a note on whatever of it this report does not have. */
(function (explorer) {
  "use strict";

  const KEYS = ["measure", "areas", "group", "period", "area", "with", "view", "other", "replay", "embed"];
  const VIEWS = ["areas", "trend", "measures"];
  const LONGEST = 60; // letters of an unknown name that a note repeats

  explorer.readAddress = function () {
    const asked = new URLSearchParams(location.hash.slice(1));
    const wanted = Object.create(null);
    for (const key of KEYS) wanted[key] = asked.get(key) || "";
    return wanted;
  };

  explorer.writeAddress = function (changes) {
    const state = explorer.state;
    const now = {
      measure: state.measure.name, areas: state.areas, group: state.series.key, period: state.period, area: state.area,
      with: state.other_area, view: state.display === "areas" ? "" : state.display,
      other: state.second ? state.second.measure.name : "", replay: state.replay ? "yes" : "",
      embed: state.embed ? "yes" : "",
    };
    const wanted = Object.entries({ ...now, ...changes }).filter(([, value]) => value);
    return new URLSearchParams(wanted).toString();
  };

  explorer.go = (changes) => { location.hash = explorer.writeAddress(changes); };

  function quote(name) {
    return `“${name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name}”`;
  }

  const has = (values, key) => Object.prototype.hasOwnProperty.call(values, key);

  function hasFigure(entry) {
    return /[pl]/.test(entry.view.status);
  }

  /* A column that holds the same in every row is written once. */
  explorer.rowsOf = function (measure, view) {
    const at = (name, position) => (Array.isArray(view[name]) ? view[name][position] : view[name]);
    const word = (name, position) => measure.words[at(name, position)];
    return Array.from(view.status, (status, position) => {
      const [key, name, within] = explorer.index.areas[at("area", position)];
      const mark = word("marks", position);
      return {
        key, name, within, status,
        value: at("value", position), lower: at("lower", position), upper: at("upper", position),
        above: at("above", position), below: at("below", position),
        plain: word("figure", position), figure: word("figure", position) + (mark ? ` ${mark}` : ""),
        limits: word("limits", position), beside: word("beside", position), note: word("note", position),
        group: view.group ? view.group[position] : -1,
      };
    });
  };

  function chooseMeasure(wanted, notes) {
    const measures = explorer.index.measures;
    const named = measures.find((entry) => entry.name === wanted.measure);
    const entry = named || measures.find((other) => other.kinds.includes(wanted.areas)) || measures[0];
    if (wanted.measure && !named) {
      notes.push(`This report has no measure called ${quote(wanted.measure)}. Showing “${entry.title}” instead.`);
    }
    return entry;
  }

  function chooseKind(entry, wanted, notes) {
    const usual = entry.kinds.find((kind) => kind.startsWith("ward")) || entry.kinds[0];
    if (!wanted.areas || entry.kinds.includes(wanted.areas)) return wanted.areas || usual;
    const kinds = explorer.index.kinds;
    const missing = has(kinds, wanted.areas)
      ? `“${entry.title}” has no figures for ${kinds[wanted.areas].toLowerCase()}.`
      : `This report has no kind of area called ${quote(wanted.areas)}.`;
    notes.push(`${missing} Showing ${kinds[usual].toLowerCase()} instead.`);
    return usual;
  }

  function chooseSeries(measure, areas, wanted, notes) {
    const choices = measure.kinds[areas];
    const named = choices.find((series) => series.key === wanted.group);
    if (wanted.group && !named) {
      notes.push(`There is no group called ${quote(wanted.group)} here. Showing ${choices[0].title} instead.`);
    }
    return named || choices[0];
  }

  function choosePeriod(series, wanted, notes) {
    const named = series.periods.find((entry) => entry.period === wanted);
    const latest = series.periods.filter(hasFigure).pop() || series.periods[series.periods.length - 1];
    if (wanted && !named) notes.push(`There is no period ${quote(wanted)} here. Showing ${latest.title} instead.`);
    return named || latest;
  }

  function chooseArea(rows, wanted, notes) {
    const named = rows.some((row) => row.key === wanted);
    if (wanted && !named) notes.push(`No area shown here has the code ${quote(wanted)}, so it is not picked out.`);
    return named ? wanted : "";
  }

  /* The second measure, for the same areas: its latest figures of the same group, or else of everyone. */
  async function chooseSecond(wanted, areas, group, notes) {
    if (!wanted) return null;
    const entry = explorer.index.measures.find((measure) => measure.name === wanted);
    if (!entry) {
      notes.push(`This report has no measure called ${quote(wanted)} to compare with.`);
      return null;
    }
    if (!entry.kinds.includes(areas)) {
      const kind = explorer.index.kinds[areas].toLowerCase();
      notes.push(`“${entry.title}” has no figures for ${kind}, so it cannot be compared here.`);
      return null;
    }
    const measure = await explorer.loadMeasure(entry.name);
    const series = measure.kinds[areas].find((choice) => choice.key === group) || measure.kinds[areas][0];
    const entryOfPeriod = choosePeriod(series, "", notes);
    const rows = explorer.rowsOf(measure, entryOfPeriod.view);
    return { measure, series, when: entryOfPeriod.title, rows };
  }

  explorer.settle = async function (wanted) {
    const notes = [];
    const entry = chooseMeasure(wanted, notes);
    const areas = chooseKind(entry, wanted, notes);
    const [measure, shapes] = await Promise.all([explorer.loadMeasure(entry.name), explorer.loadShapes(areas)]);
    const series = chooseSeries(measure, areas, wanted, notes);
    const { period, title: when, view } = choosePeriod(series, wanted.period, notes);
    const rows = explorer.rowsOf(measure, view);
    if (wanted.view && !VIEWS.includes(wanted.view)) notes.push(`There is no view called ${quote(wanted.view)}.`);
    const second = await chooseSecond(wanted.other, areas, series.key, notes);
    return {
      measure, areas, shapes, series, period, when, view, rows, notes, second,
      beside: explorer.rowsOf(measure, view.beside_them),
      area: chooseArea(rows, wanted.area, notes),
      other_area: chooseArea(rows, wanted.with, notes),
      display: VIEWS.includes(wanted.view) ? wanted.view : "areas",
      replay: wanted.replay === "yes", embed: wanted.embed === "yes",
    };
  };

  /* The title of what is shown, as the heading, the picture and the file have it. */
  explorer.writeTitle = function () {
    const state = explorer.state;
    const group = state.series.key === "all" ? "" : `, ${state.series.title}`;
    const kind = explorer.index.kinds[state.areas];
    if (state.display === "trend") return `${state.measure.title} over time: ${kind}${group}`;
    if (state.display === "measures" && state.second) {
      return `${state.measure.title}, ${state.when}, and ${state.second.measure.title}, ${state.second.when}: ${kind}`;
    }
    return `${state.measure.title}, ${state.when}: ${kind}${group}`;
  };
}(window.explorer));
