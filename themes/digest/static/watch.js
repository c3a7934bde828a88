// Marks the words and names that a reader watches, in the papers of a page, and says at each paper which it has.
// Loaded once something is watched. Where the browser can, marks are highlights that leave the page as it is.

const PLACES = ":is(h1 > span, .title, .authors, .sentence, .summary, .abstract)";
const HIGHLIGHT = "watched";
const canHighlight = Boolean(CSS.highlights && self.Highlight);

/** A name as it is compared: without accents, case and signs, a space at each end. */
const folded = (name) =>
  ` ${name.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;

const inPattern = (word) =>
  word
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/\\\*$/, "[\\p{L}\\p{N}]*") // `transform*`: any ending.
    .replace(/\s+/g, "\\s+");

// Scripts without spaces: a word of theirs stands among others, and one of another script may stand right beside them.
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const SPACED = `(?![${UNSPACED}])[\\p{L}\\p{N}]`;
const startOf = (word) => (new RegExp(`^[${UNSPACED}]`, "u").test(word) ? "" : `(?<!${SPACED})`);
const endOf = (word) => (new RegExp(`[${UNSPACED}]$`, "u").test(word) ? "" : `(?!${SPACED})`);

/** What is stored may be anything. */
const textsOf = (list) => (Array.isArray(list) ? list.filter((each) => typeof each === "string") : []);

/** What finds whole words; none for no words. */
function patternOf(words) {
  const longestFirst = words.filter((word) => /[\p{L}\p{N}]/u.test(word)).sort((a, b) => b.length - a.length);
  if (!longestFirst.length) return undefined;
  const choices = longestFirst.map((word) => `${startOf(word)}(${inPattern(word)})${endOf(word)}`);
  return { words: longestFirst, signs: new RegExp(choices.join("|"), "giu") };
}

function rangeOf(node, start, end) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest("math")) texts.push(walker.currentNode);
  return texts;
}

/** The ranges in an element that are watched; adds to `found` what was. */
function* rangesIn(element, pattern, names, found) {
  const whole = new Set();
  if (names.length && element.matches(".authors"))
    for (const person of element.querySelectorAll("bdi")) {
      const name = names.find((each) => folded(person.textContent).includes(each.folded));
      if (!name) continue;
      found.add(name.name);
      for (const text of textsIn(person)) whole.add(text);
    }
  for (const text of whole) yield rangeOf(text, 0, text.length);
  if (!pattern) return;
  for (const text of textsIn(element)) {
    if (whole.has(text)) continue;
    for (const match of text.data.matchAll(pattern.signs)) {
      if (!match[0]) continue;
      found.add(pattern.words[match.slice(1).findIndex((group) => group !== undefined)]);
      yield rangeOf(text, match.index, match.index + match[0].length);
    }
  }
}

function unmark() {
  CSS.highlights?.delete(HIGHLIGHT);
  for (const mark of document.querySelectorAll("mark.watched-word")) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode.normalize();
  }
}

function markRanges(ranges) {
  if (canHighlight) {
    const highlight = new Highlight();
    for (const range of ranges) highlight.add(range);
    CSS.highlights.set(HIGHLIGHT, highlight);
    return;
  }
  // From the end on, so that what stands before in the same text keeps its place.
  for (const range of ranges.reverse()) {
    const mark = document.createElement("mark");
    mark.className = "watched-word";
    range.surroundContents(mark);
  }
}

/** Says at a paper what was found, for those who do not see the colour. */
function label(paper, found, text) {
  const shown = paper.querySelector(".watched");
  if (!found.size) return shown?.remove();
  const says = shown ?? document.createElement("p");
  says.className = "watched";
  says.textContent = text.replace("{words}", () => [...found].join(", "));
  const above = [".byline", ".authors", "h1"].map((name) => paper.querySelector(name)).find(Boolean);
  if (!shown) (above ?? paper.firstElementChild).after(says);
}

/** text: `You watch: {words}`, in the site's language. */
export function mark(state, text) {
  unmark();
  const pattern = patternOf(textsOf(state?.words));
  const names = textsOf(state?.authors).map((name) => ({ name, folded: folded(name) })).filter((each) => each.folded.trim());
  const ranges = [];
  for (const paper of document.querySelectorAll("[data-paper]")) {
    const found = new Set();
    if (pattern || names.length)
      for (const place of paper.querySelectorAll(PLACES)) ranges.push(...rangesIn(place, pattern, names, found));
    label(paper, found, text);
  }
  for (const place of document.querySelectorAll(".related .title")) ranges.push(...rangesIn(place, pattern, names, new Set()));
  markRanges(ranges);
}
