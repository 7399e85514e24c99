/* Answering: a question's cells, a choice, or what is not known or not shown. Where the page is unsure it says so and
   never guesses: a part of a question that no figure would use makes it "not known". */
(function (asking) {
  "use strict";

  const { NoCells } = asking;
  const ANSWERED = new Set(["gap"]); // what may be asked besides the figure
  const asked = new Map();

  /* A file is asked for once, by a script tag, since a page opened from a file reads no other. */
  function load(path) {
    if (!asked.has(path)) {
      asked.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = path;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          asked.delete(path);
          reject(new Error(`The file ${path} of this report could not be loaded.`));
        });
        document.head.append(script);
      }));
    }
    return asked.get(path);
  }

  asking.loadWords = () => load("ask/words.js");

  /* Returns the answer to a question: its status, its cells, why there are none, and what may be meant instead. */
  asking.answer = async function (question) {
    await asking.loadWords();
    const { longestQuestion } = asking.words;
    if (question.length > longestQuestion) return notKnown(`a question has ${longestQuestion} letters at most`);
    const readings = asking.readQuestion(question);
    if (!readings.length) return notKnown("no measure of this report is named", asking.listNear(question));
    const { unknown } = readings[0];
    if (unknown.length) {
      const words = asking.listOwnWords(question, unknown);
      const are = words.length > 1 ? "are" : "is";
      const named = words.map((word) => `“${word}”`).join(", ");
      return notKnown(`${named} ${are} not understood here`, asking.listNear(unknown.join(" ")));
    }
    return asking.answerReadings(readings);
  };

  /* Returns the answer to one of several readings of a question; of one alone, such as a choice, to that. */
  asking.answerReadings = async function (readings) {
    await Promise.all(readings.map(({ measure }) => load(`ask/measures/${measure}.js`)));
    if (readings.some(isBeyond)) return offerFigures(readings);
    const left = keepClosest(readings);
    if (left.length === 1) return answerReading(left[0]);
    const refusals = left.map(findRefusal);
    if (refusals.every(Boolean)) return explain(left[0], refusals[0]);
    const allowed = left.filter((_, place) => !refusals[place]);
    return choice("", allowed.map((reading) => ({ label: asking.words.titles.get(reading.measure), reading })));
  };

  /* Returns the readings whose measure has such figures, then those of a whole title, then those that miss least. */
  function keepClosest(readings) {
    const keep = (every, isWanted) => (every.some(isWanted) ? every.filter(isWanted) : every);
    const titled = keep(keep(readings, asking.hasRows), (reading) => reading.isTitle);
    const least = Math.min(...titled.map((reading) => reading.missed));
    return titled.filter((reading) => reading.missed === least);
  }

  function answerReading(reading) {
    try {
      refuseUnusedParts(reading);
      return judgeCells(asking.findCells(reading));
    } catch (error) {
      return explain(reading, error);
    }
  }

  /* Returns why a reading is not answered, if a part of its question would be left out. */
  function findRefusal(reading) {
    try {
      refuseUnusedParts(reading);
      return null;
    } catch (error) {
      if (!(error instanceof NoCells)) throw error;
      return error;
    }
  }

  function explain(reading, error) {
    if (!(error instanceof NoCells)) throw error;
    const title = asking.words.titles.get(reading.measure);
    if (error.choices.length) return choice(title, error.choices);
    const near = error.near.length ? `; there is: ${error.near.join(", ")}` : "";
    return notKnown(`${title}: ${error.message}${near}`);
  }

  function judgeCells(cells) {
    const why = [...new Set(cells.map((cell) => cell.note).filter(Boolean))].join("; ");
    if (cells.some((cell) => cell.state === "s")) return { status: "answered", cells, why: "", near: [], choices: [] };
    const status = cells.some((cell) => cell.state === "h") ? "not_shown" : "not_known";
    return { status, cells, why, near: [], choices: [] };
  }

  const notKnown = (why, near = []) => ({ status: "not_known", cells: [], why, near, choices: [] });
  const choice = (why, choices) => ({ status: "choice", cells: [], why, near: [], choices });

  const isSince = ({ period }) => period.words.startsWith("since");
  const isBeyond = (reading) => isSince(reading) || [...reading.asked].some((each) => !ANSWERED.has(each));

  /* Offers the figure or the gap where a question asks what this page does not answer, such as a rank: but for that,
     each offer answers the whole question, so that a part which would be left out is refused here too. */
  function offerFigures(readings) {
    const plain = readings.map(makePlain);
    const answers = keepClosest(plain).map((reading) => ({ reading, ...answerReading(reading) }));
    const offers = answers.filter(({ cells, choices }) => cells.length || choices.length)
      .map(({ reading, cells }) => ({ label: labelOffer(reading, cells), reading }));
    return offers.length ? { ...choice("", offers), status: "beyond" } : notKnown(answers[0].why);
  }

  function makePlain(reading) {
    const period = isSince(reading) ? asking.LATEST : reading.period;
    const asked = new Set([...reading.asked].filter((each) => ANSWERED.has(each)));
    return { ...reading, asked, period, kinds: reading.areas.length ? reading.kinds : [] };
  }

  /* Returns what an offer is of: its measure, area, group and period, as far as they are known. */
  function labelOffer(reading, cells) {
    const title = asking.words.titles.get(reading.measure), about = (cell) => (cell.about === "figure" ? "" : cell.about);
    const where = ({ area }) => (area ? `${area.name} (${area.kind})` : "");
    const parts = [about, where, (cell) => cell.group, (cell) => cell.periodWords]
      .map((part) => [...new Set(cells.map(part))].filter(Boolean).join(" and "));
    const names = cells.length ? parts : [...asking.listAreas(reading).map((places) => places[0].name), "one of several"];
    return [title, ...names.filter(Boolean)].join(", ");
  }

  /* ---- Parts that no cell would use ---- */

  /* Older browsers cannot look behind a word; without that a pattern matches more, so that more is refused. */
  const makePattern = (source) => new RegExp(source.replace(/\(\?<![^)]*\)/g, ""));

  function refuseUnusedParts(reading) {
    const question = reading.question.toLowerCase();
    refuseOtherUnit(question, asking.words.titles.get(reading.measure), asking.measures.get(reading.measure));
    refuseKinds(reading);
    if (reading.groups.length > 1) refuseCrossedGroups(reading.groups);
    if (reading.asked.has("gap") && !reading.about) refusePartsOfGap(question, reading);
  }

  function refuseOtherUnit(question, title, { inPercent, isShare, unit }) {
    const refuse = (words) => { throw new NoCells(`its figure is in the unit “${unit}”: ask without ${words}`); };
    if (makePattern(asking.words.count).test(question)) refuse("“how many” or “number of”");
    if (!inPercent && makePattern(asking.words.share).test(question)) refuse("“percentage” or “share”");
    if (isShare && makePattern(asking.words.sum).test(question)) refuse("“how much” or “average”");
    if (title.includes("weekly") && makePattern(asking.words.notWeek).test(question)) refuse("another time than a week");
  }

  function refuseCrossedGroups(groups) {
    const breakdowns = groups.map((each) => each.map((group) => group.breakdown));
    if (breakdowns[0].some((breakdown) => breakdowns.every((each) => each.includes(breakdown)))) return;
    const near = groups.map(([group]) => group.category);
    throw new NoCells("there is no figure of people who are in several groups at once; ask for one", { near });
  }

  function refuseKinds(reading) {
    const { inside, kinds: titles } = asking.words;
    if (new Set(reading.kinds.filter((kind) => inside.includes(kind))).size > 1) {
      throw new NoCells("this names several kinds of area; ask for one kind");
    }
    const types = new Set(asking.listAreas(reading).flat().map((place) => place.type));
    for (const kind of reading.kinds) {
      const isNamed = types.has(kind) || (kind === "authority" && types.has("borough"));
      if (!reading.areas.length || !isNamed) throw new NoCells(`no area of the kind “${titles[kind]}” is named; name one`);
    }
  }

  function refusePartsOfGap(question, reading) {
    const { whole, withinEngland } = asking.words, { gap, groups } = reading;
    const kinds = new Set(asking.listAreas(reading).map((places) => places[0].type));
    const isInside = [...kinds].some((kind) => !whole.includes(kind)), isWithEngland = kinds.has("england");
    const ofFifths = gap === "most_v_least_fifth" && groups.flat().every((group) => group.breakdown === "deprivation_fifth");
    const refuse = (isRefused, why) => { if (isRefused) throw new NoCells(why); };
    refuse(gap && groups.length && !ofFifths, "this edition has no such gap of one group; ask for the gap, or for the group");
    refuse(reading.otherGaps.length, "this asks for two gaps at once; ask for one of them");
    refuse(gap && (isInside || isWithEngland), "this edition has such a gap of the borough alone; ask without another area");
    refuse(isWithEngland && !kinds.has("borough") && groups.length > 1,
      "this edition has no gap between groups in England; ask for the figure of each");
    refuse(kinds.size === 1 && kinds.has("target_area") && groups.length,
      "this edition has no gap of one group there; ask for the figure");
    const isAlone = reading.areas.every((places) => places.some((place) => place.type === "england"));
    refuse(isAlone && makePattern(withinEngland).test(question),
      "this edition has no gap within England; ask for the gap with England");
  }
}(window.asking));
