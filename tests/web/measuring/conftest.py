"""What the tests of measuring share: two indicators, a formula, and a yearly form of the two provinces' bureaus."""

import pytest

from tests.cast import NOW, Cast
from tests.stage import acted_once
from xietong.basics import PeriodKind
from xietong.measuring import Adding, Category, Dimension, Indicator, Operator, Order, Rule, Scale
from xietong_web.drafting.models import Plan
from xietong_web.measuring import services
from xietong_web.measuring.models import DataSet

AREA = Dimension("area", "城乡", "Area", (Category("town", "城镇", "Urban"), Category("rural", "乡村", "Rural")))
PUPILS = Indicator("PUPILS", "在校生", "Pupils", "人", dimensions=(AREA,))
PLACES = Indicator("PLACES", "学位", "Places", "个")
COVER = Indicator(
    "COVER",
    "学位保障率",
    "Places per pupil",
    "%",
    Scale.RATIO,
    decimals=1,
    expression="[PLACES] / [PUPILS] * 100",
    order=Order.TOTAL_FIRST,
    over_organisations=Adding.MEAN,
)
SIGNED = {"PUPILS|area=town": "3", "PUPILS|area=rural": "0"}
ENOUGH = Rule("enough", "[PLACES]", Operator.AT_LEAST, "[PUPILS]")


@pytest.fixture
@acted_once
def data_set(cast: Cast, plan: Plan) -> DataSet:
    """A joint yearly form of one section, filled in by the divisions."""
    for value in (PUPILS, PLACES, COVER):
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    return services.open_data_set(
        plan_uid=plan.uid,
        name="基础教育年报",
        name_en="Basic education, yearly",
        kind="division",
        period_type=PeriodKind.YEAR,
        first_period="2022",
        sections=[{"title": "规模", "title_en": "Size", "indicators": ["PUPILS", "PLACES"]}],
        joint=True,
        rules=[ENOUGH],
        by=cast.east_office,
        now=NOW,
    )
