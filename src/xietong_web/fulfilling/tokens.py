"""Takes a text; gives the words it is found by.

Chinese runs are cut by rjieba: a text is filed under every dictionary word and every character in it (教育局 under
教育局, 教育, 教, 育, 局), a question is cut into words once. Each word of a question that stands in a text is therefore
among the text's words, two characters and one character alike. Latin letters and digits are words of their own.
"""

import re
import unicodedata

_RUN = re.compile(r"(?P<han>[〇々㐀-䶿一-鿿\U00020000-\U0002a6df]+)|(?P<latin>[a-z0-9]+)")
LONGEST = 60


def words_of(text: str) -> list[str]:
    """Return the words that a text is filed under, each once."""
    import rjieba  # its dictionary takes a fifth of a second, for which no page is to wait

    found: dict[str, None] = {}
    for run in _RUN.finditer(plain(text)):
        if run["latin"]:
            found[run["latin"][:LONGEST]] = None
        else:
            found.update(dict.fromkeys(run["han"]))
            found.update(dict.fromkeys(word[:LONGEST] for word in rjieba.cut_all(run["han"])))
    return list(found)


def words_asked(text: str) -> list[str]:
    """Return the words of a question, each once; all of them must be in what is found."""
    found: dict[str, None] = {}
    for run in _RUN.finditer(plain(text)):
        found.update(dict.fromkeys(_cut(run["han"]) if run["han"] else [run["latin"][:LONGEST]]))
    return list(found)


def _cut(run: str) -> list[str]:
    """Cut without guessing at unknown names: what is no dictionary word falls into characters, which are all filed."""
    import rjieba

    return [word if len(word) <= LONGEST else word[:LONGEST] for word in rjieba.cut(run, False)]


def plain(text: str) -> str:
    """Return a text with full-width forms and capitals made alike."""
    return unicodedata.normalize("NFKC", text).lower()
