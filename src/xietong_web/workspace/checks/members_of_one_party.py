"""Nobody holds roles that exclude each other, and roles fit the party."""

from collections.abc import Iterator

from xietong.basics import Refusal, Wording
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import ADMINISTRATORS, check_together

CODE = "member_roles"
WHAT = Wording("成员角色互相排斥", "a member holds roles that exclude each other")
WHY = Wording("三员分立与一人一方的规则被打破", "No one may do everything or act for two")
MEND = Wording("由协同方管理员终止该成员并重新邀请", "end the membership and invite the person again")


def look() -> Iterator[str]:
    """Yield where it is off."""
    for member in Member.objects.current().select_related("person").prefetch_related("grants"):
        try:
            check_together(member.roles)
        except Refusal:
            yield member.sign
            continue
        if bool(member.roles & ADMINISTRATORS) == bool(member.party_id):
            yield member.sign
