/* Loads the explorer's data as they are asked for: by script tags, since a page opened from a file reads no other. */
(function (explorer) {
  "use strict";

  const asked = new Map();

  explorer.addIndex = (index) => { explorer.index = index; };
  explorer.addMeasure = (name, measure) => { explorer.measures.set(name, measure); };
  explorer.addShapes = (kind, shapes) => { explorer.shapes.set(kind, shapes); };
  explorer.addReplay = (name, replay) => { explorer.replays.set(name, replay); };
  explorer.addWeights = (weights) => { explorer.weights = weights; };

  /* A file is asked for once. One that does not come may be asked for again. */
  function load(path) {
    if (!asked.has(path)) {
      asked.set(path, new Promise((resolve, reject) => {
        const script = explorer.append(document.head, "script", { src: path });
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          asked.delete(path);
          reject(new Error(`The file ${path} of this report could not be loaded.`));
        });
      }));
    }
    return asked.get(path);
  }

  explorer.loadMeasure = async function (name) {
    await load(`explorer/measures/${name}.js`);
    return explorer.measures.get(name);
  };

  explorer.loadShapes = async function (kind) {
    if (!explorer.index.drawn.includes(kind)) return null;
    await load(`explorer/shapes/${kind}.js`);
    return explorer.shapes.get(kind);
  };

  explorer.loadReplay = async function (name) {
    await Promise.all([load("replay/weights.js"), load(`replay/${name}.js`)]);
    return explorer.replays.get(name);
  };
}(window.explorer));
