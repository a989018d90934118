"""Takes how many steps a long piece of work has; gives a bar on a terminal, and a line for each step elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """Give the function that is told each step as it begins; everything goes to standard error."""
    if not sys.stderr.isatty():
        yield lambda step: click.echo(f"  {step} …", err=True)
        return
    shown = click.progressbar(
        length=total + 1, file=sys.stderr, item_show_func=lambda step: step or "", show_eta=False, width=24
    )
    with shown as bar:
        yield lambda step: bar.update(1, step)
        bar.update(total + 1 - bar.pos)
