"""Takes figures of units, parties and periods; gives whether anything got better, for whom, and how sure that is."""

from xietong.measuring.composite import CompositeIndex, composite_index, composite_with_interval
from xietong.measuring.convergence import BetaConvergence, SigmaConvergence, beta_convergence, sigma_convergence
from xietong.measuring.coordination import (
    CLASSES,
    Coordination,
    JointDistance,
    coordination,
    distance_to_joint_target,
    grey_relational_degrees,
)
from xietong.measuring.effect import (
    Effect,
    Estimate,
    difference_in_differences,
    interrupted_time_series,
    synthetic_control,
)
from xietong.measuring.equity import (
    GiniDecomposition,
    RangeRatios,
    TheilDecomposition,
    coefficient_of_variation,
    gini,
    gini_by_group,
    range_ratios,
    theil_by_group,
    theil_l,
    theil_t,
)
from xietong.measuring.evaluation import Evaluation, Options, Table
from xietong.measuring.normalising import Direction, normalise_range, normalise_score
from xietong.measuring.regression import Errors, Fit, least_squares
from xietong.measuring.report import evaluate
from xietong.measuring.report_forms import to_html, to_text, to_values
from xietong.measuring.spatial import MoranGlobal, MoranLocal, Neighbours, moran, moran_local, neighbours
from xietong.measuring.target_forecast import BackTest, TargetForecast, back_test, forecast_target, target_probabilities
from xietong.measuring.weighting import Comparison, ahp_weights, critic_weights, entropy_weights, given_weights

__all__ = [
    "CLASSES",
    "BackTest",
    "BetaConvergence",
    "Comparison",
    "CompositeIndex",
    "Coordination",
    "Direction",
    "Effect",
    "Errors",
    "Estimate",
    "Evaluation",
    "Fit",
    "GiniDecomposition",
    "JointDistance",
    "MoranGlobal",
    "MoranLocal",
    "Neighbours",
    "Options",
    "RangeRatios",
    "SigmaConvergence",
    "Table",
    "TargetForecast",
    "TheilDecomposition",
    "ahp_weights",
    "back_test",
    "beta_convergence",
    "coefficient_of_variation",
    "composite_index",
    "composite_with_interval",
    "coordination",
    "critic_weights",
    "difference_in_differences",
    "distance_to_joint_target",
    "entropy_weights",
    "evaluate",
    "forecast_target",
    "gini",
    "gini_by_group",
    "given_weights",
    "grey_relational_degrees",
    "interrupted_time_series",
    "least_squares",
    "moran",
    "moran_local",
    "neighbours",
    "normalise_range",
    "normalise_score",
    "range_ratios",
    "sigma_convergence",
    "synthetic_control",
    "target_probabilities",
    "theil_by_group",
    "theil_l",
    "theil_t",
    "to_html",
    "to_text",
    "to_values",
]
