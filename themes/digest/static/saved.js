// The page of the reader's list: what is saved and watched, a list that came with a link, and ways to take all of it
// along or erase it. Whatever is shown was kept by somebody, so it is set as text.

const at = (id) => document.getElementById(id);
const yours = await import(at("yours").src);
const words = at("saved").dataset;
const [keep, { numbersIn }] = await Promise.all([yours.words.keep, words.numbers].map((address) => import(address)));
const { change, clean, kept, papersOf, showSettings, tidy, MOST } = keep;
const { say } = yours;
const { counted } = numbersIn(document.documentElement.lang);

// ---- Lists ----

function rowOf({ key, path, title, by }) {
  const row = at("saved-row").content.cloneNode(true).firstElementChild;
  const link = row.querySelector("a");
  row.dataset.paper = key;
  link.href = yours.words.root + path;
  link.textContent = title;
  if (by) row.querySelector(".authors").textContent = by;
  else row.querySelector(".byline").remove();
  return row;
}

const keysIn = (list) => [...list.children].map((row) => row.dataset.paper);

/** Shows the list, newest first. A paper that was just taken out stays, so that a slip can be mended. */
function showSaved(state) {
  const list = at("saved-list");
  const shown = new Set(keysIn(list));
  const added = state.saved.filter(({ key }) => !shown.has(key)).reverse();
  list.prepend(...added.map(rowOf));
  const count = state.saved.length;
  at("saved-facts").textContent = count ? counted(words.count, count) : "";
  at("saved-empty").hidden = list.children.length > 0 || yours.trouble === "off";
  at("share").hidden = !count;
}

function showWatched(state) {
  for (const form of document.querySelectorAll("[data-list]")) {
    const items = state[form.dataset.list].map((text) => {
      const item = document.createElement("li");
      const remove = document.createElement("button");
      const name = document.createElement("bdi");
      name.textContent = text;
      remove.type = "button";
      remove.textContent = "×";
      remove.ariaLabel = `${words.remove}: ${text}`;
      remove.value = text;
      item.append(name, remove);
      return item;
    });
    form.querySelector("ul").replaceChildren(...items);
  }
}

function showAll() {
  const state = kept();
  const notice = at("saved-notice");
  notice.textContent = { off: words.off, broken: words.broken }[yours.trouble] ?? "";
  notice.hidden = !notice.textContent;
  showSaved(state);
  showWatched(state);
  showSettings();
}

// ---- Watching ----

for (const form of document.querySelectorAll("[data-list]")) {
  const name = form.dataset.list;
  const box = form.querySelector("input");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = clean(box.value, 80).replace(/\s+/g, " ");
    if (!text) return;
    const isSame = (each) => each.toLowerCase() === text.toLowerCase();
    if (kept()[name].length >= MOST.watched) return say(yours.words.failed);
    if (change((state) => ({ ...state, [name]: [...state[name].filter((each) => !isSame(each)), text] }))) box.value = "";
  });
  form.addEventListener("click", ({ target }) => {
    if (target.type !== "button") return;
    change((state) => ({ ...state, [name]: state[name].filter((each) => each !== target.value) }));
    box.focus(); // The button that had the focus is gone.
  });
}

// ---- A link to the list, a list that came with a link, a file: loaded when asked for ----

/** Calls with a script; says so if it cannot be loaded. */
async function using(script, call) {
  const loaded = await import(script).catch(() => say(words.unloaded));
  if (loaded) await call(loaded);
}

at("share-list").addEventListener("click", () => using(words.shared, ({ copyLink }) => copyLink(kept().saved.reverse())));

async function readShared() {
  if (location.hash.startsWith("#list=")) await using(words.shared, (shared) => shared.readShared(rowOf));
}
addEventListener("hashchange", readShared);

at("share").addEventListener("click", ({ target }) => {
  const { cite: format } = target.dataset;
  if (format) using(words.cite, ({ save }) => cited(save, format));
});

async function cited(save, format) {
  say(words.citing);
  const missing = await save(kept().saved.reverse(), format);
  say(missing ? counted(words.uncited, missing) : words.cited);
}

at("export").addEventListener("click", () => using(words.file, ({ save }) => save(kept())));
at("import").addEventListener("change", async ({ target }) => {
  await using(words.file, (file) => add(file, target.files[0]));
  target.value = "";
});

async function add({ joinedWith }, file) {
  const joined = await joinedWith(file);
  if (!joined) say(words.notImported);
  else if (change(joined)) say(words.imported);
}

const EMPTY = { saved: { saved: [] }, read: { read: [] }, watched: { words: [], authors: [] }, all: tidy() };

// What other scripts keep: searches, and what theme.js reads.
const OTHERS = ["searches", "theme", "order", "density"];

function eraseOthers() {
  try {
    for (const name of OTHERS) localStorage.removeItem(name);
  } catch {} // Storage is switched off.
  dispatchEvent(new Event("storage")); // As other tabs are told.
}

for (const button of document.querySelectorAll("[data-erase]"))
  button.addEventListener("click", () => {
    if (!confirm(words.sure.replace("{what}", button.textContent))) return;
    if (!change((state) => ({ ...state, ...EMPTY[button.dataset.erase] }))) return;
    if (button.dataset.erase === "all") eraseOthers();
    at("saved-list").replaceChildren();
    showAll();
    say(words.erased);
  });

document.addEventListener("yours", showAll);
// Until somebody listens, a word that is typed would be lost.
at("saved").querySelector("[inert]").inert = false;
showAll();
await readShared();
at("saved").dataset.filled = "";
