// The help on keys as a dialog, loaded when somebody asks for it. Its text stands on the page of the reader's list, or
// in a template of each page where there is no such page.

let dialog;

async function textOf(page) {
  const own = document.getElementById("keys-help");
  if (own) return own.content?.firstElementChild ?? own;
  const answer = await fetch(page);
  if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("keys-help");
}

async function made(page) {
  const { showSettings } = await import(document.getElementById("yours").dataset.keep);
  const text = document.importNode(await textOf(page), true);
  const heading = text.querySelector("h2");
  const done = text.querySelector("[data-close]");
  text.removeAttribute("id");
  text.removeAttribute("aria-labelledby");
  heading.id = "help-name";
  // Reading begins at the top, not at the switch below.
  heading.tabIndex = -1;
  heading.autofocus = true;
  done.hidden = false;
  const box = document.createElement("dialog");
  box.className = "help";
  box.setAttribute("aria-labelledby", heading.id);
  box.append(text);
  // A click beside the text, or on the button.
  box.addEventListener("click", ({ target }) => (target === box || target.closest("[data-close]")) && box.close());
  document.body.append(box);
  showSettings();
  return box;
}

/** page: where the text is. Offline, the browser itself says so there. */
export async function openHelp(page) {
  try {
    dialog ??= await made(page);
  } catch {
    location.href = `${page}#keys-help`;
    return;
  }
  if (!dialog.open) dialog.showModal();
}
