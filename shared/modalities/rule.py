"""What a rule of the document is and what it finds. A criterion advises and never raises: people decide (WM 13, 15)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol, TypeVar

from shared.modalities.paragraphs import Paragraph, Strength

Content = TypeVar("Content", contravariant=True)


class Outcome(StrEnum):
    """What a criterion finds."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reason:
    """Why, by the key of its words (``shared.wording.findings``); ``party`` where it is about one."""

    code: str
    party: str | None = None


@dataclass(frozen=True)
class Finding:
    """An outcome with its reasons and the places in the content it rests on (JSON pointers)."""

    paragraph: Paragraph
    outcome: Outcome
    reasons: tuple[Reason, ...]
    evidence: tuple[str, ...] = ()


@cache
def because(*codes: str) -> tuple[Reason, ...]:
    """Reasons that are about no party."""
    return tuple(Reason(code) for code in codes)


class Criterion(Protocol[Content]):
    """One rule of WM 13 or 15: a pure function of the content."""

    paragraph: Paragraph
    strength: Strength

    def assess(self, content: Content) -> Finding:
        """Assesses; an absent statement is a finding, never an error."""
        ...
