"""Takes the tables of this room; gives the reference page that shows them (docs/reference/rules-of-progress.md).

The page is drawn from the very tables that decide, so that it cannot say anything else; a test fails when it is stale.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from xietong.basics import Wording
from xietong.fulfilling.accepting import ACCEPTANCE_MOVES, ACCEPTANCE_WORDS
from xietong.fulfilling.convening import MEETING_MOVES, MEETING_WORDS
from xietong.fulfilling.decisions import DECISION_MOVES, DECISION_WORDS
from xietong.fulfilling.extensions import EXTENSION_MOVES, EXTENSION_WORDS
from xietong.fulfilling.lights import CAUSES, COLOURS, SENTENCES, LightRules
from xietong.fulfilling.moves import OFFICES, REACHES, Move
from xietong.fulfilling.reports import REPORT_MOVES, REPORT_WORDS
from xietong.fulfilling.supervision import DEFAULT_RUNGS, Ladder
from xietong.fulfilling.waits import WAIT_WORDS

_Moves = Iterable[Move[StrEnum, StrEnum]]

_HEAD = """# Rules of progress

This page is drawn from the tables in `xietong.fulfilling`; do not edit it. To write it anew, put what
`fulfilling.rules_page()` gives into `docs/reference/rules-of-progress.md`.

- **Joint means all.** A party stands on an item where the weighted mean of its lead duties stands. The joint figure is
  the minimum over the parties, the gap is maximum minus minimum. Upwards a party's figure is the mean over the children
  in which it leads something, weighted by the children's weights.
- **Said is not confirmed.** A report counts as claimed from when its own authority has passed it, as confirmed from
  when every counterpart (for a one-sided item the joint office) has accepted it. Headline figures use confirmed.
- **Done** is an item only when every lead duty of every party is confirmed at 100 %.
- What no row of a table allows is denied.
"""


def rules_page() -> str:
    """Return the page as Markdown."""
    parts = [
        _HEAD,
        _section("Reports", REPORT_MOVES, REPORT_WORDS),
        _section("Acceptance of duties", ACCEPTANCE_MOVES, ACCEPTANCE_WORDS),
        _section("Extensions", EXTENSION_MOVES, EXTENSION_WORDS),
        _section("Meetings", MEETING_MOVES, MEETING_WORDS),
        _section("Decisions of meetings", DECISION_MOVES, DECISION_WORDS),
        _lights(),
        _ladder(),
        _waits(),
    ]
    return "\n".join(parts)


def _section(title: str, moves: _Moves, words: Mapping[StrEnum, Wording]) -> str:
    rows = [
        (
            _both(words[move.state]),
            _both(words[move.act]),
            _both(OFFICES[move.office]),
            _both(REACHES[move.reach]),
            " / ".join(_both(words[to]) for to in move.to),
        )
        for move in moves
    ]
    table = _table(("State", "Act", "By", "Of", "Leads to"), rows)
    return f"## {title}\n\n{_diagram(moves)}\n{table}"


def _diagram(moves: _Moves) -> str:
    edges: dict[tuple[str, str], list[str]] = {}
    for move in moves:
        for to in move.to:
            acts = edges.setdefault((move.state.value, to.value), [])
            if move.act.value not in acts:
                acts.append(move.act.value)
    lines = [f"    {state} --> {to}: {', '.join(acts)}" for (state, to), acts in edges.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def _lights() -> str:
    rows = [(str(place), COLOURS[cause].value, *SENTENCES[cause]) for place, cause in enumerate(CAUSES, 1)]
    rules = LightRules()
    limits = ", ".join(
        f"`{name}` {getattr(rules, name)}" for name in ("due_soon", "behind", "far_behind", "report_missed", "silent")
    )
    table = _table(("", "Light", "中文", "English"), rows)
    order = "The first that applies decides; a light set by hand goes before all."
    return f"## Lights\n\n{order} Built-in limits: {limits}.\n\n{table}"


def _ladder() -> str:
    ladder = Ladder()
    rows = [
        (
            rung.code,
            rung.level.value,
            f"{rung.workdays} working days, {rung.trigger.value.replace('_', ' ')}",
            ", ".join(who.value.replace("_", " ") for who in rung.to),
            "yes" if rung.answer else "",
        )
        for rung in DEFAULT_RUNGS
    ]
    table = _table(("Rung", "Level", "When", "To", "Demands an answer"), rows)
    quiet = f"Quiet from {ladder.quiet_from:%H:%M} to {ladder.quiet_to:%H:%M} (Asia/Shanghai) and on days off."
    return (
        f"## Ladder of supervision\n\n{quiet} Of several rungs reached at once a recipient gets the highest.\n\n{table}"
    )


def _waits() -> str:
    rows = [(kind.value, words.zh, words.en) for kind, words in WAIT_WORDS.items()]
    return f"## Waits\n\n{_table(('Kind', '中文', 'English'), rows)}"


def _both(words: Wording) -> str:
    return f"{words.zh} {words.en}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
