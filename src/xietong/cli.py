"""Takes the command line; gives the engines without a server, and the site's commands, imported only when called."""

import importlib
import sys
from collections.abc import Sequence

import click

from xietong.basics import Refusal

# name -> attribute of xietong_web.workspace.commands; the site is imported when one of them is called.
SITE = ("demo", "serve")


class Commands(click.Group):
    """The engines' commands, and the site's, which are found when the extra ``web`` is installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        return sorted({*super().list_commands(ctx), *SITE})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Find a command; one of the site's imports it."""
        if name not in SITE:
            return super().get_command(ctx, name)
        try:
            commands = importlib.import_module("xietong_web.workspace.commands")
        except ModuleNotFoundError as missing:
            raise click.ClickException(
                f"`xietong {name}` needs the platform ({missing.name} is not installed): pip install 'xietong[web]'"
            ) from missing
        command: click.Command = getattr(commands, name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xietong")
def group() -> None:
    """Education authorities running one plan together.

    \b
    Exit status: 0 done · 1 something is off (verify, doctor) · 2 wrong use, or refused by the rules
                 3 unreadable input
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a Refusal becomes one line on standard error and exit status 2."""
    try:
        group.main(arguments, standalone_mode=True)
    except Refusal as refusal:
        click.echo(f"{refusal.wording.zh}\n{refusal.wording.en}", err=True)
        sys.exit(2)
