"""A party that is asked has read the call (WM 17)."""

from services.matching.actions.the_call import CALL, Call, done
from services.matching.actions.the_match import Matching
from services.matching.domain import call as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.matching import CallReached
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.values import PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_solicitation


class CallSeenBody(Strict):
    """Who has read it."""

    party: PartyId


async def see_call(doing: Matching, call: Call, body: CallSeenBody) -> Done[Solicitation]:
    """Said again it changes nothing. Raises NotPermitted for another party."""
    authorise(doing.by, a.SEE_CALL, of_solicitation(call.state.region, call.state).only(body.party))
    after = domain.reached(call.state, body.party, "seen", doing.now)
    if after is None:
        return Done(call.state, call.version, call.state.solicitation_id, changed=False)
    return await done(doing, call, after, CallReached, party=body.party)


SEE_CALL = Change(CALL, a.SEE_CALL, CallSeenBody, see_call)
