// Asks Pagefind: one instance for each bundle of the index. Keeps the results, hands out numbers and rows.
// Runs beside the page, so that a long answer holds nothing up; knows nothing of other bundles.

// The word that the index puts before each paper, so that one small file lists them all: Pagefind 1.5.2 loads every
// file of a bundle (1.4 MB for 2,000 papers) when it is asked for no word.
const EVERY_PAPER = "#+#";
const CHECKED_RESULTS = 5;
// As many results are counted by looking at them, which costs less than the lists of filters (40 KB for 5,000 papers).
const FEW = 10;
const WITHOUT_SPACES = /^(zh|ja|th)\b/;

const opened = new Map(); // path of a bundle → its Pagefind, as a promise
const answers = new Map(); // path of a bundle → the results of the question of `turn`
const lost = new Set(); // paths of bundles of which a file could not be loaded
let latest = 0; // turn of the newest question
let isReady = false; // the WebAssembly is there, which all bundles share; two that load it at once would replace it
let before = Promise.resolve();

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
    const opening = (isReady ? Promise.resolve() : before).then(() => start(script, path));
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
  isReady = true;
  return bundle;
}

// ---- The words of a query, and whether they were really found ----

/** A query without the symbols that the index does not have: it knows only the `+` and `#` of C++ and C#. */
function indexedForm(query, language) {
  const known = query.replace(/(?!\+)\p{S}/gu, "");
  if (!/[\p{L}\p{N}]/u.test(known)) return "";
  const words = known.replace(/(?<!\S)[+#]+(?!\S)/g, "").trim();
  if (!WITHOUT_SPACES.test(language) || !Intl.Segmenter) return words;
  const parts = new Intl.Segmenter(language, { granularity: "word" }).segment(words);
  return Array.from(parts, ({ segment }) => segment.trim()).filter(Boolean).join(" ");
}

/** A word as it is compared: small letters and digits without accents. */
function folded(word) {
  return word.normalize("NFD").replace(/[^\p{L}\p{N}+#]/gu, "").toLowerCase();
}

/** True if `found` has enough of the beginning of `wanted`, or if both may be forms of one word. */
function isFoundIn(found, wanted) {
  let shared = wanted.length;
  while (shared && !found.includes(wanted.slice(0, shared))) shared--;
  if (shared === wanted.length) return true;
  if (shared < 3 || /\d$/.test(wanted)) return false;
  const [ofWanted, ofFound] = [shared / wanted.length, shared / found.length];
  return ofWanted >= 0.6 || (ofWanted >= 0.4 && ofFound >= 0.6);
}

/**
 * How well results answer a query: 2 if they have its words or the same forms, 1 if near ones, 0 if others. Pagefind
 * shortens an unknown word until it knows one, and a bundle of few papers knows few.
 */
async function fitOf(query, results, order) {
  // A word in a script without capitals may be several words of the index.
  const wanted = query.split(/\s+/).filter((word) => !/\p{Lo}/u.test(word)).map(folded).filter(Boolean);
  const best = [...results].sort((a, b) => b.score - a.score).slice(0, CHECKED_RESULTS);
  if (!wanted.length || !best.length) return 2;
  const fit = async (result) => {
    const data = await result.data();
    const { meta, text, hits } = rowOf(data);
    const inMeta = [meta.title, meta.authors, meta.topics].join(" ").split(/\s+/);
    const found = [...hits.map((hit) => text[hit] ?? ""), ...inMeta].map(folded).filter(Boolean);
    const same = data.weighted_locations.filter(isSameForm).map(({ location }) => folded(text[location - 1] ?? ""));
    const hasAll = (has) => wanted.every((word) => has(word));
    if (hasAll((word) => found.some((other) => other.includes(word)) || same.some((other) => isFoundIn(other, word)))) return 2;
    return hasAll((word) => found.some((other) => isFoundIn(other, word))) ? 1 : 0;
  };
  const first = await fit(best[0]);
  if (first === 2 || (first === 1 && !order)) return first; // Of words that are near, the nearest comes first.
  return Math.max(first, ...(await Promise.all(best.slice(1).map(fit))));
}

/** True where Pagefind 1.5.2 found the word as asked, or another with its stem; a longer or shorter word counts less. */
function isSameForm({ weight, balanced_score }) {
  return balanced_score / weight ** 2 > 512;
}

/** A result as a page shows it: its facts, its words, what stands between them, and which of them were asked for. */
function rowOf({ meta, raw_content, content, locations }) {
  // Languages without spaces have zero-width ones, but only in the form in which Pagefind escapes `<` and `>`.
  const gap = raw_content?.includes("\u200b") ? "" : " ";
  const whole = raw_content?.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const words = gap ? content.split(/\s+/) : whole.split("\u200b");
  return { meta, gap, text: words.slice(1), hits: locations.map((place) => place - 1).filter((place) => place >= 0) };
}

// ---- What the page calls ----

/**
 * {scores, counts, isNear} of a bundle: the scores of its results in their order; filter → value → how many papers, each
 * filter counted without its own choice, so that its other values stay choosable; whether only near words were found.
 * In a rare question near words are not counted.
 * turn: the number of the question. chosen: filter → value, '' for any. isRare: most bundles have few results.
 */
async function ask({ script, path, language, turn, query, chosen, order, isRare }) {
  const term = query ? indexedForm(query, language) : EVERY_PAPER;
  const isChosen = Object.values(chosen).some(Boolean);
  latest = Math.max(latest, turn);
  lost.delete(path);
  try {
    const bundle = await open(script, path);
    if (!query && !isChosen) return { scores: [], counts: await bundle.filters() };
    if (!term) return { scores: [], counts: {} };
    const options = (without) => {
      const kept = Object.entries(chosen).filter(([filter, value]) => value && filter !== without);
      const filters = Object.fromEntries(kept.map(([filter, value]) => [filter, [value]]));
      return { filters, sort: order ? { [order]: "desc" } : {} };
    };
    const search = (without) => bundle.search(term, options(without));
    const fitTo = ({ results }) => (query ? fitOf(term, results, order) : 2);
    const counts = {};
    let answer;
    let fit;
    if (isRare && !isChosen) {
      answer = await search();
      fit = await fitTo(answer);
      if (fit === 2 && answer.results.length <= FEW) await countInto(counts, answer.results);
      else if (fit === 2) answer = undefined;
    }
    if (turn !== latest) throw new Error("another question was asked since");
    if (!answer) {
      // Pagefind counts only what it has loaded; the words are fetched meanwhile.
      await Promise.all([bundle.filters(), bundle.preload(term, options())]);
      answer = await search();
      fit ??= await fitTo(answer);
      if (fit) for (const filter in chosen) counts[filter] = (chosen[filter] ? await search(filter) : answer).filters[filter] ?? {};
    }
    const results = fit ? answer.results : [];
    if (lost.has(path)) throw new Error(`a file of ${path} could not be loaded`);
    if (turn === latest) answers.set(path, { turn, results });
    return { scores: results.map(({ score }) => score), counts, isNear: fit < 2 };
  } catch (error) {
    if (lost.has(path)) opened.delete(path);
    throw error;
  }
}

async function countInto(counts, results) {
  for (const { filters } of await Promise.all(results.map((result) => result.data()))) {
    for (const [filter, value] of Object.entries(filters).flatMap(([name, values]) => values.map((each) => [name, each]))) {
      counts[filter] ??= {};
      counts[filter][value] = (counts[filter][value] ?? 0) + 1;
    }
  }
}

/** The results from one place to another of a bundle's answer; null for one that could not be loaded. */
async function rows({ path, turn, from, to }) {
  const answer = answers.get(path);
  if (answer?.turn !== turn) throw new Error("another question was asked since");
  const loaded = await Promise.allSettled(answer.results.slice(from, to).map((result) => result.data()));
  return loaded.map(({ value }) => (value ? rowOf(value) : null));
}

const calls = { ask, rows };

addEventListener("message", async ({ data: { id, call, ...values } }) => {
  try {
    postMessage({ id, value: await calls[call](values) });
  } catch (error) {
    postMessage({ id, error: `${error}` });
  }
});
