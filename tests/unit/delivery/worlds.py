"""An engagement of a made-up match, in the stage a test needs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from services.delivery.domain import planning, terms
from services.delivery.domain.record import digest_of
from shared.contracts.shapes.engagement import AgreedPart, EngagementLine, EngagementSide, EngagementState, Stage
from shared.contracts.shapes.engagement_plan import PlanContent, PlannedDelivery, PlannedMilestone, ReportedDelivery
from shared.contracts.shapes.engagement_terms import Signature, Terms, TermsContent, TermsLine
from shared.contracts.shapes.values import Period, Quantity

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHAD, FRANCE, NIGER = "iso3166:TCD", "iso3166:FRA", "iso3166:NER"
WITHIN, LOOK_BACK = timedelta(days=90), timedelta(days=182)


def line(
    line_id: str, committed: str, covers: str, unit: str = "missions", covers_unit: str = "seats"
) -> EngagementLine:
    """A line of a match, of which nothing was delivered yet."""
    amounts = {"committed": Decimal(committed), "agreed": Decimal(committed)}
    nothing = dict.fromkeys(
        ("reported", "reported_covers", "delivered", "delivered_covers", "released", "released_covers"), Decimal(0)
    )
    return EngagementLine(
        line_id=line_id, request_id="r1", request_line_id=line_id, offer_id="o1", offer_line_id=line_id,
        offer_region="europe", functional_area="registration",
        support_type="financial" if unit == "EUR" else "technical", unit=unit, covers_unit=covers_unit,
        committed_covers=Decimal(covers), agreed_covers=Decimal(covers), **amounts, **nothing,
    )  # fmt: skip


def opened(requesters: tuple[str, ...] = (CHAD,)) -> EngagementState:
    """Under discussion: 10 missions for 40 seats, 1000 EUR for 1000 EUR."""
    lines = (line("1", "10", "40"), line("2", "1000", "1000", "EUR", "EUR"))
    sides = tuple(EngagementSide(party=one, role="requester") for one in requesters)
    state = EngagementState(
        engagement_id="e1", reference="ENGAGEMENT-2026-WCA-001", region="wca", stage="under_discussion", origin="match",
        match_id="m1", title="Registration at the border", lines=lines, terms=(),
        sides=(*sides, EngagementSide(party=FRANCE, role="offerer", region="europe")),
        agreed_parts=(
            AgreedPart(kind="request", item_id="r1", reference="R", content_version=1, title="Asked", parties=requesters),
            AgreedPart(kind="offer", item_id="o1", reference="O", content_version=2, title="Offered", parties=(FRANCE,)),
        ),
        opened_at=NOW, last_word_at=NOW, report_due_at=NOW + WITHIN,
    )  # fmt: skip
    content = TermsContent(
        lines=tuple(terms_line(one.line_id, str(one.committed), str(one.committed_covers), one.unit, one.covers_unit)
                    for one in lines),
        channel="through_unhcr", delivery_mode="unhcr_direct",
    )  # fmt: skip
    first = Terms(version=1, content=content, proposed_at=NOW, digest=digest_of(state, 1, content, None))
    return state.model_copy(update={"terms": (first,)})


def terms_line(line_id: str, amount: str, covers: str, unit: str = "missions", covers_unit: str = "seats") -> TermsLine:
    """A line of proposed terms."""
    return TermsLine(
        line_id=line_id, quantity=Quantity(amount=Decimal(amount), unit=unit),
        covers=Quantity(amount=Decimal(covers), unit=covers_unit), period=Period(start=date(2026, 4, 1)),
    )  # fmt: skip


def sign(state: EngagementState, party: str) -> EngagementState:
    """A party signs what stands there."""
    latest = state.terms[-1]
    word = Signature(party=party, version=latest.version, how="login", signed_at=NOW)
    return terms.signed(state, word, latest.digest)


PLAN = PlanContent(
    deliveries=(PlannedDelivery(delivery_id="d1", line_id="1", what="First mission",
                                quantity=Quantity(amount=Decimal(4), unit="missions"), due_on=date(2026, 5, 1)),),
    milestones=(
        PlannedMilestone(milestone_id="m1", text="Files digital", measure="unit", indicator="files",
                         baseline=Decimal(0), target=Decimal(500), due_on=date(2026, 9, 1)),
        PlannedMilestone(milestone_id="m2", text="Staff at ease", measure="qualitative", due_on=date(2026, 9, 1)),
    ),
    monitoring="A visit each quarter",
)  # fmt: skip


def in_stage(stage: Stage, requesters: tuple[str, ...] = (CHAD,)) -> EngagementState:
    """An engagement brought to a stage before the end by the steps that lead there."""
    state = opened(requesters)
    if stage == "under_discussion":
        return state
    for party in (*requesters, FRANCE):
        state = sign(state, party)
    if stage == "agreed":
        return state
    state = planning.proposed(state, CHAD, PLAN, NOW)
    if stage == "planning":
        return state
    for party in (*requesters[1:], FRANCE):
        state = planning.agreed(state, party, 1, NOW)
    return planning.started(state, FRANCE, NOW)


def report(report_id: str, amount: str, covers: str, by: str = FRANCE, line_id: str = "1") -> ReportedDelivery:
    """A delivery of missions, as a side reports it."""
    return ReportedDelivery(
        report_id=report_id, line_id=line_id, quantity=Quantity(amount=Decimal(amount), unit="missions"),
        covers=Quantity(amount=Decimal(covers), unit="seats"), delivered_on=date(2026, 3, 1), reported_by=by,
        reported_at=NOW,
    )  # fmt: skip
