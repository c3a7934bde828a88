// What readers chose, applied before the page is drawn: light or dark, which they change here, and how they want a day,
// which they change in day.js. Its papers are kept from view where that is to put them into another order.
(() => {
  const root = document.documentElement;
  const choices = ["auto", "light", "dark"];
  const read = () => {
    try {
      const kept = localStorage.getItem("theme");
      return choices.includes(kept) ? kept : "auto";
    } catch {
      return "auto"; // Storage is switched off; the choice then lasts for this page.
    }
  };
  const keep = (choice) => {
    try {
      localStorage.setItem("theme", choice);
    } catch {}
  };
  const apply = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    document.querySelectorAll('meta[name="theme-color"]').forEach((meta, index) => {
      const own = choices[index + 1];
      meta.media = choice === "auto" ? `(prefers-color-scheme: ${own})` : choice === own ? "all" : "not all";
    });
    const button = document.querySelector(".colours");
    if (!button) return;
    button.title = button.dataset[choice];
    button.setAttribute("aria-label", button.title);
  };

  const wish = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {}
  };
  const applyWishes = () => {
    for (const [name, other] of [["order", "title"], ["density", "comfortable"]]) {
      if (wish(name) === other) root.dataset[name] = other;
      else delete root.dataset[name];
    }
  };
  applyWishes();
  if (root.dataset.order === "title" || location.hash.startsWith("#topic=")) root.dataset.waits = "";
  // Results are on their way: they have their room before they come.
  if (/[?&]\w+=[^&]/.test(location.search)) root.dataset.asks = "";

  let choice = read();
  root.dataset.script = "";
  apply(choice);
  addEventListener("DOMContentLoaded", () => {
    apply(choice);
    document.querySelector(".colours").addEventListener("click", () => {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
      keep(choice);
      apply(choice);
    });
  });
  // Another tab changed it, or this page comes back from the browser's memory.
  const follow = () => {
    applyWishes();
    apply((choice = read()));
  };
  addEventListener("storage", follow);
  addEventListener("pageshow", (event) => event.persisted && follow());
})();
