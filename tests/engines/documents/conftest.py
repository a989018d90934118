"""Takes a test's docstring; gives the draft that is read from it: the docstring is the document."""

import inspect

import pytest

from xietong import documents


@pytest.fixture
def reading(request: pytest.FixtureRequest) -> documents.Reading:
    """Read the docstring of the test as a plain text file."""
    text = inspect.getdoc(request.function) or ""
    return documents.read_closely(text.encode(), "document.txt")


@pytest.fixture
def draft(reading: documents.Reading) -> documents.Draft:
    """The draft read from the docstring of the test."""
    return reading.draft
