// Takes a desk; gives it the link between a sentence and its item: hovering or focusing one lights the other.
function light(desk, uid, on) {
  for (const each of desk.querySelectorAll(`[data-item="${CSS.escape(uid)}"]`)) each.classList.toggle("lit", on);
}

for (const desk of document.querySelectorAll("[data-side-by-side]")) {
  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    desk.addEventListener(name, (event) => {
      const place = event.target.closest("[data-item]");
      if (place) light(desk, place.dataset.item, on);
    });
  }
  desk.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-item]");
    if (mark) document.getElementById(`item-${mark.dataset.item}`)?.scrollIntoView({ block: "center" });
    const item = event.target.closest("li[data-item]");
    if (item && !event.target.closest("a, button, input, select, textarea, summary")) {
      desk.querySelector(`mark[data-item="${CSS.escape(item.dataset.item)}"]`)?.scrollIntoView({ block: "center" });
    }
  });
}
