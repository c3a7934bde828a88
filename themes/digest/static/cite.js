// A paper's page: copies a citation. Without script a click selects it whole, and a link downloads it.
const panel = document.getElementById("cite");

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return true;
  } catch {
    // No clipboard on a page without TLS, or the reader said no.
    getSelection().selectAllChildren(text);
    return false;
  }
}

panel?.addEventListener("click", async ({ target }) => {
  if (!target.closest("[data-copy]")) return;
  const format = target.closest("details");
  const { copied: done, copyIt } = panel.dataset;
  format.querySelector("[role=status]").textContent = (await copied(format.querySelector("pre"))) ? done : copyIt;
});
