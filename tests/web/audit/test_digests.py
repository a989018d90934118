"""A row's digest is the same however the row came about, and is the hash of its canonical columns."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from xietong_web.audit.days import SHANGHAI
from xietong_web.audit.digests import GUARDED, _plain, canonical, row_digest
from xietong_web.drafting.models import Item, Link, Plan, Target

texts = st.text(max_size=30)
days = st.none() | st.dates() | st.dates().map(date.isoformat)
numbers = st.none() | st.integers(-(10**9), 10**9)


def as_defined(row) -> str:
    """The definition, written out: the hash of the canonical JSON of all columns."""
    fields = [field for field in row._meta.concrete_fields if not field.generated]
    columns = {field.attname: _plain(field, getattr(row, field.attname)) for field in fields}
    return hashlib.sha256(canonical(columns).encode()).hexdigest()


@given(
    st.builds(
        Item, id=numbers, uid=texts, plan_id=texts, parent_id=numbers, title=texts, text=texts, start=days, due=days,
        depth=st.integers(0, 9), weight=st.decimals(0, 999, places=4) | st.integers(0, 9) | st.floats(0, 9),
        confidence=st.none() | st.floats(0, 1), accepted=st.booleans() | st.sampled_from([0, 1]),
        source_document_id=st.none() | st.uuids() | st.uuids().map(str),
    )
)  # fmt: skip
def test_the_prepared_pieces_give_the_digest_of_the_canonical_columns(item: Item) -> None:
    assert row_digest(item) == as_defined(item)


@pytest.mark.parametrize(
    "row",
    [
        Plan(uid="p", title='a "quoted"\n\\ line\u2028\x7f', made_at=NOW, start=datetime(2024, 1, 1, 12)),
        Target(uid="t", value=Decimal("1E+3"), by="2025-12-31"),
        Plan(uid="p", made_at=NOW.astimezone(SHANGHAI) + timedelta(microseconds=7)),
        Plan(uid="p", made_at="2025-03-01T08:00:00+08:00"),
        Target(uid="t", value=7),
        Link(plan_id="p", before_id=1, after_id="2"),
    ],
)
def test_odd_values_give_the_digest_of_the_canonical_columns(row) -> None:
    assert row_digest(row) == as_defined(row)


def test_a_row_read_back_has_the_digest_of_the_row_written(plan) -> None:
    told = {(type(row)._meta.label_lower, row.pk): as_defined(row) for row in Item.objects.filter(plan=plan)}
    assert told
    for (label, pk), digest in told.items():
        assert row_digest(GUARDED[label]._default_manager.defer("text").get(pk=pk)) == digest
