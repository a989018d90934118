"""The plan of the house, checked: rooms, doors, sizes, names."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
ENGINES, SITE = ROOT / "src/xietong", ROOT / "src/xietong_web"
GROUND = ("settings", "theme", "audit", "accounts")
BANNED_NAMES = {"utils", "helpers", "manager", "common", "core", "misc"}
SOURCES = sorted(path for base in (ENGINES, SITE) for path in base.rglob("*.py") if "migrations" not in path.parts)


def room_of(module: str) -> str:
    return module.split(".")[1]


def rank(room: str) -> tuple[int, str]:
    return (GROUND.index(room), room) if room in GROUND else (len(GROUND), room)


@pytest.mark.parametrize("base", [ENGINES, SITE], ids=["engines", "site"])
def test_every_room_says_what_comes_in_and_what_goes_out(base: Path) -> None:
    for room in base.iterdir():
        if (room / "__init__.py").exists() and room.name != "settings":
            first = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
            assert first.startswith("Takes "), room
            assert "; gives " in first or ", gives " in first, room


def test_no_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES] == []


def test_foreign_keys_point_to_the_same_room_or_an_earlier_one() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("xietong_web.")}
    wrong = []
    for model in apps.get_models():
        label = model._meta.app_label
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if label in ours and field.concrete and other is not None and other._meta.app_label in ours:
                target = other._meta.app_label
                if target != label and rank(target) > rank(label):
                    wrong.append((label, field.name, target))
    assert wrong == []


def test_no_migration_imports_an_engine() -> None:
    for path in SITE.rglob("migrations/*.py"):
        imported = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom)]
        assert not [n for n in imported if (n.module or "").startswith("xietong.")], path


def test_nobody_uses_django_signals() -> None:
    for path in SITE.rglob("*.py"):
        assert "django.dispatch" not in path.read_text(), path
        assert "models.signals" not in path.read_text(), path


def test_other_rooms_enter_a_room_of_the_site_by_its_doors() -> None:
    closed = {"views", "forms", "admin", "jobs"}
    wrong = []
    for path in SITE.rglob("*.py"):
        room = path.relative_to(SITE).parts[0]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xietong_web."):
                parts = (node.module or "").split(".")
                if parts[1] not in {room, *GROUND} and len(parts) > 2 and parts[2] in closed - {"forms"}:
                    wrong.append((str(path.relative_to(ROOT)), node.module))
    assert wrong == []


def test_every_sentence_of_the_interface_has_its_chinese() -> None:
    found = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
    assert found.returncode == 0, found.stderr


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
