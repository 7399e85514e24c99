/* The words of a question: cut and made alike, and its period taken out, by the rules that ask/words.js brings from
   the command `fairer ask`. window.asking is what the scripts of this page share. */
window.asking = { words: null, measures: new Map() };

(function (asking) {
  "use strict";

  asking.addMeasure = (name, measure) => { asking.measures.set(name, measure); };

  asking.addWords = function (words) {
    const areas = words.areas.map(([type, code, vintage, name, kind, view], number) => (
      { number, type, code, vintage, name, kind, view }));
    const places = words.places.map(([name, numbers]) => ({ name, numbers, type: areas[numbers[0]].type }));
    const groups = words.groups.map(([breakdown, category]) => ({ breakdown, category }));
    const mean = ({ place, group, ...others }) => ({ place: places[place], group: groups[group], ...others });
    asking.words = {
      ...words, areas, places, groups,
      borough: places[words.borough],
      titles: new Map(words.measures),
      fillers: new Set(words.fillers),
      soft: new Set(words.soft),
      phrases: new Map(words.phrases.map(([phrase, meanings]) => [phrase, meanings.map(mean)])),
      phrasesOfMeasures: words.phrasesOfMeasures.map(([measure, needed, optional, repeated, isTitle]) => (
        { measure, needed, optional, repeated, isTitle: Boolean(isTitle) })),
    };
  };

  /* Returns the words of a text in order, without accents and punctuation. */
  function splitIntoWords(text) {
    const plain = text
      .replace(/([\p{L}\p{N}_])['’]s(?![\p{L}\p{N}_])/giu, "$1").replace(/s['’](?=\s|$)/gi, "s")
      .replace(new RegExp(asking.words.tokens.aLevels, "gi"), "alevel")
      .normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]/g, "");
    return plain.match(/[\p{L}\p{N}]+(?:[.,]\d+)?/gu) || [];
  }

  const makeToken = (word) => findStem(word.toLowerCase());

  /* Returns the words of a text, without capitals and endings of plurals and verbs too. */
  asking.splitIntoTokens = (text) => splitIntoWords(text).map(makeToken);

  /* Returns tokens as the reader of a text wrote them. */
  asking.listOwnWords = function (text, tokens) {
    const words = splitIntoWords(text);
    return [...new Set(tokens.map((token) => words.find((word) => makeToken(word) === token) || token))];
  };

  asking.readContent = function (text) {
    const tokens = asking.splitIntoTokens(text);
    const meaning = tokens.filter((token) => !asking.words.fillers.has(token));
    return meaning.length ? meaning : tokens;
  };

  function makeSingular(word) {
    const { irregular, likePlurals, shortestPlural } = asking.words.tokens;
    if (Object.hasOwn(irregular, word)) return irregular[word];
    if (/^\d+s$/.test(word)) return word.slice(0, -1);
    const isSingular = word.length < shortestPlural || !word.endsWith("s");
    if (isSingular || likePlurals.some((ending) => word.endsWith(ending))) return word;
    return word.endsWith("ies") && word.length > shortestPlural ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  }

  function findStem(word) {
    const { verbEndings, shortestPlural } = asking.words.tokens;
    const singular = makeSingular(word);
    const ending = verbEndings.find((each) => singular.endsWith(each) && singular.length > each.length + 3) || "";
    const stem = singular.slice(0, singular.length - ending.length);
    return stem.endsWith("e") && stem.length > shortestPlural ? stem.slice(0, -1) : stem;
  }

  /* ---- Periods: `names` is what the edition may call the one that is meant; without any it is the latest ---- */

  const LATEST = asking.LATEST = { words: "", names: [], yearsAgo: 0, isExact: false };
  asking.nameExactPeriod = (period) => ({ ...LATEST, words: period, names: [period], isExact: true });

  const MAKERS = {
    coded_month: (match) => ({ names: [match[0].toUpperCase()] }),
    span: ([, first, last, end]) => {
      const to = last || first.slice(0, 2) + end;
      return { names: [`${first} to ${to}`, `${first}/${to}`, `${first} and ${to}`] };
    },
    month: ([, name, year]) => {
      const number = String(asking.words.periods.months.indexOf(name) + 1).padStart(2, "0");
      return { names: [`${year}-M${number}`, `${year}-${number}`, year] };
    },
    years_ago: ([, word]) => {
      const numbers = asking.words.periods.numbers;
      const spelt = 1 + numbers.indexOf(word === "a" || word === "an" ? "one" : word);
      return { yearsAgo: /^\d+$/.test(word) ? Number(word) : spelt };
    },
    last_year: () => ({ yearsAgo: 1 }),
    year: ([, year]) => ({ names: [year] }),
  };

  function findFirstPeriod(text) {
    let left = text.toLowerCase(), first = null;
    for (const [name, source] of asking.words.periods.patterns) {
      const pattern = new RegExp(source, "g");
      for (const match of left.matchAll(pattern)) {
        if (!first || match.index < first.start) {
          first = { start: match.index, end: match.index + match[0].length, ...LATEST, words: match[0], ...MAKERS[name](match) };
        }
      }
      left = left.replace(pattern, (words) => " ".repeat(words.length));
    }
    return first;
  }

  /* Returns a question without the first period that it names, and that period. */
  asking.takePeriodOut = function (text) {
    const { thisYear, year } = asking.words.periods;
    if (new RegExp(thisYear, "i").test(text)) {
      const rest = text.replace(new RegExp(thisYear, "gi"), " ");
      return { rest, period: { ...LATEST, words: "this year", names: ["this year"] } };
    }
    const period = findFirstPeriod(text);
    if (!period) return { rest: text, period: LATEST };
    if (period.names.some((name) => new RegExp(`^${year}-M\\d\\d$`).test(name))) {
      period.names = period.names.filter((name) => !new RegExp(`^${year}$`).test(name));
      period.isExact = true; // the figure of its year would answer another question
    }
    return { rest: `${text.slice(0, period.start)} ${text.slice(period.end)}`, period };
  };

  const listYears = (text) => text.match(new RegExp(asking.words.periods.year, "g")) || [];
  const readLastYear = (period) => Number(listYears(period).at(-1));

  /* Returns the periods that are meant, out of those that there are, oldest first: none, one, or a choice. */
  asking.choosePeriods = function (asked, periods) {
    if (!periods.length || !(asked.names.length || asked.yearsAgo)) return periods.slice(-1);
    if (asked.yearsAgo) {
      const wanted = readLastYear(periods.at(-1)) - asked.yearsAgo;
      return periods.filter((period) => readLastYear(period) === wanted);
    }
    const exact = periods.filter((period) => asked.names.includes(period));
    if (exact.length || asked.isExact) return exact.slice(-1);
    const year = asked.names[0], months = periods.filter((period) => new RegExp(`^${year}-M\\d\\d$`).test(period));
    const covers = (years) => years.length > 1 && years[0] <= year && year <= years.at(-1);
    return months.length ? months : periods.filter((period) => covers(listYears(period)));
  };

  asking.listNearPeriods = function (periods, asked) {
    const year = Number(listYears(asked.names.join(" ")).at(-1));
    if (!year) return [...periods].sort().slice(-3);
    const distance = (period) => Math.abs(readLastYear(period) - year);
    return [...periods].sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1)).slice(0, 3);
  };
}(window.asking));
