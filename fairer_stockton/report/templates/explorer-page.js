/* The explorer's page: draws what the address asks for, and writes no figure of its own. */
(function (explorer) {
  "use strict";

  const { byId } = explorer;
  let turn = 0; // which of several answers is the latest asked for

  function draw() {
    const { state } = explorer;
    document.documentElement.classList.toggle("embedded", state.embed);
    byId("view").classList.remove("waiting");
    byId("view").removeAttribute("aria-busy");
    explorer.fillChoices();
    explorer.writeWords();
    explorer.drawMap();
    if (state.display === "areas") explorer.drawChart();
    else byId("chart").hidden = true;
    explorer.drawPlot();
    explorer.writeTable();
    explorer.writeLinks();
    document.title = `${explorer.writeTitle()} · ${byId("explorer").dataset.title}`;
    return explorer.drawReplay();
  }

  explorer.show = async function (wanted) {
    turn += 1;
    const own = turn;
    byId("view").setAttribute("aria-busy", "true");
    try {
      const state = await explorer.settle(wanted);
      if (own !== turn) return; // something else has been asked for meanwhile
      explorer.state = state;
      await draw();
    } catch (error) {
      byId("notes").textContent = error.message;
      byId("view").removeAttribute("aria-busy");
    }
  };

  if (!explorer.index || !explorer.index.measures.length) return;
  explorer.startChoices();
  explorer.startPictures();
  byId("replay-open").addEventListener("click", () => {
    explorer.go({ replay: explorer.state.replay ? "" : "yes" });
  });
  // An anchor within the page is no choice: what is shown stays as it is.
  window.addEventListener("hashchange", () => {
    if (!location.hash || location.hash.includes("=")) explorer.show(explorer.readAddress());
  });
  explorer.show(explorer.readAddress());
}(window.explorer));
