// The search page: the form, its address, the filters and the results. What is found, and in which order, is the
// business of search-bundles.js; how one bundle is asked, that of search-worker.js.

const PAGE = 10;
const WAIT_MS = 150;
const EXCERPT_WORDS = 34;
// After so long without a new question older bundles are asked too, one by one, so that the counts become whole.
const IDLE_MS = 3000;
const IDLE_STEP_MS = 500;

const form = document.getElementById("search");
const words = form.dataset;
const at = (id) => document.getElementById(id);
const [box, sort, status, notice, list, more, again] =
  ["q", "sort", "search-status", "search-notice", "results", "more", "again"].map(at);
const facets = Object.fromEntries(
  [...form.querySelectorAll("[data-filter]")].map((fieldset) => [fieldset.dataset.filter, fieldset]),
);
const filters = Object.keys(facets);
const language = document.documentElement.lang;

// ---- What is asked: the form, and the address that says the same ----

function question() {
  const chosen = (name) => form.querySelector(`[data-filter="${name}"] input:checked`)?.value ?? "";
  return { q: box.value.trim(), ...Object.fromEntries(filters.map((name) => [name, chosen(name)])), sort: sort.value };
}

const choiceIn = (asked) => Object.fromEntries(filters.map((name) => [name, asked[name]]));
const isAsked = (asked) => Boolean(asked.q || filters.some((name) => asked[name]));
const isOrder = (value) => value === "date" || value === "votes";

