// What a reader keeps → a file for a reference manager. The page of each paper says how it is cited; a paper whose page
// does not is told by its title and address. Loaded when somebody asks for one.

const yours = await import(document.getElementById("yours").src);
const AT_ONCE = 6;
const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems", json: "application/vnd.citationstyles.csl+json" };

// BibTeX counts every brace, whatever stands before it.
const TEX = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
};
const tex = (text) => text.replace(/[\\~^{}$&#_%]/g, (sign) => TEX[sign] ?? `\\${sign}`);
const url = (address) => address.replace(/[{}\\]/g, encodeURIComponent);
const id = (key) => key.replace(/[^\w.-]/g, "-");

const bare = {
  bib: ({ key, title, address }) => `@misc{${id(key)},\n  title = {{${tex(title)}}},\n  url = {${url(address)}},\n}\n`,
  ris: ({ key, title, address }) => `TY  - GEN\r\nID  - ${id(key)}\r\nTI  - ${title}\r\nUR  - ${address}\r\nER  - \r\n`,
  json: ({ key, title, address }) => JSON.stringify([{ id: id(key), type: "article", title, URL: address }]),
};

/** The citation that a paper's page shows; undefined without one. */
async function shown({ address }, format) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = page.querySelector(`#cite a[download$=".${format}"]`)?.closest("details").querySelector("pre")?.textContent;
    if (format === "json" && text) JSON.parse(text);
    // A page may hold a line end as it likes; RIS does not.
    return format === "ris" ? text?.replace(/\r?\n/g, "\r\n") : text;
  } catch {
    return undefined;
  }
}

const joined = {
  bib: (texts) => texts.join("\n"),
  ris: (texts) => texts.join(""),
  json: (texts) => `[${texts.flatMap((text) => JSON.parse(text)).map((item) => JSON.stringify(item)).join(",\n")}]\n`,
};

/** Saves the papers as a file; answers how many of them could not be read. format: `bib`, `ris` or `json`. */
export async function save(papers, format) {
  const waiting = papers.map((paper, place) => ({ ...paper, place, address: new URL(yours.words.root + paper.path, location.href).href }));
  const texts = [];
  let missing = 0;
  async function work() {
    for (let paper = waiting.shift(); paper; paper = waiting.shift()) {
      const text = await shown(paper, format);
      if (!text) missing += 1;
      texts[paper.place] = text ?? bare[format](paper);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([joined[format](texts)], { type: TYPES[format] }));
  link.download = `papers.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
  return missing;
}
