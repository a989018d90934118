"""Takes a folder, a database address and sizes; gives a workspace with plans of these sizes, and a member to ask for.

The workspace is made by the same acts that people use, so that what is measured is what runs.
"""

import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import django

CHAIN = 481


@dataclass(frozen=True, slots=True)
class Stage:
    """A workspace ready to be measured: the day its plans are overdue on, their uids by size, how long writing took."""

    folder: Path
    url: str
    today: date
    plans: dict[int, str]
    written_ms: dict[int, float]


def setup(folder: Path, url: str) -> None:
    """Set Django up on a folder and database, with every table. Once per process."""
    os.environ.update(
        XIETONG_WORKSPACE=str(folder), DATABASE_URL=url, DJANGO_SETTINGS_MODULE="xietong_web.settings",
        XIETONG_PUBLIC_URL="http://127.0.0.1:8000", XIETONG_DEMONSTRATION="1",
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def open_stage(folder: Path, url: str, sizes: list[int]) -> Stage:
    """Set Django up on a folder and database, and write what is not there yet. Once per process."""
    setup(folder, url)
    from xietong_web.fulfilling.days import today

    day = today()
    _people()
    written = {size: _plan(size, day) for size in sizes}
    _analyse()
    return Stage(folder, url, day, {size: f"bench-{size}" for size in sizes}, written)


def _analyse() -> None:
    """Let the database count its rows, as its own housekeeping would have done soon after such an import."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


def _people() -> None:
    from django.utils import timezone

    from bench import large_plans
    from xietong_web.accounts.models import Organisation, Party
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import add_member, add_organisations, add_party
    from xietong_web.audit.services import System

    if Party.objects.exists():
        return
    now, by = timezone.now(), System()
    bodies = large_plans.organisations()
    for ordinal, value in enumerate(large_plans.parties()):
        party = add_party(value=value, ordinal=ordinal, by=by, now=now)
        add_organisations(party=party, values=[body for body in bodies if body.party == value.code], by=by, now=now)
        own = Organisation.objects.get(code=f"{value.code}-0")
        add_member(username=f"office-{ordinal}", name="办公室", roles=[Role.JOINT_OFFICE], party=party,
                   organisation=own, by=by, now=now)  # fmt: skip


def _plan(size: int, day: date) -> float:
    """Write a plan; return how long that took in milliseconds (0 where it stood already)."""
    from django.db import transaction
    from django.utils import timezone

    from bench import large_plans
    from xietong_web.accounts.models import Party
    from xietong_web.audit.services import System
    from xietong_web.drafting.models import Plan
    from xietong_web.drafting.services import open_plan

    if Plan.objects.filter(uid=f"bench-{size}").exists():
        return 0.0
    value = large_plans.plan(size, today=day, chain=CHAIN)
    began = time.perf_counter()
    with transaction.atomic():
        open_plan(value=value, parties=list(Party.objects.all()), by=System(), now=timezone.now())
    return (time.perf_counter() - began) * 1000


def session_cookie() -> str:
    """Return the session cookie of a signed-in member of the first party's joint office."""
    from django.test import Client

    from xietong_web.accounts.models import Person

    client = Client()
    client.force_login(Person.objects.get(username="office-0"), backend="xietong_web.accounts.known.Backend")
    return str(client.cookies["sessionid"].value)


def first_items(plan: str) -> tuple[str, str, str]:
    """Return the uids of a plan's first direction, of a leaf, and of an action to add items to."""
    from xietong_web.drafting.models import Item

    items = Item.objects.filter(plan=plan)
    root = items.filter(depth=0).order_by("path").values_list("uid", flat=True)[0]
    leaf = items.filter(depth__gte=2).order_by("path").values_list("uid", flat=True)[20]
    action = items.filter(depth=1, kind="action").order_by("path").values_list("uid", flat=True)[0]
    return root, leaf, action
