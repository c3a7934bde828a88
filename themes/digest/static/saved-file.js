// What a reader keeps ⇄ a file. Loaded when somebody asks for one.

const { tidy } = await import(document.getElementById("yours").dataset.keep);
const FORMAT = "sitegen-reader";
// Larger than all that can be kept.
const LARGEST = 5_000_000;

export function save(state) {
  const text = JSON.stringify({ format: FORMAT, version: 1, ...state }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "papers.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What adds a file's lists to those that are kept: nothing is lost, settings stay. None for another file. */
export async function joinedWith(file) {
  try {
    if (file.size > LARGEST) return undefined;
    const value = JSON.parse(await file.text());
    if (value?.format !== FORMAT || value.version !== 1) return undefined;
    const added = tidy(value);
    const both = (mine, name) => [...added[name], ...mine[name]]; // The own ones are the newer ones.
    const lists = ["saved", "read", "words", "authors"];
    return (mine) => ({ ...mine, ...Object.fromEntries(lists.map((name) => [name, both(mine, name)])) });
  } catch {
    return undefined;
  }
}
