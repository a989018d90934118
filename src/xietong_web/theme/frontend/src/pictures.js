// Takes a drawn picture; gives it as PNG, three times as large as on the page, without asking any server; and gives a
// map the keyboard: it is one stop, within which the arrows go to the nearest area that way.
function asImage(svg) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  });
}

async function save(svg, name) {
  const image = await asImage(svg);
  const canvas = document.createElement("canvas");
  canvas.width = svg.viewBox.baseVal.width * 3;
  canvas.height = svg.viewBox.baseVal.height * 3;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.download = `${name}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}

for (const button of document.querySelectorAll("button[data-png]")) {
  const svg = button.closest("figure")?.querySelector("svg.picture");
  if (!svg) continue;
  button.hidden = false;
  button.addEventListener("click", () => save(svg, button.dataset.png));
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function middle(area) {
  const { x, y, width, height } = (area.querySelector("rect, path") ?? area).getBBox();
  return [x + width / 2, y + height / 2];
}

// Far along counts once, far aside twice: so a row is followed before another is taken.
function nearest(areas, from, [right, down]) {
  const [x, y] = middle(from);
  const costs = areas.filter((each) => each !== from).map((each) => {
    const [dx, dy] = middle(each).map((at, n) => at - [x, y][n]);
    const along = dx * right + dy * down;
    return { each, along, cost: along + 2 * Math.abs(dx * down + dy * right) };
  });
  return costs.filter(({ along }) => along > 1).sort((one, other) => one.cost - other.cost)[0]?.each;
}

for (const map of document.querySelectorAll("svg.picture[role=group]")) {
  const areas = [...map.querySelectorAll("a")];
  areas.forEach((area, n) => area.setAttribute("tabindex", n ? "-1" : "0"));
  map.addEventListener("keydown", (event) => {
    const from = event.target.closest("a");
    const ends = { Home: areas[0], End: areas.at(-1) };
    const to = !from || event.altKey || event.ctrlKey || event.metaKey ? undefined
      : ends[event.key] ?? (WAYS[event.key] && nearest(areas, from, WAYS[event.key]));
    if (!to) return;
    event.preventDefault();
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  });
}
