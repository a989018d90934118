// Takes a form that saves itself; gives every pause in typing a save, and says so beside the buttons.
import { refuse } from "./refusals.js";

const PAUSE = 1000;
const timers = new WeakMap();
const running = new WeakMap();

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), PAUSE));
}

async function send(form) {
  const body = new FormData(form);
  body.set("autosave", "1");
  const headers = { "HX-Request": "true" };
  const answer = await fetch(form.getAttribute("hx-post"), { method: "POST", body, headers, keepalive: true });
  const text = await answer.text();
  const state = form.querySelector(".autosave-state");
  if (answer.ok) {
    state.innerHTML = text;
    form.elements.revision.value = state.querySelector("[data-revision]").dataset.revision;
  } else if (answer.status === 422) {
    state.textContent = form.dataset.unsaved;
  } else {
    form.dataset.held = "yes"; // until the reader has looked at both texts and saves by hand
    state.textContent = "";
    refuse(text, form);
  }
}

async function save(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!form.isConnected || form.dataset.held) return;
  if (running.has(form)) return later(form);
  if (!form.checkValidity()) {
    form.querySelector(".autosave-state").textContent = form.dataset.unsaved;
    return;
  }
  running.set(form, send(form).finally(() => running.delete(form)));
  await running.get(form);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (form && !form.dataset.held) later(form);
  });
}
// Leaving the form, by the keyboard or by Close, saves what was typed last; Save waits for a save that is under way.
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (form && timers.has(form) && !form.contains(event.relatedTarget)) save(form);
});
document.addEventListener("htmx:confirm", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form) return;
  const submits = event.target === form;
  if (submits) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    form.dataset.held = "yes"; // what is saved by hand is not saved once more on the way out
  }
  const wait = submits ? running.get(form) : timers.has(form) ? save(form) : running.get(form);
  if (!wait) return;
  event.preventDefault();
  wait.then(() => event.detail.issueRequest());
});
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave]")) if (timers.has(form)) save(form);
});
