"""Takes what people want to see together; gives the acts that make, arrange and share boards."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring.models import Board
from xietong_web.measuring.panels import KINDS, Panel, picture_of
from xietong_web.measuring.queries import Scene

MOST = 24


def boards_of(plan: Plan, member: Member) -> QuerySet[Board]:
    """Return the member's own boards of a plan, and those that people of the own party share."""
    seen = Q(owner=member) | Q(shared=True, owner__party=member.party)
    return plan.boards.filter(seen).select_related("owner__person")


def the_board(plan: Plan, key: str, member: Member) -> Board:
    """Return a board. Raises Refusal ``not-found``."""
    found = boards_of(plan, member).filter(uid=key).first()
    if found is None:
        raise Refusal(
            "not-found",
            zh="没有这个看板，或它未与您共享；请从“看板”页进入，或请作者与本方共享。",
            en="There is no such board, or it is not shared with you: go by “Boards”, or ask its owner to share it.",
        )
    return found


def panels_of(board: Board) -> list[Panel]:
    """Return a board's questions in their order."""
    return [Panel(**each) for each in board.panels]


@transaction.atomic
def make_board(*, plan_uid: str, title: str, by: Member, now: datetime, panels: Sequence[Panel] = ()) -> Board:
    """Make a board of the member's own. Raises Refusal ``no-title``."""
    plan = the_plan(by, plan_uid)
    require(by, "measuring.arrange-board", owner=by.sign)
    if not title.strip():
        raise Refusal("no-title", zh="请为看板命名。", en="Give the board a name.", field="title")
    row = Board.objects.create(
        uid=new_key(), plan=plan, owner=by, title=title.strip()[:80], panels=_plain(panels), made_at=now
    )
    _tell("made", row, by, now)
    return row


def _plain(panels: Sequence[Panel]) -> list[dict[str, str]]:
    names = ("kind", "code", "period", "body", "one", "other", "over")
    return [{name: getattr(panel, name) for name in names} for panel in panels]


def _tell(act: str, row: Board, by: Member, now: datetime) -> None:
    data = {"plan": row.plan_id, "panels": len(row.panels)}
    record(f"measuring.board-{act}", by=by, now=now, subject=("board", row.uid), data=data, rows=[row], private=True)


@transaction.atomic
def arrange(
    *,
    plan_uid: str,
    key: str,
    revision: int,
    act: str,
    at: int = 0,
    panel: Panel | None = None,
    by: Member,
    now: datetime,
) -> Board:
    """Change a board: ``add`` a panel, ``earlier``, ``later`` or ``remove`` the one at a place, ``share``, ``keep``.

    Raises Refusal ``not-permitted``, ``not-found``, ``board-changed``, ``no-such-panel``, ``board-full``.
    """
    plan = the_plan(by, plan_uid)
    row = the_board(plan, key, by)
    require(by, "measuring.arrange-board", owner=row.owner.sign)
    if act == "add" and panel is not None and panel.kind in KINDS:
        picture_of(Scene.of(plan), panel)  # what cannot be drawn is said now, not shown as gone later
    row = Board.objects.select_for_update(of=("self",)).select_related("owner__person", "plan").get(pk=row.pk)
    if row.revision != revision:
        raise Refusal(
            "board-changed",
            zh="看板刚在别处改动过；请刷新后再调整。",
            en="The board has just been changed elsewhere; reload it and arrange again.",
        )
    if act in {"share", "keep"}:
        row.shared = act == "share"
    else:
        row.panels = _plain(_arranged(panels_of(row), act, at, panel))
    row.revision += 1
    row.save()
    _tell("arranged", row, by, now)
    return row


def _arranged(panels: list[Panel], act: str, at: int, panel: Panel | None) -> list[Panel]:
    if act == "add" and panel is not None and panel.kind in KINDS:
        if len(panels) >= MOST:
            raise Refusal("board-full", zh=f"一个看板最多 {MOST} 张图。", en=f"A board holds at most {MOST} pictures.")
        return [*panels, panel]
    moves: Mapping[str, int] = {"earlier": -1, "later": 1, "remove": 0}
    if act not in moves or not 0 <= at < len(panels):
        raise Refusal(
            "no-such-panel", zh="没有这张图；请刷新。", en="There is no such picture; reload the page.", field="code"
        )
    taken = panels.pop(at)
    if act != "remove":
        panels.insert(max(0, at + moves[act]), taken)
    return panels


@transaction.atomic
def remove_board(*, plan_uid: str, key: str, by: Member, now: datetime) -> None:
    """Remove a board of the member's own. Raises Refusal ``not-found``, ``not-permitted``."""
    row = the_board(the_plan(by, plan_uid), key, by)
    require(by, "measuring.arrange-board", owner=row.owner.sign)
    pk, data = row.pk, {"plan": row.plan_id}
    row.delete()
    removed = [("measuring.board", pk)]
    record("measuring.board-removed", by=by, now=now, subject=("board", pk), data=data, removed=removed, private=True)
