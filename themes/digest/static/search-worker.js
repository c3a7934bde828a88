// Asks Pagefind: one instance for each bundle of the index. Keeps the results, hands out numbers and rows.
// Runs beside the page, so that a long answer holds nothing up; knows nothing of other bundles. What a query means is the
// business of search-query.js, whose address comes with the first question.

// The word that the index puts before each paper, so that one small file lists them all: Pagefind 1.5.2 loads every
// file of a bundle (1.4 MB for 2,000 papers) when it is asked for no word.
const EVERY_PAPER = "#+#";
// Parts title, abstract, authors and all else of a paper's text; no word of the index.
const PART = "\u241e";
const CHECKED_RESULTS = 5;
// As many results are counted by looking at them, which costs less than the lists of filters (40 KB for 5,000 papers).
const FEW = 10;
// So many papers of a bundle are read to see whether they have a phrase to the letter (1 KB each). The index alone tells
// only that they have forms of its words side by side: "model" for "models".
const MOST_READ = 100;

const opened = new Map(); // path of a bundle → its Pagefind, as a promise
const answers = new Map(); // path of a bundle → the results of the question of `turn`
const lost = new Set(); // paths of bundles of which a file could not be loaded
const ready = new Set(); // scripts whose WebAssembly is there: bundles share it, and two that load it would replace it
let latest = 0; // turn of the newest question
let before = Promise.resolve();
let words; // search-query.js

// Pagefind 1.5.2 only logs that a file cannot be loaded and answers without it, so we look at what it fetches.
const load = self.fetch;
self.fetch = async (address, ...rest) => {
  try {
    const response = await load(address, ...rest);
    if (response.ok) return response;
    throw new Error(`${response.status} ${address}`);
  } catch (error) {
    for (const path of opened.keys()) if (`${address}`.startsWith(path)) lost.add(path);
    throw error;
  }
};

function open(script, path) {
  if (!opened.has(path)) {
    const opening = (ready.has(script) ? Promise.resolve() : before).then(() => start(script, path));
    before = opening.catch(() => opened.delete(path)); // The next question tries it anew.
    opened.set(path, opening);
  }
  return opened.get(path);
}

async function start(script, path) {
  const { createInstance } = await import(script);
  // A bundle's path changes with its content, so that its files may come from the browser's cache.
  const bundle = createInstance({ basePath: path, noWorker: true, metaCacheTag: "1" });
  await bundle.options({ ranking: {} }); // Done when the bundle is there; rejects if it cannot be read.
  ready.add(script);
  return bundle;
}

// ---- A paper of the index ----

/**
 * A result as a page shows it: its facts, and of its title, abstract, authors and all else the words, and the places of
 * those that were asked for. gap: what stands between words.
 */
function rowOf({ meta, anchors, filters, raw_content, content, locations }, wanted) {
  const facts = Object.fromEntries(anchors.map(({ id }) => [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)]));
  // Languages without spaces have zero-width ones, but only in the form in which Pagefind escapes `<` and `>`.
  const gap = raw_content?.includes("\u200b") ? "" : " ";
  const whole = raw_content?.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const all = gap ? content.split(/\s+/) : whole.split("\u200b");
  const hits = new Set(locations);
  const isEnd = (word) => word.startsWith(PART);
  const parts = [[]];
  all.forEach((word, place) => {
    if (isEnd(word)) parts.push([]);
    else if (place) parts.at(-1).push([word, hits.has(place)]);
  });
  const part = (words = []) => ({ words: words.map(([word]) => word), hits: words.flatMap(([, isHit], place) => (isHit ? [place] : [])) });
  const [title, abstract, authors, others] = [0, 1, 2, 3].map((place) => part(parts[place]));
  const topics = (meta.topics ?? "").split(" ").filter(Boolean);
  const topicHits = topics.flatMap((word, place) => (wanted.some((each) => words.isFormOf(words.folded(word), each)) ? [place] : []));
  return { meta, facts, filters, gap, title, abstract, authors, others, topics: { words: topics, hits: topicHits } };
}

