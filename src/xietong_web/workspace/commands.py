"""Takes the command line's words about a workspace; gives the commands that need the site."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from xietong.basics import Finding

FOLDER = click.option(
    "--workspace",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="var",
    envvar="XIETONG_WORKSPACE",
    show_default=True,
    help="The workspace's folder.",
)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
PORT = click.option(
    "--port", default=8000, show_default=True, help="The first port to try; a taken one gives the next."
)


@click.command()
@FOLDER
@HOST
@PORT
def serve(folder: Path, host: str, port: int) -> None:
    """Serve a workspace: web server and job worker until Ctrl-C.

    \b
    Example:
      xietong serve --workspace /srv/plan --port 8080
    """
    from xietong_web.workspace.opening import open_workspace
    from xietong_web.workspace.serving import serve as run

    open_workspace(folder)
    sys.exit(run(host, port, ready=lambda found: click.echo(f"xietong is at http://{host}:{found}  (Ctrl-C ends it)")))


@click.command()
@FOLDER
@HOST
@PORT
@click.option("--load-only", is_flag=True, help="Load the demonstration and do not serve it.")
def demo(folder: Path, host: str, port: int, load_only: bool) -> None:
    """Load the demonstration where it is not there yet, and serve it.

    \b
    Example:
      xietong demo --port 8010
    """
    from xietong_web.workspace.opening import open_workspace
    from xietong_web.workspace.serving import serve as run

    open_workspace(folder, demonstration=True)
    from xietong_web.workspace import demonstration

    if not demonstration.loaded():
        demonstration.load(lambda step: click.echo(f"  {step} …"))
    if not load_only:
        sys.exit(run(host, port, ready=lambda found: _greet(host, found)))


def _greet(host: str, port: int) -> None:
    from xietong_web.theme.words import WORDS
    from xietong_web.workspace.demonstration import PASSWORD, PEOPLE

    click.echo(f"\nxietong demonstration: http://{host}:{port}  (Ctrl-C ends it)\n")
    click.echo(f"Password of every demonstration sign-in: {PASSWORD}")
    for username, name, role, party, _ in PEOPLE:
        word = WORDS[role.value]
        click.echo(f"  {username:<9} {name}  {party or '—':<3} {word.zh} ({word.en})")


def _opened(folder: Path) -> None:
    from xietong_web.workspace.opening import open_workspace

    if not folder.exists():
        raise click.UsageError(f"there is no workspace in {folder}; make one with `xietong start` or `xietong demo`")
    open_workspace(folder)


@click.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the findings as a JSON list.")
def verify(folder: Path, as_json: bool) -> None:
    """Check journal, rows, versions, signatures and stored files; exit status 1 names the first broken record.

    \b
    Example:
      xietong verify --workspace /srv/plan
    """
    _opened(folder)
    from xietong_web.workspace.verifying import verify as check

    _report(
        list(check(lambda step: click.echo(f"  {step} …", err=True))), as_json=as_json, whole="verified: nothing off"
    )


@click.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the findings as a JSON list.")
def doctor(folder: Path, as_json: bool) -> None:
    """Run the catalogue of integrity checks and print what is off, why it matters and the mend.

    \b
    Example:
      xietong doctor --json
    """
    _opened(folder)
    from xietong_web.workspace.checks import findings

    _report(list(findings()), as_json=as_json, whole="nothing off")


def _report(found: list["Finding"], *, as_json: bool, whole: str) -> None:
    if as_json:
        rows = [{"code": f.code, "subject": f.subject, "zh": f.wording.zh, "en": f.wording.en} for f in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            click.echo(f"{finding.code}: {finding.wording.zh} / {finding.wording.en}")
        if not found:
            click.echo(whole)
    sys.exit(1 if found else 0)


@click.command()
@FOLDER
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave the workspace's keys out: for a copy that is sent elsewhere.")
@click.option("--with-examples", is_flag=True, help="Add the corrections of every reading as annotated examples.")
def backup(folder: Path, target: Path, without_keys: bool, with_examples: bool) -> None:
    """Write everything of a workspace into one file.

    \b
    Example:
      xietong backup plan-2025-06-30.zip
    """
    _opened(folder)
    from django.utils import timezone

    from xietong_web.workspace.backing_up import back_up

    count = back_up(
        folder,
        target,
        now=timezone.now(),
        keys=not without_keys,
        examples=with_examples,
        say=lambda step: click.echo(step, err=True),
    )
    click.echo(f"{target}: {count} members")


@click.command()
@FOLDER
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(folder: Path, source: Path) -> None:
    """Make a workspace of a backup, in a new or empty folder.

    \b
    Example:
      xietong restore plan-2025-06-30.zip --workspace restored
    """
    from xietong_web.workspace.backing_up import load_rows, unpack
    from xietong_web.workspace.opening import open_workspace

    unpack(source, folder)
    open_workspace(folder)
    load_rows(source, lambda step: click.echo(f"  {step} …", err=True))
    click.echo(f"{folder}: restored; check it with `xietong verify`")


@click.command()
@FOLDER
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", default="chuanyu", show_default=True, help="The region whose parties and bodies are loaded.")
def start(folder: Path, document: Path, region: str) -> None:
    """Make a new workspace from a document: a region's parties and bodies, the document read, a draft plan of it.

    \b
    Example:
      xietong start announcement.md --workspace plan
    """
    from xietong_web.workspace.opening import open_workspace

    open_workspace(folder)
    from xietong_web.workspace.starting import start_from

    plan, tokens = start_from(document, region)
    click.echo(f"{plan.title}: {plan.items.count()} items")
    for party, token in tokens:
        click.echo(f"Invitation of the joint office of {party}: /join/{token}/")
    click.echo(f"Serve it with: xietong serve --workspace {folder}")


@click.command()
@FOLDER
@click.argument("name")
@click.option("--role", required=True, help="joint_office, party_manager, signatory, …, system_admin, …")
@click.option("--party", default="", help="The party's code; none for the three administrators.")
def user(folder: Path, name: str, role: str, party: str) -> None:
    """Invite somebody from the operator's machine; prints the link that lets the person in once.

    \b
    Example:
      xietong user 陈思远 --role joint_office --party cq
    """
    _opened(folder)
    from xietong_web.workspace.starting import invite_from_console

    click.echo(f"/join/{invite_from_console(name, role, party)}/")


@click.command()
@FOLDER
@click.argument("plan", required=False)
@click.option("--version", "number", type=int, help="The version; the one in effect, else the draft, when not given.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "xlsx", "docx", "csv", "examples"]),
    default="json",
    show_default=True,
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output otherwise.")
def export(folder: Path, plan: str | None, number: int | None, form: str, output: Path | None) -> None:
    """Write a version of a plan as JSON, workbook, Word document or CSV; or what people corrected of its reading.

    \b
    Examples:
      xietong export --format docx --output plan.docx
      xietong export --format examples --output corrections.jsonl
    """
    _opened(folder)
    from xietong_web.workspace.exporting import exported

    content = exported(plan, number, form)
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
