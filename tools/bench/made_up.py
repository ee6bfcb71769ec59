"""Made-up items as real events, and a read model filled with them in the shape the projector writes.

Everything follows from an item's number, so that two runs read the same; no text of any State is repeated.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from services.gateway.projections.projector import project
from services.gateway.read_model.tables import runtime
from services.gateway.settings import GatewaySettings
from services.intake.criteria import CRITERIA, PREREQUISITES, stored
from shared.contracts.commitments import OwnCommitmentRecorded
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import RequestFoundInLine, SupportRequestEvent, SupportRequestSubmitted
from shared.contracts.matching import MatchReserved, OpenNeedChanged
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged
from shared.contracts.roster import OfferListed
from shared.contracts.shapes.match import MatchLine, MatchState, NeedLine, Reservation, Side
from shared.contracts.shapes.own_commitment import OwnCommitmentContent, OwnCommitmentState
from shared.contracts.shapes.support_offer import LineCapacity, OfferContent, OfferLine, SupportOfferState
from shared.contracts.shapes.support_request import (
    CompetentAuthority,
    ConsentedView,
    CriterionFinding,
    Decision,
    RequestContent,
    RequestLine,
    SubmissionRoute,
    SupportRequestState,
)
from shared.contracts.shapes.values import Period, Quantity
from shared.contracts.vocabulary import code_list
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.kafka.records import Decoded, Record

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
STATES = ("TCD", "CMR", "NER", "MLI", "BFA")
PERIOD = Period(start=date(2026, 1, 1), end=date(2027, 12, 31))
_AREAS = tuple(code_list("functional_areas"))


def _area(number: int) -> str:
    return _AREAS[number % len(_AREAS)]


def _findings(content: RequestContent) -> tuple[CriterionFinding, ...]:
    """Nine: both halves of WM 13 for themselves, then WM 15.i to 15.vii."""
    return tuple(stored(rule.assess(content)) for rule in (*PREREQUISITES, *CRITERIA))


def request(number: int, version: int = 1) -> SupportRequestEvent:
    """A request of three lines with nine findings; every second one is in line, of these every second is shown."""
    state, one = STATES[number % len(STATES)], f"request-{number:06}"
    began = BEGIN + timedelta(minutes=number)
    lines = tuple(
        RequestLine(line_id=str(n), functional_area=_area(number + n), support_type="technical", period=PERIOD,
                    quantity=Quantity(amount=Decimal(n + 1), unit="packages"), description=f"Line {n} " + "d" * 80)
        for n in range(3)
    )  # fmt: skip
    content = RequestContent(
        title=f"Request {number}: “registration” of asylum applications & appeals", language="fr", lines=lines,
        summary="Files are on paper and are lost. " * 8, requesting_states=(f"iso3166:{state}",),
        competent_authority=CompetentAuthority(name="National commission"), gap="Registration takes ninety days. " * 4,
        submission_route=SubmissionRoute(route="country_office", country_office=f"unhcr-office:{state}"),
    )  # fmt: skip
    in_line = number % 2 == 0
    shown = (
        ConsentedView(audiences=("offerers", "public"), fields={"title": content.title}) if number % 4 == 0 else None
    )
    decision = Decision(in_line=True, reason="Complete", decided_by="officer", decided_at=began) if in_line else None
    state_of = SupportRequestState(
        request_id=one, reference=f"ACSG-2026-{state}-{number:03}", region="wca", content_version=1, content=content,
        status="in_line" if in_line else "submitted", rule_set="2026-01", findings=_findings(content), shown=shown,
        decision=decision, submitted_at=began, feedback_due_at=began + timedelta(days=21),
    )  # fmt: skip
    kind = RequestFoundInLine if in_line and version > 1 else SupportRequestSubmitted
    return kind(aggregate_id=one, aggregate_version=version, request=state_of)


def offer(number: int) -> OfferListed:
    """A standing offer; a third each is for all to see, for the mechanism, for the Secretariat alone."""
    one, amount = f"offer-{number:06}", Decimal(number % 5 + 1)
    visibility = ("public", "mechanism", "secretariat")[number % 3]
    line = OfferLine(line_id="experts", functional_areas=(_area(number),), support_type="technical",
                     quantity=Quantity(amount=amount, unit="packages"))  # fmt: skip
    content = OfferContent.model_validate({
        "title": f"Experts {number}", "language": "fr", "offering_parties": [("iso3166:FRA", "org:euaa")[number % 2]],
        "lines": [line], "availability": PERIOD, "visibility": visibility,
    })  # fmt: skip
    left = LineCapacity(line_id="experts", unit="packages", quantity=amount, reserved=Decimal(0), committed=Decimal(0),
                        remaining=amount)  # fmt: skip
    at = BEGIN + timedelta(minutes=number)
    state = SupportOfferState(offer_id=one, reference=f"OFFER-{number:03}", region="wca", status="live",
                              origin="proactive", content_version=1, content=content, capacity=(left,), listed_at=at,
                              confirmed_at=at)  # fmt: skip
    return OfferListed(aggregate_id=one, aggregate_version=1, offer=state)


def commitment(number: int) -> OwnCommitmentRecorded:
    """What a State does itself."""
    content = OwnCommitmentContent(party=f"iso3166:{STATES[number % len(STATES)]}", title=f"Commitment {number}",
                                   language="fr", functional_areas=(_area(number),))  # fmt: skip
    one = f"commitment-{number:06}"
    at = BEGIN + timedelta(minutes=number)
    state = OwnCommitmentState(commitment_id=one, region="wca", content=content, recorded_at=at)
    return OwnCommitmentRecorded(aggregate_id=one, aggregate_version=1, commitment=state)


def need(number: int) -> OpenNeedChanged:
    """What is open of a request's first line."""
    state, nothing = STATES[number % len(STATES)], Decimal(0)
    line = NeedLine(line_id="0", functional_area=_area(number), support_type="technical", unit="packages",
                    asked=Decimal(1), reserved=nothing, committed=nothing, open=Decimal(1))  # fmt: skip
    one = f"request-{number:06}"
    return OpenNeedChanged(
        aggregate_id=one, aggregate_version=1, request_id=one, reference=f"ACSG-2026-{state}-{number:03}", region="wca",
        requesting_states=(f"iso3166:{state}",), lines=(line,),
    )  # fmt: skip


