"""Every item's depth is the number of its ancestors."""

from collections.abc import Iterator

from xietong.basics import Wording
from xietong_web.drafting.models import Item
from xietong_web.drafting.paths import WIDTH

CODE = "tree_depth"
WHAT = Wording("事项层级数不符", "an item's depth is not that of its path")
WHY = Wording("总览按层级取数", "The overview picks rows by it")
MEND = Wording("由备份恢复，或重新导入该计划", "restore a backup, or import the plan again")


def look() -> Iterator[str]:
    """Yield where it is off."""
    rows = Item.objects.order_by("plan", "path").values_list("uid", "path", "depth")
    for uid, path, depth in rows.iterator(chunk_size=2000):
        if len(path) != WIDTH * (depth + 1):
            yield uid
