// Takes a button that prints; shows it where there is a script, and lets it open the printer's window.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
