"""Takes an act that the rules forbid; gives the one exception that says so."""

from collections.abc import Mapping

from xietong.basics.finding import Finding, Severity
from xietong.basics.wording import Wording


class Refusal(Exception):
    """An act that the rules of the domain forbid.

    ``code`` is a stable hyphenated name (``already-signed``). The sentences say what is wrong and what to do next.
    Shown as HTTP 409 by the site and as exit status 2 by the command line. ``detail`` holds texts to be shown beside
    the sentence, such as both sides of a stale edit, so that nothing that was typed is lost.
    """

    def __init__(self, code: str, *, zh: str, en: str, detail: Mapping[str, str] | None = None) -> None:
        super().__init__(en)
        self.code = code
        self.detail = dict(detail or {})
        self.wording = Wording(zh=zh, en=en)

    @classmethod
    def of(cls, finding: Finding) -> "Refusal":
        """Return the refusal that something noticed in what was asked for leads to, under its code.

        >>> Refusal.of(Finding("bad_period", Wording(zh="时期有误", en="No such period"))).code
        'bad-period'
        """
        return cls(finding.code.replace("_", "-"), zh=finding.wording.zh, en=finding.wording.en)

    def noticed(self, subject: str = "") -> Finding:
        """Return what an act refused as something noticed in data, about a thing (a cell, a field), under its code.

        >>> Refusal("bad-period", zh="时期有误", en="No such period").noticed("last_period").code
        'bad_period'
        """
        return Finding(self.code.replace("-", "_"), self.wording, Severity.ERROR, subject)
