"""Takes deliveries that are due; sends each at most once, and says of every one what became of it.

Three steps, each its own transaction. *Claim*: the rows turn to ``sending``; that is committed before anything leaves
the machine. *Send*: outside any transaction. *Settle*: sent; or pending again later, where it surely did not leave; or
failed; or uncertain. Whoever is killed between claim and settle leaves rows in ``sending``: later they are shown as
uncertain. Nothing uncertain is sent again unless a person says so: of "twice" and "perhaps not", twice is ruled out.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import System, record
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.channels import Fate, Outcome, send_mail, send_to_robot
from xietong_web.fulfilling.supervising.ladders import DEFAULT, quiet_at, quiet_plans
from xietong_web.fulfilling.supervising.models import Delivery

Channel, State = Delivery.Channel, Delivery.State
# Minutes to wait after the first attempt that surely did not leave, after the second, and so on; then it has failed.
BACK_OFF = (1, 5, 15, 60, 240)
LOST_AFTER = timedelta(minutes=15)  # no conversation takes as long: whoever claimed these rows is dead
LINES = 30  # notices in one letter
# Letters taken at once: even where each of them runs into its time limit, all are settled before they count as lost.
LETTERS = 20
AT_ONCE = LETTERS * LINES


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to one address in one piece: the deliveries it carries."""

    channel: str
    to: str
    deliveries: tuple[Delivery, ...]

    @property
    def mark(self) -> str:
        """A name of the letter that is the same for the same deliveries."""
        pks = ",".join(str(each.pk) for each in self.deliveries)
        return hashlib.sha256(f"{self.channel}|{self.to}|{pks}".encode()).hexdigest()[:32]


@transaction.atomic
def claim(now: datetime) -> list[Letter]:
    """Take some letters that are due, outside everybody's quiet hours, and write down that they are being sent."""
    due = Delivery.objects.filter(state=State.PENDING, next_at__lte=now)
    quiet = quiet_plans(Plan.objects.filter(pk__in=due.order_by().values("notice__plan")), now)
    rows = due.exclude(notice__plan__in=quiet)
    if quiet_at(DEFAULT, now):
        rows = rows.exclude(notice__plan=None)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).order_by("channel", "to", "id")
    letters = _letters(list(locked.select_related("notice", "member__person", "robot")[:AT_ONCE]))[:LETTERS]
    taken = [each for letter in letters for each in letter.deliveries]
    for each in taken:
        each.state, each.claimed_at, each.attempts = State.SENDING, now, each.attempts + 1
    Delivery.objects.bulk_update(taken, ["state", "claimed_at", "attempts"], batch_size=500)
    _tell("fulfilling.letters-taken", taken, now)
    return letters


def _letters(deliveries: Sequence[Delivery]) -> list[Letter]:
    groups: dict[tuple[str, str], list[Delivery]] = {}
    for each in deliveries:
        groups.setdefault((each.channel, each.to), []).append(each)
    return [
        Letter(channel, to, tuple(group[start : start + LINES]))
        for (channel, to), group in groups.items()
        for start in range(0, len(group), LINES)
    ]


def send(letter: Letter, now: datetime) -> Outcome:
    """Send one letter on its channel."""
    return _SENDERS[letter.channel](letter, now)


def _to_inbox(letter: Letter, now: datetime) -> Outcome:  # noqa: ARG001 - the row is the message
    return Outcome(Fate.SENT)


def _by_mail(letter: Letter, now: datetime) -> Outcome:  # noqa: ARG001 - letters are not signed
    member = letter.deliveries[0].member
    if member is None or member.ended_at is not None or not member.person.email:
        return Outcome(Fate.REFUSED, "no address")
    subject, lines = _said(letter, english=member.person.language == "en")
    text = "\n\n".join([*lines, f"{settings.PUBLIC_URL}/inbox/"])
    return send_mail(to=member.person.email, subject=subject, text=text, mark=letter.mark)


