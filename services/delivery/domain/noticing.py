"""Support that needs no match: a party tells of it, and whom it names says by itself whether it takes part (WM 19)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from services.delivery.domain.record import digest_of
from services.delivery.domain.stages import may
from services.delivery.domain.terms import holding, mode_faults
from shared.contracts.event import Shape
from shared.contracts.shapes.engagement import AskedSide, EngagementLine, EngagementSide, EngagementState
from shared.contracts.shapes.engagement_terms import SideRole, Signature, Terms, TermsContent, TermsLine
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.contracts.shapes.support_request import SupportType
from shared.contracts.shapes.values import FunctionalArea, Id, PartyId, Period, Quantity, Text, Title
from shared.modalities.errors import Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P9, P19
from shared.modalities.steps.of_engagements import ANSWER_NOTICE

OTHER: dict[SideRole, SideRole] = {"requester": "offerer", "offerer": "requester"}
FIELDS = ("lines", "title")
"""What whom it names may read of it from the beginning: all that the notice says."""


class NoticeLine(Shape):
    """One thing that is given."""

    functional_area: FunctionalArea
    support_type: SupportType
    quantity: Quantity
    period: Period | None = None


class NoticeContent(Shape):
    """What a party tells. ``role``: whether it asks and receives, or gives. ``counterpart``: whom it names, if anybody."""

    party: PartyId
    role: SideRole
    origin: Literal["bilateral_notice", "pledge"]
    title: Title
    lines: tuple[NoticeLine, ...]
    channel: Channel = "bilateral"
    delivery_mode: DeliveryMode = "peer_to_peer"
    implementing_partner: PartyId | None = None
    horizon: Literal["short_term", "long_term"] = "long_term"
    counterpart: PartyId | None = None
    pledge: Text | None = None
    renews: Id | None = Field(default=None, description="engagement_id of the one that it goes on from (WM 9)")


def by_notice(
    notice: NoticeContent,
    engagement_id: str,
    reference: str,
    here: str,
    serving: Callable[[str], str | None],
    now: datetime,
) -> EngagementState:
    """The engagement that a notice opens, signed by who gives it: agreed when nobody is named. Raises Invalid.

    ``serving``: the deployment that tells a party, None for ``here``.
    """
    content = TermsContent(
        lines=tuple(
            TermsLine(line_id=str(n), quantity=one.quantity, covers=one.quantity, period=one.period)
            for n, one in enumerate(notice.lines, 1)
        ),
        channel=notice.channel,
        delivery_mode=notice.delivery_mode,
        implementing_partner=notice.implementing_partner,
    )
    if faults := [*_faults(notice), *mode_faults(content)]:
        raise Invalid(tuple(faults), paragraph=P19)
    named = notice.counterpart
    asked = [AskedSide(party=named, role=OTHER[notice.role], region=serving(named))] if named else []
    state = EngagementState(
        engagement_id=engagement_id,
        reference=reference,
        region=here,
        stage="under_discussion",
        origin=notice.origin,
        title=notice.title,
        sides=(EngagementSide(party=notice.party, role=notice.role, region=serving(notice.party)),),
        asked_sides=tuple(asked),
        pledge=notice.pledge,
        renews=notice.renews,
        lines=_lines(notice.lines, here),
        terms=(),
        shown_fields=FIELDS,
        horizon=notice.horizon,
        opened_at=now,
        last_word_at=now,
    )
    digest = digest_of(state, 1, content, None)
    first = Terms(version=1, content=content, proposed_by=notice.party, proposed_at=now, digest=digest)
    word = Signature(party=notice.party, version=1, how="login", signed_at=now)
    return holding(state.model_copy(update={"terms": (first,), "signatures": (word,)}))


def followed(earlier: EngagementState | None, party: str, by: str) -> EngagementState:
    """The engagement that another one goes on from, whatever its stage: both name each other from then on. Raises Invalid.

    Of one that the party is no side of it is said no more than of one that there is not.
    """
    if earlier is None or earlier.role_of(party) is None:
        fault = Fault("/renews", "your party is a side of no such engagement here", "unknown_engagement")
        raise Invalid((fault,), paragraph=P9)
    return earlier.model_copy(update={"followed_by": (*earlier.followed_by, by)})


def _faults(notice: NoticeContent) -> list[Fault]:
    faults = []
    if notice.counterpart == notice.party:
        faults.append(Fault("/counterpart", f"{notice.party} gives this notice itself", "twice"))
    if notice.origin == "pledge" and notice.pledge is None:
        faults.append(Fault("/pledge", "say which pledge is carried out", "words_needed"))
    if notice.origin != "pledge" and notice.pledge is not None:
        faults.append(Fault("/pledge", "of a pledge that is carried out alone", "modes_contradict"))
    return faults


def _lines(lines: Sequence[NoticeLine], here: str) -> tuple[EngagementLine, ...]:
    """Lines that nothing was asked for or offered for here: what is given is counted in the unit that the notice says."""
    nothing = dict.fromkeys(("reported", "delivered", "released"), 0)
    found = []
    for n, one in enumerate(lines, 1):
        given = dict.fromkeys(("committed", "agreed"), one.quantity.amount) | nothing
        found.append(
            EngagementLine.model_validate(
                {
                    "line_id": str(n), "request_id": "", "request_line_id": str(n), "offer_id": "", "offer_line_id": str(n),
                    "offer_region": here, "functional_area": one.functional_area, "support_type": one.support_type,
                    "unit": one.quantity.unit, "covers_unit": one.quantity.unit,
                    **given, **{f"{name}_covers": amount for name, amount in given.items()},
                }
            )
        )  # fmt: skip
    return tuple(found)


def answered(
    state: EngagementState, party: str, answer: Literal["accepted", "declined"], now: datetime
) -> EngagementState:
    """The engagement with the own word of a party that the notice names. Who accepts is a side, and signs the terms or
    proposes others; without who declines it goes on. Raises Conflict, NotPermitted.
    """
    may(state, ANSWER_NOTICE)
    mine = next((one for one in state.asked_sides if one.party == party and one.answer == "pending"), None)
    if mine is None:
        raise NotPermitted("not_asked", f"{party} is not asked by this notice", P19)
    said = mine.model_copy(update={"answer": answer, "answered_at": now})
    after: dict[str, object] = {"asked_sides": tuple(said if one is mine else one for one in state.asked_sides)}
    if answer == "accepted":
        after["sides"] = (*state.sides, EngagementSide(party=party, role=mine.role, region=mine.region))
    return holding(state.model_copy(update=after | {"last_word_at": now}))
