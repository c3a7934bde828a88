// The search page. `openIndex` is all that knows Pagefind; the rest shows what it answers.

const PAGE = 10;
const WAIT_MS = 150;
const LOAD_LIMIT_MS = 20000;
const EXCERPT_WORDS = 34;
const CHECKED_RESULTS = 5;

const form = document.getElementById("search");
const words = form.dataset;
const at = (id) => document.getElementById(id);
const [box, sort, status, notice, list, more, again] =
  ["q", "sort", "search-status", "search-notice", "results", "more", "again"].map(at);
const facets = Object.fromEntries(
  [...form.querySelectorAll("[data-filter]")].map((fieldset) => [fieldset.dataset.filter, fieldset]),
);

// ---- The index: one Pagefind instance for each bundle, newest bundle first ----

function within(limit_ms, promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), limit_ms));
  return Promise.race([promise, late]);
}

async function openBundle(folder, script) {
  // A module of its own for each bundle, because the instances of one module share what they know.
  const { createInstance } = await import(`${script}#${folder}`);
  const bundle = createInstance({ basePath: folder, noWorker: true });
  await bundle.options({ baseUrl: words.root });
  await bundle.filters();
  return bundle;
}

/** An index with `search(query, filters, order)`; rejects if no bundle can be read. */
async function openIndex(base) {
  const response = await fetch(base + "bundles.json");
  if (!response.ok) throw new Error(`${response.status}`);
  const { engine, bundles } = await response.json();
  const open = ({ path }) => within(LOAD_LIMIT_MS, openBundle(base + path, `${base}${engine}pagefind.js`));
  const opened = await Promise.allSettled(bundles.map(open));
  const readable = opened.filter((each) => each.status === "fulfilled").map((each) => each.value);
  if (bundles.length && !readable.length) throw opened[0].reason;

  /** {results, counts}: the results of newer bundles first; counts: filter → value → how many papers. */
  async function search(query, filters, order) {
    const sorting = order === "date" || !query ? { date: "desc" } : {};
    const options = { filters, sort: sorting };
    const known = indexedForm(query);
    if (query && !known) return { results: [], counts: {} };
    const answers = await Promise.all(readable.map((bundle) => bundle.search(known || null, options)));
    const counts = {};
    for (const [filter, values] of answers.flatMap((answer) => Object.entries(answer.filters))) {
      counts[filter] ??= {};
      for (const [value, count] of Object.entries(values)) counts[filter][value] = (counts[filter][value] ?? 0) + count;
    }
    return { results: answers.flatMap((answer) => answer.results), counts };
  }
  return { search, isPartial: readable.length < bundles.length };
}

let index; // A promise, made by the first question.

// ---- The words of a query, and whether they were really found ----

