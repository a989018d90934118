"""Takes requests about boards; gives their pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong.basics import PeriodKind, Refusal, Wording
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring import boards as acts
from xietong_web.measuring.asking import asked
from xietong_web.measuring.boards import boards_of, panels_of, the_board
from xietong_web.measuring.grouping import choices, options
from xietong_web.measuring.panels import KINDS, Panel
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.views import Shown, frame, shown
from xietong_web.measuring.words import PICTURES
from xietong_web.theme.templatetags.theme import said


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
        "periods": [kind.value for kind in PeriodKind],
        "options": options(choices(scene)[0]) if row.owner_id == request.member.pk else "",
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
        messages.success(request, _("The board is removed."))
        return redirect("measuring:boards", plan_uid=plan_uid)
    at = _whole(posted.get("at", ""))
    given = {name: posted.get(name, "")[:100] for name in ("kind", "code", "period", "one", "other", "over")}
    body = given["one"].removeprefix("body:") if given["kind"] == "region" else ""
    row = acts.arrange(
        plan_uid=plan_uid,
        key=key,
        revision=_whole(posted.get("revision", "")),
        act=act,
        at=at,
        panel=Panel(**given, body=body),
        by=request.member,
        now=timezone.now(),
    )
    if act in SHARING:
        messages.success(request, said(SHARING[act]))
    page = reverse("measuring:board", args=[plan_uid, key])
    count = len(row.panels)
    if act in MOVES:
        return redirect(f"{page}#{_moved(request, act, at, count)}")
    if act in {"add", "remove"} and count:
        return redirect(f"{page}#panel-{count - 1 if act == 'add' else min(at, count - 1)}")
    return redirect(page)


SHARING = {
    "share": Wording("本方人员现在都能看到这个看板。", "Everybody of your party sees the board now."),
    "keep": Wording("这个看板现在只有您自己能看到。", "Only you see the board now."),
}
MOVES = {"earlier": -1, "later": 1}


def _moved(request: Acting, act: str, at: int, count: int) -> str:
    """Say where a picture stands now; return the button to go on with, so that keys move it several places."""
    to = min(max(at + MOVES[act], 0), count - 1)
    told = {"place": to + 1, "count": count}
    messages.success(request, _("The picture stands in place %(place)s of %(count)s.") % told)
    back = {0: "later", count - 1: "earlier"}
    return f"{back.get(to, act)}-{to}"


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else -1
