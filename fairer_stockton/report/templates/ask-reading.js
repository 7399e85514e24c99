/* Reading a question: which measure, areas, groups and period it names, what it asks, and what is not understood.
   It reads as `fairer ask` does: every word must be explained, or the question is not answered. */
(function (asking) {
  "use strict";

  /* Returns the best readings: those that leave the fewest words unexplained, then of most words; one a measure. */
  asking.readQuestion = function (text) {
    const { rest, period } = asking.takePeriodOut(text);
    const content = asking.readContent(rest), present = new Set(content);
    const readings = asking.words.phrasesOfMeasures
      .filter((phrase) => phrase.needed.every((token) => present.has(token)))
      .map((phrase) => ({ ...readAround(phrase, content, present), period, question: text }));
    return chooseBest(readings);
  };

  function chooseBest(readings) {
    const missing = (reading) => reading.unknown.length;
    const ordered = readings.sort((a, b) => missing(a) - missing(b) || b.weight - a.weight);
    const isBest = (reading) => missing(reading) === missing(ordered[0]) && reading.weight === ordered[0].weight;
    const best = ordered.filter(isBest).sort((a, b) => b.isTitle - a.isTitle || a.missed - b.missed);
    return best.filter((reading, place) => best.findIndex((other) => other.measure === reading.measure) === place);
  }

  function readAround(phrase, content, present) {
    const matched = [...phrase.needed, ...phrase.optional.filter((token) => present.has(token))];
    const rest = readRest(removeOnce(content, [...matched, ...phrase.repeated]));
    const missed = phrase.needed.length + phrase.optional.length - matched.length;
    return { ...rest, measure: phrase.measure, weight: matched.length, missed, isTitle: phrase.isTitle };
  }

  /* Returns a question without the words of a measure: where they come together, else wherever they come first. */
  function removeOnce(content, words) {
    const join = (tokens) => [...tokens].sort().join(" "), wanted = join(words);
    for (let start = 0; start + words.length <= content.length; start += 1) {
      if (join(content.slice(start, start + words.length)) === wanted) {
        return [...content.slice(0, start), ...content.slice(start + words.length)];
      }
    }
    const left = [...content];
    for (const word of [...words].sort()) {
      if (left.includes(word)) left.splice(left.indexOf(word), 1);
    }
    return left;
  }

  function readRest(content) {
    const { phrases, unknown } = cutIntoPhrases(content);
    const list = (key) => phrases.flatMap((meanings) => meanings.map((meaning) => meaning[key]).filter(Boolean));
    const alternatives = (key) => phrases
      .map((meanings) => meanings.map((meaning) => meaning[key]).filter(Boolean)).filter((each) => each.length);
    const gaps = list("gap");
    return {
      unknown, gap: gaps[0] || "", otherGaps: gaps.filter((gap) => gap !== gaps[0]),
      asked: new Set([...list("asked"), ...(gaps.length ? ["gap"] : [])]),
      areas: alternatives("place"), groups: alternatives("group"), kinds: list("kind"),
    };
  }

  /* Returns what each phrase means, the longest first at each word, and the words that are in none. */
  function cutIntoPhrases(content) {
    const { phrases: known, longest, soft } = asking.words, phrases = [], unknown = [];
    let start = 0;
    while (start < content.length) {
      let length = Math.min(longest, content.length - start);
      while (length && !known.has(content.slice(start, start + length).join(" "))) length -= 1;
      if (length) phrases.push(known.get(content.slice(start, start + length).join(" ")));
      else if (!soft.has(content[start])) unknown.push(content[start]);
      start += length || 1;
    }
    return { phrases, unknown };
  }

  /* Returns areas whose name begins like a word, then measures that share a word with it, each with where it leads. */
  asking.listNear = function (text) {
    const tokens = asking.readContent(text), { places, phrasesOfMeasures, titles, mostNear } = asking.words;
    const begins = (name, token) => token.length > 3 && name.toLowerCase().startsWith(token.slice(0, 4));
    const alike = places.map((place) => place.name).filter((name) => tokens.some((token) => begins(name, token)));
    const shared = new Map();
    for (const { measure, needed } of phrasesOfMeasures) {
      const count = needed.filter((token) => tokens.includes(token)).length;
      if (count) shared.set(measure, Math.max(count, shared.get(measure) || 0));
    }
    const sharing = [...shared].sort((a, b) => b[1] - a[1]).map(([measure]) => titles.get(measure));
    const lead = (page) => (label) => ({ label, address: page + encodeURIComponent(label) });
    const near = [...[...new Set(alike)].map(lead("areas.html?area=")), ...sharing.map(lead("ask.html#q="))];
    return near.slice(0, mostNear);
  };
}(window.asking));
