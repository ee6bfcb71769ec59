"""WM 13: the requesting State's own commitments, made before it asks, including through its plan of action."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.contracts.shapes.own_commitment import CommitmentStatus
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome, because

PLEDGED: dict[CommitmentStatus, str] = {
    "recorded": "pledge_recorded",
    "planning": "pledge_in_planning",
    "in_progress": "pledge_in_progress",
    "fulfilled": "pledge_fulfilled",
}
"""How far the State says that a recorded commitment is -> what is found of the request that names it; the least first."""
PLANNED = {"in_force": "plan_recorded", "superseded": "plan_superseded"}
"""Where a recorded plan stands -> what is found of the request that names it."""


@dataclass(frozen=True)
class PriorCommitment:
    """Looks for what the State itself puts in. ``pledged``: how far each of the request's own commitments is that is recorded here;
    ``planned``: where its recorded plan stands. Empty and None for what it names no record of, and where that was not looked up.
    """

    pledged: tuple[CommitmentStatus | None, ...] = ()
    planned: str | None = None

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a commitment, or with a plan in force that is recorded here; partly when a plan is only named."""
        evidence, reasons = tuple(self._evidence(content)), tuple(self._of_records())
        if content.own_commitments:
            own = tuple(f"/own_commitments/{n}" for n in range(len(content.own_commitments)))
            return Finding(P13, Outcome.MET, because("own_commitment", *reasons), (*own, *evidence))
        if self.planned == "in_force":
            return Finding(P13, Outcome.MET, because(*reasons), evidence)
        if content.national_plan is not None:
            codes = ("plan_without_own_commitment", *reasons)
            return Finding(P13, Outcome.PARTLY, because(*codes), ("/national_plan", *evidence))
        return Finding(P13, Outcome.NOT_MET, because("no_own_commitment"))

    def _of_records(self) -> Iterator[str]:
        """The furthest that a recorded commitment is, and where the plan stands."""
        stages = [status for status in PLEDGED if status in self.pledged]
        if stages:
            yield PLEDGED[stages[-1]]
        if self.planned is not None:
            yield PLANNED[self.planned]

    def _evidence(self, content: RequestContent) -> Iterator[str]:
        for n, _ in enumerate(content.own_commitments):
            if n < len(self.pledged) and self.pledged[n] is not None:
                yield f"/own_commitments/{n}/recorded_as"
        if self.planned is not None:
            yield "/national_plan/recorded_as"
