// Takes a refused htmx request; gives its sentence where the reader looks, and leaves what was typed alone.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  const place = document.getElementById("refusal");
  if (!place || !xhr.responseText.includes("data-code")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = place;
  event.detail.swapOverride = "innerHTML";
});
