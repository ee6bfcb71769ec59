"""What a rule of the document is and what it finds. A criterion advises and never raises: people decide (WM 13, 15)."""

from dataclasses import dataclass
from enum import StrEnum
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
class Finding:
    """An outcome with its reason and the places in the content it rests on (JSON pointers)."""

    paragraph: Paragraph
    outcome: Outcome
    reason: str
    evidence: tuple[str, ...] = ()


class Criterion(Protocol[Content]):
    """One rule of WM 13 or 15: a pure function of the content."""

    paragraph: Paragraph
    strength: Strength

    def assess(self, content: Content) -> Finding:
        """Assesses; an absent statement is a finding, never an error."""
        ...
