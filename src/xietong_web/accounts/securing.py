"""Takes decisions of the security administrator; gives the acts that let people back in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction

from xietong.basics import Refusal
from xietong_web.accounts.factors import tell_factors
from xietong_web.accounts.membership import not_yourself
from xietong_web.accounts.models import Member, Person
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record


@transaction.atomic
def unlock(*, name: str, by: Member, now: datetime) -> None:
    """Forget the failed attempts under a sign-in name. Raises Refusal ``not-permitted``, ``not-locked``."""
    require(by, "accounts.unlock")
    if not reset(username=name):
        raise Refusal(
            "not-locked",
            zh=f"登录名 {name} 没有被锁定。",
            en=f"The sign-in name {name} is not locked; nothing to do.",
            field="name",
        )
    record("accounts.unlocked", by=by, now=now, subject=("member", name[:64]))


@transaction.atomic
def reset_second_factor(*, sign: str, by: Member, now: datetime) -> None:
    """Take somebody's second factor away, so that a new one can be set up; never one's own.

    Raises Refusal ``not-permitted``, ``not-yourself``, ``no-second-factor``.
    """
    require(by, "accounts.reset-mfa")
    if sign == by.sign:
        raise not_yourself()
    gone = list(Authenticator.objects.filter(user__username=sign).values_list("pk", flat=True))
    if not gone:
        raise Refusal(
            "no-second-factor",
            zh=f"{sign} 没有设置双重验证，无需重置。",
            en=f"{sign} has no second factor; there is nothing to reset.",
        )
    Authenticator.objects.filter(pk__in=gone).delete()
    person = Person.objects.get(username=sign)
    tell_factors(person, "accounts.second-factor-reset", gone=gone, by=by, now=now)
