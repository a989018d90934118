"""What every test may ask for."""

import fcntl
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.stage import acted_once

# How long a machine takes to make examples says nothing of what they show.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
gc.set_threshold(100_000)  # else looking for garbage among what is imported and never freed is an eighth of the suite


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Run what asks nothing of the database once, and the long ones first, so that the workers end together.

    Walks stand among the others: a browser waits for most of its time, and several at once would leave cores idle.
    """
    for item in items:
        if {"db", "transactional_db"}.isdisjoint(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker("once")
    walks = [item for item in items if "browser" in item.keywords]
    items[:] = sorted((item for item in items if item not in walks), key=lambda item: "slow" not in item.keywords)
    apart = len(items) // (len(walks) or 1) + 1
    for n, walk in enumerate(walks):
        items.insert(n * apart, walk)


@pytest.fixture(scope="session", autouse=True)
def _swept() -> Iterator[None]:
    """Let tests that commit be swept up after in our way."""
    from django.test import TransactionTestCase

    from tests.stage import swept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", swept)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[None]:
    """Have tables made by the first worker, in eight seconds; every worker has a copy of its own."""
    from django.db import connection

    creation, before = connection.creation, connection.settings_dict["NAME"]
    folder = tmp_path_factory.getbasetemp()
    common = folder if worker_id == "master" else folder.parent
    with django_db_blocker.unblock(), (common / "tables").open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        made.seek(0)
        if name := made.read():
            connection.settings_dict["NAME"] = name
        else:
            made.write(creation.create_test_db(verbosity=0, autoclobber=True, serialize=False))
        connection.close()  # else some of it stands in SQLite's journal alone, and PostgreSQL copies nothing in use
        creation.clone_test_db(worker_id, verbosity=0, autoclobber=True)
        connection.settings_dict.update(creation.get_test_db_clone_settings(worker_id))
    yield
    with django_db_blocker.unblock():
        creation.destroy_test_db(before, verbosity=0)


@pytest.fixture(scope="session")
def empty_database(django_db_setup: None) -> Path:
    """A database file of SQLite with its tables made and nothing else."""
    from django.db import connection

    return Path(connection.settings_dict["TEST"]["NAME"])


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
    """Two provinces that share a plan, a ministry, and a stranger; no journal, cache or language is left of another test."""
    from django.core.cache import cache
    from django.utils import translation

    from tests.cast import assemble
    from xietong_web.fulfilling.followed import forget

    forget()
    cache.clear()
    translation.deactivate()  # a page asked for in English leaves its thread in English
    return assemble()


@pytest.fixture
def plan(cast):
    """The plan of two, in draft."""
    from tests.cast import opened

    return opened(cast)


@pytest.fixture
@acted_once
def agreed(cast, plan):
    """The plan of two, signed by both."""
    from tests.cast import sign_by_both

    return sign_by_both(cast, plan)
