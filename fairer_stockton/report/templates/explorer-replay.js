/* Shows how a figure is recomputed: each neighbourhood's counts, the sums, the figure, and the bytes they came from. */
(function (explorer) {
  "use strict";

  const { append, byId } = explorer;
  const numbers = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });

  /* The row whose figure is recomputed: the area picked out, or else the borough's own. */
  function chooseRow() {
    const state = explorer.state;
    const key = state.area || explorer.index.authority;
    const kind = state.area ? state.areas : "borough";
    const row = [...state.rows, ...state.beside].find((entry) => entry.key === key);
    return { key, kind, row };
  }

  function explainAbsence(row) {
    const { measure } = explorer.state;
    if (measure.no_replay) return `“${measure.title}” cannot be recomputed here: ${measure.no_replay}.`;
    if (!row) return "This view does not show the borough’s own figure. Pick out an area to recompute its figure.";
    if (row.value === null) return `There is no published figure to recompute for ${explorer.nameOf(row)}.`;
    return "";
  }

  function explainMissingCounts(row) {
    return `The figure of ${explorer.nameOf(row)} cannot be recomputed here. The report holds counts of neighbourhoods `
      + "within the borough only, and for some measures of the latest period only.";
  }

  explorer.drawReplay = async function () {
    const state = explorer.state;
    const section = byId("replay");
    section.hidden = !state.replay;
    const button = byId("replay-open");
    button.textContent = state.replay ? "Hide how the figure is made" : "Recompute a figure from its counts";
    button.setAttribute("aria-expanded", String(state.replay));
    if (!state.replay) return;
    const { key, kind, row } = chooseRow();
    const reason = explainAbsence(row);
    if (reason) {
      write(reason);
      return;
    }
    const replay = await explorer.loadReplay(state.measure.name);
    if (state !== explorer.state) return; // the reader has moved on meanwhile
    const computed = explorer.recompute(replay, explorer.weights, kind, key, state.period);
    if (computed) writeComputed(replay, computed, row);
    else write(explainMissingCounts(row));
  };

  function write(words) {
    byId("replay-words").textContent = words;
    for (const id of ["replay-rows", "replay-files", "replay-sums"]) byId(id).replaceChildren();
    byId("replay-details").hidden = true;
  }

  function writeComputed(replay, computed, row) {
    const state = explorer.state;
    const figure = explorer.writeFigure(replay, computed.value);
    const equal = explorer.isAsPublished(computed, row) && row.plain.startsWith(figure);
    const differs = `This differs from the published figure, ${row.plain}.`;
    const verdict = equal ? "The published figure is the same." : differs;
    write(`${explorer.nameOf(row)}, ${state.when}: recomputed on this page, ${figure}. ${verdict}`);
    byId("replay").classList.toggle("differs", !equal);
    byId("replay-details").hidden = false;
    const per = replay.per === 1 ? "" : ` × ${numbers.format(replay.per)}`;
    const sums = byId("replay-sums");
    const divide = ({ above, below }) => `${numbers.format(above)} ÷ ${numbers.format(below)}`;
    append(sums, "li", {}, `Recomputed: ${divide(computed)}${per} = ${computed.value}`);
    append(sums, "li", {}, `Published: ${divide(row)}${per} = ${row.value}, written as ${row.plain}`);
    append(sums, "li", {}, `Count: ${replay.above_is}. Out of: ${replay.below_is}.`);
    const shared = computed.rows.some(({ parts }) => parts < 1000000);
    byId("replay-shared").hidden = !shared;
    for (const { code, name, above, below, parts } of computed.rows) {
      const line = append(byId("replay-rows"), "tr");
      append(append(line, "th", { scope: "row" }, name), "span", { class: "quiet" }, code);
      for (const number of [above, below]) append(line, "td", { class: "n" }, numbers.format(number));
      append(line, "td", { class: "n" }, parts === 1000000 ? "all" : `${parts / 10000}%`);
    }
    writeFiles(replay.files.filter((file) => file.period === state.period), replay.files);
  }

  /* The files of the period or, where a source has none for it alone, all files of the measure. */
  function writeFiles(ofPeriod, every) {
    for (const { source, name, period, sha256, sample, url } of ofPeriod.length ? ofPeriod : every) {
      const line = append(byId("replay-files"), "li", {}, `${source}: `);
      if (url) append(line, "a", { href: url }, name);
      else line.append(name);
      line.append(` (${period}), sha256 `);
      append(line, "code", {}, sha256);
      if (sample) line.append(" [sample: generated, not published anywhere]");
    }
  }
}(window.explorer));
