// Takes a desk; gives it the link between a sentence and its item: hovering or focusing one lights the other, and a click
// on one brings the other into the middle of its own pane (the page stays where it is).
function light(desk, uid, on) {
  for (const each of desk.querySelectorAll(`[data-item="${CSS.escape(uid)}"]`)) each.classList.toggle("lit", on);
}

function bringIntoView(place) {
  const pane = place?.closest("section");
  if (!pane) return;
  const [inner, outer] = [place.getBoundingClientRect(), pane.getBoundingClientRect()];
  pane.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 2);
}

for (const desk of document.querySelectorAll("[data-side-by-side]")) {
  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    desk.addEventListener(name, (event) => {
      const place = event.target.closest("[data-item]");
      if (place) light(desk, place.dataset.item, on);
    });
  }
  desk.addEventListener("click", (event) => {
    const clicked = event.target.closest("mark[data-item], li[data-item]");
    if (!clicked || event.target.closest(".item-form, .item-head a, .item-head input")) return;
    const other = clicked.matches("mark") ? "li" : "mark";
    bringIntoView(desk.querySelector(`${other}[data-item="${CSS.escape(clicked.dataset.item)}"]`));
  });
}
