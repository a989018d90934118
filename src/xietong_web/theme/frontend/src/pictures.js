// Takes a drawn picture; gives it as PNG, twice as large as on the page, without asking any server.
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
  canvas.width = svg.viewBox.baseVal.width * 2;
  canvas.height = svg.viewBox.baseVal.height * 2;
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
