"""Every figure that a docstring of the room shows is computed here."""

import doctest
import importlib
import pkgutil

import pytest

from xietong import measuring

MODULES = sorted(one.name for one in pkgutil.iter_modules(measuring.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_show_what_is_computed(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"xietong.measuring.{name}"))
    assert found.failed == 0