/**
 * How well results answer a query: 2 if they have its words or the same forms, 1 if near ones, 0 if others. Pagefind
 * shortens an unknown word until it knows one, and a bundle of few papers knows few.
 */
async function fitOf(query, results, order) {
  const wanted = words.wantedIn(query);
  const best = [...results].sort((a, b) => b.score - a.score).slice(0, CHECKED_RESULTS);
  if (!wanted.length || !best.length) return 2;
  const fit = async (result) => {
    const data = await result.data();
    const text = data.content.split(/\s+/);
    const inMeta = [data.meta.title, data.meta.topics].join(" ").split(/\s+/);
    const inText = data.locations.flatMap((place) => (text[place] ?? "").split("\u200b"));
    const found = [...inText, ...inMeta].map(words.folded).filter(Boolean);
    const same = data.weighted_locations.filter(isSameForm).map(({ location }) => words.folded(text[location] ?? ""));
    const hasAll = (has) => wanted.every((word) => has(word));
    if (hasAll((word) => found.some((other) => other.includes(word)) || same.some((other) => words.isFoundIn(other, word)))) return 2;
    return hasAll((word) => found.some((other) => words.isFoundIn(other, word))) ? 1 : 0;
  };
  const first = await fit(best[0]);
  if (first === 2 || (first === 1 && !order)) return first; // Of words that are near, the nearest comes first.
  return Math.max(first, ...(await Promise.all(best.slice(1).map(fit))));
}

/** True where Pagefind 1.5.2 found the word as asked, or another with its stem; a longer or shorter word counts less. */
function isSameForm({ weight, balanced_score }) {
  return balanced_score / weight ** 2 > 512;
}

// ---- Filters ----

/** The choices that count when the values of a filter are counted: all but its own, and a month is of its year. */
function choicesFor(filter, chosen) {
  const left = ([name, value]) => value && name !== filter && !(filter === "year" && name === "month");
  return Object.fromEntries(Object.entries(chosen).filter(left).map(([name, value]) => [name, [value]]));
}

const emptied = (names) => Object.fromEntries(names.map((name) => [name, []]));
const hasAll = (values, choices) => Object.entries(choices).every(([name, [value]]) => values[name]?.includes(value));

