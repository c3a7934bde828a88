// What a reader keeps, as every page shows it: buttons beside what has `data-paper`, the number of saved papers, what
// is watched (watch.js). Only reads the storage; the first change loads keep.js. Changes are told by the event `yours`.

export const words = document.getElementById("yours").dataset;
export const NAME = `sitegen:1:${words.root}`; // Sites of one host share its storage.
export let state; // As it is stored: may be anything.
export let trouble = ""; // `off`: no storage. `broken`: what is stored cannot be read.

export const listOf = (value) => (Array.isArray(value) ? value : []);
export const titleOf = (paper) => paper.querySelector(".title a, h1 > span");
/** The title as text; a formula says its words. */
export const nameOf = (paper) => {
  const title = titleOf(paper).cloneNode(true);
  for (const math of title.querySelectorAll("math")) math.replaceWith(math.getAttribute("alttext"));
  return title.textContent;
};
/** An absolute address, or nothing. */
export const placeOf = (paper) =>
  paper.matches("li") ? (titleOf(paper)?.href ?? "") : location.origin + location.pathname.replace(/index\.html$/, "");

export function load() {
  trouble = "off";
  try {
    const text = localStorage.getItem(NAME);
    trouble = "broken";
    state = JSON.parse(text);
    trouble = "";
  } catch {
    state = undefined;
  }
}

/** Shows a state, else what is stored. */
export function follow(value) {
  if (value) state = value;
  else load();
  show();
  document.dispatchEvent(new Event("yours"));
}

const live = document.querySelector(".bottom").appendChild(document.createElement("p"));
live.className = "said";
live.ariaLive = "polite";
let saying;

export function say(text) {
  live.textContent = text;
  clearTimeout(saying);
  saying = setTimeout(say, 6000, "");
}

const ICONS = { save: "M5.5 3.5h9v13l-4.5-3.5-4.5 3.5z", read: "m4 10.5 4 4 8-9" };
const SVG = "http://www.w3.org/2000/svg";

function button(name) {
  const made = document.createElement("button");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.ariaHidden = true;
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", ICONS[name]);
  made.type = "button";
  made.dataset.do = name;
  made.append(svg, document.createElement("span"));
  return made;
}

function dress(paper) {
  paper.dataset.mine = "";
  if (trouble === "off" || !words.save || !placeOf(paper).startsWith(location.origin + words.root)) return;
  const place = document.createElement("span");
  place.className = "mine";
  place.append(button("save"), button("read"));
  (paper.querySelector(".title") ?? paper.querySelector("header").lastElementChild).after(place);
}

let watching;
export function show() {
  const has = { save: new Set(listOf(state?.saved).map((each) => each?.key)), read: new Set(listOf(state?.read)) };
  for (const paper of document.querySelectorAll("[data-paper]")) {
    if (!("mine" in paper.dataset)) dress(paper);
    paper.classList.toggle("is-read", has.read.has(paper.dataset.paper));
    for (const each of paper.querySelectorAll("[data-do]")) {
      const name = each.dataset.do;
      const isOn = has[name].has(paper.dataset.paper);
      const word = words[isOn ? `${name}On` : name];
      each.ariaPressed = isOn;
      if (paper.matches("li")) [each.title, each.ariaLabel] = [word, `${word}: ${nameOf(paper)}`];
      else each.lastChild.textContent = word;
    }
  }
  const count = document.querySelector(".saved-count");
  if (count) count.textContent = has.save.size || "";
  document.documentElement.dataset.keys = state?.keys === false ? "off" : "on";
  if (state?.words?.length || state?.authors?.length) watching ??= import(words.watch);
  (self.requestIdleCallback ?? setTimeout)(async () => (await watching)?.mark(state, words.watched));
}

let keeping; // One promise, so that quick changes come in their order.
async function keep(change) {
  try {
    change(await (keeping ??= import(words.keep)));
  } catch {
    keeping = undefined;
    say(words.failed);
    show();
  }
}

addEventListener("click", ({ target }) => {
  const pressed = target.closest?.("[data-do]");
  if (pressed) keep(({ toggle }) => toggle(pressed.closest("[data-paper]"), pressed.dataset.do));
});
addEventListener("storage", ({ key }) => (key === NAME || key === null) && follow());
addEventListener("pageshow", ({ persisted }) => persisted && follow());
const isNew = () => document.querySelector("[data-paper]:not([data-mine])");
new MutationObserver(() => isNew() && show()).observe(document.body, { childList: true, subtree: true });

follow();
const opened = document.querySelector("article[data-paper]");
if (opened && state?.opened === true && !opened.classList.contains("is-read")) keep(({ markRead }) => markRead(opened));
