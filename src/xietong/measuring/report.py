"""Takes rows of text and the name of a method; gives an evaluation: tables, sentences, and what they rest on."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from xietong.basics import Refusal
from xietong.measuring import (
    report_convergence,
    report_effects,
    report_equity,
    report_joint,
    report_level,
    report_scales,
)
from xietong.measuring.evaluation import Evaluation, Options
from xietong.measuring.report_figures import Rows


def evaluate(rows: Rows, method: str, options: Options, *, rng: np.random.Generator) -> Evaluation:
    """Evaluate rows (a header's names to texts, as csv.DictReader gives them) by one of ``METHODS``.

    ``rng`` serves permutations and bootstraps. Errors: Refusal ``no-such-method``, those of reading (row and column
    named) and those of the method.

    >>> rows = [{"v": "1"}, {"v": "3"}]
    >>> evaluate(rows, "gini", Options(values=("v",)), rng=np.random.default_rng(0)).tables[0].rows[0][1]
    0.25
    """
    if method not in METHODS:
        raise Refusal(
            "no-such-method",
            zh=f"没有“{method}”这种方法；可用：{'、'.join(METHODS)}。",
            en=f"There is no method “{method}”; there are: {', '.join(METHODS)}.",
        )
    _asked_in_vain(method, options)
    return METHODS[method].work(rows, options, rng)


def _asked_in_vain(method: str, options: Options) -> None:
    """Refuse an option that the method does not look at: what was asked for must not be passed over."""
    for field in fields(Options):
        if field.name in _OF_ALL or field.name in METHODS[method].takes:
            continue
        if getattr(options, field.name) != field.default:
            option = field.name.removesuffix("s") if field.default == () else field.name
            others = [name for name, other in METHODS.items() if field.name in other.takes]
            raise Refusal(
                "option-unused",
                zh=f"{method} 不看 --{option} ；请去掉，或换用看它的方法：{'、'.join(others)}。",
                en=f"{method} does not look at --{option}; leave it out, or take one that does: {', '.join(others)}.",
            )


_OF_ALL = ("values", "name", "permutations", "draws")  # names are shown, the rest is how finely one draws


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is worked out, and which options it looks at besides figures and names."""

    work: Callable[[Rows, Options, np.random.Generator], Evaluation]
    takes: tuple[str, ...] = ()


_OF_LEVEL = ("lower", "weight", "scale", "goalposts")
_OF_EFFECT = ("period", "group", "inside", "start", "weight")
METHODS: dict[str, Method] = {
    "ahp": Method(report_level.judged),
    "beta": Method(report_convergence.beta, ("period", "controls", "weight")),
    "coupling": Method(report_joint.coupling, ("shares", "lower", "scale", "goalposts")),
    "critic": Method(report_level.critic, _OF_LEVEL),
    "cv": Method(report_equity.variation, ("weight",)),
    "dagum": Method(report_equity.dagum, ("group", "weight")),
    "did": Method(report_effects.difference, _OF_EFFECT),
    "entropy": Method(report_level.entropy, ("lower", "weight", "goalposts")),
    "forecast": Method(report_effects.forecast, ("period", "lower", "target", "steps")),
    "gini": Method(report_equity.gini_index, ("weight",)),
    "given": Method(report_level.given, (*_OF_LEVEL, "shares")),
    "grey": Method(report_joint.grey, ("lower", "weight")),
    "interrupted": Method(report_effects.interrupted, ("period", "start", "weight")),
    "joint": Method(report_joint.joint, ("group", "baseline", "aim", "weight")),
    "moran": Method(report_convergence.moran, ("neighbours",)),
    "normalise": Method(report_scales.normalised, ("lower", "scale", "goalposts")),
    "range": Method(report_equity.ends, ("weight",)),
    "sigma": Method(report_convergence.sigma, ("period", "weight")),
    "synthetic": Method(report_effects.synthetic, _OF_EFFECT),
    "theil": Method(report_equity.theil, ("group", "weight")),
}
