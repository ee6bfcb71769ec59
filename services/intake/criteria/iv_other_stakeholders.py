"""WM 15.iv: a request may include assistance for others, provided they work with the national authorities. It permits."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_IV, Strength
from shared.modalities.rule import Finding, Outcome


class OtherStakeholders:
    """Never fails a request; says when the link to the authorities is not told (WM 10)."""

    paragraph = P15_IV
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Not applicable without others; unclear when a link is missing."""
        if not content.beneficiaries:
            return Finding(P15_IV, Outcome.NOT_APPLICABLE, "No assistance for others than States is asked for")
        unlinked = [n for n, who in enumerate(content.beneficiaries) if who.project_with_authorities is None]
        if unlinked:
            reason = "For some of them it is not said on what they work with the authorities"
            return Finding(P15_IV, Outcome.UNCLEAR, reason, tuple(f"/beneficiaries/{n}" for n in unlinked))
        return Finding(P15_IV, Outcome.MET, "Each works with the authorities on a named project", ("/beneficiaries",))
