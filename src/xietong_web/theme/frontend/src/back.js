// Takes the page of a refused form; gives it its own address, so that what is on it leads where it always leads.
const refused = document.querySelector("[data-page]");
if (refused) history.replaceState(null, "", refused.dataset.page);
// Takes the way back from a refusal; goes back as the browser's own button does, which keeps what was typed, and shows
// it: what was folded open when it was sent is open again.
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (history.length < 2) return;
  event.preventDefault();
  history.back();
});
const typed = (field) =>
  field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("details:not([open]) form")) {
    if ([...form.elements].some(typed)) form.closest("details").open = true;
  }
});
