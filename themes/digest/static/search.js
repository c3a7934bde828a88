// The search page: the form, its address and the results. What is found, and in which order, is the business of
// search-bundles.js; how a paper is shown, of search-rows.js; the filters, of search-facets.js.

const PAGE = 10;
const WAIT_MS = 150;
// After so long without a new question older bundles are asked too, one by one, so that the counts become whole.
const IDLE_MS = 3000;
const IDLE_STEP_MS = 500;

const form = document.getElementById("search");
const words = form.dataset;
const at = (id) => document.getElementById(id);
const [box, sort, status, notice, list, more, again] =
  ["q", "sort", "search-status", "search-notice", "results", "more", "again"].map(at);
const language = document.documentElement.lang;
const [{ showing }, { facetsIn }, { numbersIn }] = await Promise.all([words.rows, words.facets, words.numbers].map((address) => import(address)));
const numbers = numbersIn(language);
const { numbered } = numbers;
const { showDate, found, rowOf } = showing({ words, root: words.root, language, numbers });
const facets = facetsIn(form, { words, language, showDate, numbered, ask: () => ask({ isNew: true }) });

// ---- What is asked: the form, and the address that says the same ----

const question = () => ({ q: box.value.trim(), chosen: facets.choice(), sort: sort.value });
const isAsked = ({ q, chosen }) => Boolean(q || Object.values(chosen).some(Boolean));
const isOrder = (value) => value === "date" || value === "votes";

/** A choice is a step that the reader can go back from; letters that are typed are not. */
function writeAddress({ q, chosen, sort }, shown, isNew) {
  const kept = { q, ...chosen, sort: isOrder(sort) ? sort : "" };
  const query = new URLSearchParams(Object.entries(kept).filter(([, value]) => value));
  const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
  if (isNew && address !== location.pathname + location.search) history.pushState({ shown }, "", address);
  else history.replaceState({ shown }, "", address);
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  box.value = query.get("q") ?? "";
  sort.value = isOrder(query.get("sort")) ? query.get("sort") : "relevance";
  const month = query.get("month") ?? "";
  const year = query.get("year") || month.slice(0, 4);
  for (const filter of facets.filters) facets.choose(filter, filter === "year" ? year : (query.get(filter) ?? ""));
}

// ---- Results ----

const shownCount = () => list.querySelectorAll("li").length;

/** The months of a part, as from its newest to its oldest. */
function showMonths({ first, last }) {
  return [...new Set([last, first].map((date) => showDate(date, words.month)))].join(words.until);
}

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
    list.lastElementChild.append(rowOf(row, at("result")));
  }
}

// ---- Asking and showing ----

let index; // A promise, made by the first question.
let turn = 0; // The number of the question; what belongs to an older one is dropped.
let current; // Its search.
let asked = question();
let answering; // What answers it, until that is done.
let idling;
const whenIdle = self.requestIdleCallback ?? setTimeout;

function say(text) {
  if (status.textContent !== text) status.textContent = text;
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
  facets.showCounts(search, search.counted);
  showMore(search);
  // Offline, the status says so where nothing was found.
  const isPartial = search.isPartial() && (search.found() || navigator.onLine);
  notice.textContent = isPartial ? words.partly : search.isLoose() && search.found() ? words.loose : "";
  notice.className = isPartial ? "notice" : "hint";
  notice.hidden = !notice.textContent;
  const isEmpty = search.isWhole() && !search.found();
  document.documentElement.toggleAttribute("data-asks", isAsked(asked) && !isEmpty);
  at("browse").hidden = search.found() > 0;
  at("browse-hint").hidden = !(isAsked(asked) && isEmpty);
}

async function showFailure() {
  (await index?.catch(() => undefined))?.close();
  index = current = undefined;
  list.replaceChildren();
  delete document.documentElement.dataset.asks;
  more.hidden = true;
  again.hidden = at("browse").hidden = false;
  at("browse-hint").hidden = notice.hidden = true;
  say(navigator.onLine ? words.failed : words.offline);
}

