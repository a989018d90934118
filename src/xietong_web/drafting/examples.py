"""Takes a plan that was read from a document; gives what people corrected of the reading, as annotated examples.

Nothing is kept for this beside the plan itself: the document, what was read from it, and every change since then are
there. So an example cannot differ from what people did, and a backup holds examples only where it is asked to.
"""

from collections.abc import Iterator
from itertools import count

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.documents.services import draft_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, plan_as_of
from xietong_web.drafting.rows import plan_value


def examples_for(plan: Plan, by: Member) -> Iterator[str]:
    """Return ``example_lines`` for somebody. Raises Refusal ``not-permitted``, ``not-from-a-document``."""
    require(by, "drafting.export-examples", plan_parties=party_codes(plan))
    return example_lines(plan)


def example_lines(plan: Plan) -> Iterator[str]:
    """Return the examples as JSON lines: the plan as first agreed against what was read, or as the draft stands now.

    Later amendments change the plan and say nothing of how it was read. Raises Refusal ``not-from-a-document``.
    """
    if plan.document is None:
        raise Refusal(
            "not-from-a-document",
            zh="这个计划不是由文件识读而来，没有可导出的标注样例。",
            en="This plan was not read from a document; there are no examples to export.",
        )
    bodies = Organisation.objects.filter(party__plans=plan).select_related("party", "parent")
    keys = (f"read-{number}" for number in count())
    parties = [each.party.to_value() for each in plan.memberships.select_related("party")]
    read, _ = drafting.plan_from_draft(draft_of(plan.document), parties, [each.to_value() for each in bodies], keys)
    left = plan_as_of(plan, plan.agreed_at) if plan.agreed_at else plan_value(plan)
    accepted = set(plan.items.filter(accepted=True).values_list("uid", flat=True))
    found = drafting.examples(read, left or plan_value(plan), accepted)
    return drafting.example_lines(found, document=plan.document.file_id, text=plan.document.text)
