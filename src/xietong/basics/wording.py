"""Takes one statement in two languages; gives the one the reader asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in both languages of the interface."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """Return the sentence for a language tag such as ``zh-hans`` or ``en``; Chinese unless English is asked.

        >>> Wording(zh="计划", en="plan").in_language("en-GB")
        'plan'
        """
        return self.en if code.lower().startswith("en") else self.zh

    @classmethod
    def same(cls, text: str) -> "Wording":
        """Return what people wrote and nobody translates: a title, a name."""
        return cls(text, text)

    @classmethod
    def named(cls, zh: str, en: str) -> "Wording":
        """Return a name that may have no English one; it then stays as it is.

        >>> Wording.named("四川省教育厅", "").en
        '四川省教育厅'
        """
        return cls(zh, en or zh)
