"""Takes items, documents and organisations that were written; gives them their words in the search index."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import sleep
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.asking import Among, asked
from xietong_web.documents.models import Document
from xietong_web.drafting.bulk import insert
from xietong_web.drafting.models import Item, Plan, Revision
from xietong_web.fulfilling import word_index
from xietong_web.fulfilling.models import Indexed
from xietong_web.fulfilling.tokens import words_of

BATCH = 500
FEW, ROOM = 100, 0.01  # items that a job files in one go; seconds until the next
Filed = TypeVar("Filed")
EVERYBODY = "everybody"


def scope_of_plan(uid: str) -> str:
    """Return the word that marks what a plan's parties may find."""
    return f"plan{hashlib.sha256(uid.encode()).hexdigest()[:20]}"


def scope_of_party(party: Party) -> str:
    """Return the word that marks what one party alone may find."""
    return f"party{party.pk}"


def scope_of_kind(kind: str) -> str:
    """Return the word that marks what kind of thing it is."""
    return f"kind{kind}"


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be found: its key, where it may be found, its title and text."""

    key: str
    scopes: tuple[str, ...]
    title: str
    body: str = ""


@transaction.atomic(savepoint=False)
def index_items(plan_uid: str, words: Mapping[str, tuple[str, str] | None]) -> None:
    """File some items of a plan anew under their titles and texts; those that are gone (``None``) are taken out."""
    scope = (scope_of_plan(plan_uid),)
    for part in _parts(words.items()):
        _file(Indexed.Kind.ITEM, [Thing(uid, scope, *told) for uid, told in part if told])
        _forget(Indexed.Kind.ITEM, [uid for uid, told in part if told is None])


@transaction.atomic
def index_plan(plan_uid: str) -> None:
    """File all items of a plan anew, and the document it was made of."""
    scope = (scope_of_plan(plan_uid),)
    rows = Item.objects.filter(plan_id=plan_uid).order_by("path").values_list("uid", "title", "text")
    things = (Thing(uid, scope, title, text) for uid, title, text in rows.iterator(chunk_size=2000))
    for part in _parts(things):
        _file(Indexed.Kind.ITEM, part)
    word_index.settle()
    for document in Document.objects.filter(plans=plan_uid):
        index_document(document)


def index_batch(plan_uid: str, batch: str) -> None:
    """File the items that one act wrote anew, under the words they have by now; some at a time, with room between for
    who waits to write. Done twice, or again after half of it, it gives the same."""
    written = Revision.objects.filter(plan_id=plan_uid, batch=batch).order_by("pk")
    for part in _parts(written.values_list("item_uid", flat=True).iterator(chunk_size=2000)):
        for at in range(0, len(part), FEW):
            _index_some(plan_uid, part[at : at + FEW])
            sleep(ROOM)


@transaction.atomic
def _index_some(plan_uid: str, uids: Sequence[str]) -> None:
    rows = Item.objects.filter(plan_id=plan_uid, uid__in=uids).values_list("uid", "title", "text")
    _file(Indexed.Kind.ITEM, [Thing(uid, (scope_of_plan(plan_uid),), title, text) for uid, title, text in rows])


@transaction.atomic
def index_document(document: Document) -> None:
    """File a document's text anew: for the party that uploaded it, and for the parties of its plans."""
    scopes = [scope_of_party(document.party), *(scope_of_plan(plan.uid) for plan in document.plans.all())]
    _file(Indexed.Kind.DOCUMENT, [Thing(str(document.pk), tuple(scopes), document.name, document.text)])


@transaction.atomic
def index_organisations(pks: Iterable[int]) -> None:
    """File organisations under their names and aliases."""
    rows = Organisation.objects.filter(pk__in=list(pks)).order_by("pk").iterator(chunk_size=2000)
    things = (Thing(row.code, (EVERYBODY,), " ".join([row.name, row.name_en, *row.aliases])) for row in rows)
    for part in _parts(things):
        _file(Indexed.Kind.ORGANISATION, part)


@transaction.atomic
def rebuild() -> int:
    """File everything anew, after a restore or an import past the acts; return how many things there are."""
    word_index.clear()
    Indexed.objects.all().delete()
    index_organisations(Organisation.objects.values_list("pk", flat=True))
    for document in Document.objects.select_related("party").iterator(chunk_size=100):
        index_document(document)
    for uid in Plan.objects.order_by("made_at").values_list("uid", flat=True):
        index_plan(uid)
    return Indexed.objects.count()


def _parts(things: Iterable[Filed]) -> Iterator[list[Filed]]:
    source = iter(things)
    while part := list(islice(source, BATCH)):
        yield part


@asked
def _numbers(kind: str, keys: Sequence[str]) -> QuerySet[Indexed, tuple[str, int]]:
    return Indexed.objects.filter(Among("key", keys), kind=kind).order_by("pk").values_list("key", "pk")


def _file(kind: Indexed.Kind, things: list[Thing]) -> None:
    if not things:
        return
    numbers = dict(_numbers(kind.value, [thing.key for thing in things]))
    new = [Indexed(kind=kind.value, key=thing.key) for thing in things if thing.key not in numbers]
    numbers |= {row.key: row.pk for row in insert(new)}
    word_index.file(
        word_index.Words(
            number=numbers[thing.key],
            scopes=[*thing.scopes, scope_of_kind(kind.value)],
            title=words_of(thing.title),
            body=words_of(thing.body),
        )
        for thing in things
    )


def _forget(kind: Indexed.Kind, keys: list[str]) -> None:
    if keys:
        gone = Indexed.objects.filter(kind=kind, key__in=keys)
        word_index.forget(gone.values_list("pk", flat=True))
        gone.delete()
