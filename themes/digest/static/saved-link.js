// A list of papers ⇄ the part of a link after `#`: titles and addresses below the site's root, packed. A server never
// sees it. What is read may be anything, so the caller makes it tidy.

// What mail and chat programs carry whole.
const LONGEST = 8000;
const MOST = 100;
// Some 20 times the longest link: what unpacks to more was made to harm.
const LARGEST = 200_000;
const PACKED = "list=1.";

async function piped(bytes, transform) {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > LARGEST) throw new Error("too large");
    parts.push(value);
  }
}

async function packed(papers) {
  const text = JSON.stringify(papers.map(({ path, title }) => [path, title]));
  const bytes = await piped(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return PACKED + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The link's part for the first papers, and how many of them it holds. */
export async function toLink(papers) {
  let part = papers.slice(0, MOST);
  let text = await packed(part);
  while (text.length > LONGEST) {
    part = part.slice(0, Math.ceil(part.length * 0.8) - 1);
    text = await packed(part);
  }
  return { text, count: part.length };
}

/** What a link tells: paths and titles, not looked at. Raises for a damaged one. */
export async function fromLink(hash) {
  if (!hash.startsWith(`#${PACKED}`)) throw new Error("another form");
  const letters = hash.slice(1 + PACKED.length).replaceAll("-", "+").replaceAll("_", "/");
  if (letters.length > 2 * LONGEST) throw new Error("too long");
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(await piped(bytes, new DecompressionStream("deflate-raw")));
  return JSON.parse(text)
    .slice(0, MOST)
    .map(([path, title]) => ({ path, title }));
}
