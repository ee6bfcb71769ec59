"""WM 13: a prior assessment of gaps, needs and existing capacity; not for a request that asks for an assessment."""

from dataclasses import dataclass

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome, because

STANDS = {
    "planned": (Outcome.PARTLY, "assessment_not_validated"),
    "under_way": (Outcome.PARTLY, "assessment_not_validated"),
    "validated": (Outcome.MET, "assessment_validated"),
    "superseded": (Outcome.PARTLY, "assessment_superseded"),
}
"""Where a recorded assessment stands -> what is found of the request that names it."""


@dataclass(frozen=True)
class NeedsAssessment:
    """The one clear exemption of the document is here: kind = capacity_assessment.

    ``assessed``: where the recorded assessment stands that the request names; None where it names none, or it was not looked up.
    """

    assessed: str | None = None

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with one that its State validated, or with a reference and what was found; partly with a bare reference."""
        if content.kind == "capacity_assessment":
            return Finding(P13, Outcome.NOT_APPLICABLE, because("assessment_asked_for"), ("/kind",))
        done = content.assessment
        if done is None:
            return Finding(P13, Outcome.NOT_MET, because("no_assessment"))
        if self.assessed is not None:
            outcome, reason = STANDS[self.assessed]
            drawn = tuple(n for n, line in enumerate(content.lines) if line.assessed_as is not None)
            lines = "lines_assessed" if len(drawn) == len(content.lines) else "lines_not_assessed"
            places = ("/assessment/recorded_as", *(f"/lines/{n}/assessed_as" for n in drawn))
            return Finding(P13, outcome, because(reason, lines), places)
        evidence = ("/assessment/reference",)
        if done.summary is None and done.conducted_on is None:
            return Finding(P13, Outcome.PARTLY, because("bare_assessment"), evidence)
        return Finding(P13, Outcome.MET, because("assessment"), evidence)
