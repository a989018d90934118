// Takes the way back from a refusal; goes back as the browser's own button does, which keeps what was typed.
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (history.length < 2) return;
  event.preventDefault();
  history.back();
});
