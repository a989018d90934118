"""Times the search of a plan of any size, on the database that DATABASE_URL names (SQLite without it).

python -m bench.searching [--size 100000] [--json var/searching.json]

Beside each search stands the bare baseline: the same question as a ``LIKE`` over titles and texts.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter

WORDS = (
    "联盟校",
    "互派教师",
    "数字化转型",
    "产教融合",
    "学分互认",
    "图书馆",
    "心理健康",
    "乡村振兴",
    "科技成果转化",
    "托育",
)
ASKED = ("协同", "推进", "教育", "图书馆", "学分互认", "第4711项", "成果 转化", "乡村 托育", "没有这样的词组龘")
ROUNDS = 40


def opened(size: int) -> object:
    """Write a large plan with words of different frequency, and return its member."""
    from django.utils import timezone

    from bench import large_plans
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import add_member, add_organisations, add_party
    from xietong_web.audit.services import System
    from xietong_web.drafting.services import open_plan

    now, by, rng = timezone.now(), System(), Random(11)
    parties = [add_party(value=each, ordinal=n, by=by, now=now) for n, each in enumerate(large_plans.parties())]
    for party in parties:
        bodies = [body for body in large_plans.organisations() if body.party == party.code]
        add_organisations(party=party, values=bodies, by=by, now=now)
    member = add_member(username="bench", name="B", roles=[Role.JOINT_OFFICE], party=parties[0], by=by, now=now)
    value = large_plans.plan(size)
    texts = [f"{item.text}{'、'.join(rng.sample(WORDS, 2))}。" if item.text else "" for item in value.items]
    items = tuple(replace(item, text=text) for item, text in zip(value.items, texts, strict=True))
    from django.db import transaction

    with transaction.atomic():
        open_plan(value=replace(value, items=items), parties=parties, by=by, now=now)
    return member


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds."""
    what()
    took = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        what()
        took.append((perf_counter() - begun) * 1000)
    return median(took), quantiles(took, n=20)[-1]


def lines(size: int) -> list[dict[str, object]]:
    """Measure, and return the lines of ``var/bench.json``."""
    from django.db import connection
    from django.db.models import Q

    from xietong_web.drafting.models import Item, Plan
    from xietong_web.fulfilling.indexing import index_plan
    from xietong_web.fulfilling.searching import search

    member = opened(size)
    plan = Plan.objects.get()
    begun = perf_counter()
    index_plan(plan.uid)
    made = [_line("search: file a whole plan again", size, ((perf_counter() - begun) * 1000,) * 2, None, "")]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum does within a minute
    for asked in ASKED:
        found = search(member, asked, limit=20)
        ours = timed(lambda asked=asked: search(member, asked, limit=20))
        like = Q()
        for word in asked.split():
            like &= Q(title__contains=word) | Q(text__contains=word)
        rows = Item.objects.filter(like, plan=plan).order_by("path")
        bare = timed(lambda rows=rows: (list(rows.all()[:20]), rows.count()))
        note = f"{found.total}{'+' if found.more else ''} found"
        made.append(_line(f"search: {asked}", size, ours, bare[0], note))
    far = timed(lambda: search(member, "协同", offset=980, limit=20))
    made.append(_line("search: 协同, last page", size, far, None, ""))
    return [{**line, "database": connection.vendor} for line in made]


def _line(name: str, size: int, ours: tuple[float, float], bare: float | None, note: str) -> dict[str, object]:
    p50, p95 = (round(each, 2) for each in ours)
    ratio = round(bare / ours[0], 2) if bare else None
    peer = {"peer": "LIKE", "peer_p50_ms": round(bare, 2)} if bare else {"peer": None, "peer_p50_ms": None}
    return {"name": name, "size": size, "users": 1, "p50_ms": p50, "p95_ms": p95, **peer, "ratio": ratio, "note": note}


def main() -> None:
    """Measure in a workspace of its own and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=100_000)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as folder:
        os.environ["XIETONG_WORKSPACE"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "xietong_web.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        found = lines(options.size)
    for line in found:
        print(f"{line['database']:11} {line['name']:32} {line['p50_ms']:9} {line['p95_ms']:9} ms  LIKE {line['peer_p50_ms']} ms  {line['note']}")  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
