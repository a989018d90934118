"""What every test may ask for."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How long a machine takes to make examples says nothing of what they show.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the long ones first, so that the two workers end together."""
    items.sort(key=lambda item: not {"slow", "browser"} & set(item.keywords))


@pytest.fixture(scope="session", autouse=True)
def _swept() -> Iterator[None]:
    """Let tests that commit be swept up after in our way."""
    from django.test import TransactionTestCase

    from tests.stage import swept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", swept)
        yield


@pytest.fixture(scope="session")
def empty_database(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file of SQLite with its tables made and nothing else: what else takes eight seconds each time."""
    from django.db import connection

    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        connection.close()
    return path


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory):
    """A real LibreOffice; without one the test is skipped."""
    from tests.libreoffice import LibreOffice

    return LibreOffice.installed(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture
def workspace(settings, tmp_path: Path) -> Path:
    """A workspace that nobody else has written to."""
    settings.WORKSPACE = tmp_path
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def cast(db, workspace):
    """Two provinces that share a plan, a ministry, and a stranger; no journal and no language is left of another test."""
    from django.utils import translation

    from tests.stage import on_stage
    from xietong_web.fulfilling.followed import forget

    forget()
    translation.deactivate()  # a page asked for in English leaves its thread in English
    return on_stage()


@pytest.fixture
def plan(cast):
    """The plan of two, in draft."""
    from tests.cast import opened

    return opened(cast)


@pytest.fixture
def agreed(cast, plan):
    """The plan of two, signed by both."""
    from django.core.cache import cache

    from tests.cast import sign_by_both

    cache.clear()
    return sign_by_both(cast, plan)
