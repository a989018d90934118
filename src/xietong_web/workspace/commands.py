"""Takes the command line's words about a workspace; gives the commands that need the site."""

import sys
from pathlib import Path

import click

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
