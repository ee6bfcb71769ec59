"""What is remembered of a support request, and who is told what of it (WM 8, 17)."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.named import Named, still_asked, still_named
from services.notifications.domain.seen import Seen
from services.notifications.domain.shown import Shown, shown_part
from services.notifications.kinds.kind import remembered
from services.notifications.kinds.need import NeedItem, need_of
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.support_request import SubmissionRoute, SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import Audience
from shared.modalities.access.policy import decide
from shared.modalities.access.recipients import having_said
from shared.modalities.access.resource import Resource
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Need


class RequestItem(ItemBody):
    """A support request."""

    kind: Literal["request"] = "request"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    urgent: bool
    status: str
    states: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    asked_recipients: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    office: str | None = None
    consents: tuple[str, ...] = ()
    consent_withdrawn_by: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    """SpokenForms of the audience to whom it is shown (WM 17)."""
    opened_to: tuple[str, ...] = ()
    """SpokenForms of the audience that those States agreed to that agreed, while others have not answered too."""
    shown: Shown | None = None
    feedback_due_at: datetime
    decided_at: datetime | None = None
    consented_at: datetime | None = None

    def thing(self) -> Resource:
        """It as the policy knows it."""
        asked = {role: [one.party for one in self.named if one.role == role] for role in ("requester", "supporter")}
        return resources.request(
            self.region, self.states, self.supporters, self.audiences,
            invited_requesters=asked["requester"], invited_supporters=asked["supporter"],
            recipients=self.recipients, invited_recipients=self.asked_recipients,
        )  # fmt: skip

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """In full for its parties; for everyone else what the States agreed to show, and only that (WM 17)."""
        thing = self.thing()
        if decide(who, a.READ_REQUEST, thing).allowed:
            assessed = decide(who, a.READ_ASSESSMENT, thing).allowed
            return Seen(
                item_id=known.item_id, thread=known.thread, kind="request", view="full", reference=self.reference,
                title=self.title, region=self.region, areas=self.areas, parties=self.states, urgent=self.urgent,
                status=self.status, assessed=assessed,
                opened_to=self.opened_to if assessed and self.consents else None,
            )  # fmt: skip
        if self.shown is not None and decide(who, a.READ_SHOWN_REQUEST, thing).allowed:
            return of_shown(known, self.shown, self.region)
        return None

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its next step, and the word of those that it names."""
        yield from rules.of_request(self, known.changed_at, _need(known, group), limits)
        yield from rules.of_named(self)

    def office_of(self, party: str) -> str | None:
        """The office that it came through, for the States that ask (WM 8)."""
        return (self.office or "") if party in self.states else None


def of_shown(known: Known, shown: Shown, region: str) -> Seen:
    """An item of a request as the consented view shows the request (WM 17)."""
    return Seen(
        item_id=known.item_id, thread=known.thread, kind=known.body.kind, view="shown", title=shown.title,
        reference=shown.reference, urgent=shown.urgent, parties=shown.states, lines=shown.lines,
        areas=tuple(dict.fromkeys(line.area for line in shown.lines)),
        # Where it is from says which State asks.
        region=region if shown.states else None,
    )  # fmt: skip


def _need(known: Known, group: Group) -> Need | None:
    need = group.get(need_of(known.item_id))
    return Need(need.body.open, need.changed_at) if need is not None and isinstance(need.body, NeedItem) else None


def _opened_to(one: SupportRequestState) -> tuple[str, ...]:
    agreed = [Audience.of(consent) for consent in one.consents.values()]
    return tuple(sorted(reduce(and_, agreed).words)) if agreed else ()


def known(event: Event, envelope: Envelope) -> Known:
    """A request as its event left it."""
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    given = [consent.given_at for consent in one.consents.values()]
    # From another deployment the way a request came in is not said.
    route: SubmissionRoute | None = one.content.submission_route
    body = RequestItem(
        region=one.region,
        reference=one.reference,
        title=one.content.title,
        areas=tuple(sorted({line.functional_area for line in one.content.lines})),
        urgent=one.content.on_urgent_clock,
        status=standing(one),
        states=one.content.requesting_states,
        supporters=one.content.supporters,
        recipients=having_said(one.recipients, "agreed"),
        asked_recipients=having_said(one.recipients, "pending"),
        named=(*still_named(one.named), *still_asked(one.recipients, one.named)),
        office=route.country_office if route else None,
        consents=tuple(one.consents),
        consent_withdrawn_by=one.consent_withdrawn_by,
        audiences=tuple(sorted(Audience.of(one.shown).words)) if one.shown else (),
        opened_to=_opened_to(one),
        shown=shown_part(one.shown.fields) if one.shown else None,
        feedback_due_at=one.feedback_due_at,
        decided_at=one.decision.decided_at if one.decision else None,
        consented_at=max(given) if given else None,
    )
    return remembered(event, envelope, body)
