"""Takes nothing; gives the layout of official documents as a Typst program that reads the document as JSON."""

# Written in Typst: https://typst.app/docs. The text's top and bottom edges are pinned so that lines stand on the grid.
LAYOUT = r"""
#let doc = json(bytes(sys.inputs.document))
#let m = doc.measures
#let pt(x) = x * 1pt
#let mm(x) = x * 1mm
#let outside(n, body) = align(if calc.odd(n) { right } else { left }, pad(x: pt(m.number), body))

#set document(
  title: doc.title,
  author: if doc.author == "" { () } else { (doc.author,) },
  date: if doc.day == none { none } else { datetime(year: doc.day.at(0), month: doc.day.at(1), day: doc.day.at(2)) },
)
#set page(
  paper: "a4",
  margin: (top: mm(m.top), bottom: mm(m.bottom), left: mm(m.left), right: mm(m.right)),
  header: if doc.marking != "" { align(center, text(font: doc.fonts.subheading, size: pt(m.table), doc.marking)) },
  footer-descent: 7mm,
  footer: context {
    let n = counter(page).get().first()
    outside(n, text(font: doc.fonts.number, size: pt(m.number))[— #n —])
  },
)
#set text(font: doc.fonts.body, size: pt(m.body), lang: "zh", region: "cn", tracking: pt(m.character - m.body),
  top-edge: 0.88em, bottom-edge: -0.12em, hyphenate: false)
#let gap = pt(m.line - m.body)
#set par(first-line-indent: (amount: 2em, all: true), leading: gap, spacing: gap, justify: true)
#show heading: it => block(above: gap, below: gap, sticky: true, pad(left: 2em, it.body))
#show heading.where(level: 1): set text(font: doc.fonts.heading, size: pt(m.body), weight: "regular")
#show heading.where(level: 2): set text(font: doc.fonts.subheading, size: pt(m.body), weight: "regular")
#show heading.where(level: 3): set text(font: doc.fonts.heading, size: pt(m.body), weight: "regular")
#show heading.where(level: 4): set text(font: doc.fonts.body, size: pt(m.body), weight: "regular")
#show title: it => block(width: 100%, below: gap, {
  set par(first-line-indent: 0pt, leading: 35pt - pt(m.title), justify: false)
  align(center, text(font: doc.fonts.title, size: pt(m.title), weight: "regular", it.body))
})

#let plain(body) = { set par(first-line-indent: 0pt); body }
#let small(body) = {
  set text(size: pt(m.table), tracking: 0pt)
  set par(first-line-indent: 0pt, leading: 4pt, justify: false)
  body
}
#let lines(words) = words.split("\n").map(line => [#line]).join(linebreak())

#let paragraph(b) = {
  let words = text(font: doc.fonts.at(b.face), lines(b.text))
  let lead = if b.lead == "" { none } else {
    text(font: if b.lead.starts-with("（") { doc.fonts.subheading } else { doc.fonts.heading }, b.lead) }
  if b.place == "center" { align(center, plain(words)) }
  else if b.place == "right" { align(right, pad(right: 4em, plain(words))) }
  else { par(lead + words) }
}

#let ruled(b) = {
  let widths = if b.widths.len() == 0 { b.header.map(_ => 1) } else { b.widths }
  let cells = ()
  for (r, row) in b.rows.enumerate() {
    for (c, cell) in row.enumerate() {
      if cell == none { continue }
      let span = 1
      while r + span < b.rows.len() and b.rows.at(r + span).at(c) == none { span += 1 }
      cells.push(table.cell(x: c, y: r + 1, rowspan: span, lines(cell)))
    }
  }
  if b.title != "" { align(center, plain(text(b.title))) }
  block(above: gap, below: gap, small(table(
    columns: widths.map(w => w * 1fr), stroke: 0.5pt, inset: 4pt, align: horizon + left,
    table.header(..b.header.map(h => table.cell(align: center, text(font: doc.fonts.heading, h)))),
    ..cells,
  )))
}

#let hatched(colour) = tiling(size: (4pt, 4pt), {
  place(rect(width: 100%, height: 100%, fill: white))
  place(line(start: (0%, 100%), end: (100%, 0%), stroke: 0.8pt + colour)) })
#let strip(part, joint, leftward) = box(width: 100%, height: 9pt, fill: rgb("#ededed"), {
  let side = if leftward { right } else { left }
  let sign = if leftward { -1 } else { 1 }
  let solid = rgb(part.colour)
  let claimed = calc.max(0, part.claimed - part.confirmed)
  place(side, rect(width: part.confirmed * 100%, height: 9pt, fill: solid))
  place(side, dx: sign * part.confirmed * 100%, rect(width: claimed * 100%, height: 9pt, fill: hatched(solid)))
  // The joint figure: a notch on every party's side.
  place(side, dx: sign * joint * 100%, line(start: (0pt, -2pt), end: (0pt, 11pt), stroke: 1.5pt + black))
})
#let figures(b) = b.figures.map(((colour, words)) => {
  if colour != "" { text(fill: rgb(colour), "■ ") }
  words
}).join("　")
#let bar(b) = {
  let drawn = if b.parts.len() == 2 {
    let (left, right) = b.parts
    grid(columns: (1fr, 1fr), column-gutter: 1.5pt, strip(left, b.joint, true), strip(right, b.joint, false))
  } else { stack(dir: ttb, spacing: 3pt, ..b.parts.map(p => strip(p, b.joint, false))) }
  block(breakable: false, above: 0pt, below: 8pt, stack(dir: ttb, spacing: 4pt, lines(b.label), drawn, figures(b)))
}
#let bars(b) = if b.bars.len() > 0 {
  block(above: gap, below: gap, small(b.bars.map(bar).join() + par(doc.legend)))
}

#let signature(b) = {
  v(pt(m.line))
  align(right, pad(right: 4em, plain(block(breakable: false,
    stack(dir: ttb, spacing: gap, ..b.names, ..if b.day == none { () } else { (b.day,) })))))
}

#title(doc.title)
#if doc.number != "" { align(center, plain(text(doc.number))) }
#v(pt(m.line))
#for b in doc.blocks {
  if b.kind == "Heading" { heading(level: calc.max(1, calc.min(b.level, 4)), b.text) }
  else if b.kind == "Paragraph" { paragraph(b) }
  else if b.kind == "Table" { ruled(b) }
  else if b.kind == "Bars" { bars(b) }
  else { signature(b) }
}
"""
