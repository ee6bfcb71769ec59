"""WM 15.iv: a request may include assistance for others, provided they work with the national authorities. It permits."""

from dataclasses import dataclass

from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_IV, Strength
from shared.modalities.rule import Finding, Outcome, because

_AGAINST = frozenset({"declined", "left"})


@dataclass(frozen=True)
class OtherStakeholders:
    """Never fails a request; says when the link to the authorities is not told, and what the recipients said themselves
    (WM 10). ``recipients``: with their own word, as far as it was given.
    """

    recipients: tuple[NamedRecipient, ...] = ()
    paragraph = P15_IV
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Not applicable without others; unclear when a link is missing, or when a recipient says that it takes no part."""
        others = content.beneficiaries
        if not others:
            return Finding(P15_IV, Outcome.NOT_APPLICABLE, because("for_states_alone"))
        words = {one.name: one.answer for one in self.recipients}
        against = [n for n, who in enumerate(others) if words.get(who.name) in _AGAINST]
        unlinked = [n for n, who in enumerate(others) if who.project_with_authorities is None]
        if against or unlinked:
            codes = [
                *(["recipient_takes_no_part"] if against else []),
                *(["others_without_authorities"] if unlinked else []),
            ]
            where = tuple(f"/beneficiaries/{n}" for n in sorted({*against, *unlinked}))
            return Finding(P15_IV, Outcome.UNCLEAR, because(*codes), where)
        said = [n for n, who in enumerate(others) if words.get(who.name) == "agreed"]
        codes = ["others_with_authorities", *(["recipient_takes_part"] if said else [])]
        if words and len(said) < len(others):
            codes.append("recipient_not_heard")
        return Finding(P15_IV, Outcome.MET, because(*codes), ("/beneficiaries", *(f"/beneficiaries/{n}" for n in said)))
