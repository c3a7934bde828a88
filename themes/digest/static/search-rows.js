// Rows of the index → what a reader sees of them: all text from the index is set as text. Knows nothing of how it was found.

const EXCERPT_WORDS = 34;
const AUTHORS = 3;

/**
 * How to show rows and dates. words: the strings of the search form. root: of the site. language: of its pages. numbers:
 * of numbers.js.
 */
export function showing({ words, root, language, numbers: { counted } }) {
  function showDate(iso, form = words.date) {
    const [year, month, day] = iso.split("-").map(Number);
    const nameIn = (months) => months.split("|")[month - 1];
    const parts = { day, year, month: nameIn(words.months), month_alone: nameIn(words.monthsAlone), month_short: nameIn(words.monthsShort) };
    return form.replace(/\{(\w+)\}/g, (hole, name) => parts[name] ?? hole);
  }

  /** How many papers were found, and how far back. */
  function found(search) {
    const count = search.found();
    if (!count && search.isWhole()) return navigator.onLine ? words.none : words.offline;
    if (search.isWhole()) return counted(words.count, count);
    return counted(words.since, count).replace("{date}", showDate(search.since()));
  }

  /** A row as an element made from a template, which need not have a place for everything. */
  function rowOf(row, template) {
    const item = document.importNode(template.content, true).firstElementChild;
    const put = (name, pieces) => {
      const place = item.querySelector(`.${name}`);
      if (pieces.length) place?.append(...pieces);
      else place?.remove();
    };
    const { path = "", date, votes = 0, lang = words.language } = row.facts;
    if (item.matches(".row")) item.dataset.paper = path.match(/([^/#]+)\/?$/)?.[1] ?? "";
    for (const own of item.querySelectorAll(".title, .sentence")) inLanguage(lang, own);
    const link = document.createElement(path ? "a" : "span");
    if (path) link.href = /^https?:\/\//.test(path) ? path : root + path;
    link.append(...titleOf(row));
    put("title", [link]);
    put("authors", authorsOf(row));
    put("topics", marked(row.topics, " "));
    const others = { ...row.others, words: row.others.words.map((word) => word.replace(/[.,]$/, "")) };
    put("others", others.hits.flatMap((hit) => [" ", ...marked(others, " ", hit, hit + 1)]).slice(1));
    put("sentence", excerptOf(row));
    const time = document.createElement("time");
    time.dateTime = date;
    time.textContent = showDate(date);
    put("date", [time]);
    put("votes", Number(votes) ? [counted(words.votes, Number(votes))] : []);
    return item;
  }
  /** Says in which language a paper's own text is, and which way its letters run. */
  function inLanguage(tag, element) {
    const locale = new Intl.Locale(tag);
    const { direction = "auto" } = locale.getTextInfo?.() ?? locale.textInfo ?? {};
    element.dir = tag === words.language ? "auto" : direction;
    if (tag !== language) element.lang = tag;
  }
  return { showDate, found, rowOf };
}

/** Text and marks of the words from `start` to `end`. The signs around a word are not marked; those of C++ and C# are. */
function marked({ words, hits }, gap, start = 0, end = words.length) {
  return words.slice(start, end).flatMap((word, index) => {
    const [, before, core, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}+#]*)$/su);
    const mark = document.createElement("mark");
    mark.textContent = core;
    return [index ? gap : "", ...(core && hits.includes(start + index) ? [before, mark, after] : [word])];
  });
}

function titleOf({ meta, title, gap }) {
  const words = title.words.slice(0);
  // Pagefind ends a heading with a full stop.
  if (!meta.title.endsWith(".")) words.push(words.pop()?.replace(/\.$/, "") ?? "");
  const isWhole = words.join(gap) === meta.title.split(/\s+/).join(gap || " ");
  return isWhole ? marked({ words, hits: title.hits }, gap) : [meta.title];
}

/** The first authors, and those further on that were asked for. */
function authorsOf({ authors, gap }) {
  if (!gap) return authors.words.length ? [authors.words.join("")] : [];
  const names = [{ words: [], hits: [] }];
  authors.words.forEach((word, place) => {
    const name = names.at(-1);
    if (authors.hits.includes(place)) name.hits.push(name.words.length);
    name.words.push(word.replace(/,$/, ""));
    if (word.endsWith(",")) names.push({ words: [], hits: [] });
  });
  if (!names[0].words.length) return [];
  const wanted = names.filter(({ hits }, place) => place && hits.length);
  const isFurther = wanted.some((name) => names.indexOf(name) >= AUTHORS);
  const shown = isFurther ? [names[0], ...wanted.slice(0, AUTHORS)] : names.slice(0, AUTHORS);
  const pieces = shown.flatMap((name, place) => {
    const element = document.createElement("bdi");
    element.append(...marked(name, " "));
    const isNext = names[names.indexOf(name) - 1] === shown[place - 1];
    return [place ? (isNext ? ", " : " … ") : "", element];
  });
  return shown.at(-1) === names.at(-1) ? pieces : [...pieces, "\u00a0…"];
}

/** The stretch of the abstract that has most of what was asked for. */
function excerptOf({ abstract, gap }) {
  const { words, hits } = abstract;
  let [start, most] = [0, 0];
  for (const hit of hits) {
    const from = Math.max(0, Math.min(hit - 5, words.length - EXCERPT_WORDS));
    const inside = hits.filter((other) => other >= from && other < from + EXCERPT_WORDS).length;
    if (inside > most) [start, most] = [from, inside];
  }
  if (!words.length) return [];
  const end = start + EXCERPT_WORDS;
  return [start ? "… " : "", ...marked(abstract, gap, start, end), end < words.length ? "\u00a0…" : ""];
}