function writeAddress(asked, shown) {
  const kept = { q: asked.q, ...choiceIn(asked), sort: isOrder(asked.sort) ? asked.sort : "" };
  const query = new URLSearchParams(Object.entries(kept).filter(([, value]) => value));
  history.replaceState({ shown }, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  box.value = query.get("q") ?? "";
  sort.value = isOrder(query.get("sort")) ? query.get("sort") : "relevance";
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
  if (value) facets[filter].hidden = false;
  find(value).checked = true;
}

/** Adds values to a filter; none leaves it, so that nothing jumps. */
function offer(filter, values) {
  const choices = facets[filter].querySelector("ul");
  const known = new Set([...choices.querySelectorAll("input")].map((input) => input.value));
  const added = values.filter((value) => !known.has(value));
  if (!added.length) return;
  facets[filter].hidden = false; // An archive without categories shows no empty list of them.
  choices.append(...added.map((value) => choiceOf(filter, value)));
  const order = filter === "year" ? (a, b) => b.localeCompare(a) : (a, b) => a.localeCompare(b);
  const items = [...choices.children].slice(1);
  choices.append(...items.sort((a, b) => order(a.querySelector("input").value, b.querySelector("input").value)));
}

/** Sets the numbers: `12`, or `12+` where bundles that were not asked may add to them, or none where all may. */
function showCounts(search) {
  const counts = search.counts();
  let isSoFar = false;
  for (const filter in facets) {
    const ofFilter = counts[filter] ?? {};
    offer(filter, Object.keys(ofFilter));
    for (const item of facets[filter].querySelectorAll("li")) {
      const { value } = item.querySelector("input");
      if (!value) continue;
      const count = ofFilter[value] ?? 0;
      const isWhole = filter === "year" ? search.isCounted(value) : search.isWhole();
      const isNumber = filter !== "year" || search.isAsked(value);
      item.querySelector(".count").textContent = isNumber ? `${count.toLocaleString(language)}${isWhole ? "" : "+"}` : "";
      item.classList.toggle("is-empty", isWhole && !count);
      isSoFar ||= !isWhole;
    }
  }
  at("counts-hint").hidden = !isSoFar;
}

// ---- Results: all text from the index is set as text ----

function showDate(iso, form = words.date) {
  const [year, month, day] = iso.split("-").map(Number);
  const nameIn = (months) => months.split("|")[month - 1];
  const parts = { day, year, month: nameIn(words.months), month_short: nameIn(words.monthsShort) };
  return form.replace(/\{(\w+)\}/g, (hole, name) => parts[name] ?? hole);
}

/** The months of a part, as from its newest to its oldest. */
function showMonths({ first, last }) {
  return [...new Set([last, first].map((date) => showDate(date, words.month)))].join(words.until);
}

function counted(one, other, count) {
  return count === 1 ? one : other.replace("{count}", count.toLocaleString(language));
}

/** Text nodes and marks of the words from `start` to `end`. */
function markedText({ text, gap, hits }, start, end) {
  return text.slice(start, end).flatMap((word, index) => {
    const mark = document.createElement("mark");
    mark.textContent = word;
    return [index ? gap : "", hits.has(start + index) ? mark : word];
  });
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

function rowOf({ meta, text, gap, hits }) {
  const row = at("result").content.cloneNode(true).firstElementChild;
  row.dataset.paper = meta.path?.match(/([^/#]+)\/?$/)?.[1] ?? "";
  const found = { text, gap, hits: new Set(hits) };
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
  const votes = Number(meta.votes ?? 0);
  if (votes) row.querySelector(".votes").textContent = counted(words.votesOne, words.votes, votes);
  else row.querySelector(".votes").remove();
  return row;
}

const shownCount = () => list.querySelectorAll("li").length;

/** Adds rows at the end of the list; those of older bundles below a heading with their dates. */
function append(taken) {
  for (const { row, part } of taken) {
    if (part || !list.lastElementChild) {
      const group = at("results-part").content.cloneNode(true);
      const heading = group.querySelector("h2");
      if (part) heading.textContent = words.part.replace("{dates}", showMonths(part));
      else heading.remove();
      list.append(group);
    }
    list.lastElementChild.append(rowOf(row));
  }
}

// ---- Asking and showing ----

let index; // A promise, made by the first question.
let turn = 0; // The number of the question; what belongs to an older one is dropped.
let current; // Its search.
let asked = question();
let idling;
const whenIdle = self.requestIdleCallback ?? setTimeout;

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/** How many papers were found, and how far back. */
function sayFound(search) {
  const count = search.found();
  if (!count && search.isWhole()) return say(navigator.onLine ? words.none : words.offline);
  if (search.isWhole()) return say(counted(words.countOne, words.count, count));
  say(counted(words.sinceOne, words.since, count).replace("{date}", showDate(search.since())));
}

/** Says that it takes a while if it does; answers what ends it. */
function working(mine) {
  const text = asked.sort === "votes" ? words.workingAll : words.working;
  const slow = setTimeout(() => mine === turn && isAsked(asked) && say(text), 300);
  return () => clearTimeout(slow);
}

function showMore(search) {
  const older = search.next();
  more.textContent = search.waiting() > 0 ? words.more : words.older.replace("{date}", showDate(older || "0001-01-01"));
  more.hidden = !isAsked(asked) || !(search.waiting() > 0 || older);
}

/** What is true of a search after each step. */
function showState(search) {
  showCounts(search);
  showMore(search);
  notice.textContent = search.isPartial() ? words.partly : "";
  notice.hidden = !search.isPartial();
  const isEmpty = search.isWhole() && !search.found();
  at("browse").hidden = search.found() > 0;
  at("browse-hint").hidden = !(isAsked(asked) && isEmpty);
}

async function showFailure() {
  (await index?.catch(() => undefined))?.close();
  index = current = undefined;
  list.replaceChildren();
  more.hidden = true;
  again.hidden = at("browse").hidden = false;
  at("browse-hint").hidden = true;
  say(navigator.onLine ? words.failed : words.offline);
}

/** The index; what reads it is loaded by the first question. */
async function open() {
  const { openIndex } = await import(words.bundles);
  return openIndex({ base: words.index, worker: words.worker, language });
}

/** Shows up to `most` rows, and asks older bundles while there are fewer than `least`; false if it was overtaken. */
async function fill(mine, search, least, most) {
  for (;;) {
    const taken = await search.take(most - shownCount());
    if (mine !== turn) return false;
    append(taken);
    showState(search);
    if (!isAsked(asked) || shownCount() >= least || !(await search.step())) return true;
    if (mine !== turn) return false;
  }
}

async function ask(shown = PAGE) {
  const mine = ++turn;
  clearTimeout(idling);
  more.removeAttribute("aria-disabled");
  asked = question();
  writeAddress(asked, shown);
  const done = working(mine);
  try {
    index ??= open();
    const { search, years, hasVotes } = await index;
    if (mine !== turn) return;
    offer("year", years);
    if (!hasVotes) sort.querySelector("[value=votes]")?.remove();
    asked.sort = sort.value;
    const order = isOrder(asked.sort) ? asked.sort : asked.q ? "" : "date";
    current = search({ query: asked.q, chosen: choiceIn(asked), order });
    await current.step();
    const first = await current.take(shown);
    if (mine !== turn) return;
    list.replaceChildren();
    append(first);
    if (!(await fill(mine, current, shown, shown))) return;
    if (current.hasFailed()) return await showFailure();
    again.hidden = true;
    if (isAsked(asked)) sayFound(current);
    else say(words.ready);
    idle(mine, current, IDLE_MS);
  } catch (error) {
    if (mine !== turn) return;
    console.error(error);
    await showFailure();
  } finally {
    done();
  }
}

async function askMore() {
  const [mine, search, from] = [turn, current, shownCount()];
  const done = working(mine);
  clearTimeout(idling);
  more.setAttribute("aria-disabled", "true");
  try {
    if (!(await fill(mine, search, from + 1, from + PAGE))) return;
    writeAddress(asked, shownCount());
    sayFound(search);
    if (more.hidden) list.querySelectorAll(".title a")[from]?.focus({ preventScroll: true });
    idle(mine, search, IDLE_MS);
  } finally {
    more.removeAttribute("aria-disabled");
    done();
  }
}

/** While the reader asks nothing: counts in older bundles, one after the other. */
function idle(mine, search, wait_ms) {
  if (!isAsked(asked) || search.isWhole() || navigator.connection?.saveData) return;
  idling = setTimeout(() => whenIdle(countOlder), wait_ms);

  async function countOlder() {
    if (mine !== turn || more.ariaDisabled) return;
    if (!document.hidden) await search.stepAside();
    if (mine !== turn) return;
    showState(search);
    if (search.isWhole()) sayFound(search);
    else idle(mine, search, IDLE_STEP_MS);
  }
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
  if (question().q !== asked.q || !shownCount()) await ask();
  list.querySelector("a")?.focus();
});
more.addEventListener("click", () => more.ariaDisabled || askMore());
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
if (isAsked(asked = question())) ask(history.state?.shown);
else whenIdle(() => turn || ask());
