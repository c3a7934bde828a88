// Every page with a search form: loads what searches when a reader begins to type, or has searched here before. The search
// page, which has filters too, loads it when somebody moves or comes with a question. Without it the form leads there.
for (const form of document.querySelectorAll("form[data-script]")) {
  const box = form.elements.q;
  const { script, failed, offline } = form.dataset;
  let started;
  let tries = 0; // A script that failed stays so under its address.
  let before; // What had the focus before the box.
  const start = () => (started ??= import(tries ? `${script}#${tries}` : script).then(({ attach }) => attach(form, before)).catch(fail));
  /** Says that it did not work. The next letter tries it anew. */
  const fail = () => {
    started = undefined;
    tries++;
    const status = form.querySelector("[role=status]");
    status.textContent = navigator.onLine ? failed : offline;
    status.closest(".panel")?.classList.add("is-open");
    if (form.id !== "search") return;
    box.value ||= new URLSearchParams(location.search).get("q") ?? "";
    const again = document.getElementById("again");
    again.hidden = false;
    again.onclick = () => location.reload();
  };
  const hasSearched = () => {
    try {
      return (localStorage.getItem("searches") ?? "[]") !== "[]";
    } catch {
      return false; // Storage is switched off.
    }
  };
  box.addEventListener("input", start);
  box.addEventListener("focus", ({ relatedTarget }) => {
    before = relatedTarget;
    if (hasSearched()) start();
  });
  if (form.id !== "search") continue;
  for (const sign of ["pointermove", "pointerdown", "keydown"]) addEventListener(sign, start, { once: true, passive: true });
  if (location.search || hasSearched()) start();
  else box.focus({ preventScroll: true });
}
