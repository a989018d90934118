"""Takes the command line; gives the engines without a server, and the site's commands, imported only when called."""

import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xietong.basics import Refusal

if TYPE_CHECKING:  # the reading engine takes half a second to import: only the commands that read are to wait for it
    from xietong import documents, measuring

MISUSED, UNREADABLE = 2, 3

# name -> attribute of xietong_web.workspace.commands; the site is imported when one of them is called.
SITE = ("backup", "demo", "doctor", "export", "indicators", "restore", "serve", "start", "user", "verify")


class Commands(click.Group):
    """The engines' commands, and the site's, which are found when the extra ``web`` is installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        return sorted({*super().list_commands(ctx), *SITE})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Find a command; one of the site's imports it."""
        if name not in SITE:
            return super().get_command(ctx, name)
        if importlib.util.find_spec("django") is None:
            raise click.ClickException(f"`xietong {name}` needs the platform: pip install 'xietong[web]'")
        command: click.Command = getattr(importlib.import_module("xietong_web.workspace.commands"), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xietong")
def group() -> None:
    """Education authorities running one plan together.

    \b
    Exit status: 0 done · 1 something is off (verify, doctor) · 2 wrong use, or refused by the rules
                 3 unreadable input
    """


@group.command(
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
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output."
)
@click.option(
    "--explain", metavar="TEXT", help="Show what sentences holding TEXT were taken for, and why; '' for the whole."
)
def read(file: str, form: str, output: Path | None, explain: str | None) -> None:
    """Turn one document (md, txt, html, docx, xlsx, pdf; - for standard input) into a draft plan."""
    from xietong import documents

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


def _converter() -> Callable[[bytes, str], bytes] | None:
    """What converts old Office files is the site's, as it starts a program; it needs nothing else of the site."""
    found: Callable[[], Callable[[bytes, str], bytes] | None] = importlib.import_module(
        "xietong_web.documents.converting"
    ).converter
    return found()


def _reading(file: str) -> "documents.Reading":
    from xietong import documents

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        _end(f"{file}: {problem.strerror or problem}", MISUSED)
    try:
        return documents.read_closely(data, "stdin" if file == "-" else Path(file).name, convert=_converter())
    except Refusal as refusal:
        _end(f"{file}: {refusal.wording.zh} {refusal.wording.en}", UNREADABLE)


@group.command(
    epilog="""\b
Examples:
  xietong evaluate 经费.csv --method theil --value 生均经费 --group 省市 --weight 学生数
  xietong evaluate 经费.csv --method sigma --value 生均经费 --name 区县 --period 年份
  xietong evaluate 水平.csv --method coupling --value 川 --value 渝 --name 领域 --format docx --output D.docx
  xietong evaluate 试点.csv --method did --value 升学率 --name 学校 --period 年份 \\
      --group 组 --inside 试点 --start 2022
  xietong evaluate 目标.csv --method joint --value 现值 --group 方 --name 指标 --baseline 基线 --aim 目标
  xietong evaluate 判断.csv --method ahp --value 投入 --value 产出 --value 质量

Cells that are empty or say why there is no figure (/, *, 不适用) are left out, and the result says so. One series needs
no --name. Exit status: 0 done; 2 usage, or refused; 3 unreadable input.""",
)
@click.argument("file", metavar="DATA.csv")
@click.option(
    "--method",
    required=True,
    help="ahp, beta, coupling, critic, cv, dagum, did, entropy, forecast, gini, given, grey, "
    "interrupted, joint, moran, normalise, range, sigma, synthetic, theil",
)
@click.option("--value", "values", multiple=True, metavar="COL", help="A column of figures; may be given again.")
@click.option("--lower", multiple=True, metavar="COL", help="A --value column where less is better.")
@click.option("--group", metavar="COL", help="Which group (party) a row belongs to.")
@click.option("--weight", metavar="COL", help="The population a row stands for; joint, grey: how much it counts.")
@click.option("--period", metavar="COL", help="2025, 2025-Q1, 2025-03 or 2025-S.")
@click.option("--name", metavar="COL", help="The unit of a row.")
@click.option("--neighbours", metavar="COL", help="Names of neighbouring units, parted by ; or 、")
@click.option("--baseline", metavar="COL", help="Where each party began (joint).")
@click.option("--aim", metavar="COL", help="What all are to reach (joint).")
@click.option("--control", "controls", multiple=True, metavar="COL", help="What beta convergence is conditional on.")
@click.option(
    "--share",
    "shares",
    type=float,
    multiple=True,
    help="How much each --value counts, one for each in order (given, coupling).",
)
@click.option(
    "--scale", type=click.Choice(("range", "z")), help="Bring figures to one scale by their ends, or as z-scores."
)
@click.option(
    "--goalpost", "goalposts", multiple=True, metavar="LOW:HIGH", help="Ends agreed on, one for each --value in order."
)
@click.option("--start", metavar="PERIOD", help="The first period with the plan.")
@click.option("--inside", metavar="GROUP", help="The group that is in the plan.")
@click.option("--target", help="The value to be reached, written as its column is (95%).")
@click.option("--steps", type=click.IntRange(min=1), default=1, show_default=True, help="Periods until it is due.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of permutations and draws.")
@click.option("--language", type=click.Choice(("zh", "en")), default="zh", show_default=True)
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "html", "docx")), default="text", show_default=True
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of standard output."
)
def evaluate(file: str, method: str, seed: int, language: str, form: str, output: Path | None, **options: Any) -> None:
    """Say how equal, convergent or coordinated the figures of a CSV file or workbook are (- for standard input)."""
    import numpy as np

    from xietong import measuring

    found = measuring.evaluate(_rows(file), method, measuring.Options(**options), rng=np.random.default_rng(seed))
    if form == "json":
        _write(json.dumps(measuring.to_values(found), ensure_ascii=False, indent=2) + "\n", output)
    else:
        forms: dict[str, Callable[[measuring.Evaluation, str], str | bytes]] = {
            "text": measuring.to_text, "html": measuring.to_html, "docx": measuring.to_word,
        }  # fmt: skip
        _write(forms[form](found, language), output)


def _rows(file: str) -> "list[measuring.Row]":
    from xietong import measuring

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        _end(f"{file}: {problem.strerror or problem}", MISUSED)
    try:
        return measuring.read_rows(data)
    except Refusal as refusal:
        _end(f"{file}: {refusal.wording.zh} {refusal.wording.en}", UNREADABLE)


def _end(sentence: str, status: int) -> NoReturn:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(status)


def _explained(reading: "documents.Reading", wanted: str) -> list[str]:
    from xietong import documents

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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a Refusal becomes one line on standard error and exit status 2."""
    try:
        group.main(arguments, standalone_mode=True)
    except Refusal as refusal:
        click.echo(f"{refusal.wording.zh}\n{refusal.wording.en}", err=True)
        sys.exit(2)
