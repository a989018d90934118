"""Takes a meeting's agenda or what it decided; gives the papers in official form as Word documents."""

from dataclasses import dataclass
from datetime import date

from xietong.publishing.form import Block, Heading, OfficialDocument, Paragraph, Signature, Table, chinese_day, numbered
from xietong.publishing.word import to_docx


@dataclass(frozen=True, slots=True)
class Session:
    """When, where and with whom a joint meeting is held. ``hosts`` and ``attendees`` are names as printed."""

    title: str
    day: date
    place: str = ""
    hosts: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    time: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A point of the agenda: who speaks, how long (minutes), why it is on the agenda."""

    title: str
    speaker: str = ""
    minutes: int | None = None
    background: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided on something, with whom it lies and until when; ``state`` where it is told again later."""

    text: str
    lead: str = ""
    support: str = ""
    due: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """What was said on one topic (one paragraph per line) and what was decided."""

    topic: str
    text: str = ""
    resolutions: tuple[Resolution, ...] = ()


def agenda_docx(session: Session, topics: tuple[Topic, ...], last: tuple[Resolution, ...] = ()) -> bytes:
    """Set the agenda of a meeting; it opens with the state of what the last meeting decided."""
    return to_docx(agenda_document(session, topics, last))


def minutes_docx(session: Session, discussions: tuple[Discussion, ...], marking: str = "") -> bytes:
    """Set the minutes of a meeting: what was said and decided, then all decisions in one table."""
    return to_docx(minutes_document(session, discussions, marking))


def agenda_document(session: Session, topics: tuple[Topic, ...], last: tuple[Resolution, ...] = ()) -> OfficialDocument:
    """Write the agenda of a meeting as an official document."""
    blocks: list[Block] = list(_facts(session))
    titles: list[tuple[str, list[Block]]] = []
    if last:
        rows = tuple((each.text, each.lead, each.due, each.state) for each in last)
        titles.append(
            ("上次议定事项落实情况", [Table(("议定事项", "牵头单位", "完成时限", "进展"), rows, (4, 2.5, 2, 2))])
        )
    points: list[Block] = [_point(ordinal, topic) for ordinal, topic in enumerate(topics, start=1)]
    titles.append(("会议议题", points))
    for ordinal, (title, body) in enumerate(titles, start=1):
        blocks += [Heading(1, numbered(1, ordinal, title)), *body]
    return OfficialDocument(title=f"{session.title}议程", blocks=tuple(blocks), day=session.day)


def minutes_document(session: Session, discussions: tuple[Discussion, ...], marking: str = "") -> OfficialDocument:
    """Write the minutes of a meeting as an official document."""
    blocks: list[Block] = list(_facts(session))
    decided: list[Resolution] = []
    for ordinal, discussion in enumerate(discussions, start=1):
        blocks.append(Heading(1, numbered(1, ordinal, discussion.topic)))
        blocks += [Paragraph(line) for line in discussion.text.splitlines() if line]
        for at, each in enumerate(discussion.resolutions, start=1):
            blocks.append(Paragraph(each.text + _bracket(each), lead=f"议定{at}："))
        decided += discussion.resolutions
    if decided:
        rows = tuple((str(at), each.text, each.lead, each.due) for at, each in enumerate(decided, start=1))
        blocks.append(Heading(1, "附件：议定事项清单"))
        blocks.append(Table(("序号", "议定事项", "牵头单位", "完成时限"), rows, (1, 5, 3, 2)))
    blocks.append(Signature(session.hosts, session.day))
    return OfficialDocument(title=f"{session.title}纪要", blocks=tuple(blocks), marking=marking, day=session.day)


def _facts(session: Session) -> list[Paragraph]:
    facts = [
        ("时间：", chinese_day(session.day) + session.time),
        ("地点：", session.place),
        ("主持：", "、".join(session.hosts)),
        ("参会：", _listed(session.attendees)),
    ]
    return [Paragraph(words, lead=label) for label, words in facts if words]


def _listed(names: tuple[str, ...]) -> str:
    """Join names by 、, whole lines (某厅：甲、乙) by ；."""
    return ("；" if any("、" in name or "：" in name for name in names) else "、").join(names)


def _point(ordinal: int, topic: Topic) -> Paragraph:
    aside = [words for words in (topic.speaker, f"{topic.minutes}分钟" if topic.minutes else "") if words]
    said = f"（{'，'.join(aside)}）" if aside else ""
    return Paragraph(
        said + (f"。{topic.background}" if topic.background else ""),
        lead=numbered(3, ordinal, topic.title.rstrip("。")),
    )


def _bracket(resolution: Resolution) -> str:
    parts = (("牵头单位", resolution.lead), ("配合单位", resolution.support), ("完成时限", resolution.due))
    said = "；".join(f"{label}：{words}" for label, words in parts if words)
    return f"（{said}）" if said else ""
