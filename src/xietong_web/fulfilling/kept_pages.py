"""Takes a view whose page tells only what the journal tells; keeps its pages until the journal goes on.

What is not in the journal did not happen: while its last entry is the same, the same person's page at the same address
is the same, but for the unread notices at the bell, what is said once after an act, and the day. These are in the key
or go past the store. A page that knows better what changes it stands until such an entry comes (``kept_until``). The
store is of this process alone and may forget (``CACHES["pages"]``).
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from xietong_web.accounts.gate import Acting
from xietong_web.accounts.models import Member
from xietong_web.audit.following import Mark, Told, journal, journal_read
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.supervising.inbox import unread_of

LARGEST = 400_000  # bytes of a page that is kept; longer ones would push out the many


View = Callable[..., HttpResponse]
Concerned = Callable[[Member, Told], bool]
"""Whether a member's page may be another after some entries, of which there are any."""


def kept_until(concerned: Concerned) -> Callable[[View], View]:
    """Answer with the page as it was made, unless what has happened since concerns it; goes below ``members_only``."""

    def keep(view: View) -> View:
        @wraps(view)
        def kept_view(request: Acting, *args: Any, **kwargs: Any) -> HttpResponse:
            inside = transaction.get_connection().in_atomic_block  # sees rows whose entries are still to come
            if inside or request.method != "GET" or len(get_messages(request)):
                return view(request, *args, **kwargs)
            with journal_read(request.member.person.mark) as mark:
                key = _key(request)
                if (content := _standing(key, mark, request.member, concerned)) is not None:
                    return HttpResponse(content)
                answer = view(request, *args, **kwargs)
            plain = answer.status_code == 200 and set(answer.headers) == {"Content-Type"} and not answer.cookies
            if plain and not answer.streaming and len(answer.content) <= LARGEST:
                caches["pages"].set(key, (mark, answer.content))
            return answer

        return kept_view

    return keep


kept_page = kept_until(lambda _member, _told: True)


def _standing(key: str, mark: Mark, member: Member, concerned: Concerned) -> bytes | None:
    """Return a page that is kept and still right, and remember that it is."""
    made, content = caches["pages"].get(key, (None, None))
    told = journal.since(made) if made else None
    if told is None or (told and concerned(member, told)):
        return None
    if told:
        caches["pages"].set(key, (mark, content))
    return bytes(content)


def _key(request: Acting) -> str:
    """Name the page: who asks in which session and language, for what, on which day."""
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True  # a page from the store renews the cookie of its forms too
    request.member.unread = unread_of(request.member)
    told = (
        request.session.session_key, request.META["CSRF_COOKIE"], request.member.pk,
        request.member.unread, get_language(), bool(request.htmx), today(), request.build_absolute_uri(),
    )  # fmt: skip
    return sha256(repr(told).encode()).hexdigest()
