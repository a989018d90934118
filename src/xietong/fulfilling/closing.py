"""Takes a target or milestone and what proves it; gives it closed, or a Refusal that says what is lacking."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from xietong.basics import Quantity, Refusal, sign_of
from xietong.drafting import Milestone, Target
from xietong.fulfilling.moves import Actor


@dataclass(frozen=True, slots=True)
class Closing:
    """A target or milestone closed with evidence (SHA-256 digests or links); ``value`` is what a target reached."""

    subject: str
    evidence: tuple[str, ...]
    by: Actor
    at: datetime
    value: Decimal | None = None


def is_met(target: Target, value: Decimal) -> bool:
    """Tell whether a value meets a target: at most for ``<=``, else at least; for ``+`` the value is the increase.

    >>> is_met(Target("t", "schools", ">=", Decimal(3)), Decimal(4))
    True
    """
    return value <= target.value if target.op == "<=" else value >= target.value


def close_target(target: Target, value: Decimal, evidence: tuple[str, ...], *, by: Actor, now: datetime) -> Closing:
    """Close a target that is met; refuses ``evidence-missing`` and ``target-not-met``."""
    _require(evidence)
    if not is_met(target, value):
        reached, aim = Quantity(value, target.unit), Quantity(target.value, target.unit)
        raise Refusal(
            "target-not-met",
            zh=f"“{target.indicator}”目前为 {reached}，尚未达到 {sign_of(target.op)} {aim}，不能办结。",
            en=f"“{target.indicator}” stands at {reached}, which does not meet {sign_of(target.op)} {aim}; it cannot "
            "be closed yet.",
            field="value",
        )
    return Closing(target.uid, evidence, by, now, value)


def close_milestone(milestone: Milestone, evidence: tuple[str, ...], *, by: Actor, now: datetime) -> Closing:
    """Close a milestone; refuses ``evidence-missing``."""
    _require(evidence)
    return Closing(milestone.uid, evidence, by, now)


def _require(evidence: tuple[str, ...]) -> None:
    if not any(one.strip() for one in evidence):
        raise Refusal(
            "evidence-missing",
            zh="节点和目标须附佐证材料方可办结，请上传文件或填写链接。",
            en="Milestones and targets close with evidence; upload a file or give a link.",
            field="links",
        )
