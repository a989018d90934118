"""Takes a command line; gives the same engines without a server."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from xietong import __version__, documents
from xietong.basics import Refusal

READ, MISUSED, UNREADABLE = 0, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xietong")
def main() -> None:
    """Education authorities running one plan together: read it, agree it, run it, measure it, publish it."""


@main.command(
    epilog="""\b
Examples:
  xietong read 行动计划.docx
  xietong read 工作要点.pdf --format tree
  xietong read 台账.xlsx --format xlsx --output draft.xlsx
  xietong read 方案.html --explain 责任单位
  curl -s ADDRESS | xietong read - --format json

Exit status: 0 read; 2 usage; 3 unreadable input.""",
)
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(("json", "tree", "xlsx")), default="json", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output.")
@click.option("--explain", metavar="TEXT", help="Show what sentences holding TEXT were taken for, and why; '' for the whole.")
def read(file: str, form: str, output: Path | None, explain: str | None) -> None:
    """Turn one document (md, txt, html, docx, xlsx, pdf; - for standard input) into a draft plan."""
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("a workbook is no text for a terminal: give --output PATH")
    reading = _reading(file)
    if explain is not None:
        _write("\n".join(_explained(reading, explain)) + "\n", output)
    elif form == "json":
        _write(json.dumps(documents.to_json(reading.draft), ensure_ascii=False, indent=2) + "\n", output)
    elif form == "tree":
        _write(documents.to_tree(reading.draft), output)
    else:
        _write(documents.to_workbook(reading.draft), output)


def _reading(file: str) -> documents.Reading:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        _end(f"{file}: {problem.strerror or problem}", MISUSED)
    try:
        return documents.read_closely(data, "stdin" if file == "-" else Path(file).name)
    except Refusal as refusal:
        _end(f"{file}: {refusal.wording.zh} {refusal.wording.en}", UNREADABLE)


def _end(sentence: str, status: int) -> NoReturn:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(status)


def _explained(reading: documents.Reading, wanted: str) -> list[str]:
    found = documents.explain(reading, wanted)
    if not found:
        return [f"No heading or sentence holds “{wanted}”."]
    lines = []
    for one in found:
        lines += [f"{one.taken_for} ({one.confidence:.2f}): {one.quoted}", *(f"    {reason}" for reason in one.reasons)]
    return lines


def _write(content: str | bytes, output: Path | None) -> None:
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as problem:
        _end(f"{output}: {problem.strerror or problem}", MISUSED)
