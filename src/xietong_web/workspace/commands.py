"""Takes the command line's words about a workspace; gives the commands that need the site."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xietong_web.workspace.progress import steps

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
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    help="The first port to try; a taken one gives the next.",
)

WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Web server processes; one a core."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command(
    epilog="""\b
Examples:
  xietong serve
  xietong serve --workspace /srv/plan --host 0.0.0.0 --port 8080
  DATABASE_URL=postgresql://xietong@localhost/plan xietong serve --workspace /srv/plan

Exit status: 0 ended by Ctrl-C or SIGTERM; 1 a process ended by itself; 2 usage."""
)
@FOLDER
@HOST
@PORT
@WORKERS
def serve(folder: Path, host: str, port: int, workers: int) -> None:
    """Serve a workspace: web server and job worker until Ctrl-C."""
    from xietong_web.workspace.opening import is_ready, mark_ready, open_workspace, point_at
    from xietong_web.workspace.serving import serve as run

    point_at(folder)
    if not is_ready(folder):
        open_workspace(folder)
        _say_how_to_begin()
        mark_ready(folder)
    ready = lambda found: click.echo(f"xietong is at http://{host}:{found}  (Ctrl-C ends it)")  # noqa: E731
    sys.exit(run(host, port, workers=workers, ready=ready))


def _say_how_to_begin() -> None:
    from xietong_web.accounts.models import Invitation, Member

    if not (Member.objects.exists() or Invitation.objects.exists()):
        click.echo("Nobody can sign in here yet: see `xietong start --help` and `xietong user --help`.", err=True)


@click.command(
    epilog="""\b
Examples:
  xietong demo
  xietong demo --workspace demonstration --port 8010
  xietong demo --load-only

Exit status: 0 ended by Ctrl-C or SIGTERM; 1 a process ended by itself; 2 usage."""
)
@FOLDER
@HOST
@PORT
@click.option("--load-only", is_flag=True, help="Load the demonstration and do not serve it.")
def demo(folder: Path, host: str, port: int, load_only: bool) -> None:
    """Load the demonstration where it is not there yet, and serve it."""
    from xietong_web.workspace.opening import is_ready, mark_ready, open_workspace, point_at
    from xietong_web.workspace.serving import serve as run

    point_at(folder, demonstration=True)
    if not is_ready(folder):
        open_workspace(folder, demonstration=True)
        from xietong_web.workspace import demonstration

        if not demonstration.loaded():
            with steps(demonstration.STEPS) as say:
                demonstration.load(say)
        mark_ready(folder)
    if not load_only:
        sys.exit(run(host, port, ready=lambda found: _greet(host, found)))


def _greet(host: str, port: int) -> None:
    from xietong_web.accounts.demonstration_people import PASSWORD, PEOPLE
    from xietong_web.theme.words import WORDS

    click.echo(f"\nxietong demonstration: http://{host}:{port}  (Ctrl-C ends it)\n")
    click.echo(f"Password of every demonstration sign-in: {PASSWORD}")
    for username, name, role, party, _ in PEOPLE:
        word = WORDS[role.value]
        click.echo(f"  {username:<9} {name}  {party or '—':<3} {word.zh} ({word.en})")


def _opened(folder: Path) -> None:
    from xietong_web.workspace.opening import is_workspace, open_workspace

    if not is_workspace(folder):
        raise click.UsageError(f"there is no workspace in {folder}; make one with `xietong start` or `xietong demo`")
    open_workspace(folder)


@click.command(
    epilog="""\b
Examples:
  xietong verify
  xietong verify --workspace /srv/plan
  xietong verify --json | jq -r '.[0].en'

Exit status: 0 nothing off; 1 something is off, the first broken record first; 2 usage."""
)
@FOLDER
@JSON
def verify(folder: Path, as_json: bool) -> None:
    """Check journal, rows, versions, signatures and stored files; exit status 1 names the first broken record."""
    _opened(folder)
    from xietong_web.workspace.verifying import CHECKS
    from xietong_web.workspace.verifying import verify as check

    with steps(len(CHECKS)) as say:
        found = list(check(say))
    _report(found, as_json=as_json, whole="verified: nothing off")


@click.command(
    epilog="""\b
Examples:
  xietong doctor
  xietong doctor --json

Exit status: 0 nothing off; 1 something is off; 2 usage."""
)
@FOLDER
@JSON
def doctor(folder: Path, as_json: bool) -> None:
    """Run the catalogue of integrity checks and print what is off, why it matters and the mend."""
    _opened(folder)
    from xietong_web.workspace.checks import findings

    _report(list(findings()), as_json=as_json, whole="nothing off")


def _say(result: dict[str, object], as_json: bool, *lines: str) -> None:
    """Print what an act came to: for programs, or in lines."""
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(lines))


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


@click.command(
    epilog="""\b
Examples:
  xietong backup plan-2025-06-30.zip
  xietong backup --workspace /srv/plan --without-keys copy.zip

