"""Every item's path begins with its parent's."""

from collections.abc import Iterator

from xietong.basics import Wording
from xietong_web.drafting.models import Item
from xietong_web.drafting.paths import WIDTH

CODE = "item_path"
WHAT = Wording("事项的位置与上级不符", "an item's path does not continue its parent's")
WHY = Wording("目录次序和汇总会出错", "Reading order and roll-ups go by it")
MEND = Wording("由备份恢复，或重新导入该计划", "restore a backup, or import the plan again")


def look() -> Iterator[str]:
    """Yield where it is off."""
    rows = Item.objects.order_by("plan", "path").values_list("uid", "path", "parent__path")
    for uid, path, above in rows.iterator(chunk_size=2000):
        if path[:-WIDTH] != (above or ""):
            yield uid
