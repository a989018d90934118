"""Takes nothing; gives the frozen values that meetings, groups and lists keep as text: points, members, editions."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """A point of an agenda: a topic of the engine (empty: somebody's own), what it is about and why it stands there.

    ``said`` is what the minutes tell of it, one paragraph a line; ``minutes`` is how long it is to take.
    """

    key: str
    title: str
    topic: str = ""
    subject: str = ""
    why: str = ""
    why_en: str = ""
    speaker: str = ""
    minutes: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody in a working group: the code of the body, the name of the person, and what they are in the group."""

    organisation: str
    person: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A group or list as it was from a moment on."""

    at: datetime
    by: str
    title: str
    items: tuple[str, ...] = ()
    charge: str = ""
    members: tuple[GroupMember, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return plain values."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Edition":
        """Return the edition of plain values."""
        members = tuple(GroupMember(**each) for each in plain["members"])
        at = datetime.fromisoformat(plain["at"])
        return cls(**{**plain, "at": at, "items": tuple(plain["items"]), "members": members})
