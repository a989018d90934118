// Takes rows that others have changed; gives them to the desk, but never over a form that somebody is typing in.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const form = event.detail.target?.querySelector?.("form.item-form");
  if (!form) return;
  event.detail.shouldSwap = false;
  form.querySelector(".elsewhere").hidden = false;
});
