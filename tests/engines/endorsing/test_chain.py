"""The journal's chain: any record altered, removed, put elsewhere or cut off is named."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import endorsing


def journal(length=6):
    """Return a chain of so many records."""
    links = []
    for number in range(length):
        links.append(
            endorsing.append(links[-1] if links else None, {"act": "drafting.edited", "text": f"第{number}次"})
        )
    return links


def rechained(links):
    """Return the chain as somebody would write it who recomputes every hash."""
    again = []
    for link in links:
        again.append(endorsing.append(again[-1] if again else None, link.entry))
    return again


def test_a_whole_chain_has_no_break():
    links = journal()
    assert endorsing.verify_chain(links) is None
    assert endorsing.verify_chain([]) is None
    assert endorsing.verify_chain(iter(links), {6: links[-1].hash, 2: links[1].hash}) is None


@given(st.integers(0, 5))
def test_an_altered_record_is_named(place):
    links = journal()
    links[place] = replace(links[place], entry={"act": "drafting.edited", "text": "别的"})
    finding = endorsing.verify_chain(links)
    assert (finding.code, finding.subject) == ("journal_altered", str(place + 1))
    assert str(place + 1) in finding.wording.zh


@given(st.integers(0, 4))
def test_a_removed_record_is_named(place):
    links = journal()
    del links[place]
    assert endorsing.verify_chain(links).subject == str(place + 1)
    closed = [replace(link, sequence=number) for number, link in enumerate(links, 1)]
    assert endorsing.verify_chain(closed).code == "journal_unlinked"


@given(st.integers(0, 4), st.integers(0, 4))
def test_records_in_another_order_are_named(one, other):
    links = journal(5)
    links[one], links[other] = links[other], links[one]
    finding = endorsing.verify_chain(links)
    assert (finding is None) == (one == other)
    assert finding is None or finding.subject == str(min(one, other) + 1)


def test_a_chain_cut_off_or_written_anew_is_found_by_the_heads_that_signatures_hold():
    links = journal()
    heads = {4: links[3].hash}
    assert endorsing.verify_chain(links[:3], heads).code == "journal_cut_off"
    links[1] = replace(links[1], entry={"act": "nothing happened"})
    finding = endorsing.verify_chain(rechained(links), heads)
    assert (finding.code, finding.subject) == ("journal_rewritten", "4")


def test_a_chain_is_read_as_a_stream():
    def endless():
        link = None
        while True:
            link = endorsing.append(link, {"act": "x"})
            yield link

    assert endorsing.verify_chain(islice(endless(), 2000)) is None


def test_a_broken_stream_is_not_read_further():
    def broken():
        yield replace(journal()[0], hash="0" * 64)
        pytest.fail("the chain was read behind its first break")

    assert endorsing.verify_chain(broken()).subject == "1"
