"""Whatever is changed, deleted, reordered or cut off behind the journal's back, `xietong verify` finds."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, models, transaction

from tests.cast import NOW, Cast, assemble, opened
from tests.stage import acted_once
from tests.web.workspace.columns import columns_untold
from xietong_web.accounts.factors import set_up_app
from xietong_web.accounts.models import Person
from xietong_web.accounts.services import make_token
from xietong_web.audit import queries
from xietong_web.audit.anchor import anchor_path, write_anchor
from xietong_web.audit.digests import GUARDED, PASSING
from xietong_web.audit.models import Entry, Head
from xietong_web.audit.services import seal
from xietong_web.documents.files import path_of, store
from xietong_web.documents.models import StoredFile
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import edit_item, undo
from xietong_web.endorsing import services
from xietong_web.workspace import verifying
from xietong_web.workspace.verifying import verify


@acted_once
def lived(cast: Cast, plan: Plan) -> Plan:
    """Give the plan a history: a document read, an edit, an undo, a remark, both signatures, an API key."""
    document = upload(name="方案.txt", data="一、总体要求\n做好教育协同。".encode(), by=cast.east_office, now=NOW)
    read_document(document=document, now=NOW)
    make_token(name="script", by=cast.east_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        set_up_app(signatory.person, NOW)
    for title in ("第一次改", "第二次改"):
        revision = plan.items.get(uid="t1").revision
        changes = {"title": title}
        edit_item(plan_uid=plan.uid, uid="t1", revision=revision, changes=changes, by=cast.east_office, now=NOW)
    undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)
    made = services.propose(plan_uid=plan.uid, title="首次会签", reason="已核对", by=cast.east_office, now=NOW)
    services.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    services.remark(proposal_pk=made.pk, text="请签署", by=cast.west_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        services.sign(proposal_pk=made.pk, proven_at=NOW, by=signatory, now=NOW)
    return plan


@pytest.fixture
def signed(cast: Cast, plan: Plan) -> Plan:
    """A plan with a history, as it verifies."""
    found = lived(cast, plan)
    head = Head.objects.get()
    write_anchor(head.seq, head.hash)  # the test's own transaction never commits
    assert list(verify()) == []
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def other(value: Any, dice: random.Random) -> Any:
    """Return a value of the same type that differs."""
    match value:
        case bool():
            return not value
        case int():
            return value + dice.choice((-1, 1, 1000))
        case str() if value:
            place = dice.randrange(len(value))
            return value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]
        case _:
            return None


def any_cell(dice: random.Random) -> str | None:
    """Change one cell of one row of one guarded table or of the journal; tell what, or ``None`` for nothing to do."""
    model = dice.choice([*GUARDED.values(), Entry, Entry, Head])
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    key = dice.choice(keys)
    passing = PASSING.get(model._meta.label_lower, frozenset())
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.generated and f.name not in passing]
    field = dice.choice([f for f in fields if not isinstance(f, models.DateTimeField | models.JSONField)])
    value = other(model._default_manager.filter(pk=key).values_list(field.attname, flat=True).get(), dice)
    if value is None or isinstance(field, models.ForeignKey):
        return None
    model._default_manager.filter(pk=key).update(**{field.attname: value})
    return f"{model.__name__}.{field.name} {key}"


def any_row(dice: random.Random) -> str | None:
    """Delete one row."""
    model = dice.choice([*GUARDED.values(), Entry])
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    key = dice.choice(keys)
    model._default_manager.filter(pk=key)._raw_delete(connection.alias)  # what refers to it stays
    return f"{model.__name__} {key}"


def any_two(dice: random.Random) -> str:
    """Let two entries of the journal change places."""
    last = Entry.objects.count()
    one, two = sorted(dice.sample(range(1, last + 1), 2))
    for old, new in ((one, last + 1), (two, one), (last + 1, two)):
        Entry.objects.filter(seq=old).update(seq=new)
    return f"entries {one} and {two}"


def any_tail(dice: random.Random) -> str:
    """Cut the journal's end off, and let the head name what is left, sealed as it once was."""
    left = Entry.objects.get(seq=dice.randrange(1, Entry.objects.count()))
    Entry.objects.filter(seq__gt=left.seq).delete()
    Head.objects.update(seq=left.seq, hash=left.hash, seal=seal(left.seq, left.hash))
    return f"after {left.seq}"


