// Sharing a list: a link to the reader's own, copied; and the list that came with a link, shown apart from theirs until
// they say what is to become of it. Loaded when there is one or the other.

const at = (id) => document.getElementById(id);
const words = at("saved").dataset;
const { say, trouble, words: all } = await import(at("yours").src);
const { change, kept, papersOf } = await import(all.keep);
const { fromLink, toLink } = await import(words.link);

const { counted, numbered } = (await import(words.numbers)).numbersIn(document.documentElement.lang);

/** papers: newest first. */
export async function copyLink(papers) {
  const { text, count } = await toLink(papers);
  const address = `${location.origin}${location.pathname}#${text}`;
  const box = at("share-link").querySelector("input");
  const isCopied = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false,
  );
  const part = count < papers.length ? words.part.replace("{count}", numbered(count)) : "";
  at("share-link").hidden = false;
  at("share-link").querySelector(".hint").textContent = part;
  box.value = address;
  if (!isCopied) box.select();
  say(`${isCopied ? words.copied : words.copyIt} ${part}`);
}

let shared = [];

function show(papers, rowOf) {
  shared = papers;
  at("shared-list").replaceChildren(...papers.map(rowOf));
  at("shared").hidden = !papers.length;
  at("add-shared").hidden = trouble === "off";
}

/** Shows the list of the page's address. rowOf: makes the row of a paper. */
export async function readShared(rowOf) {
  try {
    const papers = papersOf(await fromLink(location.hash));
    if (!papers.length) throw new Error("no paper of this site");
    show(papers, rowOf);
  } catch {
    show([], rowOf);
    at("saved-notice").textContent = words.sharedBroken;
    at("saved-notice").hidden = false;
  }
}

/** Without the list in the address, so that a reload does not show it again. */
function leave() {
  history.replaceState(history.state, "", location.pathname);
  at("shared").hidden = true;
  at("shared-list").replaceChildren();
  at("list-name").focus();
}

at("add-shared").addEventListener("click", () => {
  const mine = new Set(kept().saved.map(({ key }) => key));
  const added = shared.filter(({ key }) => !mine.has(key)).reverse();
  if (!change((state) => ({ ...state, saved: [...state.saved, ...added] }))) return;
  leave();
  say(counted(words.added, added.length));
});
at("leave-shared").addEventListener("click", leave);