def match(number: int) -> MatchReserved:
    """A match of a request's first line that waits for its sides' answers."""
    state, one = STATES[number % len(STATES)], f"match-{number:06}"
    at, due = BEGIN + timedelta(minutes=number), BEGIN + timedelta(days=30)
    quantity = Quantity(amount=Decimal(1), unit="packages")
    line = MatchLine(request_id=f"request-{number:06}", request_line_id="0", offer_id=f"offer-{number:06}",
                     offer_line_id="experts", quantity=quantity, covers=quantity)  # fmt: skip
    sides = (Side(party=f"iso3166:{state}", role="requester"), Side(party="iso3166:FRA", role="offerer"))
    held = Reservation(reservation_id=f"r-{number}", offer_id=line.offer_id, offer_region="wca", status="held")
    kept = MatchState(
        match_id=one, reference=f"MATCH-{number:03}", region="wca", status="reserved", lines=(line,), sides=sides,
        reservations=(held,), functional_areas=(_area(number),), proposed_by="officer", proposal_reason="Best",
        explanation=({"score": 0.75, "signals": [{"name": "area", "value": 1}]},), proposed_at=at,
        reservation_deadline=due, answer_due_at=due,
    )  # fmt: skip
    return MatchReserved(aggregate_id=one, aggregate_version=1, match=kept)


def delivery(number: int) -> DeliveryStateChanged:
    """A message to a State's authority that could not be delivered."""
    one = f"delivery-{number:06}"
    state = DeliveryState(
        delivery_id=one, event_id=f"event-{number}", event_type=SupportRequestSubmitted.wire_type,
        item_id=f"request-{number:06}", recipient=f"iso3166:{STATES[number % len(STATES)]}", channel="email",
        must_act=True, state="failed", attempts=5, last_error="no_address",
    )  # fmt: skip
    return DeliveryStateChanged(aggregate_id=one, aggregate_version=1, delivery=state)


def _envelope(event: Event, number: int) -> Envelope:
    owner = event.wire_type.split(".")[1]
    return Envelope(
        id=f"{event.wire_type}-{number}-{event.aggregate_version}", source=f"/acsg/wca/{owner}", type=event.wire_type,
        version=event.version, subject=event.aggregate_id, time=BEGIN + timedelta(days=1, minutes=number), region="wca",
        epoch=1, stream=f"{event.topic.name}/0", sequence=number + 1, aggregate_version=event.aggregate_version,
        classification=event.classification.value, correlation_id="made-up",
    )  # fmt: skip


def _decoded(event: Event, number: int) -> Decoded:
    envelope = _envelope(event, number)
    body = event.__pydantic_serializer__.to_json(event)
    return Decoded(Record(event.topic.name, 0, number, event.aggregate_id, (), body), envelope, event)


async def fill(url: str, events: Iterable[Event]) -> None:
    """Applies events to an empty read model, as the gateway's worker would."""
    settings = GatewaySettings(database_url=url, deployment="wca")
    database = Database(settings, runtime, SystemClock())
    found = [_decoded(event, number) for number, event in enumerate(events)]
    for start in range(0, len(found), 500):
        async with database.unit_of_work(ByClock("made-up")) as uow:
            await project(found[start : start + 500], uow)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("analyze")
    await database.dispose()
