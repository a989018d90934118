"""Takes names as people write them; gives the organisations or parties they mean."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xietong.basics import Organisation, Party

_SPACE = re.compile(r"\s+")
_TAIL = re.compile(r"(?:等(?:有关|相关)?(?:部门|单位)?|负责|[、，,；;。.：:])+$")
_GROUP = re.compile(
    r"^(?:各|有关|相关|其他|所有|全体|全省|全市|部分)|(?:有关|相关|各|成员)(?:部门|单位|高校|学校|院校|区县|市州|企业|机构)"
)
_COUNT = re.compile(r"^(?:(?:[一二两三四五六七八九十]+(?:省|市|区|地|方)+)+|双方|各方)(?:的)?")
_AUTHORITY = re.compile(r"^(?:教育)?(?:行政|主管)*(?:部门|厅委|厅局|主管机关)?(?:[(（].*[)）])?$")
_DEPARTMENT = re.compile(r"(?P<field>.{2,}?)(?:行政|主管)*部门$")
_LEVELS = "省市区县州盟旗"

Body = Organisation | Party


def tidy(name: str) -> str:
    """Return a name as written without padding blanks, full-width brackets and what trails behind it.

    >>> tidy(" 市 教 委（市委教育工委）等部门 ")
    '市教委(市委教育工委)'
    """
    bare = _SPACE.sub("", name).replace("（", "(").replace("）", ")")
    return _TAIL.sub("", bare)


def is_group(name: str) -> bool:
    """Tell whether a name means many bodies without naming them.

    >>> [is_group(name) for name in ("各区县", "有关高校", "区政府有关部门", "市教委")]
    [True, True, True, False]
    """
    return _GROUP.search(tidy(name)) is not None


@dataclass(frozen=True, slots=True)
class Directory:
    """Parties and organisations, indexed by every form in which a name can stand. Build it once with ``Directory.of``.

    ``forms`` maps a written form to the bodies it may mean, ``weak`` those forms that another body's full name beats.
    """

    parties: tuple[Party, ...]
    organisations: tuple[Organisation, ...]
    forms: dict[str, list[Organisation]] = field(repr=False)
    weak: dict[str, list[Organisation]] = field(repr=False)
    own: dict[str, Body] = field(repr=False)
    asked: dict[tuple[str, str], tuple[Body, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, organisations: Iterable[Organisation], parties: Iterable[Party]) -> "Directory":
        """Index organisations and parties. Linear in the number of names."""
        bodies, sides = tuple(organisations), tuple(parties)
        by_code = {party.code: party for party in sides}
        forms: dict[str, list[Organisation]] = {}
        weak: dict[str, list[Organisation]] = {}
        for body in bodies:
            for name in {tidy(name) for name in (body.name, *body.aliases)}:
                forms.setdefault(name, []).append(body)
            for name in set(_shortened(body, by_code.get(body.party))):
                weak.setdefault(name, []).append(body)
        own: dict[str, Body] = {party.code: _authority(party, forms) for party in sides}
        return cls(sides, bodies, forms, weak, own)

    def resolve(self, name: str, context_party: str = "") -> tuple[Body, ...]:
        """Return what a name means: nothing (unknown, a group, or more than one reading), one body, or one per party.

        ``context_party`` is the code of the party whose text it stands in; it decides between readings.
        """
        # Documents and ledgers name the same few bodies again and again, and a name not found costs most.
        key = tidy(name), context_party
        if key not in self.asked:
            self.asked[key] = self._resolve(*key) if key[0] else ()
        return self.asked[key]

    def _resolve(self, bare: str, context_party: str) -> tuple[Body, ...]:
        found = self._exact(bare, context_party)
        if found is not None or is_group(bare):
            return (found,) if found is not None else ()
        joint = self._joint(bare)
        if joint is not None:
            bodies = [self._one(joint, party) for party in self.parties]
            return tuple(body for body in bodies if body) if all(bodies) else ()
        party = self._place(bare, context_party)
        single = self._one(bare, party) if party else None
        return (single,) if single else ()

    def _exact(self, bare: str, context_party: str) -> Body | None:
        for forms in (self.forms, self.weak):
            if body := _chosen(forms.get(bare, ()), context_party):
                return body
        own = [party for party in self.parties if bare in (tidy(party.name), tidy(party.short))]
        named = [party for party in own if party.code == context_party] or own
        return self.own[named[0].code] if len(named) == 1 else None

    def _joint(self, bare: str) -> str | None:
        """Return what stands behind “both sides' …”, or ``None`` when the name is not joint."""
        if match := _COUNT.match(bare):
            return self._joint(bare[match.end() :]) or bare[match.end() :]
        sides = "".join(party.side for party in self.parties)
        if len(self.parties) > 1 and sides and sorted(bare[: len(sides)]) == sorted(sides):
            rest = bare[len(sides) :]
            match = _COUNT.match(rest)
            return rest[match.end() :] if match else rest
        return None

    def _place(self, bare: str, context_party: str) -> Party | None:
        """Return the party whose region a name begins with, or whose kind of region, or the context's."""
        for party in self.parties:
            if any(bare.startswith(place) for place in (party.place, *party.adjectives, party.side) if place):
                return party
        same = [party for party in self.parties if party.place.endswith(bare[0])] if bare[0] in _LEVELS else []
        if len(same) == 1:
            return same[0]
        return next((party for party in self.parties if party.code == context_party), None)

    def _one(self, bare: str, party: Party) -> Body | None:
        """Find one body of a party: its authority, a short form, or a department named by its field."""
        forms = _local_forms(bare, party)
        if any(_AUTHORITY.fullmatch(rest) for rest in forms):
            return self.own[party.code]
        for name in (bare, *forms):
            body = self._exact(name, party.code)
            if body is not None and _side(body) == party.code:
                return body
        return next((body for rest in forms if (body := self._abbreviated(rest, party))), None)

    def _abbreviated(self, rest: str, party: Party) -> Organisation | None:
        """Find the only body of a party that a short form or “the … department” stands for; its region's own first."""
        department = _DEPARTMENT.fullmatch(rest)
        stem = department["field"] if department else rest
        bodies = [body for body in self.organisations if body.party == party.code]
        near = [
            body
            for body in bodies
            if any(_abbreviates(stem, form, open_end=bool(department)) for form in _behind(tidy(body.name), party))
        ]
        whole = [body for body in near if party.place and tidy(body.name).startswith(party.place)]
        return _chosen(whole or near, party.code)


