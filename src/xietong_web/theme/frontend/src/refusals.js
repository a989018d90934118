// Takes a refused request; gives its sentence where the reader looks, and leaves what was typed alone.
function sentence(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-code]")?.outerHTML;
}

export function refuse(html, form) {
  const place = document.getElementById("refusal");
  const told = sentence(html);
  if (!place || !told) return;
  place.innerHTML = told;
  settle(place, form);
}

// What it is about is marked. A stale edit: the next save of this form is upon the state that is shown now.
function settle(place, form) {
  const told = place.querySelector("[data-revision]");
  if (told && form?.elements?.revision) form.elements.revision.value = told.dataset.revision;
  const field = form?.elements?.namedItem(place.firstElementChild?.dataset.field || "");
  field?.setAttribute?.("aria-invalid", "true");
  field?.setAttribute?.("aria-describedby", "refusal");
  place.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const place = document.getElementById("refusal");
  if (!place) return;
  if (xhr.status < 400) {
    if (event.detail.elt?.matches?.("form")) place.replaceChildren();
    return;
  }
  const told = sentence(xhr.responseText);
  if (!told) return;
  event.detail.serverResponse = told;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = place;
  event.detail.swapOverride = "innerHTML";
});
document.addEventListener("htmx:afterRequest", (event) => {
  const place = document.getElementById("refusal");
  if (place && event.detail.xhr?.status >= 400) settle(place, event.detail.elt);
});
