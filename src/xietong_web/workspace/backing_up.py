"""Takes a workspace; gives one file with everything in it, and a workspace back from such a file.

The file is a ZIP: ``manifest.json`` (SHA-256 of every member), the database as Django's neutral JSON lines, stored
files, and the keys unless left out. It is written under another name and renamed when complete, so that a killed
backup leaves no half file under its name; a restore goes into an empty folder only, and is complete once renamed.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from xietong.basics import Refusal
from xietong_web.audit.anchor import write_anchor
from xietong_web.audit.services import locked_head
from xietong_web.drafting.examples import example_lines
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.indexing import rebuild
from xietong_web.workspace.restoring import FORMAT, MANIFEST

# Rows that pass, or that are made anew from the others: the search index.
PASSING = {"sessions.session", "contenttypes.contenttype", "auth.permission", "axes.accessattempt", "axes.accesslog"}
PASSING |= {"fulfilling.indexed"}
BATCH = 500


class Exact(DjangoJSONEncoder):
    """Writes times to the microsecond, where Django's own stops at the millisecond: the journal has hashed them."""

    def default(self, o: Any) -> Any:
        """Return the JSON form of a value."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def backed_up_models() -> list[type[models.Model]]:
    """Return every model whose rows belong into a backup, those referred to before those that refer."""
    wanted = [m for m in apps.get_models() if m._meta.label_lower not in PASSING and m._meta.managed]  # noqa: SLF001
    return list(serializers.sort_dependencies([(None, wanted)], allow_cycles=True))


def back_up(
    workspace: Path,
    target: Path,
    *,
    now: datetime,
    keys: bool = True,
    examples: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Write a backup and return the number of its members. Raises Refusal ``target-exists``."""
    if target.exists():
        raise Refusal(
            "target-exists",
            zh=f"文件 {target.name} 已存在；请换一个名称。",
            en=f"The file {target.name} exists; choose another name.",
        )
    passing = target.with_name(f"{target.name}.part")
    sums: dict[str, str] = {}
    with transaction.atomic(), zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in backed_up_models():
            name = f"rows/{model._meta.label_lower}.jsonl"  # noqa: SLF001
            say(name)
            sums[name] = _write_lines(archive, name, model)
        for name, content in chain(_kept_files(workspace, keys=keys), _examples() if examples else ()):
            archive.writestr(name, content)
            sums[name] = hashlib.sha256(content).hexdigest()
        manifest = {"format": FORMAT, "made_at": now.isoformat(), "members": sums}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    passing.replace(target)
    return len(sums)


def _write_lines(archive: zipfile.ZipFile, name: str, model: type[models.Model]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as stream:
        rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)  # noqa: SLF001
        for row in rows:
            line = serializers.serialize("jsonl", [row], cls=Exact).encode()
            digest.update(line)
            stream.write(line)
    return digest.hexdigest()


def _kept_files(workspace: Path, *, keys: bool) -> Iterator[tuple[str, bytes]]:
    for folder in ("files", "keys") if keys else ("files",):
        for path in sorted((workspace / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(workspace).as_posix(), path.read_bytes()


def _examples() -> Iterator[tuple[str, bytes]]:
    for plan in Plan.objects.exclude(document=None).select_related("document"):
        yield f"examples/{plan.uid}.jsonl", "".join(example_lines(plan)).encode()


def load_rows(source: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Load a backup's rows into the opened workspace's empty database, in one transaction."""
    with zipfile.ZipFile(source) as archive, transaction.atomic(), connection.constraint_checks_disabled():
        for model in backed_up_models():
            name = f"rows/{model._meta.label_lower}.jsonl"  # noqa: SLF001
            if name not in archive.namelist():
                continue
            say(name)
            model._default_manager.all().delete()  # noqa: SLF001 - what migrations put there
            _load_lines(archive, name, model)
        connection.check_constraints()
        # PostgreSQL counts keys apart from the rows: the next row written is not to take the number of one restored.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), backed_up_models()):
                cursor.execute(statement)
        say("search")
        rebuild()
        # A backup without keys has no copy of the journal's head either: it is made anew from what was restored.
        head = locked_head()
        transaction.on_commit(lambda: write_anchor(head.seq, head.hash))


def _load_lines(archive: zipfile.ZipFile, name: str, model: type[models.Model]) -> None:
    batch: list[models.Model] = []
    with archive.open(name) as stream:
        for line in stream:
            batch += [each.object for each in serializers.deserialize("jsonl", line.decode())]
            if len(batch) >= BATCH:
                model._default_manager.bulk_create(batch)  # noqa: SLF001
                batch = []
    model._default_manager.bulk_create(batch)  # noqa: SLF001
