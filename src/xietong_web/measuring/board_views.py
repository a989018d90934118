"""Takes requests about boards; gives their pages."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring import boards as acts
from xietong_web.measuring.asking import asked
from xietong_web.measuring.boards import boards_of, panels_of, the_board
from xietong_web.measuring.grouping import choices
from xietong_web.measuring.panels import KINDS, Panel
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.views import Shown, frame, shown
from xietong_web.measuring.words import PICTURES


@members_only
def boards(request: Acting, plan_uid: str) -> HttpResponse:
    """List the boards, and offer to make one."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request))
    return render(
        request, "measuring/boards.html", {**frame(request, plan, scene), "rows": boards_of(plan, request.member)}
    )


@members_only
@require_POST
def make(request: Acting, plan_uid: str) -> HttpResponse:
    """Make a board."""
    title = request.POST.get("title", "")
    row = acts.make_board(plan_uid=plan_uid, title=title, by=request.member, now=timezone.now())
    return redirect("measuring:board", plan_uid=plan_uid, key=row.uid)


@members_only
def board(request: Acting, plan_uid: str, key: str) -> HttpResponse:
    """Show a board's pictures in their order; its owner can arrange them."""
    plan = the_plan(request.member, plan_uid)
    row = the_board(plan, key, request.member)
    scene = Scene.of(plan, asked(request))
    context = {
        **frame(request, plan, scene),
        "board": row,
        "panels": [(n, _drawn(scene, panel)) for n, panel in enumerate(panels_of(row))],
        "mine": row.owner_id == request.member.pk,
        "kinds": [(kind, PICTURES[kind]) for kind in KINDS],
        "indicators": scene.values.indicators.values(),
        "offered": choices(scene)[0],
    }
    return render(request, "measuring/board.html", context)


def _drawn(scene: Scene, panel: Panel) -> Shown | None:
    """Return a panel's picture; none where its indicator or group is no longer there."""
    try:
        return shown(scene, panel)
    except Refusal:
        return None


@members_only
@require_POST
def arrange(request: Acting, plan_uid: str, key: str) -> HttpResponse:
    """Add, move or remove a picture; share the board; remove it."""
    posted = request.POST
    act = posted.get("act", "")
    if act == "delete":
        acts.remove_board(plan_uid=plan_uid, key=key, by=request.member, now=timezone.now())
        return redirect("measuring:boards", plan_uid=plan_uid)
    given = {name: posted.get(name, "")[:100] for name in ("kind", "code", "period", "one", "other")}
    body = given["one"].removeprefix("body:") if given["kind"] == "region" else ""
    acts.arrange(
        plan_uid=plan_uid,
        key=key,
        revision=_whole(posted.get("revision", "")),
        act=act,
        at=_whole(posted.get("at", "")),
        panel=Panel(**given, body=body),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("measuring:board", plan_uid=plan_uid, key=key)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else -1