Exit status: 0 written; 2 usage, or the file exists."""
)
@FOLDER
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave the workspace's keys out: for a copy that is sent elsewhere.")
@click.option("--with-examples", is_flag=True, help="Add the corrections of every reading as annotated examples.")
@JSON
def backup(folder: Path, target: Path, without_keys: bool, with_examples: bool, as_json: bool) -> None:
    """Write everything of a workspace into one file."""
    _opened(folder)
    from django.utils import timezone

    from xietong_web.workspace.backing_up import back_up, backed_up_models

    with steps(len(backed_up_models())) as say:
        count = back_up(folder, target, now=timezone.now(), keys=not without_keys, examples=with_examples, say=say)
    size = target.stat().st_size
    _say({"file": str(target), "members": count, "bytes": size}, as_json, f"{target}: {count} members, {size:,} bytes")


@click.command(
    epilog="""\b
Examples:
  xietong restore plan-2025-06-30.zip --workspace restored
  xietong verify --workspace restored

Exit status: 0 restored; 2 usage, a damaged backup, or a folder that is not empty."""
)
@FOLDER
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(folder: Path, source: Path) -> None:
    """Make a workspace of a backup, in a new or empty folder."""
    from xietong_web.workspace.restoring import restore_into

    with steps(50) as say:
        restore_into(source, folder, say)
    click.echo(f"{folder}: restored; check it with `xietong verify`")


@click.command(
    epilog="""\b
Examples:
  xietong start announcement.md --workspace plan
  xietong start 行动计划.docx --workspace plan --json

Exit status: 0 made; 2 usage, an unreadable document, or a workspace already in use."""
)
@FOLDER
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", default="chuanyu", show_default=True, help="The region whose parties and bodies are loaded.")
@JSON
def start(folder: Path, document: Path, region: str, as_json: bool) -> None:
    """Make a new workspace from a document: a region's parties and bodies, the document read, a draft plan of it."""
    from xietong_web.workspace.opening import open_workspace

    open_workspace(folder)
    from xietong_web.workspace.starting import start_from

    plan, tokens = start_from(document, region)
    links = {party: f"/join/{token}/" for party, token in tokens}
    lines = [f"{plan.title}: {plan.items.count()} items"]
    lines += [f"Invitation of the joint office of {party}: {link}" for party, link in links.items()]
    lines.append(f"Serve it with: xietong serve --workspace {folder}")
    _say({"plan": plan.uid, "title": plan.title, "items": plan.items.count(), "invitations": links}, as_json, *lines)


@click.command(
    epilog="""\b
Examples:
  xietong user 陈思远 --role joint_office --party cq
  xietong user 王安 --role security_admin

Exit status: 0 invited; 2 usage, or refused by the rules."""
)
@FOLDER
@click.argument("name")
@click.option("--role", required=True, help="joint_office, party_manager, signatory, …, system_admin, …")
@click.option("--party", default="", help="The party's code; none for the three administrators.")
@JSON
def user(folder: Path, name: str, role: str, party: str, as_json: bool) -> None:
    """Invite somebody from the operator's machine; prints the link that lets the person in once."""
    _opened(folder)
    from xietong_web.workspace.starting import invite_from_console

    link = f"/join/{invite_from_console(name, role, party)}/"
    _say({"name": name, "role": role, "party": party, "invitation": link}, as_json, link)


@click.command(
    epilog="""\b
Examples:
  xietong export > plan.json
  xietong export --format docx --output plan.docx
  xietong export 2f0c… --version 1 --format xlsx --output plan.xlsx

Exit status: 0 written; 2 usage, no such plan or version."""
)
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
    """Write a version of a plan as JSON, workbook, Word document or CSV; or what people corrected of its reading."""
    _opened(folder)
    from xietong_web.workspace.exporting import exported

    content = exported(plan, number, form)
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@click.command(
    epilog="""\b
Examples:
  xietong indicators > indicators.json
  XIETONG_TOKEN=xt_… xietong indicators indicators.json
  XIETONG_TOKEN=xt_… xietong indicators indicators.json --write --reason "年度修订"

The file is what the command prints: {"indicators": […], "set_values": […]}. A milestone or target names the
item that is to promise it; in an agreed plan it goes into your party's draft proposal.

Exit status: 0 looked at, or written; 1 there are problems, nothing was written; 2 usage, or refused by the rules."""
)
@FOLDER
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--plan", help="The plan's uid; the only plan when not given.")
@click.option("--write", is_flag=True, help="Write what a look at the file shows; without it nothing is written.")
@click.option("--reason", default="", help="Why definitions change.")
@click.option("--token", envvar="XIETONG_TOKEN", default="", help="Your access token (profile page): you act by it.")
@JSON
def indicators(
    folder: Path, file: Path | None, plan: str | None, write: bool, reason: str, token: str, as_json: bool
) -> None:
    """Print a plan's indicators with the values set for them, or take such a file in: all of it, or nothing."""
    _opened(folder)
    from xietong_web.workspace.indicators import listed, taken

    if file is None:
        click.echo(json.dumps(listed(plan), ensure_ascii=False, indent=1))
        return
    result, lines = taken(plan, click.open_file(str(file), "rb").read(), token, reason, write=write)
    _say(result, as_json, *lines)
    sys.exit(1 if result["problems"] else 0)
