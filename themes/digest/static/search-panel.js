// Any page but the search page: results in place, below the search box. They are plain links, so that every reader knows
// how to follow them; the arrow keys go through them, Enter in the box opens the first. Words and templates are those of
// the search page, which is read once: other pages stay small, and the addresses of the index are never old.

const ROWS = 6;
const WAIT_MS = 120;

/** Makes a search form search in place; rejects if the search page cannot be read. before: what had the focus before. */
export async function attach(form, before) {
  const box = form.elements.q;
  const response = await fetch(form.action, { signal: AbortSignal.timeout(20000) });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const words = page.getElementById("search").dataset;
  const template = (id) => page.getElementById(id);
  const language = document.documentElement.lang;
  const scripts = [words.rows, words.numbers, words.bundles, words.recent];
  const [{ showing }, { numbersIn }, { openIndex }, recents] = await Promise.all(scripts.map((address) => import(address)));
  const { found, rowOf } = showing({ words, root: words.root, language, numbers: numbersIn(language) });

  // Some screen readers say only what changes in an element that stood there before, so the words have their place already.
  const panel = form.querySelector(".panel");
  const status = panel.querySelector("[role=status]");
  const body = document.importNode(template("panel").content, true).firstElementChild;
  const recent = recents.recentSection({
    section: template("recent"),
    item: template("recent-one"),
    address: form.action,
    forgotten: (isLeft) => isLeft || close(true),
  });
  body.prepend(recent.element);
  body.hidden = true;
  panel.append(body);
  const [list, all, browse, again] = ["list", "all", "browse", "again"].map((name) => body.querySelector(`.panel-${name}`));
  const parts = { recent: recent.element, list, all, browse, again };

  let index; // A promise, made by the first question.
  let turn = 0; // The number of the question; what belongs to an older one is dropped.
  let shownFor; // The query of which results are shown.
  let waiting;

  const query = () => box.value.trim();
  const links = () => [...body.querySelectorAll("a")].filter((link) => !link.closest("[hidden]"));

  const isOpen = () => panel.classList.contains("is-open");

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function close(isBack) {
    turn++;
    clearTimeout(waiting);
    panel.classList.remove("is-open");
    body.hidden = true;
    say("");
    if (isBack) box.focus();
  }

  /** Opens the panel with some of its parts. */
  function show(...shown) {
    for (const [name, element] of Object.entries(parts)) element.hidden = !shown.includes(name);
    body.hidden = false;
    panel.classList.add("is-open");
  }

  /** Shows an answer in the place of an older one. A link that goes gives the focus to the first result, or the box. */
  function renew(rows, ...shown) {
    const focused = document.activeElement;
    const former = [...list.children];
    list.append(...rows);
    show(...shown);
    const isGoing = body.contains(focused) && (list.contains(focused) || focused.closest("[hidden]"));
    if (isGoing) (rows[0]?.querySelector("a") ?? box).focus();
    for (const row of former) row.remove();
  }

  function showRecent() {
    list.replaceChildren();
    shownFor = undefined;
    say("");
    if (recent.show()) show("recent");
    else close();
  }

  /** The first rows of a search, from older bundles too if need be; undefined if it was overtaken. */
  async function firstRows(mine, opened, q) {
    const search = opened.search({ query: q, chosen: {}, order: "", counted: [] });
    const rows = [];
    while (rows.length < ROWS && (await search.step())) {
      if (mine !== turn) return undefined;
      rows.push(...(await search.take(ROWS - rows.length)));
    }
    return mine === turn ? { search, rows } : undefined;
  }

  /** Says that it takes a while; what was found before stays until then, so that nothing jumps. */
  function working() {
    if (!isOpen()) show();
    say(words.working);
  }

  async function ask() {
    const mine = ++turn;
    const q = query();
    if (!q) return showRecent();
    const slow = setTimeout(() => mine === turn && working(), 300);
    try {
      index ??= openIndex({ base: words.index, worker: words.worker, parser: words.query, language: words.language });
      const opened = await index;
      await opened.freshen();
      let answer = await firstRows(mine, opened, q);
      // A deployment may have replaced what was asked, or brought what was not found: the list is read once more.
      if (answer?.search.isLacking() && (await opened.renew(answer.search))) answer = await firstRows(mine, opened, q);
      if (!answer) return;
      if (answer.search.hasFailed()) throw new Error("no part of the index could be read");
      const rows = answer.rows.map(({ row }) => rowOf(row, template("panel-result")));
      all.querySelector("a").href = `${form.action}?${new URLSearchParams({ q })}`;
      shownFor = q;
      say(found(answer.search));
      renew(rows, ...(rows.length ? ["list", "all"] : ["browse"]));
    } catch (error) {
      if (mine !== turn) return;
      console.warn(error);
      (await index?.catch(() => undefined))?.close();
      index = shownFor = undefined;
      say(navigator.onLine ? words.failed : words.offline);
      renew([], "browse", "again");
    } finally {
      clearTimeout(slow);
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("focus", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) before = relatedTarget;
    if (!query()) showRecent();
  });
  again.addEventListener("click", () => {
    box.focus();
    ask();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !form.contains(relatedTarget) && close());
  addEventListener("pointerdown", ({ target }) => form.contains(target) || !isOpen() || close());
  recents.onOtherTab(() => isOpen() && !query() && showRecent());

  form.addEventListener("submit", async (event) => {
    recents.remember(query());
    // On a phone the key says "search", so it leads to all results; so does the button.
    const isKey = document.activeElement === box && !event.submitter?.matches(":hover, :active");
    if (!isKey || !query() || !matchMedia("(hover: hover)").matches) return;
    event.preventDefault();
    clearTimeout(waiting);
    if (shownFor !== query() || !isOpen()) await ask();
    if (shownFor !== query()) return;
    const first = list.querySelector("a");
    if (first) first.click();
    else form.submit();
  });
  for (const kind of ["click", "auxclick"]) body.addEventListener(kind, ({ target }) => shownFor && target.closest(".panel-list a, .panel-all a") && recents.remember(shownFor));

  form.addEventListener("keydown", (event) => {
    // What a reader composes letters with, or selects and scrolls with, is not ours.
    if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      return close(true);
    }
    if (event.key === "Escape" && document.activeElement === box) {
      box.value = "";
      shownFor = undefined;
      (before?.isConnected ? before : document.getElementById("main"))?.focus({ preventScroll: true });
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    if (!isOpen()) return step > 0 && document.activeElement === box && ask();
    const stops = [box, ...links()];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
  });

  if (document.activeElement === box) ask();
}
