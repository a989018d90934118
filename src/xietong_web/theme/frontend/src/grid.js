// Takes a grid of cells; gives it the keyboard, blocks pasted from a spreadsheet, and a check of what is being typed.
import { refuse } from "./refusals.js";

const PAUSE = 500;

function linesOf(form) {
  const open = (line) => [...line.querySelectorAll(".cell input:not([readonly])")];
  return [...form.querySelectorAll(".grid-line")].map(open).filter((cells) => cells.length);
}

function enter(cell) {
  cell?.focus();
  cell?.select();
}

// Enter goes on in the order of reading; arrows go where they point, ← and → only from the ends of what is written.
function target(form, event) {
  const input = event.target;
  const lines = linesOf(form);
  const at = lines.findIndex((cells) => cells.includes(input));
  if (at < 0) return undefined;
  const column = lines[at].indexOf(input);
  const beside = (step) => lines.flat()[lines.flat().indexOf(input) + step] ?? null;
  const along = (step) => (lines[at + step] ? lines[at + step][Math.min(column, lines[at + step].length - 1)] : null);
  const whole = input.selectionEnd - input.selectionStart === input.value.length;
  switch (event.key) {
    case "Enter": return beside(event.shiftKey ? -1 : 1);
    case "ArrowDown": return along(1);
    case "ArrowUp": return along(-1);
    case "ArrowRight": return whole || input.selectionStart === input.value.length ? beside(1) : undefined;
    case "ArrowLeft": return whole || input.selectionEnd === 0 ? beside(-1) : undefined;
    default: return undefined;
  }
}

// One column or one row fills the cells as they are read; a block lies on the lines as it lay on the sheet.
function places(form, input, block) {
  const lines = linesOf(form);
  if (block.length === 1 || block.every((row) => row.length === 1)) {
    const all = lines.flat();
    const from = all.indexOf(input);
    return block.flat().map((text, n) => [all[from + n], text]);
  }
  const at = lines.findIndex((cells) => cells.includes(input));
  const column = lines[at].indexOf(input);
  return block.flatMap((row, down) => row.map((text, right) => [lines[at + down]?.[column + right], text]));
}

function paste(form, event, check) {
  const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r?\n$/, "");
  if (!/[\t\n]/.test(text) || !event.target.matches(".cell input:not([readonly])")) return;
  event.preventDefault();
  const block = text.split(/\r?\n/).map((row) => row.split("\t").map((each) => each.trim()));
  const pairs = places(form, event.target, block);
  const taken = pairs.filter(([cell]) => cell);
  for (const [cell, value] of taken) cell.value = value;
  const left = pairs.filter(([cell, value]) => !cell && value).length;
  const said = form.querySelector("[data-pasted]");
  said.textContent = said.dataset.pasted.replace("0", taken.length) + (left ? said.dataset.left.replace("0", left) : "");
  check(taken.map(([cell]) => cell));
}

// What stands beside an entry is not read out by itself: what has come to it is said where a screen reader listens.
function tell(form, cell, before) {
  const said = cell.querySelector(".cell-said")?.innerText.trim() ?? "";
  if (!said || said === before) return;
  const place = form.querySelector("[data-told]");
  place.append(Object.assign(document.createElement("span"), { textContent: `${cell.querySelector("label").innerText.trim()}: ${said} ` }));
}

// What is typed while the answer is under way stays: only what stands beside an entry is changed, and the entry where
// it is still the one that was looked at and nobody stands in it.
function settle(form, fresh, sent) {
  const cell = form.querySelector(`#${CSS.escape(fresh.id)}`);
  const input = cell?.querySelector("input");
  const told = fresh.querySelector("input");
  if (!input || input.value !== sent.get(input.name)) return;
  cell.className = fresh.className;
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (told.hasAttribute(name)) input.setAttribute(name, told.getAttribute(name));
    else input.removeAttribute(name);
  }
  const before = cell.querySelector(".cell-said")?.innerText.trim() ?? "";
  cell.querySelector(".cell-after").innerHTML = fresh.querySelector(".cell-after").innerHTML;
  tell(form, cell, before);
  if (document.activeElement !== input) input.value = told.value;
}

function checking(form) {
  const asked = new Set();
  let running = false;
  async function run() {
    const told = form.querySelectorAll(".cell:has(.cell-said) input:not([readonly])");
    const sent = new FormData(form);
    for (const input of new Set([...asked, ...told])) sent.append("cell", input.name.replace(/^cell-/, ""));
    asked.clear();
    const answer = await fetch(form.dataset.check, { method: "POST", body: sent, headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (!answer.ok) return refuse(text, form);
    const page = new DOMParser().parseFromString(text, "text/html");
    form.querySelector("[data-told]").replaceChildren();
    for (const fresh of page.querySelectorAll(".cell")) settle(form, fresh, sent);
  }
  return async (inputs) => {
    for (const input of inputs) asked.add(input);
    if (running) return;
    running = true;
    try { while (asked.size) await run(); } finally { running = false; }
  };
}

for (const form of document.querySelectorAll("form[data-grid]")) {
  const check = checking(form);
  let timer = 0;
  let unsaved = false;
  const changed = (inputs) => { unsaved = true; check(inputs); };
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
      return;
    }
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : target(form, event);
    if (next === undefined) return;
    event.preventDefault();
    enter(next);
  });
  form.addEventListener("input", (event) => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(() => check([event.target]), PAUSE);
  });
  form.addEventListener("change", (event) => { clearTimeout(timer); changed([event.target]); });
  form.addEventListener("paste", (event) => paste(form, event, changed));
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status < 400) unsaved = false;
    else enter(form.querySelector(".cell.wrong input"));
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  // A phone's keypad of digits has no / and no *: they are offered beside it.
  if (matchMedia("(pointer: coarse)").matches) {
    for (const input of form.querySelectorAll(".cell input")) input.setAttribute("list", "cell-states");
  }
}