/** A query without the symbols that the index does not have: it knows only the `+` and `#` of C++ and C#. */
function indexedForm(query) {
  const known = query.replace(/(?!\+)\p{S}/gu, "");
  const isWord = (part) => /[\p{L}\p{N}]/u.test(part);
  return isWord(known) ? known.replace(/(?<!\S)[+#]+(?!\S)/g, "").trim() : "";
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

/** False if the results have other words than the query: Pagefind shortens an unknown word until it knows one. */
async function isAnswer(query, results) {
  // A word in a script without capitals may be several words of the index.
  const wanted = query.split(/\s+/).filter((word) => !/\p{Lo}/u.test(word)).map(folded).filter(Boolean);
  const best = [...results].sort((a, b) => b.score - a.score).slice(0, CHECKED_RESULTS);
  if (!wanted.length || !best.length) return true;
  const all = await Promise.all(best.map((result) => result.data()));
  return all.some((data) => {
    const { text, hits } = wordsOf(data);
    const inMeta = [data.meta.title, data.meta.authors, data.meta.topics].join(" ").split(/\s+/);
    const found = [...[...hits].map((hit) => text[hit] ?? ""), ...inMeta].map(folded).filter(Boolean);
    return wanted.every((word) => found.some((other) => isFoundIn(other, word)));
  });
}

// ---- What is asked: the form, and the address that says the same ----

function question() {
  const chosen = (name) => form.querySelector(`[data-filter="${name}"] input:checked`)?.value ?? "";
  return { q: box.value.trim(), topic: chosen("topic"), year: chosen("year"), sort: sort.value };
}

function filtersOf({ topic, year }) {
  return { ...(topic && { topic: [topic] }), ...(year && { year: [year] }) };
}

function writeAddress(asked, shown) {
  const kept = { q: asked.q, topic: asked.topic, year: asked.year, sort: asked.sort === "date" ? "date" : "" };
  const query = new URLSearchParams(Object.entries(kept).filter(([, value]) => value));
  history.replaceState({ shown }, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  box.value = query.get("q") ?? "";
  sort.value = query.get("sort") === "date" ? "date" : "relevance";
  for (const filter in facets) choose(filter, query.get(filter) ?? "");
}

// ---- Filters: plain lists with counts ----

function choiceOf(filter, value) {
  const item = at("choice").content.cloneNode(true).firstElementChild;
  const input = item.querySelector("input");
  input.name = filter;
  input.value = value;
  if (value) item.querySelector(".name").textContent = value;
  return item;
}

function choose(filter, value) {
  const choices = facets[filter].querySelector("ul");
  const find = (wanted) => [...choices.querySelectorAll("input")].find((input) => input.value === wanted);
  for (const each of ["", value]) if (find(each) === undefined) choices.append(choiceOf(filter, each));
  find(value).checked = true;
}

/** Sets the numbers; new values join the list, none leaves it, so that nothing jumps. */
function showCounts(filter, counts) {
  const choices = facets[filter].querySelector("ul");
  const known = new Set([...choices.querySelectorAll("input")].map((input) => input.value));
  const added = Object.keys(counts).filter((value) => !known.has(value));
  choices.append(...added.map((value) => choiceOf(filter, value)));
  if (added.length) {
    const order = filter === "year" ? (a, b) => b.localeCompare(a) : (a, b) => a.localeCompare(b);
    const items = [...choices.children].slice(1);
    choices.append(...items.sort((a, b) => order(a.querySelector("input").value, b.querySelector("input").value)));
  }
  for (const item of choices.children) {
    const { value } = item.querySelector("input");
    if (!value) continue;
    item.querySelector(".count").textContent = counts[value] ?? 0;
    item.classList.toggle("is-empty", !counts[value]);
  }
}

// ---- Results: all text from the index is set as text ----

function showDate(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const nameIn = (months) => months.split("|")[month - 1];
  const parts = { day, year, month: nameIn(words.months), month_short: nameIn(words.monthsShort) };
  return words.date.replace(/\{(\w+)\}/g, (hole, name) => parts[name] ?? hole);
}

/** Text nodes and marks of the words from `start` to `end`. */
function markedText({ text, gap, hits }, start, end) {
  return text.slice(start, end).flatMap((word, index) => {
    const mark = document.createElement("mark");
    mark.textContent = word;
    return [index ? gap : "", hits.has(start + index) ? mark : word];
  });
}

/** The words Pagefind counted: at spaces, or at the zero-width spaces it put into languages without spaces. */
function wordsOf({ raw_content, content, locations }) {
  const hits = new Set(locations);
  if (!raw_content?.includes("\u200b")) return { text: content.split(/\s+/), gap: " ", hits };
  // Only this form still has the zero-width spaces; Pagefind escapes `<` and `>` in it.
  const whole = raw_content.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return { text: whole.split("\u200b"), gap: "", hits };
}

/** How many of the words are the title: the indexed text begins with it. */
function titleLength({ text, gap }, title) {
  let [count, length] = [0, 0];
  while (count < text.length && length < title.length) length += text[count++].length + gap.length;
  return count;
}

/** Where the excerpt begins: a few words before the stretch that has most of what was asked for. */
function excerptStart({ text, hits }, first) {
  let [best, most] = [first, 0];
  for (const hit of [...hits].sort((a, b) => a - b)) {
    const start = Math.min(hit - 5, text.length - EXCERPT_WORDS);
    const inside = [...hits].filter((other) => other >= first && other >= start && other < start + EXCERPT_WORDS).length;
    if (hit >= first && inside > most) [best, most] = [Math.max(first, start), inside];
  }
  return best;
}

function addressOf(path) {
  return /^https?:\/\//.test(path) ? path : words.root + path;
}

function rowOf(data) {
  const { meta } = data;
  const row = at("result").content.cloneNode(true).firstElementChild;
  const found = wordsOf(data);
  const first = titleLength(found, meta.title);
  const title = { ...found, text: meta.title.split(found.gap && /\s+/) };
  const shownTitle = title.text.length === first ? markedText(title, 0, first) : [meta.title];
  const link = document.createElement(meta.path ? "a" : "span");
  if (meta.path) link.href = addressOf(meta.path);
  link.append(...shownTitle);
  row.querySelector(".title").append(link);
  for (const name of ["authors", "topics"]) {
    if (meta[name]) row.querySelector(`.${name}`).textContent = meta[name];
    else row.querySelector(`.${name}`).remove();
  }
  const start = excerptStart(found, first);
  const end = start + EXCERPT_WORDS;
  const around = [start > first ? "… " : "", end < found.text.length ? " …" : ""];
  row.querySelector(".sentence").append(around[0], ...markedText(found, start, end), around[1]);
  const time = row.querySelector("time");
  time.dateTime = meta.date;
  time.textContent = showDate(meta.date);
  return row;
}

// ---- Asking and showing ----

let turn = 0;
let found = [];
let asked = question();

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

function sayCount(count) {
  if (!count) return say(navigator.onLine ? words.none : words.offline);
  say(count === 1 ? words.countOne : words.count.replace("{count}", count.toLocaleString(document.documentElement.lang)));
}

function showNotice(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

function showFailure() {
  index = undefined;
  found = [];
  list.replaceChildren();
  more.hidden = true;
  again.hidden = at("browse").hidden = false;
  at("browse-hint").hidden = true;
  say(navigator.onLine ? words.failed : words.offline);
}

async function ask(shown = PAGE) {
  const mine = ++turn;
  asked = question();
  writeAddress(asked, shown);
  const isAsked = asked.q || asked.topic || asked.year;
  const slow = setTimeout(() => mine === turn && isAsked && say(words.working), 300);
  try {
    index ??= openIndex(words.index);
    const { search, isPartial } = await index;
    // What each list would give is counted without its own choice, so that its other values stay choosable.
    const [answer, ofTopics, ofYears] = await Promise.all([
      search(asked.q, filtersOf(asked), asked.sort),
      search(asked.q, filtersOf({ year: asked.year }), asked.sort),
      search(asked.q, filtersOf({ topic: asked.topic }), asked.sort),
    ]);
    const isTrue = await isAnswer(indexedForm(asked.q), answer.results);
    const results = isAsked && isTrue ? answer.results : [];
    const rows = (await Promise.all(results.slice(0, shown).map((result) => result.data()))).map(rowOf);
    if (mine !== turn) return;
    found = results;
    list.replaceChildren(...rows);
    showCounts("topic", (isTrue && ofTopics.counts.topic) || {});
    showCounts("year", (isTrue && ofYears.counts.year) || {});
    more.hidden = rows.length >= found.length;
    again.hidden = true;
    at("browse").hidden = found.length > 0;
    at("browse-hint").hidden = !isAsked || found.length > 0;
    showNotice(isPartial ? words.partly : "");
    if (isAsked) sayCount(found.length);
    else say(words.ready);
  } catch (error) {
    console.error(error);
    if (mine === turn) showFailure();
  } finally {
    clearTimeout(slow);
  }
}

async function showMore() {
  const mine = turn;
  const from = list.children.length;
  const data = await Promise.all(found.slice(from, from + PAGE).map((result) => result.data()));
  if (mine !== turn || list.children.length !== from) return;
  const rows = data.map(rowOf);
  list.append(...rows);
  writeAddress(asked, list.children.length);
  if (list.children.length < found.length) return;
  more.hidden = true;
  rows[0]?.querySelector("a")?.focus({ preventScroll: true });
}

// ---- Events ----

let waiting;
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT_MS);
});
form.addEventListener("change", (event) => event.target !== box && ask());
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  if (question().q !== asked.q || !list.children.length) await ask();
  list.querySelector("a")?.focus();
});
more.addEventListener("click", showMore);
again.addEventListener("click", async () => {
  await ask();
  if (again.hidden) box.focus(); // The button that had the focus is gone.
});

/** The arrow keys go from the box into the results and back. */
addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...list.querySelectorAll(".title a")];
  const place = links.indexOf(document.activeElement);
  if (!step || (place < 0 && document.activeElement !== box)) return;
  if (place < 0 && step < 0) return;
  const next = place + step < 0 ? box : links[place + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

addEventListener("popstate", () => {
  readAddress();
  ask(history.state?.shown);
});

const wide = matchMedia("(min-width: 1000px)");
const unfold = () => (at("facets").open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
readAddress();
// Who comes back stays at the result they left.
const isReturning = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
if (!box.value || !isReturning) box.focus({ preventScroll: true });
ask(history.state?.shown);
