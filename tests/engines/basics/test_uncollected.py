"""Garbage is looked for again after the work, whatever became of it; what was frozen stays so."""

import gc

import pytest

from xietong.basics import uncollected


def test_nothing_is_looked_for_until_the_outermost_work_is_done() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_work_that_fails_leaves_the_search_on() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


@pytest.mark.parametrize("aging", [False, True])
def test_what_a_server_froze_stays_frozen(aging: bool) -> None:
    gc.freeze()
    try:
        with uncollected(aging=aging):
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()


def test_small_work_does_not_count_what_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of a large plan has millions of objects frozen: counted for each page, they took tens of milliseconds."""
    monkeypatch.delattr(gc, "get_freeze_count")
    with uncollected():
        pass
    assert gc.isenabled()
