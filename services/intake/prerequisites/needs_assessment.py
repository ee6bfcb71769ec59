"""WM 13: a prior assessment of gaps, needs and existing capacity; not for a request that asks for an assessment."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome, because


class NeedsAssessment:
    """The one clear exemption of the document is here: kind = capacity_assessment."""

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a reference and what was found; partly with a bare reference."""
        if content.kind == "capacity_assessment":
            return Finding(P13, Outcome.NOT_APPLICABLE, because("assessment_asked_for"), ("/kind",))
        done = content.assessment
        if done is None:
            return Finding(P13, Outcome.NOT_MET, because("no_assessment"))
        evidence = ("/assessment/reference",)
        if done.summary is None and done.conducted_on is None:
            return Finding(P13, Outcome.PARTLY, because("bare_assessment"), evidence)
        return Finding(P13, Outcome.MET, because("assessment"), evidence)
