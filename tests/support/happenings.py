"""Real events without a running service: made with intake's own rules, so that their states are possible ones."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from services.intake.actions.answer_as_named import answer_as_named
from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain import support_request as domain
from services.intake.domain.named import renamed_by
from shared.contracts import intake, matching, roster
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import FeedbackItem, SupportRequestEvent
from shared.contracts.matching import MatchEvent, OffersSought, OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.match import MatchLine, MatchState, NeedLine, Reservation, Side
from shared.contracts.shapes.support_offer import OfferContent, SupportOfferState
from shared.contracts.shapes.support_request import Consent, Decision, RequestContent, SupportRequestState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access.states import awaited
from tests.support.bodies import offer_body, request_body

RULES = RULE_SETS.all[0]
ONE = Quantity(amount=Decimal(1), unit="packages")


def envelope(event: Event, at: datetime, number: int = 1, **more: Any) -> Envelope:
    """The envelope an event could have."""
    name = event.wire_type.split(".")[1]
    values: dict[str, Any] = {
        "id": f"{event.aggregate_id}-{event.wire_type.rpartition('.')[2]}-{event.aggregate_version}",
        "source": f"/acsg/wca/{name}", "type": event.wire_type, "version": 1, "subject": event.aggregate_id, "time": at,
        "region": "wca", "epoch": 1, "stream": f"{event.topic.name}/0", "sequence": number,
        "aggregate_version": event.aggregate_version, "classification": event.classification.value,
        "correlation_id": "test",
    }  # fmt: skip
    return Envelope(**(values | more))


class Request:
    """One support request through its life; each method takes a step and gives its event."""

    def __init__(self, request_id: str, now: datetime, **changes: Any) -> None:
        self.request_id, self.version = request_id, 1
        submit = SubmitRequest("wca", "regional", RULE_SETS, 14, 3)
        content = RequestContent.model_validate(request_body(**changes))
        reference = f"ACSG-{now.year}-{content.requesting_states[0].removeprefix('iso3166:')}-001"
        self.submitted = submit.event(content, request_id, reference, now)
        self.state: SupportRequestState = self.submitted.request

    def _next(self, kind: type[SupportRequestEvent], state: SupportRequestState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return kind(aggregate_id=self.request_id, aggregate_version=self.version, request=state, **more)

    def feedback(self, now: datetime) -> intake.FeedbackShared:
        items = (FeedbackItem(paragraph="15.iii", comment="How will it last?"),)
        state = domain.share_feedback(self.state, items, now)
        return self._next(intake.FeedbackShared, state, items=items, shared_by="officer")

    def revised(self, now: datetime) -> intake.SupportRequestRevised:
        again = self.state.content.model_copy(
            update={
                "requesting_states": (*self.state.content.requesting_states, *awaited(self.state.named, "requester")),
                "supporters": (*self.state.content.supporters, *awaited(self.state.named, "supporter")),
            }
        )
        content, named = renamed_by(self.state, again, now, now + timedelta(days=14))
        state = domain.revise(
            self.state, content, named, RULES.assess(content, awaited(named, "requester")), RULES.name, now
        )
        return self._next(intake.SupportRequestRevised, state)

    def said(self, now: datetime, party: str, answer: Any) -> intake.PartyOfRequestAnswered:
        """A party that the request names gives its word."""
        state, word = answer_as_named(self.state, RULE_SETS, party, answer, now)
        return self._next(intake.PartyOfRequestAnswered, state, answered=word)

    def decided(self, now: datetime, *, in_line: bool = True) -> SupportRequestEvent:
        decision = Decision(in_line=in_line, reason="Because", decided_by="officer", decided_at=now)
        kind = intake.RequestFoundInLine if in_line else intake.RequestFoundNotInLine
        return self._next(kind, domain.decide(self.state, decision))

    def consent(
        self,
        now: datetime,
        fields: tuple[str, ...],
        by: str = "iso3166:TCD",
        audiences: tuple[str, ...] = ("offerers",),
        **to_whom: tuple[str, ...],
    ) -> intake.ConsentToSolicitGiven:
        audiences = () if to_whom.keys() & {"kinds", "parties"} else audiences
        values = {"fields": fields, "audiences": audiences, "given_by": by, "given_at": now} | to_whom
        state = domain.give_consent(self.state, Consent.model_validate(values))
        return self._next(intake.ConsentToSolicitGiven, state)

    def consent_back(self, by: str = "iso3166:TCD") -> intake.ConsentToSolicitWithdrawn:
        return self._next(intake.ConsentToSolicitWithdrawn, domain.withdraw_consent(self.state, by))

    def withdrawn(self) -> intake.SupportRequestWithdrawn:
        return self._next(intake.SupportRequestWithdrawn, domain.withdraw(self.state))

    def need(self, amount_open: int, version: int) -> OpenNeedChanged:
        line = NeedLine(line_id="1", functional_area="registration", support_type="technical", unit="packages",
                        asked=Decimal(1), reserved=Decimal(1 - amount_open), committed=Decimal(0),
                        open=Decimal(amount_open))  # fmt: skip
        return OpenNeedChanged(aggregate_id=self.request_id, aggregate_version=version, request_id=self.request_id,
                               reference=self.state.reference, region="wca",
                               requesting_states=self.state.content.requesting_states, lines=(line,))  # fmt: skip

    def sought(self, now: datetime, *approached: str, one: str = "call-1") -> OffersSought:
        assert self.state.shown is not None
        call = Solicitation(solicitation_id=one, request_id=self.request_id, approached=approached,
                            shown=self.state.shown.fields, answer_due_at=now + timedelta(days=30), sought_by="officer",
                            sought_at=now)  # fmt: skip
        return OffersSought(aggregate_id=one, aggregate_version=1, solicitation=call)


def offer(
    offer_id: str, now: datetime, kind: type[SupportOfferEvent] = roster.OfferListed, version: int = 1, **changes: Any
) -> Any:
    """An event of an offer of France, or of another party."""
    content = OfferContent.model_validate(offer_body(**changes))
    state = SupportOfferState(
        offer_id=offer_id, reference=f"OFFER-2026-FRA-{offer_id[-3:]}", region="wca",
        status="withdrawn" if kind is roster.OfferWithdrawn else "live",
        origin="in_response" if content.in_response_to else "proactive", content_version=1, content=content,
        capacity=(), listed_at=now, confirmed_at=now,
    )  # fmt: skip
    return kind(aggregate_id=offer_id, aggregate_version=version, offer=state)


def match(
    kind: type[MatchEvent],
    request: Request,
    now: datetime,
    answers: Mapping[str, str],
    *,
    status: str,
    version: int = 2,
    **more: Any,
) -> Any:
    """An event of a match between a request and the offer ``offer-001``; ``answers`` by party, requesters first."""
    states = request.state.content.requesting_states
    sides = tuple(Side.model_validate({"party": party, "role": "requester" if party in states else "offerer",
                                       "answer": answer}) for party, answer in answers.items())  # fmt: skip
    line = MatchLine(request_id=request.request_id, request_line_id="1", offer_id="offer-001", offer_line_id="experts",
                     quantity=ONE, covers=ONE)  # fmt: skip
    state = MatchState.model_validate(
        {
            "match_id": "match-1", "reference": "MATCH-2026-TCD-001", "region": "wca", "status": status,
            "lines": (line,), "sides": sides, "functional_areas": ("registration",), "proposed_by": "officer",
            "proposal_reason": "CANARY-reason", "proposed_at": now, "reservation_deadline": now,
            "reservations": (Reservation(reservation_id="r", offer_id="offer-001", offer_region="wca", status="held"),),
            "answer_due_at": now + timedelta(days=21),
        }
    )  # fmt: skip
    extra = {"answered": sides[0]} if kind is matching.MatchAnswered else {}
    return kind(aggregate_id="match-1", aggregate_version=version, match=state, **extra, **more)
