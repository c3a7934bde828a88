// Added to pages by `sitegen serve` only: reloads a page when the site has changed, shows why a build failed.
"use strict";
{
  const own = "/__preview__/";
  const shownVersion = document.currentScript.dataset.version;
  let shownStatus = "";
  let panel = null;

  // Everything is set as text: what a build says may quote anything.
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };

  const line = (shown, caret) => {
    const number = element("span", "number", String(shown.number));
    number.setAttribute("aria-hidden", "true");
    const row = element("span", shown.is_marked ? "line marked" : "line", number, `${shown.text}\n`);
    return shown.is_marked && caret
      ? [row, element("span", "line caret", element("span", "number"), `${caret}\n`)]
      : [row];
  };

  const item = (failure) => {
    const made = element("li", "failure", element("p", "message", failure.message));
    made.prepend(element("p", "place", failure.place));
    if (failure.hint) made.append(element("p", "hint", failure.hint));
    if (failure.excerpt) {
      const { lines, caret } = failure.excerpt;
      const code = element("pre", "excerpt", ...lines.flatMap((each) => line(each, caret)));
      code.tabIndex = 0;
      made.append(code);
    }
    return made;
  };

  const sheet = () => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `${own}preview.css`;
    return link;
  };

  const overlay = (failures, hasSite) => {
    const count = failures.length === 1 ? "1 problem" : `${failures.length} problems`;
    const title = element("h1", "title", `The build failed: ${count}`);
    title.setAttribute("role", "alert");
    const note = element("p", "note", hasSite ? "What you see is the last good site." : "There is no site yet.");
    const button = element("button", "switch", "Hide");
    button.type = "button";
    button.setAttribute("aria-expanded", "true");
    const list = element("ol", "failures", ...failures.map(item));
    button.addEventListener("click", () => {
      list.hidden = !list.hidden;
      button.textContent = list.hidden ? "Show" : "Hide";
      button.setAttribute("aria-expanded", String(!list.hidden));
    });
    return element("section", "panel", element("header", "head", title, note, button), list);
  };

  const show = (failures, hasSite) => {
    panel?.remove();
    panel = null;
    if (failures.length === 0) return;
    panel = document.createElement("div");
    panel.id = "sitegen-preview";
    // A shadow tree: neither the theme's rules nor the preview's reach into each other.
    panel.attachShadow({ mode: "open" }).append(sheet(), overlay(failures, hasSite));
    document.documentElement.append(panel);
  };

  const take = ({ data }) => {
    const status = JSON.parse(data);
    if (status.version !== shownVersion) {
      location.reload();
    } else if (data !== shownStatus) {
      shownStatus = data;
      show(status.failures, status.root !== "");
    }
  };

  if (window.SharedWorker) {
    new SharedWorker(`${own}listener.js`).port.onmessage = take;
  } else {
    new EventSource(`${own}events`).addEventListener("status", take);
  }
}
