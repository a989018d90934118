"""Takes a bulletin's row; gives it for the page, and as a paper in official form."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xietong import publishing
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.permissions import may
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.bars import DoubleBar, double_bar
from xietong_web.fulfilling.days import SHANGHAI
from xietong_web.publishing.models import BulletinSet, PeriodBulletin
from xietong_web.publishing.queries import FORMS, Paper

DRAFT = "征求意见稿"


def bulletins_of(plan: Plan, member: Member) -> BulletinSet:
    """Return a plan's bulletins: those signed off, and the drafts for those who write them."""
    rows = PeriodBulletin.objects.filter(plan=plan).order_by("-period")
    return rows if may(member, "publishing.write-bulletin", plan_parties=party_codes(plan)) else rows.signed_off()


def the_bulletin(plan: Plan, period: str, member: Member) -> PeriodBulletin:
    """Return the bulletin of a period. Raises Refusal ``not-found``."""
    found = bulletins_of(plan, member).filter(period=period).first()
    if found is None:
        raise Refusal("not-found", zh="没有这一期简报；请从列表进入。", en="There is no such bulletin; see the list.")
    return found


def shown_bars(row: PeriodBulletin, parties: Sequence[Party]) -> list[tuple[str, DoubleBar]]:
    """Return the double bars with the figures that were counted then."""
    return [
        (
            bar["label"],
            double_bar(
                list(parties),
                {code: figures[0] for code, figures in bar["parts"].items()},
                {code: figures[1] for code, figures in bar["parts"].items()},
                bar["joint"],
                bar["gap"],
            ),
        )
        for bar in row.said["bars"]
    ]


def value_of(row: PeriodBulletin, parties: Sequence[Party]) -> publishing.Bulletin:
    """Return the engine's value."""
    said = row.said
    return publishing.Bulletin(
        title=row.title,
        issue=f"第{row.issue}期" if row.issue else "",
        issuers=tuple(party.name for party in parties),
        day=row.signed_at.astimezone(SHANGHAI).date() if row.signed_at else None,
        marking="" if row.signed_at else DRAFT,
        summary=row.summary,
        figures=tuple(publishing.Figure(**each) for each in said["figures"]),
        bars=tuple(
            publishing.Bar(
                bar["label"],
                tuple(_part(party, bar["parts"][party.code]) for party in parties if party.code in bar["parts"]),
                bar["joint"] / 100,
            )
            for bar in said["bars"]
        ),
        timetable=tuple(_line(each) for each in said["timetable"]),
        behind=tuple(_line(each) for each in said["behind"]),
        waits=tuple(
            publishing.Waiting(each["who"], each["whom"], each["what"], date.fromisoformat(each["since"]), each["days"])
            for each in said["waits"]
        ),
        rankings=tuple(
            publishing.Ranking(each["title"], tuple((name, figure) for name, figure in each["rows"]))
            for each in said["rankings"]
        ),
        passages=tuple(publishing.Passage(each["title"], each["text"]) for each in row.blocks if each["text"]),
        evidence=tuple((what, where) for what, where in said["evidence"]),
    )


def _part(party: Party, figures: Sequence[float]) -> publishing.BarPart:
    confirmed, claimed = figures
    return publishing.BarPart(party.name, confirmed / 100, max(confirmed, claimed) / 100, party.ordinal)


def _line(plain: dict[str, str]) -> publishing.Line:
    return publishing.Line(**{name: text for name, text in plain.items() if name != "uid"})


def paper_of(row: PeriodBulletin, parties: Sequence[Party], form: str) -> Paper:
    """Return a bulletin as ``docx`` or ``pdf``. Raises Refusal ``no-such-form``."""
    name = f"bulletin-{row.plan_id[:8]}-{row.period}.{form}"
    if form == "docx":
        return Paper(publishing.bulletin_docx(value_of(row, parties)), FORMS["docx"], name)
    if form == "pdf":
        import pylopdf_fonts_zh_cn

        fonts = [Path(pylopdf_fonts_zh_cn.__file__).parent]
        return Paper(publishing.bulletin_pdf(value_of(row, parties), fonts), "application/pdf", name)
    raise Refusal("no-such-form", zh="简报可下载为 docx 或 pdf。", en="A bulletin comes as docx or pdf.")
