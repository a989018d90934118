"""Takes an act that the rules forbid; gives the one exception that says so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from xietong.basics.finding import Finding, Severity
from xietong.basics.wording import Wording


class Refusal(Exception):
    """An act that the rules of the domain forbid.

    ``code`` is a stable hyphenated name (``already-signed``). The sentences say what is wrong and what to do next.
    Shown as HTTP 409 by the site and as exit status 2 by the command line. ``detail`` holds texts to be shown beside
    the sentence, such as both sides of a stale edit, so that nothing that was typed is lost. ``field`` names what was
    asked for that is in the way (the act's own argument: ``period``), empty where it is no single thing: the sentence
    then stands beside that field of a form.
    """

    def __init__(
        self, code: str, *, zh: str, en: str, detail: Mapping[str, str] | None = None, field: str = ""
    ) -> None:
        super().__init__(en)
        self.code = code
        self.field = field
        self.detail = dict(detail or {})
        self.wording = Wording(zh=zh, en=en)

    @classmethod
    def of(cls, finding: Finding) -> "Refusal":
        """Return the refusal that something noticed in what was asked for leads to, under its code and field.

        >>> Refusal.of(Finding("bad_period", Wording(zh="时期有误", en="No such period"))).code
        'bad-period'
        """
        code, said = finding.code.replace("_", "-"), finding.wording
        return cls(code, zh=said.zh, en=said.en, field=finding.subject)

    def noticed(self, subject: str = "") -> Finding:
        """Return what an act refused as something noticed in data, about a thing (a cell, its field), under its code.

        >>> Refusal("bad-period", zh="时期有误", en="No such period").noticed("last_period").code
        'bad_period'
        """
        return Finding(self.code.replace("-", "_"), self.wording, Severity.ERROR, subject or self.field)


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """Let what is refused inside be about the field of a name, unless it says already what it is about.

    >>> with in_field("due"):
    ...     raise Refusal("bad-day", zh="日期有误", en="No such day")
    Traceback (most recent call last):
    xietong.basics.refusal.Refusal: No such day
    """
    try:
        yield
    except Refusal as refusal:
        refusal.field = refusal.field or name
        raise
