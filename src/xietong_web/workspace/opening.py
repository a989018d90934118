"""Takes a folder; gives a workspace: Django set up on it, its tables made or brought up to date."""

import os
from pathlib import Path

import django
from django.core.management import call_command


def open_workspace(folder: Path, *, demonstration: bool = False, migrate: bool = True) -> None:
    """Set Django up on a workspace, making it where it is not yet there; safe to call on one that was killed."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIETONG_WORKSPACE"] = str(folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "xietong_web.settings"
    if demonstration:
        os.environ["XIETONG_DEMONSTRATION"] = "1"
    django.setup()
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
