// What a reader keeps, as it is written: its form, which whatever is read becomes, from storage, a file or a link; and
// changes of it. Loaded by the first change, and by the page of the reader's list.

const yours = await import(document.getElementById("yours").src);
const { listOf, words } = yours;
const home = new URL(words.root, location.origin);
// Some 600 KB, of the 5 MB that all of a host's pages share.
export const MOST = { saved: 2000, read: 20_000, watched: 100 };

/** Text without signs that steer; empty for what is no text. */
export const clean = (value, length = 300) =>
  typeof value === "string"
    ? value.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim().slice(0, length)
    : "";

/** An address as a path below the site's root; empty for any other place. */
export function pathOf(address) {
  try {
    const { href } = new URL(address, home);
    return href.startsWith(home.href) && href.length < 500 ? href.slice(home.href.length) : "";
  } catch {
    return "";
  }
}

/** `papers/<key>/` or `2025/09/02/#<key>`. */
const keyOf = (path) => path.match(/([^/#?]+)\/?$/)?.[1] ?? "";

function paperOf(value) {
  const path = pathOf(clean(value?.path, 500));
  return { key: keyOf(path), path, title: clean(value?.title), by: clean(value?.by, 200) };
}

const unique = (list, nameOf, most) => [...new Map(list.map((each) => [nameOf(each), each])).values()].slice(-most);

/** Papers that can be shown and followed, each once, the last ones. */
export const papersOf = (list) =>
  unique(listOf(list).map(paperOf).filter(({ key, title }) => key && title), ({ key }) => key, MOST.saved);

/** The state that a value tells of, however odd it is. */
export function tidy(value) {
  const texts = (name, most) => unique(listOf(value?.[name]).map((each) => clean(each)).filter(Boolean), String, most);
  return {
    saved: papersOf(value?.saved),
    read: texts("read", MOST.read),
    words: texts("words", MOST.watched),
    authors: texts("authors", MOST.watched),
    opened: value?.opened === true, // Whether opening a paper marks it as read.
    keys: value?.keys !== false,
  };
}

/** What is kept now, in this form. */
export const kept = () => tidy(yours.state);

/** Keeps what `edit` makes of what is kept; true if it could. Without a storage it lasts as long as the page. */
export function change(edit) {
  if (yours.trouble === "off") {
    yours.follow(tidy(edit(kept())));
    return true;
  }
  yours.load(); // What another tab kept meanwhile stays.
  const text = JSON.stringify(tidy(edit(kept())));
  try {
    if (text === JSON.stringify(tidy())) localStorage.removeItem(yours.NAME);
    else localStorage.setItem(yours.NAME, text);
  } catch {
    yours.say(words.failed);
    return false;
  }
  yours.follow();
  return true;
}

/** Shows settings as they are. */
export function showSettings() {
  const state = kept();
  for (const each of document.querySelectorAll("[data-set]")) each.checked = state[each.dataset.set];
}
document.addEventListener("yours", showSettings);
addEventListener("change", ({ target }) => {
  const name = target.dataset?.set;
  const isOn = target.checked;
  if (name && !change((kept) => ({ ...kept, [name]: isOn }))) showSettings();
});

const LISTS = { save: "saved", read: "read" };

/** Saves a paper or marks it as read, or takes that back; says so. */
export function toggle(paper, name) {
  const list = LISTS[name];
  const isOn = paper.querySelector(`[data-do=${name}]`).ariaPressed === "true";
  const title = clean(yours.nameOf(paper));
  const others = (kept) => kept[list].filter((each) => (each.key ?? each) !== paper.dataset.paper);
  const added = () => (name === "read" ? paper.dataset.paper : paperIn(paper, title));
  if (!isOn && others(kept()).length >= MOST[list]) return yours.say(words.failed);
  if (change((kept) => ({ ...kept, [list]: isOn ? others(kept) : [...others(kept), added()] })))
    yours.say(`${words[isOn ? `${name}Off` : `${name}On`]}: ${title}`);
}

const paperIn = (paper, title) => ({
  path: pathOf(yours.placeOf(paper)),
  title,
  by: paper.querySelector(".authors")?.textContent,
});

/** Marks a paper as read, without a word. */
export const markRead = ({ dataset }) => change((kept) => ({ ...kept, read: [...kept.read, dataset.paper] }));
