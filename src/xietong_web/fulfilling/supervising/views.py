"""Takes requests about supervision; gives the inbox, the party's notices, and the plan's ladder."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xietong.basics import Refusal
from xietong.fulfilling import Body, Level, Recipient, Trigger
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import may, require
from xietong_web.accounts.queries import names_of
from xietong_web.accounts.roles import Role
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling.supervising import answering, inbox, ladders, robots, sending, urging
from xietong_web.fulfilling.supervising.delivering import preference_of
from xietong_web.fulfilling.supervising.forms import body_typed, ladder_typed, robot_kind, rows_of
from xietong_web.fulfilling.supervising.models import Delivery, Preference, Robot
from xietong_web.fulfilling.supervising.rounds import TOGETHER
from xietong_web.fulfilling.supervising.words import CHANNELS, DIGESTS, LEVELS, RECIPIENTS, ROBOTS, STATES, TRIGGERS

PAGE = 50
TROUBLED = (Delivery.State.FAILED, Delivery.State.UNCERTAIN)


@members_only
def inbox_page(request: Acting) -> HttpResponse:
    """Show the own notices, and how one wants to be told."""
    member = request.member
    page = Paginator(inbox.inbox_of(member), PAGE).get_page(request.GET.get("page"))
    own = bodies_of(member) if member.has(Role.LIAISON) else frozenset()
    answered = [each.notice.answered.by for each in page if hasattr(each.notice, "answered")]
    context = {
        "page": page,
        "shown": [(each, urging.page_of(each.notice)) for each in page],
        "names": names_of(answered),
        "unread": inbox.unread_of(member),
        "bodies": own,
        "together": TOGETHER,
        "is_office": member.has(Role.JOINT_OFFICE),
        "levels": LEVELS,
        "preference": preference_of(member),
        "digests": [(choice.value, DIGESTS[choice]) for choice in Preference.Digest],
        "may_see_notices": may(member, "fulfilling.see-notices", party=member.party_code),
    }
    return render(request, "fulfilling/inbox.html", context)


@members_only
@require_POST
def read(request: Acting) -> HttpResponse:
    """Mark one notice, or all of them, as read."""
    which = request.POST.get("delivery", "")
    inbox.mark_read(delivery_pk=int(which) if which.isdecimal() else None, by=request.member, now=timezone.now())
    return redirect("fulfilling:inbox")


@members_only
@require_POST
def choose(request: Acting) -> HttpResponse:
    """Take how the person wants to be told."""
    digest = request.POST.get("digest", "")
    if digest not in Preference.Digest.values:
        raise Refusal(
            "no-such-choice", zh="请选择摘要的频次。", en="Choose how often the digest comes.", field="digest"
        )
    inbox.choose(mail=bool(request.POST.get("mail")), digest=digest, by=request.member, now=timezone.now())
    return redirect("fulfilling:inbox")


@members_only
@require_POST
def answer(request: Acting, pk: int) -> HttpResponse:
    """Answer an urge in writing."""
    answering.answer_notice(notice_pk=pk, text=request.POST.get("text", ""), by=request.member, now=timezone.now())
    return redirect("fulfilling:inbox")


@members_only
def notices(request: Acting) -> HttpResponse:
    """Show the joint office what was said to its people, what became of it, and the party's robots; of one notice that
    stands for many, these (``?of=`` its id)."""
    member = request.member
    require(member, "fulfilling.see-notices", party=member.party_code)
    head = inbox.head_of(member, request.GET.get("of", ""))
    rows = inbox.notices_of(member, head)
    troubled = request.GET.get("state") == "trouble"
    if troubled:
        rows = rows.filter(deliveries__state__in=TROUBLED).distinct()
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "head": head,
        "together": TOGETHER,
        "troubled": troubled,
        "levels": LEVELS,
        "recipients": RECIPIENTS,
        "channels": CHANNELS,
        "states": STATES,
        "robots": Robot.objects.filter(party=member.party, ended_at=None).select_related("organisation"),
        "kinds": ROBOTS,
        "names": names_of(row.answered.by for row in shown if hasattr(row, "answered")),
        "units": Organisation.objects.filter(party=member.party, duties__isnull=False).distinct().order_by("code"),
    }
    return render(request, "fulfilling/notices.html", context)


@members_only
@require_POST
def again(request: Acting, pk: int) -> HttpResponse:
    """Send again what failed, or of which nobody knows."""
    sending.send_again(delivery_pk=pk, by=request.member, now=timezone.now())
    return redirect("fulfilling:notices")


@members_only
@require_POST
def robot_add(request: Acting) -> HttpResponse:
    """Register a group robot."""
    posted = request.POST
    robots.add_robot(
        kind=robot_kind(posted),
        name=posted.get("name", ""),
        address=posted.get("address", "").strip(),
        secret=posted.get("secret", "").strip(),
        organisation=body_typed(posted, request.member),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:notices")


@members_only
@require_POST
def robot_end(request: Acting, uid: str) -> HttpResponse:
    """Tell a robot nothing any more."""
    robots.end_robot(uid=uid, by=request.member, now=timezone.now())
    return redirect("fulfilling:notices")


@members_only
@require_http_methods(["GET", "POST"])
def supervision(request: Acting, plan_uid: str) -> HttpResponse:
    """Show a plan's ladder; the joint office puts a new version of it in force."""
    plan = the_plan(request.member, plan_uid)
    if request.method == "POST":
        typed = ladder_typed(request.POST)
        ladders.set_ladder(
            plan=plan,
            rungs=typed.rungs,
            quiet_from=typed.quiet_from,
            quiet_to=typed.quiet_to,
            lowest=typed.lowest,
            paused=typed.paused,
            by=request.member,
            now=timezone.now(),
        )
        return redirect("fulfilling:supervision", plan_uid=plan.uid)
    ladder, paused = ladders.ladder_of(plan)
    versions = plan.ladders.all()[:PAGE]
    context = {
        "plan": plan,
        "tab": "waits",
        "ladder": ladder,
        "paused": paused,
        "rows": rows_of(ladder.rungs),
        "versions": versions,
        "names": names_of(row.made_by for row in versions),
        "levels": [(each.value, LEVELS[each]) for each in Level],
        "triggers": [(each.value, TRIGGERS[each]) for each in Trigger],
        "recipients": [(each.value, RECIPIENTS[each]) for each in Recipient],
        "may_set": may(request.member, "fulfilling.supervise", plan_parties=party_codes(plan)),
    }
    return render(request, "fulfilling/supervision.html", context)


@members_only
@require_POST
def urge(request: Acting, plan_uid: str) -> HttpResponse:
    """Urge whom the own party waits for."""
    plan, posted = the_plan(request.member, plan_uid), request.POST
    on = Body(posted.get("party", ""), posted.get("organisation", ""))
    urging.urge(
        plan=plan,
        kind=posted.get("kind", ""),
        subject=posted.get("subject", ""),
        on=on,
        by=request.member,
        now=timezone.now(),
    )
    messages.success(request, _("Urged. They are told within working hours and are to answer in writing."))
    return redirect(f"{reverse('fulfilling:waits', args=[plan.uid])}?{request.GET.urlencode()}")
