// What a query means: its words, its phrases and the numbers of papers in it. Pure; knows nothing of an index.

const WITHOUT_SPACES = /^(zh|ja|th)\b/;
const QUOTED = /["“”„«»]([^"“”„«»]*[\p{L}\p{N}][^"“”„«»]*)["“”„«»]/gu;
// Addresses and prefixes of numbers that people paste; the index has the bare number, without a version.
const NUMBERS = [
  [/(?:https?:\/\/)?(?:dx\.)?doi\.org\/(?=10\.)|\bdoi:\s*(?=10\.)/gi, ""],
  [/(?:https?:\/\/)?(?:[a-z]+\.)?(?:arxiv|alphaxiv)\.org\/(?:abs|pdf|html)\/|\barxiv:\s*|\b10\.48550\/arxiv\./gi, ""],
  [/(?:https?:\/\/)?huggingface\.co\/papers\//gi, ""],
  [/\b(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?(?![\w.])/gi, "$1"],
  [/\b([a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?(?!\w)/gi, "$1"],
];

/** A word as it is compared: small letters and digits without accents. */
export function folded(word) {
  return word.normalize("NFD").replace(/[^\p{L}\p{N}+#]/gu, "").toLowerCase();
}

/** The words of a query as they are compared. One in a script without capitals may be several words of the index. */
export function wantedIn(query) {
  return query.split(/\s+/).filter((word) => !/\p{Lo}/u.test(word)).map(folded).filter(Boolean);
}

/** True if `found` has enough of the beginning of `wanted`, or if both may be forms of one word. */
export function isFoundIn(found, wanted) {
  let shared = wanted.length;
  while (shared && !found.includes(wanted.slice(0, shared))) shared--;
  if (shared === wanted.length) return true;
  if (shared < 3 || /\d$/.test(wanted)) return false;
  const [ofWanted, ofFound] = [shared / wanted.length, shared / found.length];
  return ofWanted >= 0.6 || (ofWanted >= 0.4 && ofFound >= 0.6);
}

/** True if a word begins as another, or is a form of it. */
export function isFormOf(found, wanted) {
  return Boolean(found) && (found.startsWith(wanted) || (found.length > 3 && wanted.startsWith(found) && wanted.length - found.length < 3));
}

/** A text as words with single spaces between and around them; "chart-to-code" are three. */
function spaced(text) {
  const words = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}+#]+/u);
  return ` ${words.filter(Boolean).join(" ")} `;
}

/** True if a text has the words of a phrase, each to the letter, one after the other. */
export function hasPhrase(text, phrase) {
  const [whole, wanted] = [spaced(text), spaced(phrase)];
  // Of languages without spaces, words are not told apart here as the index tells them.
  return /\p{Lo}/u.test(wanted) ? whole.replaceAll(" ", "").includes(wanted.replaceAll(" ", "")) : whole.includes(wanted);
}

/** Words without the symbols that the index does not have: it knows only the `+` and `#` of C++ and C#. */
function indexedForm(query, language) {
  const known = query.replace(/(?!\+)\p{S}/gu, "");
  if (!/[\p{L}\p{N}]/u.test(known)) return "";
  const words = known.replace(/(?<!\S)[+#]+(?!\S)/g, "").replace(/\s+/g, " ").trim();
  if (!WITHOUT_SPACES.test(language) || !Intl.Segmenter) return words;
  const parts = new Intl.Segmenter(language, { granularity: "word" }).segment(words);
  return Array.from(parts, ({ segment }) => segment.trim()).filter(Boolean).join(" ");
}

/** {term, phrases, rest} of a query: all its words, what stands in quotes, and the words outside them. */
export function parsed(query, language) {
  const plain = NUMBERS.reduce((text, [form, instead]) => text.replace(form, instead), query);
  const form = (text) => indexedForm(text.replace(/["“”„«»]/g, " "), language);
  const phrases = Array.from(plain.matchAll(QUOTED), ([, phrase]) => form(phrase)).filter(Boolean);
  return { term: form(plain), phrases, rest: form(plain.replace(QUOTED, " ")) };
}
