"""An officer notes a consultation that was held (WM 11)."""

from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import match as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Moment, Strict
from shared.contracts.matching import MatchConsulted
from shared.contracts.shapes.match import Consultation, MatchState
from shared.contracts.shapes.values import PartyId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor


class ConsultationBody(Strict):
    """A consultation that was held (WM 11)."""

    party: PartyId
    summary: Text
    held_at: Moment

    def recorded(self, by: Actor) -> Consultation:
        """The consultation, as it is kept."""
        return Consultation(party=self.party, summary=self.summary, held_at=self.held_at, recorded_by=by.subject)


async def consult(doing: Matching, match: Stored[MatchState], body: ConsultationBody) -> Done[MatchState]:
    """Raises Conflict when the match is over."""
    after, version = domain.consulted(match.state, body.recorded(doing.by)), match.version + 1
    await board_of(doing).keep_match(after, version)
    doing.uow.record(MatchConsulted(aggregate_id=after.match_id, aggregate_version=version, match=after))
    return Done(after, version, after.match_id)


CONSULT = Change(MATCH, a.CONSULT, ConsultationBody, consult)
