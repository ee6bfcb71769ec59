"""WM 15.iv: a request may include assistance for others, provided they work with the national authorities. It permits."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_IV, Strength
from shared.modalities.rule import Finding, Outcome, because


class OtherStakeholders:
    """Never fails a request; says when the link to the authorities is not told (WM 10)."""

    paragraph = P15_IV
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Not applicable without others; unclear when a link is missing."""
        if not content.beneficiaries:
            return Finding(P15_IV, Outcome.NOT_APPLICABLE, because("for_states_alone"))
        unlinked = [n for n, who in enumerate(content.beneficiaries) if who.project_with_authorities is None]
        if unlinked:
            where = tuple(f"/beneficiaries/{n}" for n in unlinked)
            return Finding(P15_IV, Outcome.UNCLEAR, because("others_without_authorities"), where)
        return Finding(P15_IV, Outcome.MET, because("others_with_authorities"), ("/beneficiaries",))
