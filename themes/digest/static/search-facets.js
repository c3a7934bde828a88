// The filters of the search page: plain lists with counts, and what is chosen of them as text that can be removed.
// Knows nothing of how papers are counted.

/** words: the strings of the form. showDate, numbered: of search-rows.js. ask: called when a choice was removed here. */
export function facetsIn(form, { words, language, showDate, numbered, ask }) {
  const at = (id) => document.getElementById(id);
  const facets = Object.fromEntries([...form.querySelectorAll("[data-filter]")].map((each) => [each.dataset.filter, each]));
  const filters = Object.keys(facets);
  const listOf = (filter) => facets[filter].querySelector("ul");
  const inputsOf = (filter) => [...listOf(filter).querySelectorAll("input")];
  const chosenIn = (filter) => inputsOf(filter).find((input) => input.checked)?.value ?? "";
  const isFold = (filter) => facets[filter].localName === "details";
  const isDated = (filter) => filter === "year" || filter === "month";

  /** A value as a reader knows it. */
  function nameOf(filter, value) {
    if (filter === "month") return /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? showDate(`${value}-01`, words.month) : value;
    return filter === "code" ? words.withCode : value;
  }

  function choiceOf(filter, value) {
    const item = at("choice").content.cloneNode(true).firstElementChild;
    const input = item.querySelector("input");
    input.name = filter;
    input.value = value;
    if (value) item.querySelector(".name").textContent = nameOf(filter, value);
    return item;
  }

  /** Adds values to a filter; none leaves it, so that nothing jumps. */
  function offer(filter, values) {
    const known = new Set(inputsOf(filter).map((input) => input.value));
    const added = values.filter((value) => !known.has(value));
    if (!added.length) return;
    const byName = new Intl.Collator(language, { numeric: true }).compare;
    const isBefore = (a, b) => !a || (b && (isDated(filter) ? byName(a, b) > 0 : byName(a, b) < 0));
    // Those that stand there stay: one that is moved loses the focus.
    for (const value of added) {
      const next = inputsOf(filter).find((input) => isBefore(value, input.value));
      listOf(filter).insertBefore(choiceOf(filter, value), next?.closest("li") ?? null);
    }
  }

  function choose(filter, value) {
    const isKnown = (wanted) => inputsOf(filter).some((input) => input.value === wanted);
    if (filter !== "code") for (const each of ["", value]) if (!isKnown(each)) offer(filter, [each]);
    for (const input of inputsOf(filter)) input.checked = input.value === value;
    if (value) facets[filter].hidden = false;
    if (value && isFold(filter)) facets[filter].open = true;
  }

  /** The months of the chosen year alone. */
  function showMonths() {
    const year = chosenIn("year");
    facets.month.hidden = !year;
    if (!year || !chosenIn("month").startsWith(year)) choose("month", "");
    for (const input of inputsOf("month")) input.closest("li").hidden = Boolean(input.value) && !input.value.startsWith(year);
  }

  function choice() {
    showMonths();
    return Object.fromEntries(filters.map((filter) => [filter, chosenIn(filter)]));
  }

  /** Sets the numbers: `12`, or `12+` where bundles that were not asked may add to them, or none where all may. */
  function showCounts(search, shown) {
    const counts = search.counts();
    let isSoFar = false;
    for (const filter of shown) {
      const ofFilter = counts[filter] ?? {};
      if (filter !== "code") offer(filter, Object.keys(ofFilter));
      for (const input of inputsOf(filter).filter(({ value }) => value)) {
        const item = input.closest("li");
        const count = ofFilter[input.value] ?? 0;
        const isWhole = isDated(filter) ? search.isCounted(input.value) : search.isWhole();
        const isNumber = !isDated(filter) || isWhole || (search.isAsked(input.value) && !search.isWhole());
        item.querySelector(".count").textContent = isNumber ? `${numbered(count)}${isWhole ? "" : "+"}` : "";
        item.classList.toggle("is-empty", isWhole && !count);
        isSoFar ||= !isWhole && !search.isWhole();
      }
    }
    showMonths();
    at("counts-hint").hidden = !isSoFar;
  }

  /** What is chosen, each a button that removes it. */
  function showChosen() {
    const chosen = Object.entries(choice()).filter(([, value]) => value);
    const buttons = chosen.map(([filter, value]) => {
      const item = at("chosen-one").content.cloneNode(true).firstElementChild;
      item.querySelector(".name").textContent = `${facets[filter].dataset.name}: ${nameOf(filter, value)}`;
      item.querySelector("button").addEventListener("click", () => remove([filter]));
      return item;
    });
    at("chosen").querySelector("ul").replaceChildren(...buttons);
    at("chosen").hidden = !buttons.length;
  }

  function remove(some) {
    for (const filter of some) choose(filter, "");
    ask();
    (at("chosen").querySelector("button:not([hidden])") ?? form.elements.q).focus();
  }

  at("clear").addEventListener("click", () => {
    remove(filters);
    form.elements.q.focus();
  });
  return {
    filters,
    choice,
    choose,
    offer,
    showCounts,
    showChosen,
    /** Shows the filters that the papers have values of. */
    reveal: (has) => filters.filter((filter) => filter !== "month" && has(filter)).forEach((filter) => (facets[filter].hidden = false)),
    /** The filters whose counts a reader sees: long ones are folded until they are asked for. */
    shown: () => (at("facets").open ? filters.filter((filter) => !facets[filter].hidden && (!isFold(filter) || facets[filter].open)) : []),
    onOpen: (call) => [at("facets"), ...filters.filter(isFold).map((filter) => facets[filter])].forEach((each) => each.addEventListener("toggle", () => each.open && call())),
  };
}
