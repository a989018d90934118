"""What was found before a backup is found after its restore."""

from pathlib import Path

from tests.cast import NOW, Cast
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import word_index
from xietong_web.fulfilling.models import Indexed
from xietong_web.fulfilling.searching import search
from xietong_web.workspace.backing_up import back_up, backed_up_models, load_rows


def test_the_search_index_is_made_anew_by_a_restore(cast: Cast, plan: Plan, workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    back_up(workspace, target, now=NOW, keys=False)
    word_index.clear()
    Indexed.objects.all().delete()
    for model in reversed(backed_up_models()):
        model._default_manager.all()._raw_delete("default")
    load_rows(target)
    assert [hit.key for hit in search(cast.east_office, "联盟").hits] == ["t1"]
