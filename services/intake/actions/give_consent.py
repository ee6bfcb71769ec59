"""A requesting State agrees to solicitation, and names what is shown, and to whom (WM 17)."""

from services.intake.actions.bodies import ConsentBody
from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain import support_request as domain
from services.intake.domain.agreed_audience import audience_faults, opened
from services.intake.domain.consented_view import CONSENTABLE
from shared.application.use_case import Change, Done
from shared.contracts.intake import ConsentToSolicitGiven
from shared.contracts.shapes.support_request import Consent, SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P17


async def give_consent(doing: Intake, request: Request, body: ConsentBody) -> Done[SupportRequestState]:
    """Raises Invalid naming every field that can never be shown and what contradicts itself in whom it is opened to, Conflict for a request that is not in line."""
    words = f"is not a field that can be shown; those are {', '.join(CONSENTABLE)}"
    unknown = [(n, name) for n, name in enumerate(body.fields) if name not in CONSENTABLE]
    faults = tuple(Fault(f"/fields/{n}", f"'{name}' {words}", "not_consentable") for n, name in unknown)
    consent = Consent(
        fields=body.fields,
        audiences=opened(body.audiences, body.kinds, body.parties),
        kinds=body.kinds,
        parties=body.parties,
        but=body.but,
        given_by=doing.by.party or "",
        given_at=doing.now,
    )
    if found := (*faults, *audience_faults(consent, request.state)):
        raise Invalid(found, paragraph=P17)
    after = domain.give_consent(request.state, consent)
    event = ConsentToSolicitGiven(aggregate_id=after.request_id, aggregate_version=request.version + 1, request=after)
    return await changed(doing, request, event)


GIVE_CONSENT = Change(REQUEST, a.GIVE_CONSENT, ConsentBody, give_consent)
