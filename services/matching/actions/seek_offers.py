"""An officer opens a call: asks the parties named to offer support for a request whose States agreed to it (WM 16, 17)."""

from datetime import UTC, date, datetime, time, timedelta

from pydantic import Field

from services.matching.actions.the_call import calls_of, view
from services.matching.actions.the_match import Matching
from services.matching.domain.calling import asked, balance_of, fields_for
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.invariants.may_be_asked import may_be_asked
from services.matching.settings import MatchingSettings
from services.matching.storage.moving import share_fence, stays
from services.matching.storage.repository import BoardRepository
from shared.application.use_case import Change, Done, Kind, Stored, whole
from shared.contracts.incoming import Strict
from shared.contracts.matching import OffersSought
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.serving import serving
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.shapes.values import Day, LineId, PartyId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_request


class SolicitationBody(Strict):
    """Whom to ask for offers (WM 17). ``line_ids``: for a part of what is shown; none: for all of it."""

    approached: tuple[PartyId, ...] = Field(min_length=1, max_length=250)
    message: Text | None = None
    line_ids: tuple[LineId, ...] = Field(default=(), max_length=100)
    closes_on: Day | None = Field(
        default=None, description="Last day for an answer; none: as many days as the setting says"
    )


async def _find(board: BoardRepository, request_id: str) -> tuple[SupportRequestState, int] | None:
    found = await board.request(request_id)
    return None if found is None else (found, 1)


def _until(closes_on: date | None, now: datetime, settings: MatchingSettings) -> datetime:
    """The last second (UTC) of the day said; else a working day after the days of the setting."""
    if closes_on is None:
        return due_date(now, settings.solicitation_due_days, settings.deployment)
    return datetime.combine(closes_on, time(23, 59, 59), UTC)


async def seek_offers(
    doing: Matching, request: Stored[SupportRequestState], body: SolicitationBody
) -> Done[Solicitation]:
    """Raises Conflict unless the request is in line, agreed to, and stays in this deployment; Invalid naming each party to
    whom it is not opened, each that said "not now", and each line that is not shown.
    """
    found, now, settings, uow = request.state, doing.now, doing.context.settings, doing.uow
    await share_fence(uow.connection)
    await stays(uow.connection, found, settings.deployment)
    in_line_before_seeking_offers(found)
    shown, calls = agreement_before_solicitation(found), calls_of(uow)
    rests = await calls.rests(body.approached, now.date())
    may_be_asked(found, body.approached, body.line_ids, body.closes_on, rests, now.date())
    away = await calls.without_address(body.approached)
    until = _until(body.closes_on, now, settings)
    sought = Solicitation(
        solicitation_id=doing.new_id(),
        request_id=found.request_id,
        approached=body.approached,
        shown=fields_for(shown.fields, body.line_ids),
        message=body.message,
        answer_due_at=until,
        sought_by=doing.by.subject,
        sought_at=now,
        region=settings.deployment,
        requesting_states=found.content.requesting_states,
        line_ids=body.line_ids,
        asked=asked(
            body.approached,
            lambda party: serving(party, settings.deployment, settings.peers, now.date(), settings.last_counter),
            lambda party: party not in away,
            now,
        ),
        balance=balance_of(body.approached, now.date()),
        closes_from=max(now, until - timedelta(days=settings.call_closing_days)),
    )
    await calls.keep(sought, 1)
    uow.record(OffersSought(aggregate_id=sought.solicitation_id, aggregate_version=1, solicitation=sought))
    return Done(sought, 1, found.request_id)


REQUEST_IN_LINE = Kind(
    "request in line",
    a.SEEK_OFFERS,
    of_request,
    lambda connection, request_id, _: _find(BoardRepository(connection), str(request_id)),
    whole,
)
"""A copy of a request; nothing of it is changed here, so no version of it is held."""
SEEK_OFFERS = Change(REQUEST_IN_LINE, a.SEEK_OFFERS, SolicitationBody, seek_offers, shows=view)
