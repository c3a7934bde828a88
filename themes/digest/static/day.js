// A day: its order and density, which are remembered, and its papers on one topic, which the address holds.
const { dataset, lang } = document.documentElement;
const bar = document.querySelector(".choices");

if (bar) {
  const list = document.querySelector(".cards");
  const cards = [...list.children];
  const links = [...document.querySelectorAll("[data-topic]")];
  const [said, all] = bar.querySelectorAll("[role=status], button");
  const { order, density } = bar.elements;
  const { compare } = new Intl.Collator(lang, { numeric: true, ignorePunctuation: true });
  const titleOf = (card) => card.querySelector(".title [dir]").textContent;
  const isChosen = (link) => location.hash === `#topic=${link.dataset.topic}`;

  const show = () => {
    order.value = dataset.order ?? "listed";
    density.value = dataset.density ?? "compact";
    const focused = document.activeElement;
    const wanted = [...cards];
    if (order.value === "title") wanted.sort((one, other) => compare(titleOf(one), titleOf(other)));
    if (wanted.some((card, place) => card !== list.children[place])) list.append(...wanted);
    if (list.contains(focused)) focused.focus({ preventScroll: true });

    const chosen = links.find(isChosen);
    for (const card of cards) {
      card.hidden = chosen && !card.dataset.topics?.split(" ").includes(chosen.dataset.topic);
    }
    for (const link of links) link.ariaCurrent = link === chosen ? "true" : null;
    all.hidden = !chosen;
    said.textContent = chosen?.dataset.said ?? "";
    delete dataset.waits;
  };

  const choose = (hash) => {
    history.pushState(null, "", hash || location.pathname + location.search);
    show();
    if (bar.getBoundingClientRect().top < 0) scrollTo(0, 0);
  };

  bar.addEventListener("change", ({ target: { name, value } }) => {
    dataset[name] = value;
    show();
    try {
      localStorage.setItem(name, value);
    } catch {} // Storage is switched off; the choice then lasts for this page.
  });
  addEventListener("popstate", show);
  // Another tab changed it, or this page comes back: theme.js has read it.
  addEventListener("storage", show);
  addEventListener("pageshow", ({ persisted }) => persisted && show());
  all.addEventListener("click", () => {
    links.find(isChosen)?.focus();
    choose("");
  });
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(isChosen(link) ? "" : `#topic=${link.dataset.topic}`);
    });
  }
  show();
}
delete dataset.waits;