def _side(body: Body) -> str:
    return body.party if isinstance(body, Organisation) else body.code


def _authority(party: Party, forms: dict[str, list[Organisation]]) -> Body:
    """Return the organisation that is the party itself, or the party where its tree does not hold it."""
    for name in (party.name, party.short):
        if body := _chosen([body for body in forms.get(tidy(name), ()) if body.party == party.code], party.code):
            return body
    return party


def _chosen(bodies: Iterable[Organisation], context_party: str) -> Organisation | None:
    """Return the only body, or the only one of the context's party."""
    found = {body.code: body for body in bodies}
    if len(found) > 1:
        found = {code: body for code, body in found.items() if body.party == context_party}
    return next(iter(found.values())) if len(found) == 1 else None


def _shortened(body: Organisation, party: Party | None) -> Iterator[str]:
    """Yield the forms of a full name that drop or shorten the party's region: 市科技局, 重庆科技局, 科技局."""
    if party is None or not party.place:
        return
    for name in (body.name, *body.aliases):
        bare = tidy(name)
        if bare.startswith(party.place) and bare != party.place:
            rest = bare[len(party.place) :]
            yield party.place[-1] + rest
            yield from (adjective + rest for adjective in party.adjectives)
            yield rest


def _local(bare: str, party: Party) -> str:
    """Return a name without the party's region that it begins with, written in full or short (重庆市, 重庆, 渝)."""
    for place in sorted((party.place, *party.adjectives, party.side), key=len, reverse=True):
        if place and bare.startswith(place):
            return bare[len(place) :]
    return bare


def _behind(bare: str, party: Party) -> Iterator[str]:
    """Yield what stands behind the party's region, and behind its authority's name for the divisions of that."""
    yield _local(bare, party)
    if bare.startswith(party.name) and bare != party.name:
        yield bare[len(party.name) :]


def _local_forms(bare: str, party: Party) -> tuple[str, ...]:
    """Return what may stand behind the region, also where that is only 省 or 市 (市教委, but also 市场监管局)."""
    short = tidy(party.short)
    if short and bare.startswith(short) and bare != short:
        return (bare[len(short) :],)
    rest = _local(bare, party)
    return (rest, rest[1:]) if rest == bare and party.place and bare[:1] == party.place[-1] else (rest,)


def _abbreviates(short: str, full: str, *, open_end: bool) -> bool:
    """Tell whether a short form keeps the first character and the order of a full name's characters.

    With ``open_end`` the short form is only the field (科技 of 科学技术局) and must begin the name.
    """
    if len(short) < 2 or len(short) > len(full) or short[0] != full[0]:
        return False
    if open_end and full.startswith(short):
        return True
    rest = iter(full)
    return all(character in rest for character in short) and (open_end or _kind_kept(short, full))


def _kind_kept(short: str, full: str) -> bool:
    """Tell whether the kind of body survives: 委 may stand for 委员会, 办 for 办公室, else the last character stays."""
    return short[-1] == full[-1] or (short[-1], full[-2:]) in {("委", "员会"), ("办", "公室")}


def resolve(
    name: str, context_party: str, organisations: Iterable[Organisation], parties: Iterable[Party]
) -> tuple[Body, ...]:
    """Return the bodies that one name means; for many names build a ``Directory`` once and ask that.

    Aliases count within their party; “both sides' education departments” gives every party's authority; a group such
    as 各区县 gives nothing unless an organisation (a saved group) bears that name.
    """
    return Directory.of(organisations, parties).resolve(name, context_party)


def complete(prefix: str, organisations: Iterable[Organisation], limit: int = 10) -> tuple[Organisation, ...]:
    """Return organisations for a name being typed, best first: name begins so, alias begins so, name or alias holds it.

    At most ``limit``; shorter names first within a rank. An empty prefix gives nothing.
    """
    typed = tidy(prefix).lower()
    if not typed:
        return ()
    ranked = [(rank, len(body.name), body.name, body) for body in organisations if (rank := _rank(typed, body)) < 3]
    ranked.sort(key=lambda entry: entry[:3])
    return tuple(entry[3] for entry in ranked[:limit])


def _rank(typed: str, body: Organisation) -> int:
    name = tidy(body.name).lower()
    if name.startswith(typed):
        return 0
    others = [tidy(other).lower() for other in (*body.aliases, body.name_en)]
    if any(other.startswith(typed) for other in others):
        return 1
    return 2 if typed in name or any(typed in other for other in others) else 3
