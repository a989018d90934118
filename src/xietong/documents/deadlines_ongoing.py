"""Takes plain text; gives the words of it that set no day but say that something goes on: 长期, 持续推进, 常态化."""

import re
from collections.abc import Iterator

from xietong.documents.deadlines_moment import Moment, Shape
from xietong.documents.draft import Recurrence

_DOING = "(?:推进|开展|实施|坚持|落实|进行|工作)?"
_ONGOING = re.compile(
    r"(?:长期(?:坚持|推进|实施|开展|任务|工作|有效|落实)?|持续(?:推进|实施|开展|深化|进行|落实|坚持"
    r"|完善|用力|加强|改进|优化)?"
    rf"|常态化?{_DOING}|常年{_DOING}|经常性{_DOING}|长期持续(?:推进)?"
    r"|全年持续(?:推进)?)(?!、[^，。；、]{1,4}化)(?=[\n\t；。），、]|$| )"
)
_BARE_GOING = ("长期", "持续")
_OPENS = frozenset(("", *"：（\t\n；，、 "))


def ongoing(plain: str) -> Iterator[Moment]:
    """Yield what goes on, in order; linear in the text's length."""
    for match in _ONGOING.finditer(plain):
        before = plain[match.start() - 1 : match.start()]
        closing = before == "并" and plain[match.end() : match.end() + 1] in "。；）\t\n"
        bare = match[0] in _BARE_GOING and plain.startswith("、", match.end())  # 精准、持续、依法
        if bare or (before not in _OPENS and not closing) or plain.startswith("化、", match.start() - 2):
            continue
        yield Moment(match.start(), match.end(), Shape.ONGOING, recurring=Recurrence.ONGOING)
