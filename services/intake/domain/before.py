"""What is recorded here of what a request says was done before it (WM 13)."""

from dataclasses import dataclass

from shared.contracts.shapes.own_commitment import CommitmentStatus
from shared.contracts.shapes.support_request import RequestContent


@dataclass(frozen=True)
class Before:
    """Where the assessment stands that a request names, the plan, and each of its own commitments, in the request's order.

    None for what it does not name, and for what is not looked up.
    """

    assessed: str | None = None
    planned: str | None = None
    pledged: tuple[CommitmentStatus | None, ...] = ()


NOTHING = Before()


def names_any(content: RequestContent) -> bool:
    """Whether there is anything to look up."""
    assessed = content.assessment is not None and content.assessment.recorded_as is not None
    planned = content.national_plan is not None and content.national_plan.recorded_as is not None
    pledged = any(one.recorded_as is not None or one.for_line is not None for one in content.own_commitments)
    return assessed or planned or pledged or any(line.assessed_as is not None for line in content.lines)
