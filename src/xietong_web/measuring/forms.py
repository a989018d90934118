"""Takes what was typed about an indicator or a data set; gives the values that the acts take, or what is wrong."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xietong.basics import Finding, PeriodKind, Refusal, Severity
from xietong.measuring import (
    CODE,
    Adding,
    Category,
    Dimension,
    Direction,
    Indicator,
    Missing,
    Operator,
    Order,
    Rule,
    Scale,
)
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.plain import rule_written
from xietong_web.measuring.words import ADDING, DIRECTIONS, ORDERS, PERIODS, SCALES
from xietong_web.theme.words import WORDS


def _choices(words: Any) -> Any:
    def offered() -> list[tuple[str, str]]:
        language = get_language() or "zh-hans"
        return [(code, word.in_language(language)) for code, word in words.items()]

    return offered


class _Told(forms.Form):
    """A form that is told of problems found when what it says is looked at beside everything else."""

    def tell(self, findings: Iterable[Finding]) -> bool:
        """Show each problem at the field that it is about; tell whether there is any."""
        told = list(findings)
        for each in told:
            self.add_error(each.subject or None, each.wording.in_language(get_language() or "zh-hans"))
        return bool(told)


class IndicatorForm(_Told):
    """The definition of an indicator; dimensions one a line: ``area 城乡 Area: town 城镇 Urban; rural 乡村 Rural``."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    scale = forms.ChoiceField(label=_("Scale"), choices=_choices(SCALES))
    direction = forms.ChoiceField(label=_("Direction"), choices=_choices(DIRECTIONS))
    period_type = forms.ChoiceField(label=_("Period"), choices=_choices(PERIODS), initial="year")
    decimals = forms.IntegerField(label=_("Decimal places"), min_value=0, max_value=9, initial=0)
    over_organisations = forms.ChoiceField(label=_("Over organisations"), choices=_choices(ADDING))
    over_time = forms.ChoiceField(label=_("Over time"), choices=_choices(ADDING), initial="last")
    weight = forms.CharField(label=_("Weighted by (code)"), max_length=40, required=False)
    dimensions = forms.CharField(
        label=_("Dimensions, one a line"),
        help_text=_("Example: area 城乡 Area: town 城镇 Urban; rural 乡村 Rural"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    expression = forms.CharField(
        label=_("Formula (empty: filled in)"),
        help_text=_(
            "Codes in brackets, + - * / and comparisons: [A] / [B] * 100; a part: [A|area=town]; earlier: [A @ -1] "
            "a period, [A @ -1y] a year; if(condition, then, else); per([A], [B], 1000); given([A], 0) where nothing "
            "is reported; units() and reporting([A]) count organisations."
        ),
        max_length=2000,
        required=False,
    )
    order = forms.ChoiceField(label=_("The formula is computed"), choices=_choices(ORDERS))
    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    items = forms.MultipleChoiceField(
        label=_("Items it answers for"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    source = forms.CharField(label=_("Document that defines it"), max_length=300, required=False)
    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)

    def offer(self, owners: Sequence[tuple[str, str]], items: Sequence[tuple[str, str]]) -> None:
        """Let the parties and the items of a plan be chosen from; what was chosen before stays on offer."""
        for name, offered in (("owner", [("", "—"), *owners]), ("items", list(items))):
            before = self.initial.get(name) or ()
            known = {key for key, _ in offered}
            kept = [(key, key) for key in ([before] if isinstance(before, str) else before) if key not in known]
            self.fields[name].choices = [*offered, *kept]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Take a code that can stand in an address and in a formula."""
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Letters, digits, - and _, beginning with a letter."))
        return code

    def clean_dimensions(self) -> tuple[Dimension, ...]:
        """Take dimensions as they are typed; a line that is none is told where it stands."""
        try:
            return dimensions(str(self.cleaned_data["dimensions"]))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.wording.in_language(get_language() or "zh-hans")) from refusal

    def value(self) -> Indicator:
        """Return the definition."""
        typed = self.cleaned_data
        return Indicator(
            code=typed["code"],
            name=typed["name"],
            name_en=typed["name_en"],
            unit=typed["unit"],
            scale=Scale(typed["scale"]),
            direction=Direction(typed["direction"]),
            period_type=PeriodKind(typed["period_type"]),
            decimals=typed["decimals"],
            over_organisations=Adding(typed["over_organisations"]),
            over_time=Adding(typed["over_time"]),
            weight=typed["weight"] or None,
            dimensions=typed["dimensions"],
            source=typed["source"],
            owner=typed["owner"],
            items=tuple(typed["items"]),
            expression=typed["expression"].strip(),
            order=Order(typed["order"]),
        )


def dimensions(text: str) -> tuple[Dimension, ...]:
    """Read dimensions, one a line. Raises Refusal ``bad-dimension``."""
    return tuple(_dimension(line) for line in text.splitlines() if line.strip())


def _dimension(line: str) -> Dimension:
    head, _colon, tail = line.replace("：", ":").replace("；", ";").partition(":")
    parts = [head, *(each for each in tail.split(";") if each.strip())]
    words = [each.split(None, 2) for each in parts]
    if len(words) < 3 or any(len(each) < 2 or not CODE.fullmatch(each[0]) for each in words):
        raise Refusal(
            "bad-dimension",
            zh=f"看不懂“{line.strip()}”；请写作：area 城乡 Area: town 城镇 Urban; rural 乡村 Rural",
            en=f"“{line.strip()}” is no dimension; write: area 城乡 Area: town 城镇 Urban; rural 乡村 Rural",
        )
    first, *rest = [(*each, "") for each in words]
    categories = tuple(Category(each[0], each[1], each[2]) for each in rest)
    return Dimension(first[0], first[1], first[2], categories)


def written(value: tuple[Dimension, ...]) -> str:
    """Return dimensions as they are typed."""
    return "\n".join(
        f"{each.code} {each.name} {each.name_en}: "
        + "; ".join(f"{one.code} {one.name} {one.name_en}".strip() for one in each.categories)
        for each in value
    )


KINDS_OF_BODIES = {
    code: WORDS[code] for code in ("bureau", "prefecture", "division", "school", "university", "vocational")
}


class _RuledForm(_Told):
    """What stays open to change of a form; rules one a line: ``enough: [A] <= [B]; as-zero; warning``."""

    name = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    days = forms.IntegerField(label=_("Due so many days after the period"), min_value=0, max_value=400, initial=28)
    rules = forms.CharField(
        label=_("Rules, one a line"),
        help_text=_(
            "Example: girls: [GIRLS] <= [PUPILS]. Signs: <= >= < > = !=, both-or-neither, not-both. A rule is not "
            "checked while a value is missing. Behind it may stand “; skip-if-all” (not checked only while all are "
            "missing), “; as-zero” (missing counts as zero), “; warning” (does not stop the signing off)."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_rules(self) -> list[Rule]:
        """Take rules as they are typed; a line that is none, or cannot be read, is told where it stands."""
        try:
            return rules(str(self.cleaned_data["rules"]))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.wording.in_language(get_language() or "zh-hans")) from refusal


class DataSetForm(_RuledForm):
    """A form: who fills it in, how often, which indicators."""

    field_order = ("name", "name_en", "kind", "period_type", "first_period", "days", "joint", "sections", "rules")
    kind = forms.ChoiceField(label=_("Who fills it in"), choices=_choices(KINDS_OF_BODIES))
    period_type = forms.ChoiceField(label=_("Period"), choices=_choices(PERIODS), initial="year")
    first_period = forms.CharField(label=_("First period"), max_length=8, help_text="2023, 2023-S, 2023-Q1, 2023-01")
    joint = forms.BooleanField(label=_("The counterparts confirm"), required=False)
    sections = forms.CharField(
        label=_("Sections, one a line: title, then the codes"),
        help_text=_("Example: 规模 Size: PUPILS, TEACHERS"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_sections(self) -> list[dict[str, Any]]:
        """Take sections as ``open_data_set`` does; a line without codes is told where it stands."""
        found = []
        for line in self.cleaned_data["sections"].replace("：", ":").replace("，", ",").splitlines():
            title, _colon, codes = line.partition(":")
            zh, _space, en = title.strip().partition(" ")
            listed = [code.strip() for code in codes.split(",") if code.strip()]
            if line.strip() and not (zh and listed):
                raise forms.ValidationError(
                    _("“%(line)s” is no section; write: title: PUPILS, TEACHERS") % {"line": line}
                )
            if listed:
                found.append({"title": zh, "title_en": en, "indicators": listed})
        return found

    def asked(self) -> dict[str, Any]:
        """Return what ``data_set_problems`` looks at."""
        typed = self.cleaned_data
        return {
            "period_type": PeriodKind(typed["period_type"]),
            "first_period": typed["first_period"],
            "codes": [code for section in typed["sections"] for code in section["indicators"]],
            "rules": typed["rules"],
        }


class DataSetChange(_RuledForm):
    """What is changed of a data set that is open."""

    last_period = forms.CharField(
        label=_("Last period (empty: it goes on)"),
        help_text=_("After it nothing is asked for; a period before the first closes a form that nobody has begun."),
        max_length=8,
        required=False,
    )

    @classmethod
    def of(cls, posted: Any, row: DataSet) -> "DataSetChange":
        """Return the form as a data set stands, or as it was typed."""
        texts = {name: getattr(row, name) for name in ("name", "name_en", "days", "last_period")}
        return cls(posted, initial={**texts, "rules": "\n".join(map(rule_written, row.rule_values()))})


def rules(text: str) -> list[Rule]:
    """Read rules, one a line. Raises Refusal ``bad-rule``."""
    return [_rule(line) for line in text.splitlines() if line.strip()]


_OPERATORS = [
    Operator.AT_MOST, Operator.AT_LEAST, Operator.NOT_EQUAL, Operator.EQUAL, Operator.LESS, Operator.GREATER,
    Operator.BOTH_OR_NEITHER, Operator.NOT_BOTH,
]  # fmt: skip
_IN_CHINESE = {
    "：": ":", "；": ";", "≤": "<=", "≥": ">=", "≠": "!=", " 同有同无 ": f" {Operator.BOTH_OR_NEITHER.value} ",
    " 不可同有 ": f" {Operator.NOT_BOTH.value} ", "全缺不查": Missing.SKIP_IF_ALL.value,
    "有缺不查": Missing.SKIP_IF_ANY.value, "缺按零计": Missing.AS_ZERO.value, "只提醒": Severity.WARNING.value,
}  # fmt: skip


def _rule(line: str) -> Rule:
    plain = line
    for chinese, sign in _IN_CHINESE.items():
        plain = plain.replace(chinese, sign)
    told, *tail = (part.strip() for part in plain.split(";"))
    code, _colon, rest = told.partition(":")
    operator = next((each for each in _OPERATORS if f" {each.value} " in rest), None)
    missing = [Missing(each) for each in tail if each in set(Missing)]
    severity = [Severity(each) for each in tail if each in {Severity.WARNING, Severity.ERROR}]
    if operator is None or not code.strip() or len(tail) != len(missing) + len(severity) or len(missing) > 1:
        raise Refusal(
            "bad-rule",
            zh=f"看不懂规则“{line.strip()}”；请写作：名称: [A] <= [B]，其后可加“；缺按零计”“；全缺不查”“；只提醒”。",
            en=f"“{line.strip()}” is no rule; write: name: [A] <= [B], and behind it, where meant, ; as-zero or "
            "; skip-if-all (what is missing), ; warning.",
        )
    left, _sign, right = rest.partition(f" {operator.value} ")
    return Rule(
        code.strip(),
        left.strip(),
        operator,
        right.strip(),
        missing=missing[0] if missing else Missing.SKIP_IF_ANY,
        severity=severity[0] if severity else Severity.ERROR,
    )
