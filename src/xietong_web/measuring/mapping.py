"""Takes a GeoJSON file with its approval number; gives the acts that put it on the pages and take it away again.

Drawn are its outlines where they cover every area that has a square of its own on the schematic map; else that map
stays. The approval number stands below every picture drawn from the file, in every form that the picture is given out.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from xietong import measuring
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.digests import canonical
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.documents.files import store
from xietong_web.measuring.models import AreaMap, Tile

GEOJSON = "application/geo+json"


def area_map() -> AreaMap | None:
    """Return the map that is drawn; None where the schematic one is."""
    return AreaMap.objects.filter(withdrawn_at=None).first()


def missing(codes: Collection[str]) -> list[str]:
    """Return the names of areas that have a square on the schematic map and none of these codes."""
    rows = Tile.objects.exclude(organisation__code__in=codes).order_by("organisation__code")
    return list(rows.values_list("name", flat=True))


@transaction.atomic
def supply_map(*, data: bytes, name: str, approval: str, by: Member, now: datetime) -> AreaMap:
    """Draw the areas by the outlines of a file from now on.

    Raises Refusal ``not-permitted``, ``no-approval-number``, ``map-unreadable``, ``no-such-area``.
    """
    require(by, "accounts.supply-map")
    number, found = measuring.approval_number(approval), measuring.read_outlines(data)
    known = set(Organisation.objects.filter(code__in=list(found.paths)).values_list("code", flat=True))
    if not known:
        raise Refusal(
            "no-such-area",
            zh="文件中的编码与单位编码没有一个相同；请使用六位行政区划代码（adcode）。",
            en="None of its codes is that of a body here; use six-digit codes of administrative divisions (adcode).",
            field="file",
        )
    file, is_new = store(data, GEOJSON, now)
    kept = {code: path for code, path in found.paths.items() if code in known}
    row = AreaMap.objects.create(
        uid=new_key(),
        file=file,
        name=name.strip()[:200],
        approval=number,
        outlines=canonical({"width": found.width, "height": found.height, "paths": kept}),
        made_by=by.sign,
        made_at=now,
    )
    data_told = {"name": row.name, "approval": number, "areas": len(kept)}
    rows = [*([file] if is_new else []), row]
    record("measuring.map-supplied", by=by, now=now, subject=("map", row.uid), data=data_told, rows=rows)
    return row


@transaction.atomic
def withdraw_map(*, uid: str, by: Member, now: datetime) -> None:
    """Take a map off the pages; it stays in the record. Raises Refusal ``not-permitted``, ``not-found``."""
    require(by, "accounts.supply-map")
    row = AreaMap.objects.select_for_update().filter(uid=uid, withdrawn_at=None).first()
    if row is None:
        raise Refusal("not-found", zh="没有这张底图。", en="There is no such map.")
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    record("measuring.map-withdrawn", by=by, now=now, subject=("map", uid), data={"name": row.name}, rows=[row])
