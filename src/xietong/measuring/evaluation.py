"""Takes nothing; gives the value that an evaluation ends in: tables, sentences, assumptions, and what was left out."""

from dataclasses import dataclass

from xietong.basics import Finding, Wording

Cell = str | int | float | Wording
SUMMARY = Wording(zh="结果", en="Result")  # the title of the table that says most


class Probability(float):
    """A chance (0–1), kept as computed and shown in whole percent; what has no certainty never as 0 % or 100 %.

    >>> [Probability(one).shown() for one in (4e-7, 0.77, 0.9999999)]
    ['<1%', '77%', '>99%']
    """

    def shown(self) -> str:
        """Return it as people read it."""
        return "<1%" if self < 0.01 else ">99%" if self > 0.99 else f"{self:.0%}"


@dataclass(frozen=True, slots=True)
class Table:
    """A named table of figures; numbers are kept as computed and rounded only where they are shown."""

    title: Wording
    columns: tuple[Wording, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one method found; ``rests_on`` counts the units (or periods) it used, ``findings`` say what it left out."""

    method: str
    title: Wording
    rests_on: int
    tables: tuple[Table, ...]
    statements: tuple[Wording, ...] = ()
    assumptions: tuple[Wording, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the rows: names of columns, and what some methods need besides.

    ``values`` are columns of figures, ``lower`` those of them where less is better; ``start`` is the first period with
    the plan, ``inside`` the group in the plan, ``baseline`` and ``aim`` the columns of a joint target;
    ``target`` and ``steps`` belong to the forecast, ``shares`` are given weights of the ``values``; ``scale`` is how
    figures are brought to one scale (``range``, ``z``), ``goalposts`` the ends of each (``0:100``) instead of its own.
    """

    values: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    group: str | None = None
    weight: str | None = None
    period: str | None = None
    name: str | None = None
    neighbours: str | None = None
    baseline: str | None = None
    aim: str | None = None
    controls: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    scale: str | None = None
    goalposts: tuple[str, ...] = ()
    start: str | None = None
    inside: str | None = None
    target: float | str | None = None
    steps: int = 1
    permutations: int = 999
    draws: int = 1000


def wording(zh: str, en: str) -> Wording:
    """Return a sentence in both languages.

    >>> wording("组", "group").en
    'group'
    """
    return Wording(zh=zh, en=en)


def figures(title: Wording, rows: list[tuple[Wording, Cell]]) -> Table:
    """Return a table of two columns: what, and how much.

    >>> len(figures(wording("甲", "A"), []).columns)
    2
    """
    return Table(title, (wording("项目", "figure"), wording("数值", "value")), tuple(rows))


def counted(options: Options) -> Wording:
    """Say who counts for how much.

    >>> counted(Options(weight="pupils")).en
    'Weighted by pupils: larger units count more.'
    """
    if options.weight is None:
        return wording("未给权重：每个单位不论大小同等重要。", "No weights: every unit counts alike, large or small.")
    return wording(
        f"按“{options.weight}”加权：权数大的单位影响大。", f"Weighted by {options.weight}: larger units count more."
    )
