"""Takes whose session it is; gives the person, membership, party, organisation and roles, in step with the journal.

Every request asks who acts. All of it is told by the journal, so what was read is right until an entry about that
person, or about parties and bodies. The session itself is read each time: what ends one need not be told.
"""

import pickle

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core import signing
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Grant, Member, Person
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import asked
from xietong_web.audit.following import Happened, Mark, journal

ROOM = 5000  # people that one process knows, at some 2 kB

# As bytes, so that each request has its own rows: what one does with them reaches no other.
_KNOWN: dict[int, tuple[Mark, str, bytes]] = {}


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in as allauth does; knows them again from one request to the next."""

    def get_user(self, user_id: int) -> Person | None:
        """Return the person of a session with the membership, or ``None`` where there is none, or not any more."""
        found = _read(user_id) if transaction.get_connection().in_atomic_block else _known(user_id)
        return found if found and self.user_can_authenticate(found) else None


class SessionStore(DatabaseStore):
    """Django's sessions in the database. Read with every request: written out, that takes a third of the time.

    What one holds is signed together with its key and moment, so that whoever writes into the table can neither put
    somebody else's session under an own cookie nor prolong one.
    """

    @property
    def key_salt(self) -> str:
        """Return what is signed along with the session."""
        return f"xietong.session.{self.session_key}"

    def decode(self, session_data: bytes | str) -> dict[str, object]:
        """Return what a session holds; nothing, where it was not signed for this key, or too long ago."""
        age = settings.SESSION_COOKIE_AGE
        try:
            held = signing.loads(str(session_data), salt=self.key_salt, serializer=self.serializer, max_age=age)
        except signing.BadSignature:
            return {}
        return dict(held)

    def load(self) -> dict[str, object]:
        """Return what a session that has not ended holds."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            asked = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
            cursor.execute(asked, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


def _known(pk: int) -> Person | None:
    """Return a person, read again where something has happened to who that is. The journal is read before the rows."""
    mark = journal.read()
    kept = _KNOWN.get(pk)
    told = journal.since(kept[0]) if kept else None
    if kept and told is not None and not any(_concerns(kept[1], entry) for entry in told):
        person: Person | None = pickle.loads(kept[2])  # noqa: S301 - our own bytes, of this process
        if told:
            _KNOWN[pk] = (mark, *kept[1:])
    else:
        person = _read(pk)
        if person:
            if member := getattr(person, "member", None):
                member.lines = {}
                bodies_of(member)  # remembered with the member
            if len(_KNOWN) >= ROOM:
                _KNOWN.clear()
            _KNOWN[pk] = (mark, person.username, pickle.dumps(person))
    if person:
        person.mark = mark
    return person


def _concerns(username: str, entry: Happened) -> bool:
    """Tell whether an entry is about who somebody is: about this person, or about parties, bodies and their places."""
    return entry.act.startswith("accounts.") and (entry.kind != "member" or entry.subject == username)


def _read(pk: int) -> Person | None:
    found = next(iter(_person(pk)), None)
    member = getattr(found, "member", None)
    if member is not None:
        member.held = roles_held(member)
    return found


def roles_held(member: Member) -> frozenset[Role]:
    """Return the roles of a member, read now."""
    return frozenset(map(Role, _roles(member)))


@asked
def _person(pk: int) -> QuerySet[Person]:
    return Person.objects.select_related("member__party", "member__organisation").filter(pk=pk)


@asked
def _roles(member: Member) -> QuerySet[Grant, str]:
    return Grant.objects.filter(member=member).values_list("role", flat=True)
