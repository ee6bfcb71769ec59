"""When a count has risen: one rule for small and large numbers, without a model that has to be fitted (WM 12).

Two counts are compared: ``after`` in the window, and ``before``, one count for each window of the same length before it. Were the
rate the same throughout, then of all that was counted the share that falls into the window would be binomial with chance
1 / (number of windows): the exact conditional test of two Poisson rates (Przyborowski and Wilenski, 1940). It holds for any
small number, also where nothing was counted before. Counts of people scatter more than a Poisson count does. So both sides are
divided by the dispersion of the windows before, variance over mean, never below one, and rounded so that a signal gets harder.

A signal takes all three: at least ``least`` in the window, at least ``ratio`` times the mean before, and a chance of at most
``alpha``, shared out among the places that are looked at (Bonferroni), so that more places do not make more alarms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, lgamma, log


@dataclass(frozen=True, slots=True)
class Threshold:
    """``least`` in the window; ``ratio`` to the mean before; ``alpha`` for all places together; ``windows`` before at least."""

    least: int = 20
    ratio: float = 1.5
    alpha: float = 0.01
    windows: int = 6


@dataclass(frozen=True, slots=True)
class Risen:
    """What the rule found of one place. ``chance``: of so many or more in the window were the rate the same; ``limit``: at most."""

    mean_before: float
    dispersion: float
    chance: float
    limit: float


def risen(after: int, before: Sequence[int], places: int, threshold: Threshold) -> Risen | None:
    """What is found where a count has risen; None where it has not, or too few windows are known before it."""
    if len(before) < threshold.windows or after < threshold.least:
        return None
    mean = sum(before) / len(before)
    if after < threshold.ratio * mean:
        return None
    scatter = dispersion(before)
    found = chance(floor(after / scatter), ceil(sum(before) / scatter), len(before))
    limit = threshold.alpha / max(places, 1)
    return Risen(mean, scatter, found, limit) if found <= limit else None


def dispersion(before: Sequence[int]) -> float:
    """Variance over mean of counts, at least one; one where nothing was counted or a single window is known."""
    mean = sum(before) / len(before)
    if mean == 0 or len(before) < 2:
        return 1.0
    return max(1.0, sum((one - mean) ** 2 for one in before) / (len(before) - 1) / mean)


def chance(after: int, before: int, windows: int) -> float:
    """P(X >= after), X binomial of ``after + before`` with chance 1 / (windows + 1). Terms are summed until they add nothing."""
    total, share = after + before, 1 / (windows + 1)
    if after <= 0:
        return 1.0
    logged = lgamma(total + 1) - lgamma(after + 1) - lgamma(before + 1) + after * log(share) + before * log(1 - share)
    term = found = exp(logged)
    for hits in range(after, total):
        term *= (total - hits) / (hits + 1) * share / (1 - share)
        found += term
        if hits > total * share and term < found * 1e-16:
            break
    return min(found, 1.0)
