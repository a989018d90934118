"""Takes what was typed about a ladder or a robot; gives it as values, or the refusal that says what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.http import QueryDict

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Level, Recipient, Rung, Trigger
from xietong_web.accounts.models import Member, Organisation

BLANK_ROWS, MOST_ROWS = 2, 50


@dataclass(frozen=True, slots=True)
class TypedLadder:
    """A ladder as typed."""

    rungs: tuple[Rung, ...]
    quiet_from: time
    quiet_to: time
    lowest: Level
    paused: bool


def ladder_typed(post: QueryDict) -> TypedLadder:
    """Return the ladder that was typed. Raises Refusal ``bad-ladder`` for what cannot be read as one."""
    try:
        rows = [at for at in range(min(MOST_ROWS, int(post.get("rows", "0")))) if post.get(f"code-{at}", "").strip()]
        return TypedLadder(
            tuple(_rung(post, at) for at in rows),
            time.fromisoformat(post.get("quiet_from", "")),
            time.fromisoformat(post.get("quiet_to", "")),
            Level(post.get("lowest", "")),
            bool(post.get("paused")),
        )
    except ValueError as trouble:
        raise Refusal(
            "bad-ladder",
            zh="规则中有无法识别的内容：工作日须为整数，时间写作 18:00；请改正。",
            en="Something in the ladder cannot be read: days are whole numbers, times like 18:00; correct it.",
        ) from trouble


def _rung(post: QueryDict, at: int) -> Rung:
    return Rung(
        post.get(f"code-{at}", "").strip(),
        Level(post.get(f"level-{at}", "")),
        Trigger(post.get(f"trigger-{at}", "")),
        int(post.get(f"workdays-{at}", "")),
        tuple(Recipient(each) for each in post.getlist(f"to-{at}")),
        answer=bool(post.get(f"answer-{at}")),
    )


def rows_of(rungs: Iterable[Rung]) -> list[Rung | None]:
    """Return the rungs as the rows of the form, with blank ones to add more in."""
    return [*rungs, *[None] * BLANK_ROWS]


def robot_kind(post: QueryDict) -> fulfilling.Robot:
    """Return the kind of robot that was chosen. Raises Refusal ``no-such-robot``."""
    try:
        return fulfilling.Robot(post.get("kind", ""))
    except ValueError:
        raise Refusal(
            "no-such-robot", zh="请选择机器人的种类。", en="Choose the kind of robot.", field="kind"
        ) from None


def body_typed(post: QueryDict, member: Member) -> Organisation | None:
    """Return the body of the own party whose code was typed, ``None`` for none. Raises Refusal ``not-found``."""
    code = post.get("organisation", "").strip()
    if not code:
        return None
    found = Organisation.objects.filter(code=code, party=member.party).first()
    if found is None:
        raise Refusal("not-found", zh=f"贵方没有代码为“{code}”的单位。", en=f"Your party has no body “{code}”.")
    return found