/** The index; what reads it is loaded by the first question. */
async function open() {
  const { openIndex } = await import(words.bundles);
  return openIndex({ base: words.index, worker: words.worker, parser: words.query, language: words.language });
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

/** Begins a search and shows its first rows; false if it was overtaken. */
async function begin(mine, index, shown) {
  facets.reveal(index.has);
  facets.offer("year", index.years());
  if (!index.hasVotes()) sort.querySelector("[value=votes]")?.remove();
  asked.sort = sort.value;
  const order = isOrder(asked.sort) ? asked.sort : asked.q ? "" : "date";
  const shownFilters = facets.shown();
  current = Object.assign(index.search({ query: asked.q, chosen: asked.chosen, order, counted: shownFilters }), { counted: shownFilters });
  await current.step();
  const first = await current.take(shown);
  if (mine !== turn) return false;
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren();
  if (hadFocus) box.focus({ preventScroll: true }); // The result that had it is gone.
  append(first);
  return fill(mine, current, shown, shown);
}

/** Answers the question of the form; a promise, which is kept while it is not done. */
function ask(options) {
  const mine = answer(options).finally(() => {
    if (answering === mine) answering = undefined;
  });
  return (answering = mine);
}

async function answer({ shown = PAGE, isNew = false } = {}) {
  const mine = ++turn;
  clearTimeout(idling);
  more.removeAttribute("aria-disabled");
  asked = question();
  facets.showChosen();
  showRecent();
  writeAddress(asked, shown, isNew);
  const done = working(mine);
  try {
    index ??= open();
    const opened = await index;
    await opened.freshen();
    if (mine !== turn || !(await begin(mine, opened, shown))) return;
    // A deployment may have replaced what was asked, or brought what was not found: the list is read once more.
    if (isAsked(asked) && current.isLacking() && (await opened.renew(current)) && !(await begin(mine, opened, shown))) return;
    if (mine !== turn) return;
    if (current.hasFailed()) return await showFailure();
    again.hidden = true;
    say(isAsked(asked) ? found(current) : words.ready);
    openRecent();
    idle(mine, current, IDLE_MS);
  } catch (error) {
    if (mine !== turn) return;
    console.warn(error);
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
    if (search.isPartial() && (await (await index).renew(search))) return void (mine === turn && ask({ shown: from + PAGE }));
    writeAddress(asked, shownCount());
    say(found(search));
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
    if (search.isWhole()) say(found(search));
    else idle(mine, search, IDLE_STEP_MS);
  }
}

// ---- Earlier searches: loaded when there is something to show, or to keep ----

let recent;
let opening;

function openRecent() {
  opening ??= import(words.recent).then(({ remember, recentSection, onOtherTab }) => {
    const section = recentSection({
      section: at("recent"),
      item: at("recent-one"),
      address: form.action,
      forgotten: (isLeft) => {
        section.element.hidden = !isLeft;
        if (!isLeft) box.focus();
      },
    });
    form.querySelector(".results").before(section.element);
    recent = { ...section, remember };
    onOtherTab(showRecent);
    showRecent();
  });
  return opening;
}

function showRecent() {
  if (recent) recent.element.hidden = isAsked(asked) || !recent.show();
  else if (!isAsked(asked)) openRecent();
}

const remember = async (query) => {
  await openRecent();
  recent.remember(query);
};

// ---- Events ----

let waiting;
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(), WAIT_MS);
});
form.addEventListener("change", (event) => event.target !== box && ask({ isNew: true }));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  remember(box.value);
  if (question().q !== asked.q || !(answering || shownCount())) ask();
  const mine = turn;
  await answering; // Until then the list may show what an older question found.
  const isLeft = !form.querySelector(".search-box").contains(document.activeElement);
  if (mine === turn && !isLeft) list.querySelector("a")?.focus();
});
for (const kind of ["click", "auxclick"]) list.addEventListener(kind, (event) => event.target.closest("a") && remember(asked.q));
more.addEventListener("click", () => more.ariaDisabled || askMore());
again.addEventListener("click", async () => {
  await ask();
  if (again.hidden) box.focus(); // The button that had the focus is gone.
});
facets.onOpen(() => current && facets.shown().some((filter) => !current.counted.includes(filter)) && ask({ shown: Math.max(PAGE, shownCount()) }));

/** The arrow keys go from the box into the results and back; Escape leads back to the box. */
addEventListener("keydown", (event) => {
  // What a reader composes letters with, or selects and scrolls with, is not ours.
  if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...list.querySelectorAll(".title a")];
  const place = links.indexOf(document.activeElement);
  const isBack = event.key === "Escape" && place >= 0;
  if (!isBack && (!step || (place < 0 && document.activeElement !== box))) return;
  if (place < 0 && step < 0) return;
  const next = isBack || place + step < 0 ? box : links[place + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

addEventListener("popstate", () => {
  readAddress();
  ask({ shown: history.state?.shown });
});

const wide = matchMedia("(min-width: 62.5em)");
const unfold = () => (at("facets").open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
const typed = box.value;
readAddress();
if (typed) box.value = typed; // The reader was faster.
// Who comes back stays at the result they left.
const isReturning = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
if (!box.value || !isReturning) box.focus({ preventScroll: true });
asked = question();
ask({ shown: history.state?.shown });

/** The form is at work as soon as this file is. */
export const attach = () => undefined;
