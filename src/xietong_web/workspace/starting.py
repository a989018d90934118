"""Takes a document or a name; gives a new workspace, or an invitation: the operator's own acts."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from xietong import basics, measuring
from xietong.basics import Refusal
from xietong_web.accounts.models import Party
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_hierarchy, add_organisations, add_party, invite
from xietong_web.audit.services import System
from xietong_web.documents.services import read_document, receive
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import plan_from_document
from xietong_web.measuring.services import lay_tiles

OPERATOR = System(sign="operator")


def region_folder(name: str) -> Path:
    """Return the folder of a region's data: inside the installed package, or beside the source tree."""
    packaged = Path(str(files("xietong"))) / "regions" / name
    return packaged if packaged.exists() else Path(str(files("xietong"))).parent.parent / "regions" / name


def start_from(document: Path, region: str) -> tuple[Plan, list[tuple[str, str]]]:
    """Load a region, read the document and make its draft plan; return it with an invitation token per party."""
    now = timezone.now()
    with transaction.atomic():
        parties = load_region(region, now)
        made = receive(name=document.name, data=document.read_bytes(), party=parties[0], by=OPERATOR, now=now)
        read_document(document=made, now=now)
        made.refresh_from_db()
        if made.state == "refused":
            raise Refusal(made.refusal_code, zh=made.refusal_zh, en=made.refusal_en)
        plan, _ = plan_from_document(document=made, parties=parties, by=OPERATOR, now=now)
        tokens = [
            (
                party.name,
                invite(name=f"{party.short}联合办公室", roles=[Role.JOINT_OFFICE], party=party, by=OPERATOR, now=now),
            )
            for party in parties
        ]
    return plan, tokens


def load_region(name: str, now: datetime) -> list[Party]:
    """Load a region's parties, bodies and hierarchies. Raises Refusal ``no-such-region``, ``workspace-in-use``."""
    folder = region_folder(name)
    if not name.isidentifier() or not folder.is_dir():
        raise Refusal(
            "no-such-region",
            zh=f"没有名为 {name} 的地区数据；请查看 regions 文件夹。",
            en=f"There is no region {name}; look into the folder regions.",
        )
    if Party.objects.exists():
        raise Refusal(
            "workspace-in-use",
            zh="该工作区已有协同方；请使用新的文件夹。",
            en="This workspace already has parties; use a new folder.",
        )
    data = basics.parse_region({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    parties = []
    for ordinal, value in enumerate(data.parties):
        parties.append(add_party(value=value, ordinal=ordinal, by=OPERATOR, now=now))
        own = [body for body in data.organisations if body.party == value.code]
        add_organisations(party=parties[-1], values=own, by=OPERATOR, now=now)
    for hierarchy in data.hierarchies:
        add_hierarchy(value=hierarchy, by=OPERATOR, now=now)
    if (folder / measuring.TILES).is_file():
        _lay_tiles(folder, [body.code for body in data.organisations], now)
    return parties


def _lay_tiles(folder: Path, codes: list[str], now: datetime) -> None:
    """Lay the region's schematic map. Raises Refusal ``region-rows`` for a bad one."""
    tiles, findings = measuring.read_tiles((folder / measuring.TILES).read_bytes(), codes)
    if findings:
        raise Refusal("region-rows", zh=findings[0].wording.zh, en=findings[0].wording.en)
    lay_tiles(tiles=tiles, by=OPERATOR, now=now)


def invite_from_console(name: str, role: str, party: str) -> str:
    """Return the token of an invitation. Raises Refusal ``no-such-role``, ``no-such-party``."""
    if role not in set(Role):
        raise Refusal(
            "no-such-role",
            zh=f"没有角色 {role}；可用：{'、'.join(Role)}。",
            en=f"There is no role {role}; choose one of {', '.join(Role)}.",
        )
    found = Party.objects.filter(code=party).first() if party else None
    if party and found is None:
        raise Refusal(
            "no-such-party",
            zh=f"没有协同方 {party}。",
            en=f"There is no party {party}.",
        )
    return invite(name=name, roles=[Role(role)], party=found, by=OPERATOR, now=timezone.now())
