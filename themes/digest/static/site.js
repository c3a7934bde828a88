// Every page: single keys, and what printing opens. What saving does, and whether keys are on, is for yours.js.
const box = document.querySelector("input[type=search]");
const words = document.getElementById("site").dataset;
const article = document.querySelector("article[data-paper]");
let last; // The last paper with the focus.
let goes = 0; // Until when a key goes on after `g`.

const at = () => document.activeElement.closest("[data-paper]") ?? (last?.isConnected ? last : article);
const click = (place, name) => place?.querySelector(name)?.click();

/** To the next paper of a list; from a paper's page to the older one: lists run from new to old. */
function step(by) {
  const list = [...document.querySelectorAll("main li[data-paper]")].filter((paper) => paper.offsetParent);
  if (!list.length) return article && click(document, `a[rel=${by > 0 ? "prev" : "next"}]`);
  const first = list.findIndex((paper) => paper.getBoundingClientRect().top >= 0);
  const from = list.indexOf(at());
  const next = list[from < 0 ? (first < 0 ? list.length : first) - (by < 0) : from + by];
  if (!next) return;
  const target = next.querySelector(".title a") ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus({ preventScroll: true });
  const { top, bottom } = next.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) next.scrollIntoView({ block: "center" });
}

const help = async () => (await import(words.help)).openHelp(words.page);

const does = {
  "/": () => (box?.focus(), box?.select()),
  "?": help,
  j: () => step(1),
  k: () => step(-1),
  o: () => click(at(), "li .title a, article .links a"),
  s: () => click(at(), "[data-do=save]"),
  m: () => click(at(), "[data-do=read]"),
  c: () => {
    const panel = document.querySelector("#cite");
    if (!panel) return;
    click(panel, "summary");
    panel.querySelector("summary").focus();
    // Focus alone leaves what has opened below the edge of the window.
    panel.scrollIntoView({ block: "nearest" });
  },
  g: () => (goes = performance.now() + 1500),
};

addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
  if (target.closest?.("input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]")) return;
  const place = performance.now() < goes && document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  goes = 0;
  if (!place && !Object.hasOwn(does, key)) return;
  event.preventDefault();
  if (place) place.click();
  else does[key]();
});
addEventListener("focusin", () => (last = at()));
document.querySelector("a[data-help]")?.addEventListener("click", (event) => {
  event.preventDefault();
  help();
});

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".card details:not([open])")];
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