def _by_robot(letter: Letter, now: datetime) -> Outcome:
    robot = letter.deliveries[0].robot
    if robot is None or robot.ended_at is not None:
        return Outcome(Fate.REFUSED, "no robot")
    title, lines = _said(letter, english=False)
    return send_to_robot(robot=robot, title=title, lines=lines, link=f"{settings.PUBLIC_URL}/inbox/", now=now)


_SENDERS: dict[str, Callable[[Letter, datetime], Outcome]] = {
    Channel.INBOX: _to_inbox,
    Channel.MAIL: _by_mail,
    Channel.ROBOT: _by_robot,
}


def _said(letter: Letter, *, english: bool) -> tuple[str, list[str]]:
    lines = [each.notice.en if english else each.notice.zh for each in letter.deliveries]
    count = len(lines)
    if count == 1:
        return lines[0].splitlines()[0][:120], lines
    return (f"xietong: {count} notices" if english else f"协同督办：{count} 条通知"), lines


@transaction.atomic
def settle(letter: Letter, outcome: Outcome, now: datetime) -> None:
    """Write down what became of a letter's deliveries."""
    pks = [each.pk for each in letter.deliveries]
    rows = list(Delivery.objects.select_for_update().filter(pk__in=pks, state=State.SENDING))
    for row in rows:
        row.error = outcome.error
        match outcome.fate:
            case Fate.SENT:
                row.state, row.sent_at = State.SENT, now
            case Fate.UNKNOWN:
                row.state = State.UNCERTAIN
            case Fate.NOT_SENT if row.attempts <= len(BACK_OFF):
                row.state, row.next_at = State.PENDING, now + timedelta(minutes=BACK_OFF[row.attempts - 1])
            case _:
                row.state = State.FAILED
    Delivery.objects.bulk_update(rows, ["state", "sent_at", "next_at", "error"], batch_size=500)
    _tell("fulfilling.letters-sent", rows, now)


@transaction.atomic
def recover(now: datetime) -> int:
    """Show as uncertain what a sender that died had claimed; return how many."""
    claimed = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - LOST_AFTER)
    lost = list(claimed.select_for_update().order_by("pk"))
    for row in lost:
        row.state, row.error = State.UNCERTAIN, "the sender ended before it could say what became of this"
    Delivery.objects.bulk_update(lost, ["state", "error"], batch_size=500)
    _tell("fulfilling.letters-lost", lost, now)
    return len(lost)


def _tell(act: str, rows: Sequence[Delivery], now: datetime) -> None:
    """Tell the journal where deliveries stand now. It is the machine's own affair: no party reads of each letter."""
    if rows:
        record(act, by=System(), now=now, subject=("letter", ""), data={"count": len(rows)}, rows=rows, private=True)


def send_due(clock: Callable[[], datetime]) -> int:
    """Send everything that is due now; return how many letters left or tried to. ``clock`` tells the time."""
    recover(clock())
    count = 0
    while letters := claim(clock()):
        for letter in letters:
            settle(letter, send(letter, clock()), clock())
        count += len(letters)
    return count


@transaction.atomic
def send_again(*, delivery_pk: int, by: Member, now: datetime) -> None:
    """Let a delivery that failed, or of which nobody knows, be sent again: a person decides, knowing it may come twice.

    Raises Refusal ``not-permitted``, ``not-found``.
    """
    require(by, "fulfilling.see-notices", party=by.party_code)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice")
    ended = (State.FAILED, State.UNCERTAIN)
    row = rows.filter(pk=delivery_pk, notice__party=by.party, state__in=ended).first()
    if row is None:
        raise Refusal("not-found", zh="没有这条未送达的通知。", en="There is no such failed notice.")
    row.state, row.next_at, row.attempts, row.error = State.PENDING, now, 0, ""
    row.save(update_fields=["state", "next_at", "attempts", "error"])
    subject, data = ("notice", str(row.notice_id)), {"channel": row.channel, "to": row.to}
    record("fulfilling.notice-sent-again", by=by, now=now, subject=subject, data=data, rows=[row], private=True)
