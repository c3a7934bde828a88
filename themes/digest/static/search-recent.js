// The searches a reader made, kept in this browser alone: the last eight, shown as links. Nothing is kept or shown where
// storage is switched off. Knows nothing of what was found.

const KEY = "searches";
const MOST = 8;
const LONGEST = 200;

/** The newest first. */
export function searches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string" && each).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(queries) {
  try {
    if (queries.length) localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is switched off or full.
  }
}

const isOther = (query) => (each) => each.toLowerCase() !== query.toLowerCase();

/** Keeps a search that was submitted, or of which a result was opened. */
export function remember(query) {
  const text = query.trim();
  if (text && text.length <= LONGEST) keep([text, ...searches().filter(isOther(text))]);
}

/**
 * A section that shows the searches and lets them be forgotten; `show` draws it anew and answers whether there are any.
 * parts: templates of the section and of one search. address: of the search page. forgotten: called after one was.
 */
export function recentSection({ section, item, address, forgotten }) {
  const element = document.importNode(section.content, true).firstElementChild;
  const list = element.querySelector("ul");

  function show() {
    const queries = searches();
    list.replaceChildren(...queries.map(itemOf));
    return queries.length > 0;
  }

  function itemOf(query) {
    const one = document.importNode(item.content, true).firstElementChild;
    const link = one.querySelector("a");
    link.href = `${address}?${new URLSearchParams({ q: query })}`;
    link.textContent = query;
    const button = one.querySelector("button");
    button.setAttribute("aria-label", button.dataset.label.replace("{query}", query));
    button.addEventListener("click", () => {
      const place = searches().indexOf(query);
      keep(searches().filter(isOther(query)));
      redraw(place);
    });
    return one;
  }

  /** Draws the rest; the button after the one that is gone has the focus then. */
  function redraw(place) {
    const isLeft = show();
    const buttons = list.querySelectorAll("button");
    buttons[Math.min(place, buttons.length - 1)]?.focus();
    forgotten(isLeft);
  }

  element.querySelector(".forget").addEventListener("click", () => {
    keep([]);
    redraw(0);
  });
  return { element, show };
}

/** Calls when another tab keeps or forgets a search. */
export function onOtherTab(call) {
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && call());
}