/** value → how many of some papers have it. */
function countedIn(papers, filter) {
  const counts = {};
  for (const value of papers.flatMap(({ filters }) => filters[filter] ?? [])) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

// ---- Questions with phrases ----

/** {results, counts, isLoose} of a question with phrases; isLoose if too many papers may have them to read them all. */
async function askPhrases(bundle, { term, rest, phrases }, { chosen, order, counted }) {
  const sort = order ? { [order]: "desc" } : {};
  const sideBySide = async (filters) => {
    const answers = await Promise.all(phrases.map((phrase) => bundle.search(`"${phrase}"`, { filters })));
    const sets = answers.map(({ results }) => new Set(results.map(({ id }) => id)));
    return { first: answers[0], has: ({ id }) => sets.every((set) => set.has(id)) };
  };
  let { results } = await bundle.search(term, { sort });
  if (results.length > MOST_READ) results = results.filter((await sideBySide({})).has);
  if (rest && results.length && !(await fitOf(rest, results, order))) results = [];
  if (results.length <= MOST_READ) {
    const read = await Promise.all(results.map(async (result) => ({ result, data: await result.data() })));
    const exact = read.filter(({ data }) => phrases.every((phrase) => words.hasPhrase(data.content, phrase)));
    const papers = (filter) => exact.filter(({ data }) => hasAll(data.filters, choicesFor(filter, chosen)));
    const counts = Object.fromEntries(counted.map((name) => [name, countedIn(papers(name).map(({ data }) => data), name)]));
    return { results: papers().map(({ result }) => result), counts };
  }
  const among = new Set(results.map(({ id }) => id));
  const found = await bundle.search(term, { sort, filters: choicesFor(undefined, chosen) });
  const counts = {};
  await bundle.preload(EVERY_PAPER, { filters: emptied(counted) });
  for (const name of counted) {
    const choices = choicesFor(name, chosen);
    counts[name] = {};
    const { first } = await sideBySide(choices);
    for (const value of Object.keys(first.filters[name] ?? {}).filter((each) => first.filters[name][each])) {
      const ofValue = await sideBySide({ ...choices, [name]: [value] });
      counts[name][value] = ofValue.first.results.filter((result) => among.has(result.id) && ofValue.has(result)).length;
    }
  }
  return { results: found.results.filter(({ id }) => among.has(id)), counts, isLoose: true };
}

// ---- What the page calls ----

/**
 * {scores, counts, isNear, isLoose} of a bundle: the scores of its results in their order; filter → value → how many
 * papers, each filter counted without its own choice, so that its other values stay choosable; whether only near words
 * were found; whether a phrase may stand there in other forms of its words. In a rare question near words are not counted.
 * turn: the number of the question. chosen: filter → value, '' for any. counted: the filters whose values are shown; no
 * others are loaded. isRare: most bundles have few results.
 */
async function ask({ script, path, parser, language, turn, query, chosen, order, counted, isRare }) {
  words ??= await import(parser);
  const asked = words.parsed(query, language);
  const term = query ? asked.term : EVERY_PAPER;
  const isChosen = Object.values(chosen).some(Boolean);
  latest = Math.max(latest, turn);
  lost.delete(path);
  try {
    const bundle = await open(script, path);
    if (!term) return { scores: [], counts: {} };
    const isCurrent = () => {
      if (turn !== latest) throw new Error("another question was asked since");
    };
    const keep = (results) => {
      if (lost.has(path)) throw new Error(`a file of ${path} could not be loaded`);
      if (turn === latest) answers.set(path, { turn, results, wanted: words.wantedIn(term) });
      return results.map(({ score }) => score);
    };
    if (asked.phrases.length) {
      const { results, counts, isLoose } = await askPhrases(bundle, asked, { chosen, order, counted });
      return { scores: keep(results), counts, isLoose };
    }
    const sort = order ? { [order]: "desc" } : {};
    const search = (filter) => bundle.search(term, { sort, filters: choicesFor(filter, chosen) });
    const fitTo = ({ results }) => (query ? fitOf(term, results, order) : 2);
    const counts = {};
    let answer;
    let fit;
    if (isRare && !isChosen) {
      answer = await search();
      fit = await fitTo(answer);
      if (fit === 2 && answer.results.length <= FEW) {
        const papers = await Promise.all(answer.results.map((result) => result.data()));
        for (const name of counted) counts[name] = countedIn(papers, name);
      } else if (fit === 2) answer = undefined;
    }
    isCurrent();
    if (!answer) {
      // Pagefind counts only what it has loaded; a filter without a value is loaded and narrows nothing.
      await bundle.preload(term, { filters: { ...emptied(counted), ...choicesFor(undefined, chosen) } });
      isCurrent();
      answer = await search();
      fit ??= await fitTo(answer);
      if (fit) for (const name of counted) counts[name] = (isOwn(name, chosen) ? await search(name) : answer).filters[name] ?? {};
    }
    const results = fit ? answer.results : [];
    // A question for nothing is asked for its counts alone.
    return { scores: keep(query || isChosen ? results : []), counts, isNear: fit < 2 };
  } catch (error) {
    if (lost.has(path)) opened.delete(path);
    throw error;
  }
}

/** True if the choice in a filter narrows what its own values are counted in. */
const isOwn = (filter, chosen) => Boolean(chosen[filter] || (filter === "year" && chosen.month));

/** The results from one place to another of a bundle's answer; null for one that could not be loaded. */
async function rows({ path, turn, from, to }) {
  const answer = answers.get(path);
  if (answer?.turn !== turn) throw new Error("another question was asked since");
  const loaded = await Promise.allSettled(answer.results.slice(from, to).map((result) => result.data()));
  return loaded.map(({ value }) => (value ? rowOf(value, answer.wanted) : null));
}

const calls = { ask, rows };

addEventListener("message", async ({ data: { id, call, ...values } }) => {
  try {
    postMessage({ id, value: await calls[call](values) });
  } catch (error) {
    postMessage({ id, error: `${error}` });
  }
});
