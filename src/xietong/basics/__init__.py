"""Takes nothing; gives the words that every room shares."""

from xietong.basics.finding import Finding, Severity
from xietong.basics.organisation import Organisation, Party
from xietong.basics.period import FIRST_DAY, LAST_DAY, Period, PeriodKind
from xietong.basics.quantity import Quantity, sign_of
from xietong.basics.refusal import Refusal, in_field
from xietong.basics.region import (
    Hierarchy,
    HierarchyNode,
    Region,
    parse_region,
    read_hierarchies,
    read_organisations,
)
from xietong.basics.source import Source, SourceKind, Span
from xietong.basics.uncollected import uncollected
from xietong.basics.wording import Wording

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Finding",
    "Hierarchy",
    "HierarchyNode",
    "Organisation",
    "Party",
    "Period",
    "PeriodKind",
    "Quantity",
    "Refusal",
    "Region",
    "Severity",
    "Source",
    "SourceKind",
    "Span",
    "Wording",
    "in_field",
    "parse_region",
    "read_hierarchies",
    "read_organisations",
    "sign_of",
    "uncollected",
]
