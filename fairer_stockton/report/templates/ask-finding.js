/* Finding cells: the figures of an edition that a reading of a question means. What `fairer ask` finds is found here
   too, but for changes, ranks and the highest and lowest: of these the page says that the command knows more. */
(function (asking) {
  "use strict";

  /* A reading leads to no cell: it may mean several things, or there is no such figure; `near` is what there is. */
  class NoCells extends Error {
    constructor(why, { choices = [], near = [] } = {}) {
      super(why);
      Object.assign(this, { choices, near });
    }
  }
  asking.NoCells = NoCells;

  const pick = (column, place) => (Array.isArray(column) ? column[place] : column);
  const distinct = (values) => [...new Set(values)];
  const isEveryone = (row) => asking.words.everyone[0] === row.breakdown && asking.words.everyone[1] === row.category;
  const isInGroups = (row, groups) => groups.some((group) => (
    group.breakdown === row.breakdown && group.category === row.category));

  /* ---- A measure's rows, made of its columns once ---- */

  function readCell(measure, columns, place) {
    const text = (key) => measure.texts[pick(columns[key], place)];
    const [period, periodWords, periodInPages] = measure.periods[columns.period[place]];
    return {
      period, periodWords, periodInPages, state: columns.state[place], isSample: Boolean(pick(columns.synthetic, place)),
      about: text("about"), text: text("text"), note: text("note"), remark: text("remark"),
      sources: text("sources").split("\n").filter(Boolean),
    };
  }

  asking.readRows = function (name) {
    const measure = asking.measures.get(name), { figures, gaps } = measure, { words } = asking;
    if (measure.rows) return measure;
    const about = { measure: name, title: words.titles.get(name), link: measure.link };
    measure.rows = figures.period.map((_, place) => {
      const [breakdown, category, group] = measure.groups[figures.group[place]];
      const area = words.areas[figures.area[place]];
      const row = { ...about, ...readCell(measure, figures, place), area, breakdown, category, group };
      return area.view ? { ...row, link: linkToExplorer(row) } : row;
    });
    measure.gapRows = gaps.period.map((_, place) => {
      const text = (key) => measure.texts[gaps[key][place]];
      const [code, gapType, breakdown, category] = ["area_code", "gap_type", "breakdown", "category"].map(text);
      const sides = [text("group_a"), text("group_b")];
      return { ...about, ...readCell(measure, gaps, place), code, gapType, breakdown, category, sides, group: "" };
    });
    return measure;
  };

  function linkToExplorer({ measure, area, periodInPages: period }) {
    return `explorer.html#${new URLSearchParams({ measure, areas: area.view, period, area: area.code })}`;
  }

  /* ---- Areas and groups ---- */

  /* Returns the areas that are asked about, each as what its name can mean; the borough where none is named. */
  asking.listAreas = function (reading) {
    const { borough } = asking.words;
    return reading.areas.length ? reading.areas.map((places) => keepKinds(places, reading.kinds)) : [[borough]];
  };

  function keepKinds(places, kinds) {
    const { namedWithKind, single, small, kinds: titles } = asking.words;
    const fitting = places.filter((place) => kinds.includes(place.type));
    const wanted = kinds.find((kind) => namedWithKind.includes(kind));
    if (!fitting.length && wanted && !single.includes(places[0].type)) {
      throw new NoCells(`there is no ${titles[wanted].toLowerCase()} called ${places[0].name}`);
    }
    const larger = places.filter((place) => !small.includes(place.type));
    return fitting.length ? fitting : larger.length ? larger : places;
  }

  function keepGroups(rows, reading) {
    const ofGroups = rows.filter((row) => reading.groups.some((groups) => isInGroups(row, groups)));
    return reading.groups.every((groups) => ofGroups.some((row) => isInGroups(row, groups))) ? ofGroups : [];
  }

  function selectRows(reading, places) {
    const numbers = new Set(places.flatMap((place) => place.numbers));
    const rows = asking.readRows(reading.measure).rows.filter((row) => numbers.has(row.area.number));
    if (reading.groups.length) return keepGroups(rows, reading);
    const everyone = rows.filter(isEveryone);
    const isOneSplit = distinct(rows.map((row) => row.breakdown)).length === 1
      && distinct(rows.map((row) => row.category)).length > 1;
    return everyone.length || !isOneSplit ? everyone : rows;
  }

  function chooseRows(reading, places) {
    const rows = selectRows(reading, places);
    if (!rows.length) throw explainMissingRows(reading, places);
    refuseSeveralKinds(reading, rows);
    const breakdowns = distinct(rows.map((row) => row.breakdown)), named = reading.groups.length;
    if (named && breakdowns.length > named) throw new NoCells("", { choices: offerGroups(reading, rows, breakdowns) });
    const period = choosePeriod(reading, distinct(rows.map((row) => row.period)));
    const all = rows.filter((row) => row.period === period), ofPeriod = named ? keepGroups(all, reading) : all;
    if (!ofPeriod.length) throw new NoCells(`there is no figure of each of these groups for ${period}`);
    const latest = ofPeriod.map((row) => row.area.vintage).sort().at(-1);
    return ofPeriod.filter((row) => row.area.vintage === latest);
  }

  function refuseSeveralKinds(reading, rows) {
    const kinds = distinct(rows.map((row) => row.area.type));
    if (kinds.length < 2) return;
    const keep = (kind) => reading.areas.map((places) => (
      places.some((place) => place.type === kind) ? places.filter((place) => place.type === kind) : places));
    const choices = kinds.map((kind) => {
      const label = `${rows.find((row) => row.area.type === kind).area.name} (${asking.words.kinds[kind]})`;
      return { label, reading: { ...reading, areas: keep(kind) } };
    });
    throw new NoCells("", { choices });
  }

  function offerGroups(reading, rows, breakdowns) {
    const keep = (groups, breakdown) => {
      const kept = groups.filter((group) => group.breakdown === breakdown);
      return kept.length ? kept : groups;
    };
    return breakdowns.map((breakdown) => ({
      label: `${rows.find((row) => row.breakdown === breakdown).category} (${breakdown.replaceAll("_", " ")})`,
      reading: { ...reading, groups: reading.groups.map((groups) => keep(groups, breakdown)) },
    }));
  }

  function choosePeriod(reading, periods) {
    const chosen = asking.choosePeriods(reading.period, periods);
    if (chosen.length > 1) {
      const offer = (period) => ({ label: period, reading: { ...reading, period: asking.nameExactPeriod(period) } });
      throw new NoCells("", { choices: chosen.map(offer) });
    }
    if (chosen.length) return chosen[0];
    const near = asking.listNearPeriods(periods, reading.period);
    throw new NoCells(`there is no figure for ${reading.period.words.trim() || "any period"}`, { near });
  }

  function explainMissingRows(reading, [place]) {
    const { rows } = asking.readRows(reading.measure);
    if (reading.groups.length) {
      const groups = distinct(rows.map((row) => row.category)).filter((group) => group !== "all" && !/^\d+$/.test(group));
      return new NoCells(`this measure has no figure for that group in ${place.name}`, { near: groups.sort().slice(0, 4) });
    }
    const near = distinct(rows.map((row) => asking.words.kinds[row.area.type])).sort();
    return new NoCells(`this measure has no figure for ${place.name}`, { near });
  }

  /* ---- Gaps ---- */

  function findGap(reading) {
    const places = asking.listAreas(reading).map((alternatives) => alternatives[0]);
    if (places.some((place) => !asking.words.whole.includes(place.type))) return compareAreas(reading, places);
    const withEngland = places.some((place) => place.type === "england");
    const every = asking.readRows(reading.measure).gapRows;
    const rows = every.filter((row) => isGapAsked(row, reading, withEngland));
    if (!rows.length && !reading.gap && !reading.groups.length && !withEngland) {
      throw new NoCells("", { choices: offerGaps(reading, every) });
    }
    return chooseGaps(reading, rows);
  }

  function offerGaps(reading, rows) {
    const abouts = distinct(rows.map((row) => row.about)).slice(0, asking.words.mostGaps);
    return abouts.map((about) => ({ label: about, reading: { ...reading, about } }));
  }

  function chooseGaps(reading, rows) {
    if (!rows.length) throw new NoCells("this edition has no such gap of this measure");
    const period = choosePeriod(reading, distinct(rows.map((row) => row.period)).sort());
    return rows.filter((row) => row.period === period);
  }

  function isGapAsked(row, reading, withEngland) {
    const groups = reading.groups.flat(), { plainGaps } = asking.words;
    if (reading.about) return row.about === reading.about;
    if (withEngland) return row.gapType === "borough_v_england" && (groups.length ? isInGroups(row, groups) : isEveryone(row));
    if (!groups.length) return reading.gap ? row.gapType === reading.gap : plainGaps.includes(row.gapType);
    const isOfGroups = ["breakdown", "community", "most_v_least_fifth"].includes(row.gapType);
    if (!isOfGroups || !groups.some((group) => group.breakdown === row.breakdown)) return false;
    if (row.gapType === "most_v_least_fifth") return true;
    const sides = distinct(row.sides).filter((side) => groups.some((group) => group.category === side));
    return sides.length === reading.groups.length;
  }

  /* Returns a target area's gap with the rest; else the figures of the areas, of one alone with the borough's. */
  function compareAreas(reading, places) {
    if (places.length === 1 && places[0].type === "target_area") {
      const codes = places[0].numbers.map((number) => asking.words.areas[number].code);
      const { gapRows } = asking.readRows(reading.measure);
      return chooseGaps(reading, gapRows.filter((row) => codes.includes(row.code)));
    }
    const [first, ...others] = places.length > 1 ? places : [...places, asking.words.borough];
    const rows = chooseRows(reading, [first]);
    const same = { ...reading, period: { ...asking.nameExactPeriod(rows[0].period), isExact: false } };
    return [...rows, ...others.flatMap((place) => chooseRows(same, [place]))];
  }

  /* ---- A reading's cells ---- */

  asking.findCells = function (reading) {
    if (reading.asked.has("gap")) return findGap(reading);
    return asking.listAreas(reading).flatMap((places) => chooseRows(reading, places));
  };

  asking.hasRows = function (reading) {
    try {
      if (reading.asked.has("gap")) return findGap(reading).length > 0;
      return asking.listAreas(reading).every((places) => selectRows(reading, places).length);
    } catch (error) {
      if (!(error instanceof NoCells)) throw error;
      return reading.asked.has("gap") && error.choices.length > 0;
    }
  };
}(window.asking));
