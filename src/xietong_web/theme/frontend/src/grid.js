// Takes a grid of cells; gives it the keyboard: Enter and ↓ to the next cell, ↑ back, Ctrl+S keeps the draft.
for (const grid of document.querySelectorAll("form[data-grid]")) {
  const cells = () => [...grid.querySelectorAll(".cell input:not([readonly])")];
  grid.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      grid.requestSubmit(grid.querySelector("button[type=submit]:not([name])"));
      return;
    }
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = cells();
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all[at + step];
    if (next) {
      next.focus();
      next.select();
    }
  });
  // A checked cell comes back as a new element: whoever stood in it stands in it again.
  let held = "";
  grid.addEventListener("focusin", (event) => { held = event.target.id; });
  document.addEventListener("htmx:afterSwap", () => {
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus();
  });
}
