"""Rule sets as dated data (WM 21): from which day each holds, which criteria it has with which measures, and who decided it.

A set is never changed once its day has come: the next one gets a name and a day of its own, and stands below it. It holds
until the day of the next. Criteria advise in every set (WM 15, 16): there is no way to declare one that decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Measures = Mapping[str, int]
MEASURES: Mapping[str, Mapping[str, range]] = {
    "9": {"longer_days": range(1, 3661)},
    "15.iii": {"parts_needed": range(2, 4)},
}
"""Paragraph -> what a set may measure anew, and within what: fields of the criterion by that name."""


@dataclass(frozen=True)
class DeclaredRules:
    """``holds_from``: the day, from its first moment in UTC. ``criteria``: paragraph -> measures that differ from the code's own.

    ``words``: what it is, or what it changes, in six languages. ``decided_by``: reference of the review that took the change up,
    and none for the first, which is the document as it was written.
    """

    name: str
    holds_from: date
    criteria: Mapping[str, Measures]
    words: Mapping[str, str] = field(hash=False)
    decided_by: str | None = None


DECLARED = (
    DeclaredRules(
        name="2026-11",
        holds_from=date(2026, 11, 1),
        criteria={
            "9": {}, "12": {}, "13": {},
            "15.i": {}, "15.ii": {}, "15.iii": {}, "15.iv": {}, "15.v": {}, "15.vi": {}, "15.vii": {},
        },
        words={
            "en": "The criteria as the working modalities were written",
            "fr": "Les critères des modalités de travail telles qu’elles ont été rédigées",
            "es": "Los criterios de las modalidades de trabajo tal como se redactaron",
            "ar": "المعايير كما وردت في طرائق العمل عند صياغتها",
            "ru": "Критерии в том виде, в каком они изложены в порядке работы",
            "zh": "工作方式原文所载的标准",
        },
    ),
)  # fmt: skip
"""Oldest first. What happened before the day of the first is held against the first: nothing was ever without criteria."""

WITHOUT_RULES: Mapping[str, str] = {}
"""References of reviews that changed the terms and no criterion -> why, in words: no rule set is awaited for them."""


def is_applied(review: str) -> bool:
    """Whether what a review changed of the terms is applied: a rule set cites it, or it changed no criterion."""
    return review in WITHOUT_RULES or any(one.decided_by == review for one in DECLARED)
