// The index across its bundles: which of them are asked when, and in which order their results follow each other.
// A result that was handed out never moves. Knows nothing of the page.

const WORKERS = Math.min(2, navigator.hardwareConcurrency || 1);
const LIMIT_MS = 20000;
// A step in which fewer are found means a rare word: bundles then count what they find instead of loading all filters.
const FEW = 10;
// The first step asks bundles of the two newest months until they hold so many papers: a word that one in 20 papers has
// fills a screen then. It asks few, because each one takes requests of its own.
const FIRST_PAPERS = 200;
const FIRST_BUNDLES = { least: 2, most: 4 };
// So many rows are fetched at a time; of each bundle, where votes decide which one's row is next.
const TOGETHER = 10;
const TOGETHER_BY_VOTES = 3;

// A list that was read so long ago is looked at anew before the next question: a deployment may have replaced bundles.
const FRESH_MS = 60000;

/** The index below `base`; rejects if its list cannot be read. `close` ends it; nothing may be asked after that. */
export async function openIndex({ base, worker, parser, language }) {
  const lines = [openLine(worker)]; // It loads while the list does.
  const lineFor = (place) => (lines[place % WORKERS] ??= openLine(worker));
  const close = () => lines.forEach((line) => line.close());
  let list = await readList(base).catch((error) => {
    close();
    throw error;
  });
  let readAt = Date.now();
  let reading;
  let turn = 0;

  /** Reads the list anew; what is shown goes on if it cannot be read. Who asks meanwhile waits for the same answer. */
  async function read() {
    // Hosts that tell files apart by the second of their change would answer a question for a newer one wrongly.
    const newer = await readList(base, { cache: "reload" }).catch(() => list);
    [reading, readAt] = [undefined, Date.now()];
    if (newer.text !== list.text) list = newer;
  }

  /** Whether there is a newer list than the one that a search was made from. */
  async function renew(search) {
    if (search.list === list) await (reading ??= read());
    return search.list !== list;
  }

  /** counted: the filters whose values are shown. */
  function search({ query, chosen, order, counted }) {
    const mine = ++turn;
    const { engine, bundles } = list.value;
    const values = { script: `${base}${engine}pagefind.js`, parser, language, turn: mine, query, chosen, order, counted };
    const callers = new Map(bundles.map((bundle, place) => [bundle, lineFor(place)]));
    const call = (name, bundle, more) => callers.get(bundle)(name, { ...values, path: base + bundle.path, ...more });
    return Object.assign(newSearch(bundles.filter(isWithin(chosen)), order, call, () => mine === turn), { list });
  }
  const bundles = () => list.value.bundles;
  return {
    search,
    renew,
    freshen: async () => Date.now() - readAt > FRESH_MS && (reading ??= read()),
    years: () => [...new Set(bundles().flatMap(yearsOf))].sort().reverse(),
    hasVotes: () => bundles().some(({ votes }) => votes),
    /** Whether any paper has a value of a filter. */
    has: (filter) => bundles().some(({ filters }) => filters.includes(filter)),
    close,
  };
}

