"""Takes nothing; gives a small plan of two parties and the fonts of this machine."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xietong.basics import Organisation, Party
from xietong.drafting import Basis, Duty, Item, Kind, Milestone, Objective, Plan, Recurrence, Role, Target

PARTIES = (
    Party("east", "东省教育厅", short="东厅", side="东"),
    Party("west", "西市教育委员会", short="西委", side="西"),
)


@pytest.fixture
def organisations() -> tuple[Organisation, ...]:
    return (
        Organisation("e1", "east", "东省教育厅"),
        Organisation("w1", "west", "西市教育委员会"),
        Organisation("e2", "east", "东山学院", valid_to=date(2022, 12, 31)),
        Organisation("e2", "east", "东山大学", valid_from=date(2023, 1, 1)),
    )


@pytest.fixture
def plan() -> Plan:
    return Plan(
        uid="p",
        title="东西教育协同计划",
        parties=PARTIES,
        basis=(Basis("b1", "规划纲要"), Basis("b2", "框架协议")),
        objectives=(Objective("o1", "到2025年，协同机制更加健全。"),),
        items=(
            Item("d", None, 0, Kind.DIRECTION, "优化布局", number="一"),
            Item("a", "d", 0, Kind.ACTION, "布局衔接行动", number="(一)"),
            Item(
                "t1", "a", 0, Kind.TASK, "共建课程",
                number="1.",
                text="开放课程100门。",
                due=date(2023, 12, 31),
                duties=(
                    Duty("east", "e1", Role.LEAD),
                    Duty("west", "w1", Role.LEAD),
                    Duty("east", "e2", Role.SUPPORT),
                    Duty("west", "", Role.SUPPORT, "有关学校"),
                ),
                targets=(
                    Target("x1", "课程数", "=", Decimal(100), "门"),
                    Target("x2", "选课率", ">=", Decimal("62.50"), "%", date(2023, 6, 30)),
                ),
                milestones=(Milestone("m1", "上线首批", date(2022, 9, 15)),),
                basis=("b1",),
            ),
            Item("t2", "a", 1, Kind.TASK, "互派教师", text="互派教师", recurrence=Recurrence.YEARLY, after=("t1",)),
            Item("d2", None, 1, Kind.DIRECTION, "健全机制"),
        ),
    )  # fmt: skip


@pytest.fixture(scope="session")
def fonts() -> list[Path]:
    """Directories with Chinese fonts: the package that `make` installs, else Debian's."""
    packaged = pytest.importorskip("pylopdf_fonts_zh_cn", reason="no Chinese fonts are installed")
    return [Path(str(packaged.__file__)).parent]