def test_any_harm_to_the_database_is_found(signed: Plan) -> None:
    dice = random.Random("any harm")  # noqa: S311 - the same harms in every run
    for harm, rounds in ((any_cell, 30), (any_row, 12), (any_two, 4), (any_tail, 4)):
        done = 0
        while done < rounds:
            with undone():
                what = harm(dice)
                if what:
                    done += 1
                    assert next(iter(verify()), None) is not None, what
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_what_people_do_while_it_verifies_is_no_harm(
    transactional_db: None, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        cast = assemble()
        plan = opened(cast)
    checked, acted = queries.entry_hash, list[Thread]()

    def act() -> None:
        changes = {"title": "同时改的"}
        edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes=changes, by=cast.east_office, now=NOW)
        connection.close()

    def meanwhile(entry: Entry) -> str:
        if not acted:
            acted.append(Thread(target=act))
            acted[0].start()
            acted[0].join()
        return checked(entry)

    last = Entry.objects.count()
    monkeypatch.setattr(queries, "entry_hash", meanwhile)
    assert list(verify()) == []
    assert Entry.objects.count() == last + 1
    assert list(verify()) == []


def test_a_file_that_an_act_replaces_while_it_verifies_is_not_missing(
    signed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing, _ = store(b"of before", "text/plain", NOW)

    def replaced(sha256: str) -> Path:
        if sha256 == passing.pk and StoredFile.objects.filter(pk=sha256).delete()[0]:
            path_of(sha256).unlink()
        return path_of(sha256)

    monkeypatch.setattr(verifying, "path_of", replaced)
    assert list(verifying.broken_files()) == []
    assert not path_of(passing.pk).exists()


def test_a_second_factor_put_in_place_of_a_signatorys_is_found(signed: Plan) -> None:
    mine, theirs = Authenticator.objects.order_by("pk")
    Authenticator.objects.filter(pk=theirs.pk).update(last_used_at=NOW)
    assert list(verify()) == []
    Authenticator.objects.filter(pk=theirs.pk).update(data=mine.data)
    assert [each.code for each in verify()] == ["row_changed"]


def test_any_harm_to_what_stands_on_disk_is_found(signed: Plan) -> None:
    path = path_of(StoredFile.objects.values_list("sha256", flat=True)[0])
    content = path.read_bytes()
    for harmed in (content[:-1], b"", content + b"\n", bytes([content[0] ^ 1]) + content[1:]):
        path.write_bytes(harmed)
        assert [each.code for each in verify()] == ["file_changed"]
    path.unlink()
    assert [each.code for each in verify()] == ["file_missing"]
    path.write_bytes(content)
    assert list(verify()) == []
    anchor = anchor_path()
    for harm in ("", "0 " + "0" * 64, "nonsense", "999999 " + "0" * 64):
        anchor.write_text(harm)
        assert next(iter(verify()), None) is not None, harm
    anchor.unlink()
    assert [each.code for each in verify()] == ["journal_anchor"]


def test_another_password_written_into_the_database_is_found(signed: Plan, cast: Cast) -> None:
    person = cast.east_signatory.person
    person.set_password("mine now")
    person.save()
    assert [each.subject for each in verify()] == [f"accounts.person {person.pk}"]


def test_every_column_of_every_guarded_table_is_told() -> None:
    assert columns_untold() == []


def test_an_address_put_beside_a_persons_own_is_found(signed: Plan, cast: Cast) -> None:
    person = cast.east_signatory.person
    person.email = "east@example.org"
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    assert [each.code for each in verify()] == ["address_differs"]  # the row alone: the person was not saved
    Person.objects.filter(pk=person.pk).update(email="East@example.org")
    assert [each.code for each in verify()] == ["row_changed"]


@pytest.mark.once  # PostgreSQL takes nothing into a column that it cannot hold
def test_what_cannot_be_read_any_more_is_named_and_the_rest_is_checked(signed: Plan) -> None:
    harms = {
        "UPDATE drafting_item SET weight = '12x' WHERE uid = 't2'": "row_changed",
        "UPDATE drafting_item SET due = '2024-13-99' WHERE uid = 't2'": "row_changed",
        "UPDATE audit_entry SET at = 'yesterday' WHERE seq = 5": "journal_entry",
        "UPDATE audit_entry SET at = '2024-02-31 10:00:00' WHERE seq = 5": "journal_entry",
        "UPDATE endorsing_version SET number = 'one'": "row_changed",
    }
    for harm, code in harms.items():
        with undone():
            with connection.cursor() as cursor:
                cursor.execute(harm)
            found = list(verify())
            assert found[0].code == code, harm
            assert all(each.subject for each in found)
    assert list(verify()) == []
