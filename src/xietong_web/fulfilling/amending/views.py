"""Takes requests about a proposal; gives the page of what it does, or did, to what is running."""

from django.http import HttpResponse
from django.shortcuts import render

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.endorsing.queries import the_proposal
from xietong_web.fulfilling.amending.consequences import carried_out, foreseen


@members_only
def consequences(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Show what a proposal would do to running duties, dates, periods and reports; adopted, what it did.

    The proposal's page takes in the list alone.
    """
    plan = the_plan(request.member, plan_uid)
    proposal = the_proposal(request.member, plan, number)
    version = proposal.version if proposal.state == "adopted" else None
    effects = carried_out(version, request.member) if version else foreseen(proposal, request.member)
    context = {
        "plan": plan,
        "tab": "endorsing",
        "proposal": proposal,
        "effects": effects,
        "adopted": version is not None,
    }
    template = "fulfilling/consequences_list.html" if request.htmx else "fulfilling/consequences.html"
    return render(request, template, context)
