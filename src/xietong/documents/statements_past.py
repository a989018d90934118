"""Takes a sentence's words; gathers what speaks of the past in them, of how things stand and of why they are so."""

from xietong.documents import cues, cues_told
from xietong.documents import evidence as seen
from xietong.documents.evidence import Evidence

_TOLD = cues.FAMILIES
_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}  # 十一五 … 十五五


def told_of(text: str, told: int, evidence: list[Evidence], main: int, *, acts_first: bool) -> None:
    """Gather what says that something was done, is compared with before, or stands so now."""
    past = cues.PAST.search(text, 0, 36) if told & _TOLD["PAST"] else None
    if past and cues.SOON.search(text, 0, past.start()):
        return
    if past and not acts_first and cues.AHEAD.search(text, past.end()):
        evidence.append(seen.PAST_THEN_AHEAD)
    elif past:
        evidence.append(seen.PAST_IN_TASK if acts_first else seen.OPENS_PAST)
    if told & _TOLD["RESULT"] and cues.RESULT.search(text):
        evidence.append(seen.ACTS_AND_COMPARES if acts_first else seen.COMPARES)
    if told & _TOLD["NOW"] and cues.NOW.search(text, main):  # 针对存在的短板，… tells of none
        evidence.append(seen.STANDS_NOW)


def reasoned(text: str, told: int, evidence: list[Evidence], *, acts_first: bool) -> None:
    """Gather what praises, names an epoch or says why."""
    if told & _TOLD["RHETORIC"] and cues.RHETORIC.search(text):
        evidence.append(seen.ACTS_AND_PRAISES if acts_first else seen.RHETORIC)
    if not acts_first and told & _TOLD["EPOCH"] and cues.EPOCH.match(text):
        evidence.append(seen.EPOCH)
    if told & _TOLD["REASON"] and cues.REASON.search(text):
        evidence.append(seen.ACTS_AND_SAYS_WHY if acts_first else seen.SAYS_WHY)


def done(text: str, year: int | None, evidence: list[Evidence]) -> None:
    """Gather what says that something is done to others or over; ``year`` is the one the text speaks in."""
    if text[0] in cues.CALLED_FIRST and cues.CALLED_FOR.match(text):
        evidence.append(seen.OF_OTHERS)
    if ("被" in text or text[-3:-1] in _PUT_LASTS) and cues_told.WAS.search(text):
        evidence.append(seen.DONE_TO)
    if "了" in text and cues.DONE.search(text):
        evidence.append(seen.WAS_DONE)
        if cues.DONE_AT_ONCE.match(text):
            evidence.append(seen.DONE_AT_ONCE)
    if text[0] not in _PERIOD_FIRST:
        return
    five = cues.FIVE_YEARS.match(text)
    if five and (year or 2021) > _ENDS[five[1]]:
        evidence.append(seen.PLAN_GONE)
    opening = cues.YEAR.match(text)
    if opening and year is not None and int(opening[1]) < year and "—" not in text[:8]:
        evidence.append(seen.YEAR_GONE)


_PUT_LASTS = ("之一", "项目")
_PERIOD_FIRST = "“十2"