/** {text, value} of the list of bundles. */
async function readList(base, options) {
  const response = await fetch(`${base}bundles.json`, { ...options, signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const text = await response.text();
  return { text, value: JSON.parse(text) };
}

/** Which bundles may have papers of the chosen month or year. */
function isWithin({ month, year }) {
  const span = month || year || "";
  return ({ first, last }) => first.slice(0, span.length) <= span && span <= last.slice(0, span.length);
}

/** A worker as a function that answers calls; rejects when one takes too long or the worker cannot run. */
function openLine(address) {
  const worker = new Worker(address, { type: "module" });
  const waiting = new Map();
  let count = 0;
  const settle = ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(value);
  };
  worker.addEventListener("message", ({ data }) => settle(data));
  worker.addEventListener("error", ({ message }) => {
    for (const id of waiting.keys()) settle({ id, error: message ?? "no worker" });
  });
  const line = (call, values) =>
    new Promise((resolve, reject) => {
      const id = count++;
      waiting.set(id, { resolve, reject });
      setTimeout(() => settle({ id, error: "too slow" }), LIMIT_MS);
      worker.postMessage({ id, call, ...values });
    });
  line.close = () => worker.terminate();
  return line;
}

/** The years that a bundle may have papers of. */
function yearsOf({ first, last }) {
  const [from, to] = [first, last].map((date) => Number(date.slice(0, 4)));
  return Array.from({ length: to - from + 1 }, (_, place) => String(from + place).padStart(4, "0"));
}

/**
 * How many bundles each step asks: the newest, then ever more, because the network answers them together. The order of
 * votes needs the next result of each bundle, so all of them.
 */
function stepsOf(bundles, order) {
  const steps = [];
  const first = order === "votes" ? bundles.length : firstCount(bundles);
  for (let from = 0, size = first; from < bundles.length; from += size, size = 2 ** steps.length) {
    steps.push(bundles.slice(from, from + size));
  }
  return steps;
}

/** How many of the newest bundles fill the first screen of a common query; the newest month may have several. */
function firstCount(bundles) {
  const months = bundles.map(({ first }) => first.slice(0, 7));
  const newest = [...new Set(months)].slice(0, 2);
  let papers = 0;
  const enough = bundles.findIndex(({ pages }, place) => (papers += pages) >= FIRST_PAPERS || !newest.includes(months[place + 1]));
  return Math.min(Math.max(enough + 1, FIRST_BUNDLES.least), FIRST_BUNDLES.most);
}

/** One question. Its answers arrive bundle by bundle; its rows are handed out in order, each once. */
function newSearch(bundles, order, call, isCurrent) {
  const steps = stepsOf(bundles, order);
  const asked = new Map(); // bundle → a promise, kept when it has answered; it never rejects
  const answers = new Map(); // bundle → {scores, counts, isNear}; without any if it could not be read
  let readySteps = 0;
  let handedOut = 0;
  let hasLost = false;

  const ready = () => steps.slice(0, readySteps).flat();
  const isWhole = () => answers.size === bundles.length;
  const isNearAll = () => isWhole() && [...answers.values()].every(({ isNear, scores }) => isNear || !scores?.length);
  /** The answer of a bundle. Near words count only when no bundle has the words themselves. */
  const answerOf = (bundle) => {
    const answer = answers.get(bundle);
    return answer?.scores && (!answer.isNear || isNearAll()) ? answer : { scores: [], counts: {} };
  };
  const foundIn = (some) => some.reduce((sum, bundle) => sum + answerOf(bundle).scores.length, 0);

  async function askOne(bundle, isRare) {
    const failed = (error) => {
      if (isCurrent()) console.warn(error);
      hasLost = true;
      return {};
    };
    answers.set(bundle, await call("ask", bundle, { isRare }).catch(failed));
  }

  function askOnce(bundle, isRare) {
    if (!asked.has(bundle)) asked.set(bundle, askOne(bundle, isRare));
    return asked.get(bundle);
  }

  /** Asks some bundles and counts the steps that are done. */
  async function askAll(some, isRare) {
    await Promise.all(some.map((bundle) => askOnce(bundle, isRare)));
    const near = bundles.filter((bundle) => answers.get(bundle)?.isNear);
    if (near.length && isNearAll()) await Promise.all(near.map((bundle) => askOne(bundle, false)));
    while (steps[readySteps]?.every((bundle) => answers.has(bundle))) readySteps++;
  }

  async function fetchRows(bundle, from, to) {
    const rows = await call("rows", bundle, { from, to }).catch(() => Array(to - from).fill(null));
    hasLost ||= rows.includes(null);
    return rows;
  }

  const rows = order === "votes" ? byVotes(bundles, answerOf, fetchRows) : inSteps(steps, order, answerOf, fetchRows);

  return {
    /** Asks the bundles of the next step; false if there is none. */
    async step() {
      if (!steps[readySteps]) return false;
      const isRare = readySteps > 0 && foundIn(ready()) < FEW;
      await askAll(steps[readySteps], isRare);
      return true;
    },
    /** Asks one bundle more, only to count; false if there is none. */
    async stepAside() {
      const next = bundles.find((bundle) => !asked.has(bundle));
      if (!next) return false;
      await askAll([next], false);
      return true;
    },
    /** Up to so many rows more, of the steps that are done; the first of an older step has its dates as `part`. */
    async take(count) {
      const taken = [];
      const end = Math.min(handedOut + count, foundIn(ready()));
      for (; handedOut < end; handedOut++) taken.push((await rows.next()).value);
      return taken.filter(Boolean);
    },
    /** filter → value → how many papers, in the bundles that have answered. */
    counts() {
      const all = {};
      for (const [filter, values] of bundles.flatMap((bundle) => Object.entries(answerOf(bundle).counts))) {
        all[filter] ??= {};
        for (const [value, count] of Object.entries(values ?? {})) all[filter][value] = (all[filter][value] ?? 0) + count;
      }
      return all;
    },
    found: () => foundIn(bundles),
    waiting: () => foundIn(ready()) - handedOut,
    isWhole,
    isPartial: () => hasLost,
    /** Whether a newer list of bundles may know more. */
    isLacking: () => hasLost || (isWhole() && !foundIn(bundles)),
    /** Whether a phrase was found in other forms of its words too. */
    isLoose: () => bundles.some((bundle) => answerOf(bundle).isLoose),
    hasFailed: () => bundles.length > 0 && isWhole() && ![...answers.values()].some(({ scores }) => scores),
    /** The date back to which all was searched, and the one to which the next step goes back; '' if there is none. */
    since: () => bundles.filter((bundle) => answers.has(bundle)).at(-1)?.first ?? "",
    next: () => steps[readySteps]?.at(-1).first ?? "",
    /** Whether a year was counted at all, and whether nothing can add to it. */
    isAsked: (year) => [...answers.keys()].some((bundle) => yearsOf(bundle).includes(year)),
    isCounted: (year) => bundles.every((bundle) => answers.has(bundle) || !yearsOf(bundle).includes(year)),
  };
}

/** The rows of each step, newest first: by score over the bundles of a step, else bundle after bundle. */
async function* inSteps(steps, order, answerOf, fetchRows) {
  for (const bundles of steps) {
    const places = bundles.flatMap((bundle) => answerOf(bundle).scores.map((score, place) => ({ bundle, place, score })));
    if (!order) places.sort((a, b) => b.score - a.score);
    const part = !order && bundles !== steps[0] ? { first: bundles.at(-1).first, last: bundles[0].last } : undefined;
    for (let from = 0; from < places.length; from += TOGETHER) {
      const rows = await rowsAt(places.slice(from, from + TOGETHER), fetchRows);
      for (const [index, row] of rows.entries()) yield row && { row, part: from + index === 0 ? part : undefined };
    }
  }
}

/** The rows at some places; those of one bundle follow each other, so they are fetched with one call. */
async function rowsAt(places, fetchRows) {
  const fetched = new Map();
  for (const { bundle, place } of places) {
    if (!fetched.has(bundle)) {
      const count = places.filter((other) => other.bundle === bundle).length;
      fetched.set(bundle, { from: place, rows: fetchRows(bundle, place, place + count) });
    }
  }
  return Promise.all(
    places.map(async ({ bundle, place }) => {
      const { from, rows } = fetched.get(bundle);
      return (await rows)[place - from];
    }),
  );
}

/** The rows of all bundles, those with most votes first: whichever bundle's next row has most; the newer one's of equals. */
async function* byVotes(bundles, answerOf, fetchRows) {
  const fetchNext = async (head) => {
    head.rows = await fetchRows(head.bundle, head.at, head.at + TOGETHER_BY_VOTES);
    head.at += head.rows.length;
  };
  const heads = bundles.filter((bundle) => answerOf(bundle).scores.length).map((bundle) => ({ bundle, at: 0, rows: [] }));
  await Promise.all(heads.map(fetchNext));
  const votesOf = ({ rows }) => Number(rows[0]?.facts.votes ?? 0);
  for (;;) {
    const filled = heads.filter(({ rows }) => rows.length);
    if (!filled.length) return;
    const best = filled.reduce((most, head) => (votesOf(head) > votesOf(most) ? head : most));
    const row = best.rows.shift();
    yield row && { row };
    if (!best.rows.length) await fetchNext(best);
  }
}
