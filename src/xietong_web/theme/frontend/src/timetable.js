// Takes a timetable wider than the screen; gives it today's line in view from the start.
for (const table of document.querySelectorAll("[data-today]")) {
  const place = Number(table.dataset.today) - Number(table.dataset.from);
  table.scrollLeft = Math.max(0, place - (table.clientWidth - Number(table.dataset.from)) * 0.6);
}
