"""Takes an evaluation; gives it as text, as JSON values and as one HTML page that needs nothing else."""

import math
from html import escape
from typing import Any

from xietong.basics import Wording
from xietong.measuring.evaluation import Cell, Evaluation, Probability, Table, wording
from xietong.measuring.numerals import numeral

_RESTS_ON = wording("依据的单位数", "Units it rests on")
_ASSUMPTIONS = wording("前提假设", "What this rests on")
_DOUBTS = wording("请注意", "Please note")


def to_text(evaluation: Evaluation, language: str = "zh") -> str:
    """Return the evaluation as plain text, one line per row, columns parted by tabs.

    >>> print(to_text(Evaluation("gini", wording("基尼", "Gini"), 2, ()), "en"), end="")
    Gini
    Units it rests on: 2
    """
    lines = [evaluation.title.in_language(language), rests_on(evaluation, language)]
    for table in evaluation.tables:
        lines += ["", table.title.in_language(language)]
        lines.append("\t".join(one.in_language(language) for one in table.columns))
        lines += ["\t".join(shown(cell, language) for cell in row) for row in table.rows]
    for heading, sentences in said(evaluation):
        lines += ["", *([heading.in_language(language)] if heading else [])]
        lines += [f"- {one.in_language(language)}" for one in sentences]
    return "\n".join(lines) + "\n"


def to_values(evaluation: Evaluation) -> dict[str, Any]:
    """Return the evaluation as values for JSON (``xietong-evaluation/1``): full figures; nan is null, infinity a text.

    >>> to_values(Evaluation("gini", wording("基尼", "Gini"), 2, ()))["rests_on"]
    2
    """
    return {
        "format": "xietong-evaluation/1",
        "method": evaluation.method,
        "title": _both(evaluation.title),
        "rests_on": evaluation.rests_on,
        "tables": [
            {
                "title": _both(table.title),
                "columns": [_both(one) for one in table.columns],
                "rows": [[_plain(cell) for cell in row] for row in table.rows],
            }
            for table in evaluation.tables
        ],
        "statements": [_both(one) for one in evaluation.statements],
        "assumptions": [_both(one) for one in evaluation.assumptions],
        "findings": [{"code": one.code, "subject": one.subject, **_both(one.wording)} for one in evaluation.findings],
    }


def to_html(evaluation: Evaluation, language: str = "zh") -> str:
    """Return the evaluation as one HTML page without scripts or outside files; every text from the data is escaped.

    >>> "<h1>Gini</h1>" in to_html(Evaluation("gini", wording("基尼", "Gini"), 2, ()), "en")
    True
    """
    title = escape(evaluation.title.in_language(language))
    parts = [
        f'<!doctype html>\n<html lang="{"en" if language.startswith("en") else "zh-Hans"}">\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n<main>\n<h1>{title}</h1>",
        f"<p>{rests_on(evaluation, language)}</p>",
    ]
    sentences = list(said(evaluation))
    parts += [_list(heading, lines, language) for heading, lines in sentences if heading is None]
    parts += [_html_table(table, language) for table in evaluation.tables]
    parts += [_list(heading, lines, language) for heading, lines in sentences if heading is not None]
    return "\n".join([*parts, "</main>\n</html>\n"])


_STYLE = (
    "body{font:16px/1.6 'Noto Sans SC','Source Han Sans SC',system-ui,sans-serif;color:#1d1d1b;background:#fbfaf7}"
    "main{max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:1.5rem 0}"
    "caption{text-align:left;font-weight:600;padding-bottom:.3rem}th,td{padding:.25rem .9rem;"
    "border-bottom:1px solid #d8d5cc}th{text-align:left;min-width:4em}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
    "div{overflow-x:auto}th:first-child,td:first-child{min-width:5.5em;padding-left:0}"
)


def _html_table(table: Table, language: str) -> str:
    kinds = [_kind(cell) for cell in table.rows[0]] if table.rows else [""] * len(table.columns)
    head = "".join(
        f'<th scope="col"{kind}>{escape(one.in_language(language))}</th>'
        for one, kind in zip(table.columns, kinds, strict=True)
    )
    body = "\n".join("<tr>" + "".join(_html_cell(cell, language) for cell in row) + "</tr>" for row in table.rows)
    caption = escape(table.title.in_language(language))
    grid = f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    # Wider than a phone it is moved by itself, by keyboard too.
    return f'<div role="region" aria-label="{caption}" tabindex="0">\n{grid}\n</div>'


def _html_cell(cell: Cell, language: str) -> str:
    return f"<td{_kind(cell)}>{escape(shown(cell, language))}</td>"


def _kind(cell: Cell) -> str:
    return "" if isinstance(cell, str | Wording) else ' class="n"'


def _list(heading: Wording | None, sentences: tuple[Wording, ...], language: str) -> str:
    if heading is None:
        return "\n".join(f"<p><strong>{escape(one.in_language(language))}</strong></p>" for one in sentences)
    lines = "\n".join(f"<li>{escape(one.in_language(language))}</li>" for one in sentences)
    return f"<h2>{escape(heading.in_language(language))}</h2>\n<ul>\n{lines}\n</ul>"


def rests_on(evaluation: Evaluation, language: str) -> str:
    """Return how many units an evaluation rests on, as a line.

    >>> rests_on(Evaluation("gini", wording("基尼", "Gini"), 2, ()), "zh")
    '依据的单位数：2'
    """
    mark = ": " if language.startswith("en") else "："
    return f"{_RESTS_ON.in_language(language)}{mark}{evaluation.rests_on}"


def said(evaluation: Evaluation) -> list[tuple[Wording | None, tuple[Wording, ...]]]:
    """Return the sentences in their order: statements (no heading), assumptions, doubts; empty parts are left out.

    >>> said(Evaluation("gini", wording("基尼", "Gini"), 2, ()))
    []
    """
    doubts = tuple(one.wording for one in evaluation.findings)
    parts = [(None, evaluation.statements), (_ASSUMPTIONS, evaluation.assumptions), (_DOUBTS, doubts)]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def shown(cell: Cell, language: str = "zh") -> str:
    """Return a cell as people read it: six significant figures, – for what does not exist, ∞ for infinity.

    >>> shown(1 / 3), shown(12345678.0), shown(float("nan")), shown(float("inf"))
    ('0.333333', '12345700', '–', '∞')
    """
    if isinstance(cell, Wording):
        return cell.in_language(language)
    if isinstance(cell, Probability):
        return cell.shown()
    if isinstance(cell, float):
        if math.isnan(cell):
            return "–"
        return numeral(cell, 6) if math.isfinite(cell) else ("∞" if cell > 0 else "−∞")
    return str(cell)


def _both(one: Wording) -> dict[str, str]:
    return {"zh": one.zh, "en": one.en}


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Wording):
        return _both(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return None if math.isnan(cell) else shown(cell)
    return cell
